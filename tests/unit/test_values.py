"""What each chart and each policy document is given: golden files, to be reviewed."""

import dataclasses
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
from components.observability import monitors
from components.services import (
    aws_load_balancer_controller,
    entrance,
    fluent_bit,
    load_balancer_policy,
    spark_operator,
    yunikorn,
)
from components.services.airflow import identities as airflow_identities
from components.services.airflow.task_pod import task_pod
from components.services.airflow.values import values as airflow_values
from components.services.kube_prometheus_stack import alertmanager
from components.services.kube_prometheus_stack import values as monitoring_values
from components.storage.bucket import bucket_policy
from components.tenancy import alert_route, data_rights, sharing
from components.tenancy.catalog import catalog_document
from components.tenancy.sharing import Share
from layers.cluster.settings.pod_network import CniSettings
from layers.cluster.settings.pools import NodePoolSettings
from tests.conftest import Golden
from tests.samples import (
    ACCESS,
    ACCOUNT,
    AIRFLOW,
    AIRFLOW_LOGIN,
    AIRFLOW_PLACE,
    BUCKET_ARN,
    CLUSTER_ARN,
    FLUENT_BIT,
    HOME,
    INTERFACE,
    KARPENTER_OPTIONS,
    KEY,
    LOAD_BALANCER_CONTROLLER,
    MONITORING,
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

AIRFLOW_LARGE = dataclasses.replace(
    AIRFLOW, replicas=2, scale="large", url="https://airflow.example.com", login=AIRFLOW_LOGIN
)

SHARES = [Share(tenant="search"), Share(tenant="clicks", prefix="curated/")]

VALUES: dict[str, Mapping[str, Any]] = {
    "aws-load-balancer-controller": aws_load_balancer_controller.values(LOAD_BALANCER_CONTROLLER),
    "aws-load-balancer-controller-policy": json.loads(
        load_balancer_policy.policy(account=ACCOUNT, region=REGION, cluster_name="strata-dev")
    ),
    "entrance": {
        "class": entrance.class_parameters(ACCESS, (INTERFACE,), protect=True),
        "ingress": entrance.annotations(INTERFACE, ACCESS.oidc),
    },
    "karpenter": karpenter.values(
        "strata-dev",
        endpoint="https://cluster.example.com",
        queue_name="strata-dev",
        options=KARPENTER_OPTIONS,
    ),
    "kube-prometheus-stack": monitoring_values.values(MONITORING),
    "alertmanager-policy": json.loads(alertmanager.policy(MONITORING, KEY)),
    "fluent-bit": fluent_bit.values(FLUENT_BIT),
    "fluent-bit-policy": json.loads(fluent_bit.policy(FLUENT_BIT, ACCOUNT)),
    "monitors": {name: monitors.spec(name, one) for name, one in monitors.TARGETS.items()},
    "tenant-alert-route": alert_route.spec(
        f"arn:aws:sns:{REGION}:{ACCOUNT}:strata-dev-ads-alerts", REGION
    ),
    "spark-operator": spark_operator.values(SPARK_OPERATOR),
    "airflow": {**airflow_values(AIRFLOW), "podTemplate": "airflow-task-pod.yaml"},
    "airflow-large": {**airflow_values(AIRFLOW_LARGE), "podTemplate": "airflow-task-pod.yaml"},
    "airflow-task-pod": task_pod(AIRFLOW),
    **{
        f"airflow-policy-{part}": json.loads(text)
        for part, text in airflow_identities.documents(AIRFLOW_PLACE, AIRFLOW_LARGE.login).items()
    },
    "airflow-policy-task": json.loads(airflow_identities.task_document(AIRFLOW_PLACE, "ads")),
    "airflow-policy-author": json.loads(airflow_identities.author_document(AIRFLOW_PLACE, "ads")),
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
    "workload-policy": json.loads(data_rights.bucket_document(HOME, [KEY], change=True)),
    "viewer-bucket-policy": json.loads(data_rights.bucket_document(HOME, [KEY], change=False)),
    "viewer-logs-policy": json.loads(data_rights.logs_document(HOME)),
    "admin-secrets-policy": json.loads(
        data_rights.secrets_document(HOME, KEY, shared=("kafka",), change=True)
    ),
    "workload-catalog-policy": json.loads(catalog_document(HOME, change=True)),
    "shared-data-policy": json.loads(sharing.read_document(HOME, SHARES)),
    "tenant-bucket-policy": json.loads(
        bucket_policy(BUCKET_ARN, sharing.bucket_statements(HOME, KEY, SHARES))
    ),
    "tenant-key-policy": json.loads(sharing.key_policy(HOME, SHARES)),
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
