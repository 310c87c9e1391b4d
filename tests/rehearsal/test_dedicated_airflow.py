"""A tenant's own Airflow on the real engine: up, quiet, back, and gone but for a snapshot."""

from dataclasses import dataclass

import pytest

from layers.stack import StackName
from strata.rehearsal.cloud import Cloud
from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.inventory import Row
from strata.rehearsal.engine import Engine
from strata.rehearsal.folder import RehearsalFolder
from strata.rehearsal.providers.server import serve
from strata.tenant.file import edit
from strata.toolchain.binary import PULUMI
from strata.toolchain.resolve import Place, resolve
from tests.samples import PROJECT, ROOT

BELOW = [StackName("dev", "cluster"), StackName("dev", "platform")]
TENANT = StackName("dev", "tenant", "own")
FILE = """\
config:
  strata:tenant:
    owner: ads@example.com
    costCenter: "4711"
    size: s
    access: {admins: [arn:aws:iam::111122223333:role/ads]}
    airflow: {dedicated: true}
    data: {bucket: {onOffboard: delete}}
"""
INSTANCE, RELEASE = "dev-own-airflow-database-instance", "dev-own-airflow-own-chart-release"


@dataclass
class Told:
    """What was there after each step, by name; what an `up` again changed; what AWS then keeps."""

    rows: dict[str, dict[str, Row]]
    changed_again: int
    kept: list[str]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = RehearsalFolder(tmp_path_factory.mktemp("own") / "dev")
    folder.make(PROJECT, BELOW)
    binary = resolve(PULUMI, Place(ROOT), print)
    file = folder.root / f"Pulumi.{TENANT}.yaml"
    file.write_text(FILE)
    rows: dict[str, dict[str, Row]] = {}
    with Cloud.open(folder.cloud) as cloud, serve(cloud) as ports:
        engine = Engine(binary, folder, PROJECT.program(), ports)

        def up(step: str, **changes: str) -> int:
            edit(file, changes)
            changed = engine.up(TENANT, lambda _: None)
            seen(step)
            return changed

        def seen(step: str) -> None:
            own = f"urn:pulumi:{TENANT}::"
            rows[step] = {row.name: row for row in cloud.inventory if row.urn.startswith(own)}

        for stack in BELOW:
            engine.up(stack, lambda _: None)
        up("active")
        again = up("again")
        up("suspended", lifecycle="suspended")
        up("revived", lifecycle="active")
        up("suspended again", lifecycle="suspended")
        up("offboarding", lifecycle="offboarding", deleteData='"own"')
        engine.destroy(TENANT, lambda _: None)
        seen("destroyed")
        return Told(rows, again, cloud.remains)


def test_it_comes_up_and_a_second_deployment_changes_nothing(told: Told) -> None:
    assert {INSTANCE, RELEASE} <= told.rows["active"].keys()
    assert told.changed_again == 0


def test_suspended_it_is_quiet_and_its_database_is_the_same(told: Told) -> None:
    before, after = told.rows["active"], told.rows["suspended"]
    assert RELEASE not in after
    assert after[INSTANCE].serial == before[INSTANCE].serial


def test_revived_it_has_the_database_and_the_keys_that_it_had(told: Told) -> None:
    before, after = told.rows["active"], told.rows["revived"]
    assert before.keys() == after.keys()
    kept = [name for name, row in before.items() if row.type == t.SECRET_VERSION]
    assert kept
    assert all(before[name].serial == after[name].serial for name in (INSTANCE, *kept))


def test_of_a_tenant_that_leaves_its_database_is_left_and_then_a_snapshot(told: Told) -> None:
    left = [name for name in told.rows["offboarding"] if "airflow" in name]
    assert INSTANCE in left
    assert [name for name in left if not name.startswith("dev-own-airflow-database")] == []
    assert told.rows["destroyed"] == {}
    assert [one for one in told.kept if one.startswith("the final snapshot strata-dev-own-airflow")]
