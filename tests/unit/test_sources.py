"""Charts and images from an account's own copies."""

import pytest

from components.sources import ORIGINALS, Image, Sources, merged
from components.versions import Chart
from tests.plans import cluster_plan

CHART = Chart("spark-operator", "2.5.2", "https://charts.example.com")
OCI_CHART = Chart("oci://public.ecr.aws/karpenter/karpenter", "1.14.1")


@pytest.mark.parametrize(
    ("chart", "mirror", "copy"),
    [
        (CHART, "", CHART),
        (CHART, "oci://mirror/charts", Chart("oci://mirror/charts/spark-operator", "2.5.2")),
        (OCI_CHART, "oci://mirror/charts/", Chart("oci://mirror/charts/karpenter", "1.14.1")),
        (CHART, "./charts", Chart("./charts/spark-operator-2.5.2.tgz", "2.5.2")),
        (OCI_CHART, "charts", Chart("charts/karpenter-1.14.1.tgz", "1.14.1")),
    ],
)
def test_a_mirror_holds_each_chart_under_its_own_name(
    chart: Chart, mirror: str, copy: Chart
) -> None:
    assert Sources(chart_mirror=mirror).chart(chart) == copy


def test_an_image_is_named_the_way_its_chart_names_images() -> None:
    sources = Sources(registries={"ghcr.io": "mirror:5000/a/ghcr.io"})
    whole = Image(name="ghcr.io/x/y", repository="image.repository")
    split = Image(name="ghcr.io/x/z", repository="hook.image.name", registry="hook.registry")
    assert sources.images((whole, split)) == {
        "image": {"repository": "mirror:5000/a/ghcr.io/x/y"},
        "hook": {"registry": "mirror:5000", "image": {"name": "a/ghcr.io/x/z"}},
    }


def test_an_image_of_a_registry_without_a_copy_is_left_to_the_chart() -> None:
    assert ORIGINALS.images((Image(name="quay.io/x", repository="image"),)) == {}


def test_what_is_laid_over_values_keeps_what_stands_beside_it() -> None:
    below = {"image": {"tag": "1"}, "replicas": 2}
    assert merged(below, {"image": {"repository": "x"}}) == {
        "image": {"tag": "1", "repository": "x"},
        "replicas": 2,
    }


def test_layer_1_takes_its_own_charts_and_images_from_the_copies() -> None:
    plan = cluster_plan(
        "sources: {chartMirror: 'oci://mirror/charts', imageRegistry: mirror/images}"
    )
    releases = plan.of_type("kubernetes:helm.sh/v3:Release")
    assert {one.inputs["chart"].rpartition("/")[0] for one in releases} == {"oci://mirror/charts"}
    assert "repositoryOpts" not in plan.named("dev-nvidia-device-plugin-chart-release").inputs
    assert plan.named("dev-karpenter-controller-release").inputs["values"]["controller"][
        "image"
    ] == {"repository": "mirror/images/public.ecr.aws/karpenter/controller"}
    [daemons] = plan.of_type("kubernetes:apps/v1:DaemonSet")
    cache = daemons.inputs["spec"]["template"]["spec"]
    assert cache["containers"][0]["image"].startswith("mirror/images/registry.k8s.io/dns/")
