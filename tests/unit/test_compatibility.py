"""Which versions go together."""

import typing

import pytest

from components.compatibility import TABLE, pinned, problems
from components.versions import KubernetesVersion

VERSIONS = typing.get_args(KubernetesVersion)


@pytest.mark.parametrize("kubernetes", VERSIONS)
def test_what_is_pinned_goes_together(kubernetes: KubernetesVersion) -> None:
    assert problems(kubernetes, pinned(kubernetes)) == []


def test_the_table_knows_exactly_the_versions_that_can_be_set() -> None:
    assert tuple(TABLE) == VERSIONS


@pytest.mark.parametrize(
    ("kubernetes", "name", "version", "told"),
    [
        (
            "1.35",
            "Karpenter",
            "1.8.3",
            "Karpenter 1.8.3 does not run on Kubernetes 1.35; use 1.9 or newer",
        ),
        (
            "1.36",
            "Karpenter",
            "1.12.0",
            "Karpenter 1.12.0 does not run on Kubernetes 1.36; use 1.13 or newer",
        ),
        (
            "1.35",
            "YuniKorn",
            "1.8.0",
            "YuniKorn 1.8.0 does not run on Kubernetes 1.35; use 1.9 or newer",
        ),
        (
            "1.35",
            "kube-proxy",
            "v1.36.0-eksbuild.25",
            (
                "kube-proxy v1.36.0-eksbuild.25 does not run on Kubernetes 1.35; "
                "use 1.32 to before 1.36"
            ),
        ),
    ],
)
def test_a_wrong_pair_is_told_with_the_right_versions(
    kubernetes: KubernetesVersion, name: str, version: str, told: str
) -> None:
    assert problems(kubernetes, {**pinned(kubernetes), name: version}) == [told]


def test_a_version_of_kubernetes_that_nobody_tried_is_told() -> None:
    assert problems("1.34", {}) == ["Kubernetes 1.34 is not supported; use 1.35 or 1.36"]
