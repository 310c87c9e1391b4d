"""Twenty-five teams on one platform: up side by side, and three of them go their own ways."""

import multiprocessing
from collections import Counter, defaultdict
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial

import pytest

from bench.project import BELOW
from bench.tenants import up
from layers.stack import StackName
from strata.plan.recording import Recording
from strata.rehearsal.cloud import Cloud
from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.engine import Engine
from strata.rehearsal.folder import RehearsalFolder
from strata.rehearsal.providers.server import serve
from strata.tenant.file import edit
from strata.toolchain.binary import PULUMI
from strata.toolchain.resolve import Place, resolve
from tests.plans import tenant_plan
from tests.samples import PROJECT, ROOT

SUSPENDED, KEPT, GONE = "suspended-and-back", "left-its-data", "left-nothing"
NAMES = [*(f"team-{number:02}" for number in range(22)), SUSPENDED, KEPT, GONE]
TENANTS = [StackName("dev", "tenant", name) for name in NAMES]
FILE = """\
config:
  strata:tenant:
    owner: ads@example.com
    costCenter: "4711"
    size: xs
    access:
      admins: [arn:aws:iam::111122223333:role/ads]
    data: {bucket: {onOffboard: %s}}
"""
WORKERS = 2

Inventory = Mapping[str, frozenset[str]]
"""What each tenant has: types and names, without the tenant's own name."""


@dataclass
class History:
    """What the teams had after each step, and what each up changed."""

    had: dict[str, Inventory] = field(default_factory=dict)
    changed: dict[str, list[int]] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)


def inventory(cloud: Cloud) -> Inventory:
    found: dict[str, set[str]] = defaultdict(set)
    for row in cloud.inventory:
        stack = StackName.parse(row.urn.split(":")[2])
        if stack.layer == "tenant":
            found[stack.tenant].add(f"{row.type} {row.name.replace(stack.tenant, 'tenant')}")
    return {tenant: frozenset(what) for tenant, what in found.items()}


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    folder = RehearsalFolder(tmp_path_factory.mktemp("tenants") / "dev")
    folder.make(PROJECT, BELOW)
    binary = resolve(PULUMI, Place(ROOT), print)
    files = {stack.tenant: folder.root / f"Pulumi.{stack}.yaml" for stack in TENANTS}
    for tenant, file in files.items():
        file.write_text(FILE % ("delete" if tenant == GONE else "retain"))
    history = History()
    with Cloud.open(folder.cloud) as cloud, serve(cloud) as ports:
        engine = Engine(binary, folder, PROJECT.program(), ports)
        for stack in BELOW:
            engine.up(stack, lambda _: None)
        # The SDK loads its modules when they are first used, which threads would do at once.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(WORKERS, mp_context=context) as pool:
            one = partial(up, folder.root, binary, dict(ports))
            for step in ("up", "up again"):
                history.changed[step] = list(pool.map(one, TENANTS))
                history.had[step] = inventory(cloud)
        before = len(cloud.events)

        def move(tenant: str, **changes: str) -> None:
            edit(files[tenant], changes)
            engine.up(StackName("dev", "tenant", tenant), lambda _: None)

        move(SUSPENDED, lifecycle="suspended")
        history.had["suspended"] = inventory(cloud)
        move(SUSPENDED, lifecycle="active")
        for tenant, more in ((KEPT, {}), (GONE, {"deleteData": f'"{GONE}"'})):
            move(tenant, lifecycle="suspended")
            move(tenant, lifecycle="offboarding", **more)
            engine.destroy(StackName("dev", "tenant", tenant), lambda _: None)
        history.had["end"] = inventory(cloud)
        history.touched = {event.urn.split(":")[2] for event in cloud.events[before:]}
    return history


@pytest.fixture(scope="module")
def planned() -> Recording:
    return tenant_plan()


def test_every_team_comes_up_with_the_same_as_every_other(history: History) -> None:
    assert set(history.had["up"]) == set(NAMES)
    assert len(set(history.had["up"].values())) == 1


def test_every_team_has_exactly_what_is_planned(history: History, planned: Recording) -> None:
    wanted = Counter(one.type for one in planned.resources if one.type.startswith(_MADE))
    [made] = set(history.had["up"].values())
    assert Counter(one.partition(" ")[0] for one in made if one.startswith(_MADE)) == wanted


_MADE = ("aws:", "kubernetes:")


def test_a_second_up_changes_nothing(history: History) -> None:
    assert history.changed["up again"] == [0] * len(TENANTS)
    assert history.had["up again"] == history.had["up"]


def test_a_team_that_is_suspended_keeps_its_data_and_loses_people(history: History) -> None:
    lost = history.had["up"][SUSPENDED] - history.had["suspended"][SUSPENDED]
    assert lost
    assert {one for one in lost if "-access-admin" not in one} == set()


def test_a_team_that_comes_back_has_what_it_had(history: History) -> None:
    assert history.had["end"][SUSPENDED] == history.had["up"][SUSPENDED]


def test_of_a_team_that_left_its_data_stays_alone(history: History) -> None:
    left = history.had["end"][KEPT]
    assert any(one.startswith(f"{t.BUCKET} ") for one in left)
    assert {one.split(" ")[1].split("-")[2] for one in left} == {"data", "catalog"}


def test_of_a_team_whose_data_went_nothing_is_left(history: History) -> None:
    assert GONE not in history.had["end"]


def test_nobody_else_is_touched_by_a_team_that_leaves(history: History) -> None:
    others = set(NAMES) - {SUSPENDED, KEPT, GONE}
    assert history.touched == {f"dev-tenant-{name}" for name in (SUSPENDED, KEPT, GONE)}
    assert {name: history.had["end"][name] for name in others} == {
        name: history.had["up"][name] for name in others
    }
