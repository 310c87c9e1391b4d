"""Add-ons that come before Karpenter run where it has not been yet."""

import pytest

from components import names
from components.cluster.managed_addon import (
    EBS_CSI_DRIVER,
    METRICS_SERVER,
    MOUNTPOINT_S3_DRIVER,
    AddonSpec,
    coredns,
)

DEPLOYMENTS = (coredns(2, 50), EBS_CSI_DRIVER, METRICS_SERVER, MOUNTPOINT_S3_DRIVER)


@pytest.mark.parametrize("spec", DEPLOYMENTS, ids=lambda spec: spec.name)
def test_a_deployment_tolerates_the_taint_of_the_only_nodes_there(spec: AddonSpec) -> None:
    pod = spec.configuration.get("controller", spec.configuration)
    assert {"key": names.CRITICAL_ADDONS_TAINT, "operator": "Exists"} in pod["tolerations"]


@pytest.mark.parametrize("spec", [EBS_CSI_DRIVER, MOUNTPOINT_S3_DRIVER], ids=lambda spec: spec.name)
def test_a_driver_runs_on_every_node_whatever_its_taints(spec: AddonSpec) -> None:
    assert spec.configuration["node"] == {"tolerateAllTaints": True}
