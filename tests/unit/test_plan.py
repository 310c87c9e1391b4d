"""The plan: what tools and people read before anything is made."""

import io
import json
from collections.abc import Callable

import pulumi
import pulumi_aws as aws
import pulumi_random as random
import pytest
from rich.console import Console
from typer.testing import CliRunner

from strata.cli import app
from strata.eks.children import UnsupportedComponentError, expand
from strata.plan.document import document
from strata.plan.monitor import UnansweredLookupError
from strata.plan.recorder import record
from strata.plan.recording import Recording
from strata.plan.text import as_text
from strata.wire import Secret
from tests.conftest import Golden


def written(recording: Recording) -> str:
    console = Console(width=120, record=True, file=io.StringIO())
    console.print(as_text([document(recording)]), soft_wrap=True)
    return "".join(f"{line.rstrip()}\n" for line in console.export_text().splitlines())


@pytest.mark.parametrize("stack", ["dev-cluster", "dev-platform", "dev-tenant-ads"])
def test_the_plan_reads_as_reviewed(stack: str, dev: dict[str, Recording], golden: Golden) -> None:
    golden.check(f"plan/{stack}.txt", written(dev[stack]))


def test_the_document_has_its_documented_shape(dev: dict[str, Recording]) -> None:
    plan = document(dev["dev-platform"])
    assert set(plan) == {"stack", "resources", "outputs"}
    keys = {"urn", "type", "name", "parent", "dependsOn", "protect", "inputs"}
    assert all(set(resource) == keys for resource in plan["resources"])


def test_the_document_shows_the_children_of_eks_components(dev: dict[str, Recording]) -> None:
    types = {one["type"] for one in document(dev["dev-cluster"])["resources"]}
    assert {"eks:index:Cluster", "aws:eks/cluster:Cluster", "aws:eks/nodeGroup:NodeGroup"} <= types


def test_a_urn_is_the_one_that_the_engine_makes(dev: dict[str, Recording]) -> None:
    assert dev["dev-platform"].named("dev").urn == (
        "urn:pulumi:dev-platform::strata::strata:layer:Platform::dev"
    )
    assert dev["dev-cluster"].named("dev-encryption-key").urn == (
        "urn:pulumi:dev-cluster::strata::"
        "strata:layer:Cluster$strata:cluster:EncryptionKey$aws:kms/key:Key::dev-encryption-key"
    )


def test_secrets_are_masked() -> None:
    def program() -> None:
        password = pulumi.Output.secret("hunter2")
        aws.sqs.Queue("queue", name=password)
        pulumi.export("password", password)
        pulumi.export("url", {"host": "db", "password": password})

    recording = record(program)
    plan = document(recording)
    assert plan["resources"][0]["inputs"] == {"name": "[secret]"}
    assert plan["outputs"] == {"password": "[secret]", "url": "[secret]"}
    assert "hunter2" not in json.dumps(plan) + written(recording)


@pytest.mark.parametrize(
    ("make", "output"),
    [
        (lambda: random.RandomPassword("x", length=32), "result"),
        (lambda: random.RandomPassword("x", length=32), "bcrypt_hash"),
        (lambda: random.RandomBytes("x", length=32), "base64"),
        (lambda: random.RandomBytes("x", length=32), "hex"),
        (
            lambda: aws.rds.Instance("x", instance_class="db.t4g.micro", password="hunter2"),  # noqa: S106
            "password",
        ),
    ],
)
def test_what_a_resource_keeps_secret_stays_so_in_what_is_made_of_it(
    make: Callable[[], pulumi.Resource], output: str
) -> None:
    def program() -> None:
        value: pulumi.Output[str] = getattr(make(), output)
        aws.secretsmanager.SecretVersion(
            "version",
            secret_id="id",  # noqa: S106 - a name
            secret_string=value.apply(lambda text: f"user:{text}"),
        )
        aws.sqs.Queue("queue", name=value)

    plan = document(record(program))
    inputs = {one["name"]: one["inputs"] for one in plan["resources"]}
    assert inputs["version"]["secretString"] == "[secret]"
    assert inputs["queue"] == {"name": "[secret]"}
    assert "hunter2" not in json.dumps(plan)


def test_a_random_value_is_not_drawn_for_a_plan() -> None:
    def program() -> None:
        number = random.RandomId("snapshot", byte_length=4)
        aws.rds.Instance(
            "db",
            instance_class="db.t4g.micro",
            final_snapshot_identifier=number.hex.apply(lambda text: f"final-{text}"),
        )

    (database,) = record(program).of_type("aws:rds/instance:Instance")
    assert database.inputs["finalSnapshotIdentifier"] == "final-${snapshot.hex}"


def test_of_what_only_aws_lists_a_plan_has_one() -> None:
    def program() -> None:
        cache = aws.elasticache.ServerlessCache("cache", name="cache", engine="valkey")
        database = aws.rds.Instance("db", instance_class="db.t4g.micro")
        first = cache.endpoints.apply(lambda found: found[0].address)
        secret = database.master_user_secrets.apply(lambda found: found[0].secret_arn)
        aws.sqs.Queue("queue", name=pulumi.Output.format("{0} {1}", first, secret))

    assert record(program).named("queue").inputs["name"] == (
        "${cache.endpoints[0].address} ${db.masterUserSecrets[0].secretArn}"
    )


def test_a_secret_that_a_stack_below_exports_stays_secret() -> None:
    below = {
        "organization/strata/dev-cluster": {
            "password": Secret("hunter2"),
            "endpoint": "https://one",
        }
    }

    def program() -> None:
        reference = pulumi.StackReference("organization/strata/dev-cluster")
        aws.sqs.Queue("secret", name=reference.get_output("password"))
        aws.sqs.Queue("public", name=reference.get_output("endpoint"))

    plan = document(record(program, below=below))
    assert [one["inputs"]["name"] for one in plan["resources"]] == ["https://one", "[secret]"]


def test_a_look_up_that_only_aws_could_answer_is_refused() -> None:
    def program() -> None:
        aws.get_caller_identity()

    with pytest.raises(UnansweredLookupError) as error:
        record(program)
    assert str(error.value) == (
        "aws:index/getCallerIdentity:getCallerIdentity({}): the plan has no answer to it"
    )


def test_an_input_whose_children_are_not_known_is_refused() -> None:
    with pytest.raises(UnsupportedComponentError) as error:
        expand("eks:index:ManagedNodeGroup", "nodes", {"gpu": True})
    assert str(error.value).startswith(
        "nodes (eks:index:ManagedNodeGroup): what gpu adds is not known; known inputs are amiId, "
    )


def test_a_component_whose_children_are_not_known_is_refused() -> None:
    with pytest.raises(UnsupportedComponentError) as error:
        expand("eks:index:NodeGroup", "nodes", {})
    assert str(error.value) == (
        "nodes (eks:index:NodeGroup): its children are not known; "
        "known are eks:index:Cluster, eks:index:ManagedNodeGroup"
    )


def test_one_stack_is_planned_as_one_document() -> None:
    result = CliRunner().invoke(app, ["plan", "dev-platform", "--format", "json"])
    assert json.loads(result.output)["stack"] == "dev-platform"


def test_an_environment_is_planned_as_a_list() -> None:
    result = CliRunner().invoke(app, ["plan", "dev", "--format", "json"])
    assert [one["stack"] for one in json.loads(result.output)] == [
        "dev-cluster",
        "dev-platform",
        "dev-tenant-ads",
        "dev-tenant-search",
    ]
