"""Versions: what EKS no longer runs cannot be made."""

from typing import Any

import pytest

from strata.preflight.finding import failure
from strata.preflight.versions import kubernetes
from tests.account.preflight.conftest import Checked


@pytest.mark.parametrize("known", [[], [{"versionStatus": "UNSUPPORTED"}]])
def test_a_version_that_eks_does_not_offer_is_a_failure(
    known: list[dict[str, str]], checked: Checked
) -> None:
    def answer(_: dict[str, Any]) -> dict[str, Any]:
        return {"clusterVersions": known}

    checked.aws.answers["DescribeClusterVersions"] = answer
    assert checked.run(kubernetes) == [
        failure("Kubernetes 1.35", "EKS does not offer it", "set kubernetesVersion")
    ]
