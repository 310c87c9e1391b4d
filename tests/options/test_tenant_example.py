"""The example of a team's file that says nearly everything: it is right, planned, and shown."""

from pathlib import Path

from components import names
from layers.stack import StackName
from layers.tenant.settings import TenantSettings
from strata.check.files import check
from strata.project import Project
from tests.plans import tenant_plan
from tests.samples import ROOT

EXAMPLE = (ROOT / "examples" / "tenants" / "full.yaml").read_text()
KAFKA = "arn:aws:kafka:eu-west-1:111122223333:cluster/events/12345678-1234-1234-1234-123456789012-1"
SEARCH = """\
config:
  strata:tenant:
    owner: search@example.com
    costCenter: "4712"
    size: s
    access: {admins: [arn:aws:iam::111122223333:role/search]}
    data: {reads: [ads], sharedWith: ["ads:curated/"]}
"""
# Said by every team in another stage of its life.
LEFT_OUT = {"adopt", "deleteData"}


def test_it_is_right_beside_the_file_that_it_shares_with(tmp_path: Path) -> None:
    stacks = tmp_path / "stacks"
    stacks.mkdir()
    cluster = ROOT / "stacks" / "Pulumi.dev-cluster.yaml"
    (stacks / cluster.name).write_text(cluster.read_text())
    platform = f"config: {{strata:platform: {{kafka: {{clusterArn: '{KAFKA}'}}}}}}\n"
    (stacks / "Pulumi.dev-platform.yaml").write_text(platform)
    (stacks / f"Pulumi.{StackName('dev', 'tenant', 'ads')}.yaml").write_text(EXAMPLE)
    (stacks / "Pulumi.dev-tenant-search.yaml").write_text(SEARCH)
    assert check(Project(tmp_path)).problems == []


def test_it_is_planned() -> None:
    lines = EXAMPLE.split("strata:tenant:\n")[1]
    plan = tenant_plan(lines, platform=f"kafka: {{clusterArn: '{KAFKA}'}}")
    made = [one.inputs["name"] for one in plan.of_type("aws:kms/alias:Alias")]
    assert made == [f"alias/{names.data_key('dev', 'ads')}"]


def test_it_says_everything_but_how_a_team_leaves() -> None:
    said = {line.strip().partition(":")[0] for line in EXAMPLE.splitlines() if line[4:5] != " "}
    keys = {field.alias or name for name, field in TenantSettings.model_fields.items()}
    assert keys - said == LEFT_OUT


def test_the_page_shows_it_as_it_is() -> None:
    assert f"```yaml\n{EXAMPLE}```" in (ROOT / "docs" / "tenants.md").read_text()
