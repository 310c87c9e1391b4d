"""The recipe of the Spark image, and the workflow that pushes it."""

import re
from typing import Any

import pytest
from ruamel.yaml import YAML

from components import names, versions
from strata.plan.recording import Recording
from tests.samples import ACCOUNT, REGION, ROOT

RECIPE = (ROOT / "images/spark/Dockerfile").read_text()
ARGUMENTS = dict(re.findall(r"^ARG (\w+)=(\S+)$", RECIPE, re.MULTILINE))
WORKFLOW = ROOT / ".github/workflows/spark-image.yaml"


def test_the_recipe_builds_what_the_platform_pins() -> None:
    assert ARGUMENTS["SPARK_VERSION"] == versions.SPARK
    assert ARGUMENTS["HADOOP_VERSION"] == versions.SPARK_HADOOP
    assert ARGUMENTS["AWS_SDK_VERSION"] == versions.SPARK_AWS_SDK


def test_the_tag_of_the_image_begins_with_its_version_of_spark() -> None:
    assert re.fullmatch(rf"{re.escape(versions.SPARK)}-\d+", versions.SPARK_IMAGE)


def test_the_sdk_knows_eks_pod_identity() -> None:
    # https://docs.aws.amazon.com/eks/latest/userguide/pod-id-minimum-sdk.html
    assert tuple(map(int, versions.SPARK_AWS_SDK.split("."))) >= (2, 21, 30)


def test_every_file_that_the_recipe_downloads_has_a_checksum() -> None:
    downloads = re.findall(r"^ADD (.*)$", RECIPE, re.MULTILINE)
    assert len(downloads) == 4
    assert [
        one for one in downloads if not re.search(r"--checksum=sha256:[0-9a-f]{64} ", one)
    ] == []


def test_jobs_run_as_a_user_that_kubernetes_can_tell_from_root() -> None:
    assert re.findall(r"^USER (.*)$", RECIPE, re.MULTILINE)[-1] == "185:185"


@pytest.fixture
def steps() -> list[dict[str, Any]]:
    workflow = YAML(typ="safe").load(WORKFLOW.read_text())
    found: list[dict[str, Any]] = workflow["jobs"]["push"]["steps"]
    return found


def test_the_workflow_pushes_to_the_repository_that_the_layer_makes(
    steps: list[dict[str, Any]], dev: dict[str, Recording]
) -> None:
    made = dev["dev-platform"].named("dev-spark-images-repository").inputs["name"]
    command = steps[-1]["run"].replace("$ENVIRONMENT", "dev")
    assert f"amazonaws.com/{made}:$tag" in command
    assert "from components.versions import SPARK_IMAGE" in command


def test_the_workflow_takes_the_role_that_bootstrap_made(steps: list[dict[str, Any]]) -> None:
    [role] = [one["with"]["role-to-assume"] for one in steps if "role-to-assume" in str(one)]
    path = f"role{names.deployer_path('E')}{names.deployer('E', 'platform')}"
    assert role.endswith(path.replace("E", "${{ inputs.environment }}"))


def test_a_job_without_an_image_runs_the_platforms() -> None:
    assert names.spark_image("dev", ACCOUNT, REGION, versions.SPARK_IMAGE) == (
        f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/strata-dev/spark:{versions.SPARK_IMAGE}"
    )
