"""Helm releases of a plan."""

import dataclasses

import pytest

from strata.charts.planned import MIRROR, RELEASE, Release, releases
from strata.plan.recording import Recording
from tests.unit.charts.conftest import copied


def test_a_release_is_read_with_its_chart_and_its_values(dev: dict[str, Recording]) -> None:
    [found] = [one for one in releases(list(dev.values())) if one.name == "nvidia-device-plugin"]
    assert found == Release(
        stack="dev-cluster",
        name="nvidia-device-plugin",
        namespace="kube-system",
        chart="nvidia-device-plugin",
        version="0.18.2",
        values=dev["dev-cluster"].named("dev-nvidia-device-plugin-chart-release").inputs["values"],
    )


@pytest.mark.parametrize("copy", ["oci://mirror/charts/web", "charts/web-1.2.3.tgz"])
def test_a_copy_of_a_chart_goes_by_the_name_of_the_chart(
    copy: str, dev: dict[str, Recording]
) -> None:
    planned = dev["dev-platform"].of_type(RELEASE)[0]
    copied_chart = dataclasses.replace(
        planned, inputs={**planned.inputs, "chart": copy, "version": "1.2.3"}
    )
    assert Release.of("dev-platform", copied_chart).chart == "web"


def test_a_mirrored_environment_differs_in_its_images_alone(dev: dict[str, Recording]) -> None:
    copies = {one.name: one.values for one in copied()}
    originals = {one.name: one.values for one in releases(list(dev.values()))}
    assert copies["spark-operator"] == {
        **originals["spark-operator"],
        "hook": {
            **originals["spark-operator"]["hook"],
            "image": {
                "registry": MIRROR.partition("/")[0],
                "repository": "copies/ghcr.io/kubeflow/spark-operator/kubectl",
            },
        },
        "image": {
            "registry": MIRROR.partition("/")[0],
            "repository": "copies/ghcr.io/kubeflow/spark-operator/controller",
        },
    }
