"""A team's whole life on the real engine: it works, is suspended, revived, and leaves in steps."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from layers.stack import StackName
from strata.rehearsal.cloud import Cloud
from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.inventory import Event, Row
from strata.rehearsal.engine import Engine, EngineError
from strata.rehearsal.folder import RehearsalFolder
from strata.rehearsal.providers.server import serve
from strata.tenant.file import edit
from strata.toolchain.binary import PULUMI
from strata.toolchain.resolve import Place, resolve
from tests.samples import PROJECT, ROOT

# Where the profile protects what holds data.
BELOW = [StackName("prod", "cluster"), StackName("prod", "platform")]
KEPT, GONE = StackName("prod", "tenant", "kept"), StackName("prod", "tenant", "gone")
FILE = """\
config:
  strata:tenant:
    owner: ads@example.com
    costCenter: "4711"
    size: s
    access:
      admins: [arn:aws:iam::444455556666:role/ads]
      developers: [arn:aws:iam::444455556666:role/dev]
    registry: {repositories: [jobs]}
    historyServer: {}
"""
DELETED = "    data: {bucket: {kms: own, onOffboard: delete}, queues: [{name: orders}]}\n"


@dataclass
class Life:
    """What was there after each step of a team's life, and what happened in it."""

    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
    events: dict[str, list[Event]] = field(default_factory=dict)
    refusal: str = ""

    def gone(self, before: str, after: str) -> list[Row]:
        """What is not there any more."""
        return [row for urn, row in self.rows[before].items() if urn not in self.rows[after]]

    def changed(self, before: str, after: str) -> set[str]:
        """Names of what is there in both, and has other inputs."""
        there = self.rows[after]
        return {
            row.name
            for urn, row in self.rows[before].items()
            if urn in there and there[urn].inputs != row.inputs
        }

    def same(self, before: str, after: str, types: Iterable[str]) -> bool:
        """Whether all of some types is what it was, and was never made anew."""
        wanted = set(types)
        old, new = (
            {urn: row.serial for urn, row in self.rows[step].items() if row.type in wanted}
            for step in (before, after)
        )
        return bool(old) and old == new


class Team:
    """A tenant's stack, its file, and what the cloud holds of it."""

    def __init__(self, engine: Engine, cloud: Cloud, root: Path, stack: StackName) -> None:
        self._engine, self._cloud, self._stack = engine, cloud, stack
        self._file = root / f"Pulumi.{stack}.yaml"
        self.life = Life()

    def up(self, step: str, **changes: str) -> None:
        edit(self._file, changes)
        before = len(self._cloud.events)
        self._engine.up(self._stack, lambda _: None)
        self._seen(step, before)

    def refused(self, **changes: str) -> None:
        text = self._file.read_text()
        edit(self._file, changes)
        with pytest.raises(EngineError) as error:
            self._engine.up(self._stack, lambda _: None)
        self.life.refusal = str(error.value)
        self._file.write_text(text)
        self._seen("refused", len(self._cloud.events))

    def destroy(self) -> None:
        before = len(self._cloud.events)
        self._engine.destroy(self._stack, lambda _: None)
        self._seen("destroyed", before)

    def _seen(self, step: str, before: int) -> None:
        own = f"urn:pulumi:{self._stack}::"
        self.life.rows[step] = {
            row.urn: row for row in self._cloud.inventory if row.urn.startswith(own)
        }
        self.life.events[step] = [
            event for event in self._cloud.events[before:] if event.urn.startswith(own)
        ]


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> dict[StackName, Life]:
    folder = RehearsalFolder(tmp_path_factory.mktemp("life") / "prod")
    folder.make(PROJECT, BELOW)
    binary = resolve(PULUMI, Place(ROOT), print)
    (folder.root / f"Pulumi.{KEPT}.yaml").write_text(FILE)
    (folder.root / f"Pulumi.{GONE}.yaml").write_text(FILE + DELETED)
    with Cloud.open(folder.cloud) as cloud, serve(cloud) as ports:
        engine = Engine(binary, folder, PROJECT.program(), ports)
        for stack in BELOW:
            engine.up(stack, lambda _: None)
        kept = Team(engine, cloud, folder.root, KEPT)
        kept.up("active")
        kept.refused(lifecycle="offboarding")
        kept.up("suspended", lifecycle="suspended")
        kept.up("revived", lifecycle="active")
        kept.up("suspended again", lifecycle="suspended")
        kept.up("offboarding", lifecycle="offboarding")
        kept.destroy()
        gone = Team(engine, cloud, folder.root, GONE)
        gone.up("suspended", lifecycle="suspended")
        gone.up("offboarding", lifecycle="offboarding", deleteData='"gone"')
        gone.destroy()
    return {KEPT: kept.life, GONE: gone.life}


@pytest.fixture(scope="module")
def kept(lives: dict[StackName, Life]) -> Life:
    return lives[KEPT]


HOLDS_DATA = (t.BUCKET, t.CATALOG_DATABASE, t.REPOSITORY)
PEOPLE = "prod-kept-access-"


def test_a_suspended_team_can_be_revived_and_has_all_that_it_had(kept: Life) -> None:
    before, after = kept.rows["active"], kept.rows["revived"]
    assert {urn: row.inputs for urn, row in before.items()} == {
        urn: row.inputs for urn, row in after.items()
    }


def test_suspending_and_reviving_make_nothing_that_holds_data_anew(kept: Life) -> None:
    assert kept.same("active", "suspended", (*HOLDS_DATA, t.NAMESPACE))
    assert kept.same("suspended", "revived", (*HOLDS_DATA, t.NAMESPACE))


def test_suspending_takes_rights_and_servers_and_nothing_else(kept: Life) -> None:
    went = {row.name for row in kept.gone("active", "suspended")}
    assert {name for name in went if not name.startswith((PEOPLE, "prod-kept-history"))} == set()
    assert kept.changed("active", "suspended") == {
        "prod-kept-room-namespace",
        "prod-kept-objects-quota",
    }


def test_a_team_that_works_cannot_leave_in_one_step(kept: Life) -> None:
    assert "prod-kept-room-namespace" in kept.refusal
    assert kept.same("active", "refused", (*HOLDS_DATA, t.NAMESPACE))


def test_people_are_out_before_anything_of_the_room_goes(kept: Life) -> None:
    deleted = [event.name for event in kept.events["offboarding"] if event.action == "delete"]
    entries = [name for name in deleted if name.endswith("-entry")]
    first = deleted.index("prod-kept-room-namespace")
    assert entries == ["prod-kept-access-viewer-entry"]
    people = [place for place, name in enumerate(deleted) if name.startswith(PEOPLE)]
    others = [place for place, name in enumerate(deleted) if not name.startswith(PEOPLE)]
    assert max(people) < min(others) <= first


def test_of_a_team_that_leaves_only_data_is_left(kept: Life) -> None:
    left = {row.name.split("-")[2] for row in kept.rows["offboarding"].values()}
    assert left - {"aws", "kubernetes"} == {"data", "catalog", "registry"}
    assert kept.same("active", "offboarding", HOLDS_DATA)


def test_data_that_stays_is_still_there_after_its_stack_with_all_that_closes_it(
    kept: Life,
) -> None:
    before = {urn: row.inputs for urn, row in kept.rows["offboarding"].items()}
    after = {urn: row.inputs for urn, row in kept.rows["destroyed"].items()}
    assert after == before
    assert t.BUCKET in {row.type for row in kept.rows["destroyed"].values()}


def test_a_team_whose_data_goes_leaves_nothing(lives: dict[StackName, Life]) -> None:
    gone = lives[GONE]
    assert t.BUCKET in {row.type for row in gone.rows["offboarding"].values()}
    assert gone.rows["destroyed"] == {}
