"""What each chart and each policy document is given: golden files, to be reviewed."""

import io
import json
from collections.abc import Mapping
from typing import Any

import pytest
from ruamel.yaml import YAML

from components.cluster import managed_addon, vpc_cni
from components.cluster.permissions_boundary import boundary_document
from components.compute import karpenter, node_pool, nvidia_device_plugin
from components.compute.interruption_queue import queue_policy
from components.compute.karpenter_policies import POLICIES, KarpenterScope, policies
from components.services import spark_operator, yunikorn
from components.storage.bucket import bucket_policy
from components.tenancy.workload_identity import own_data
from layers.cluster.settings.pod_network import CniSettings
from layers.cluster.settings.pools import NodePoolSettings
from tests.conftest import Golden
from tests.samples import (
    ACCOUNT,
    BUCKET_ARN,
    CLUSTER_ARN,
    KARPENTER_OPTIONS,
    KEY,
    REGION,
    SPARK_OPERATOR,
    YUNIKORN,
)

SCOPE = KarpenterScope(
    account=ACCOUNT,
    region=REGION,
    cluster_name="strata-dev",
    cluster_arn=CLUSTER_ARN,
    node_role_arn=f"arn:aws:iam::{ACCOUNT}:role/strata/dev/strata-dev-karpenter-node",
    queue_arn=f"arn:aws:sqs:{REGION}:{ACCOUNT}:strata-dev",
)

POOLS = NodePoolSettings().specs()

VALUES: dict[str, Mapping[str, Any]] = {
    "karpenter": karpenter.values(
        "strata-dev",
        endpoint="https://cluster.example.com",
        queue_name="strata-dev",
        options=KARPENTER_OPTIONS,
    ),
    "spark-operator": spark_operator.values(SPARK_OPERATOR),
    "yunikorn": yunikorn.values(YUNIKORN),
    "yunikorn-queues": yunikorn.queues(YUNIKORN),
    **{f"node-pool-{pool.name}": node_pool.pool(pool, pool.node_class.name) for pool in POOLS},
    "nvidia-device-plugin": nvidia_device_plugin.values("gpu"),
    "vpc-cni": vpc_cni.configuration(
        CniSettings().options(), pod_subnets={}, security_group_id="sg-1"
    ),
    "coredns": managed_addon.coredns(2, 50).configuration,
    "aws-ebs-csi-driver": managed_addon.EBS_CSI_DRIVER.configuration,
    "bucket-policy": json.loads(bucket_policy(BUCKET_ARN)),
    "interruption-queue-policy": json.loads(queue_policy(SCOPE.queue_arn)),
    "workload-policy": json.loads(own_data(bucket_arn=BUCKET_ARN, key_arn=KEY, region=REGION)),
    "permissions-boundary": json.loads(boundary_document("dev")),
    **{f"karpenter-policy-{name}": json.loads(text) for name, text in policies(SCOPE).items()},
}


@pytest.mark.parametrize("name", VALUES)
def test_values_match_their_golden_file(name: str, golden: Golden) -> None:
    text = io.StringIO()
    yaml = YAML()
    yaml.representer.ignore_aliases = lambda _: True
    yaml.dump(json.loads(json.dumps(VALUES[name])), text)
    golden.check(f"values/{name}.yaml", text.getvalue())


def test_karpenter_has_a_document_for_each_policy() -> None:
    assert set(policies(SCOPE)) == set(POLICIES)


@pytest.mark.parametrize("name", POLICIES)
def test_a_karpenter_policy_fits_the_limit_of_iam(name: str) -> None:
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: 6,144 characters,
    # white space not counted.
    assert len("".join(policies(SCOPE)[name].split())) <= 6144
