"""The Spark History Server of a tenant."""

from typing import Any

import kubernetes_validate
import pytest

from components.tenancy.spark_history_server import deployment_spec, options
from strata.plan.recording import Recording
from tests.plans import tenant_plan

BUCKET = "strata-dev-ads-111122223333-eu-west-1-an"


@pytest.fixture(scope="module")
def plan() -> Recording:
    return tenant_plan("historyServer: {retentionDays: 7}")


def pod(plan: Recording) -> dict[str, Any]:
    template = plan.named("dev-ads-history-deployment").inputs["spec"]["template"]
    found: dict[str, Any] = template["spec"]
    return found


def test_a_tenant_has_none_unless_it_asks() -> None:
    assert tenant_plan().of_type("kubernetes:apps/v1:Deployment") == []


def test_the_folder_of_the_logs_is_there_before_the_first_job(plan: Recording) -> None:
    # Spark refuses an event log directory that does not exist; S3 knows no empty one.
    folder = plan.named("dev-ads-data-spark-events").inputs
    assert (folder["key"], folder["content"]) == ("spark-events/", "")
    assert options(bucket="b", retention_days=1)["spark.history.fs.logDirectory"] == (
        f"s3a://b/{folder['key']}"
    )


def test_it_runs_the_image_of_the_platform(plan: Recording) -> None:
    [container] = pod(plan)["containers"]
    assert container["image"] == "${dev-spark-images-repository.repositoryUrl}:4.1.2-1"


def test_its_account_has_the_tenants_own_rights(plan: Recording) -> None:
    association = plan.named("dev-ads-workload-spark-history").inputs
    assert association["serviceAccount"] == pod(plan)["serviceAccountName"] == "spark-history"


def test_it_waits_for_its_rights(plan: Recording) -> None:
    assert any(
        "dev-ads-workload" in urn
        for urn in plan.named("dev-ads-history-deployment").depends_on
        + plan.named("dev-ads-history").depends_on
    )


def test_kubernetes_knows_every_field(plan: Recording) -> None:
    spec = plan.named("dev-ads-history-deployment").inputs
    manifest = {"apiVersion": "apps/v1", "kind": "Deployment", **spec}
    manifest["metadata"] = {"name": "x", "namespace": "ads"}
    manifest["spec"]["template"]["spec"]["containers"][0]["image"] = "x"
    kubernetes_validate.validate(manifest, "1.35", strict=True)


def test_two_never_delete_the_same_logs() -> None:
    spec = deployment_spec(bucket=BUCKET, image="x", retention_days=30)
    assert spec["replicas"] == 1
    assert spec["strategy"] == {"type": "Recreate"}
