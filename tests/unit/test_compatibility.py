"""Which versions go together."""

import typing

import pytest

from components.compatibility import TABLE, pinned, problems
from components.versions import KARPENTER, KARPENTER_CRD, KubernetesVersion

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
                "use 1.35 to before 1.36"
            ),
        ),
        (
            "1.36",
            "kube-proxy",
            "v1.35.3-eksbuild.29",
            (
                "kube-proxy v1.35.3-eksbuild.29 does not run on Kubernetes 1.36; "
                "use 1.36 to before 1.37"
            ),
        ),
        (
            "1.35",
            "Spark operator",
            "2.5.0",
            "Spark operator 2.5.0 does not run on Kubernetes 1.35; use 2.5.1 or newer",
        ),
        (
            "1.35",
            "coredns",
            "v1.11.1-eksbuild.9",
            "coredns v1.11.1-eksbuild.9 does not run on Kubernetes 1.35; use 1.13 or newer",
        ),
        (
            "1.36",
            "Karpenter",
            "latest",
            "Karpenter latest does not run on Kubernetes 1.36; use 1.13 or newer",
        ),
    ],
)
def test_a_wrong_pair_is_told_with_the_right_versions(
    kubernetes: KubernetesVersion, name: str, version: str, told: str
) -> None:
    assert problems(kubernetes, {**pinned(kubernetes), name: version}) == [told]


def test_a_version_of_kubernetes_that_nobody_tried_is_told() -> None:
    assert problems("1.34", {}) == ["Kubernetes 1.34 is not supported; use 1.35 or 1.36"]


@pytest.mark.parametrize("kubernetes", VERSIONS)
def test_every_rule_judges_something_that_is_pinned(kubernetes: KubernetesVersion) -> None:
    assert set(TABLE[kubernetes]) <= set(pinned(kubernetes))


def test_each_wrong_pair_has_its_own_line() -> None:
    assert problems("1.36", {"Karpenter": "1.9.2", "YuniKorn": "1.8.0"}) == [
        "Karpenter 1.9.2 does not run on Kubernetes 1.36; use 1.13 or newer",
        "YuniKorn 1.8.0 does not run on Kubernetes 1.36; use 1.9 or newer",
    ]


def test_a_tenth_minor_is_newer_than_a_ninth() -> None:
    assert problems("1.35", {"Karpenter": "1.10.0", "YuniKorn": "1.10.0"}) == []


def test_karpenter_and_its_definitions_are_of_one_release() -> None:
    # Source: https://karpenter.sh/v1.14/upgrading/upgrade-guide/#crd-upgrades
    assert KARPENTER.version == KARPENTER_CRD.version
