"""Layer 2, as planned from the committed stack files."""

from strata.plan.recording import Recording
from tests.plans import platform_plan


def test_the_spark_operator_leaves_no_selected_namespace_unmutated(
    dev: dict[str, Recording],
) -> None:
    release = dev["dev-platform"].named("dev-spark-operator-chart-release").inputs
    assert release["values"]["spark"]["jobNamespaces"] == []
    assert release["values"]["spark"]["jobNamespaceSelector"] == "strata.platform/spark=enabled"


def test_charts_that_need_their_hooks_are_releases(dev: dict[str, Recording]) -> None:
    # YuniKorn's service accounts and roles are hooks; rendered as a chart they would be missing.
    charts = {
        one.inputs["chart"].rpartition("/")[2]
        for one in dev["dev-platform"].of_type("kubernetes:helm.sh/v3:Release")
    }
    assert charts == {
        "airflow",
        "aws-load-balancer-controller",
        "fluent-bit",
        "kube-prometheus-stack",
        "spark-operator",
        "yunikorn",
    }


def test_without_airflow_nothing_is_made_of_it() -> None:
    made = [one.name for one in platform_plan("airflow: {enabled: false}").resources]
    assert not [name for name in made if "airflow" in name]
