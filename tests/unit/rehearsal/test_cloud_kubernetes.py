"""Kubernetes objects, Helm releases and Karpenter's objects."""

from dataclasses import replace
from typing import Any

import pytest

from strata.rehearsal.cloud import Caller, Cloud, Row
from strata.rehearsal.cloud import tokens as t
from tests.unit.rehearsal.conftest import Actor

_CONFIG_MAP = "kubernetes:core/v1:ConfigMap"
_SPARK_OPERATOR = "spark-operator"
_POD_MONITOR = "kubernetes:monitoring.coreos.com/v1:PodMonitor"


@pytest.fixture
def nowhere(aws: Actor, cloud: Cloud) -> Actor:
    return type(aws)(cloud, Caller(server="https://gone.example"))


def test_an_object_of_a_missing_cluster_is_refused(nowhere: Actor) -> None:
    assert nowhere.refusal(t.NAMESPACE, "ads", metadata={"name": "ads"}) == (
        "ads (kubernetes:core/v1:Namespace): the cluster at https://gone.example cannot be "
        "reached: no EKS cluster has that endpoint; bring its stack up first"
    )


def test_an_object_before_its_namespace_is_refused(kubernetes: Actor, cluster: Row) -> None:
    assert kubernetes.refusal(
        _CONFIG_MAP, "conf", metadata={"name": "conf", "namespace": "ads"}
    ) == (
        f"conf ({_CONFIG_MAP}): namespace 'ads' does not exist in {cluster}; create the Namespace "
        "first and depend on it"
    )


def test_every_cluster_has_kube_system(kubernetes: Actor) -> None:
    metadata = {"name": "conf", "namespace": "kube-system"}
    assert kubernetes.create(_CONFIG_MAP, "conf", metadata=metadata).id == "kube-system/conf"


def test_a_namespace_in_use_cannot_be_deleted(kubernetes: Actor) -> None:
    namespace = kubernetes.create(t.NAMESPACE, "ads", metadata={"name": "ads"})
    kubernetes.create(_CONFIG_MAP, "conf", metadata={"name": "conf", "namespace": "ads"})
    assert kubernetes.deletion_refusal(namespace) == (
        "ads (kubernetes:core/v1:Namespace): DependencyViolation: in use by conf "
        f"({_CONFIG_MAP}); delete these first, or let them depend on it"
    )


def test_a_second_object_of_a_name_is_refused(kubernetes: Actor) -> None:
    kubernetes.create(t.NAMESPACE, "one", metadata={"name": "ads"})
    assert kubernetes.refusal(t.NAMESPACE, "two", metadata={"name": "ads"}) == (
        "two (kubernetes:core/v1:Namespace): there is already a Namespace ads, made by one "
        "(kubernetes:core/v1:Namespace); its name is unique in its namespace, or in the cluster if "
        "it has none: choose another or delete that one"
    )


def test_who_adopts_takes_over_what_is_there(cloud: Cloud, kubernetes: Actor) -> None:
    kubernetes.create(t.NAMESPACE, "one", metadata={"name": "ads"})
    adopter = Actor(cloud, replace(kubernetes.caller, adopts=True))
    adopter.create(t.NAMESPACE, "two", metadata={"name": "ads"})
    assert [row.name for row in cloud.inventory if row.type == t.NAMESPACE] == ["two"]


def test_a_patch_says_part_of_an_object_that_is_there(kubernetes: Actor) -> None:
    account = {"metadata": {"name": "default", "namespace": "kube-system"}}
    kubernetes.create("kubernetes:core/v1:ServiceAccount", "default", **account)
    patch = kubernetes.create("kubernetes:core/v1:ServiceAccountPatch", "patch", **account)
    assert (patch.id, patch.outputs["kind"]) == ("kube-system/default", "ServiceAccount")


def test_a_namespace_name_over_63_characters_is_refused(kubernetes: Actor) -> None:
    name = "n" * 64
    assert kubernetes.problems(t.NAMESPACE, "n", metadata={"name": name}) == [
        (
            f"n (kubernetes:core/v1:Namespace): metadata.name: '{name}' has 64 characters; at most "
            "63 are allowed; shorten it by 1"
        )
    ]


def test_an_illegal_label_is_refused(kubernetes: Actor) -> None:
    labels = {"strata.platform/owner": "ads@example.com"}
    assert kubernetes.refusal(t.NAMESPACE, "n", metadata={"name": "n", "labels": labels}) == (
        "n (kubernetes:core/v1:Namespace): metadata.labels.strata.platform/owner = "
        "'ads@example.com': a label's value has at most 63 letters, digits, -, _ and ., beginning "
        "and ending with a letter or digit; make it an annotation"
    )


def test_a_node_pool_before_its_definition_is_refused(
    kubernetes: Actor, cluster: Row, pool: dict[str, Any]
) -> None:
    assert kubernetes.refusal(t.NODE_POOL, "general", **pool) == (
        "general (kubernetes:karpenter.sh/v1:NodePool): no matches for kind karpenter.sh/NodePool: "
        f"its CustomResourceDefinition is not installed in {cluster}; install the chart that "
        "brings it first and depend on it"
    )


@pytest.mark.usefixtures("karpenter")
def test_a_node_pool_without_its_node_class_is_refused(
    kubernetes: Actor, pool: dict[str, Any]
) -> None:
    assert kubernetes.refusal(t.NODE_POOL, "general", **pool) == (
        "general (kubernetes:karpenter.sh/v1:NodePool): spec.template.spec.nodeClassRef.name = "
        "'default': there is no such EC2NodeClass; create it first and depend on it"
    )


@pytest.mark.usefixtures("karpenter")
def test_a_node_class_without_its_role_is_refused(kubernetes: Actor) -> None:
    metadata, spec = {"name": "default"}, {"role": "nobody"}
    assert kubernetes.refusal(t.EC2_NODE_CLASS, "class", metadata=metadata, spec=spec) == (
        f"class ({t.EC2_NODE_CLASS}): spec.role = 'nobody': there is no such IAM role; create it "
        "first and take the value from its output"
    )


@pytest.mark.usefixtures("node_class")
def test_a_node_pool_deleted_after_karpenter_is_refused(
    kubernetes: Actor, karpenter: Row, pool: dict[str, Any]
) -> None:
    created = kubernetes.create(t.NODE_POOL, "general", **pool)
    kubernetes.delete(karpenter)
    assert kubernetes.deletion_refusal(created) == (
        "general (kubernetes:karpenter.sh/v1:NodePool): its finalizer karpenter.sh/termination is "
        "removed by the Karpenter controller only, and no karpenter release is installed: it would "
        "never go, and its nodes would run on; install the release again, and delete this before it"
    )


def test_a_node_pool_deleted_before_karpenter_goes(
    kubernetes: Actor, node_class: Row, pool: dict[str, Any]
) -> None:
    kubernetes.delete(kubernetes.create(t.NODE_POOL, "general", **pool))
    kubernetes.delete(node_class)
    assert not [row for row in kubernetes.cloud.inventory if row.type == t.EC2_NODE_CLASS]


def test_definitions_cannot_be_removed_while_their_objects_exist(
    kubernetes: Actor, karpenter_crd: Row, node_class: Row
) -> None:
    assert kubernetes.deletion_refusal(karpenter_crd) == (
        f"crd (kubernetes:helm.sh/v3:Release): DependencyViolation: in use by {node_class}; "
        "delete these first, or let them depend on it"
    )


def test_a_release_without_nodes_is_refused(kubernetes: Actor, cluster: Row) -> None:
    assert kubernetes.refusal(
        t.RELEASE, "spark", name="spark", namespace="kube-system", chart=_SPARK_OPERATOR
    ) == (
        "spark (kubernetes:helm.sh/v3:Release): its pods would wait for a node until the timeout: "
        f"{cluster} has no node group; create the node group first and depend on it"
    )


def test_a_release_before_its_namespace_is_refused(
    kubernetes: Actor, cluster: Row, nodes: Row
) -> None:
    assert nodes.home == cluster.home
    assert kubernetes.refusal(
        t.RELEASE, "spark", name="spark", namespace="spark", chart=_SPARK_OPERATOR
    ) == (
        f"spark (kubernetes:helm.sh/v3:Release): namespace 'spark' does not exist in {cluster}; "
        "create the Namespace first and depend on it"
    )


@pytest.mark.usefixtures("nodes")
def test_a_release_may_bring_its_namespace(kubernetes: Actor) -> None:
    kubernetes.create(
        t.RELEASE,
        "spark",
        name="spark",
        namespace="spark",
        chart=_SPARK_OPERATOR,
        createNamespace=True,
    )
    kubernetes.create(_CONFIG_MAP, "conf", metadata={"name": "conf", "namespace": "spark"})


@pytest.mark.usefixtures("karpenter")
def test_a_second_release_of_a_name_is_refused(kubernetes: Actor) -> None:
    assert kubernetes.refusal(
        t.RELEASE, "again", name="karpenter", namespace="kube-system", chart="karpenter"
    ) == (
        "again (kubernetes:helm.sh/v3:Release): there is already a Helm release "
        "kube-system/karpenter, made by controller (kubernetes:helm.sh/v3:Release); its name is "
        "unique in its namespace: choose another or delete that one"
    )


def test_a_release_says_that_it_is_deployed(karpenter: Row) -> None:
    assert karpenter.outputs["status"] == {
        "name": "karpenter",
        "namespace": "kube-system",
        "chart": "karpenter",
        "version": None,
        "revision": 1,
        "status": "deployed",
    }


def test_a_node_class_in_use_cannot_be_deleted(
    kubernetes: Actor, node_class: Row, pool: dict[str, Any]
) -> None:
    kubernetes.create(t.NODE_POOL, "general", **pool)
    assert kubernetes.deletion_refusal(node_class) == (
        f"class ({t.EC2_NODE_CLASS}): DependencyViolation: in use by general "
        "(kubernetes:karpenter.sh/v1:NodePool); delete these first, or let them depend on it"
    )


def test_the_role_of_a_node_class_cannot_be_deleted(
    aws: Actor, node_class: Row, nodes: Row
) -> None:
    role = next(row for row in aws.cloud.inventory if row.name == "node")
    assert aws.deletion_refusal(role) == (
        f"node (aws:iam/role:Role): DependencyViolation: in use by {nodes}, {node_class}; "
        "delete these first, or let them depend on it"
    )


def _monitor(kubernetes: Actor) -> dict[str, Any]:
    kubernetes.create(t.NAMESPACE, "spark", metadata={"name": "spark-operator"})
    return {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "PodMonitor",
        "metadata": {"name": "operator", "namespace": "spark-operator"},
        "spec": {"selector": {}},
    }


def test_a_pod_monitor_before_its_definition_is_refused(kubernetes: Actor, cluster: Row) -> None:
    assert kubernetes.refusal(_POD_MONITOR, "operator", **_monitor(kubernetes)) == (
        f"operator ({_POD_MONITOR}): no matches for kind monitoring.coreos.com/PodMonitor: its "
        f"CustomResourceDefinition is not installed in {cluster}; install the chart that brings it "
        "first and depend on it"
    )


@pytest.mark.parametrize(
    ("chart", "type_", "id_"),
    [
        ("kube-prometheus-stack", _POD_MONITOR, "kube-system/x"),
        (
            "kube-prometheus-stack",
            "kubernetes:monitoring.coreos.com/v1:PrometheusRule",
            "kube-system/x",
        ),
        (
            "aws-load-balancer-controller",
            "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding",
            "kube-system/x",
        ),
        (
            "aws-load-balancer-controller",
            "kubernetes:elbv2.k8s.aws/v1beta1:IngressClassParams",
            "x",
        ),
    ],
)
@pytest.mark.usefixtures("nodes")
def test_a_chart_brings_its_definitions(
    kubernetes: Actor, chart: str, type_: str, id_: str
) -> None:
    kubernetes.create(t.RELEASE, "release", name="release", namespace="kube-system", chart=chart)
    metadata = {"name": "x", "namespace": "kube-system"}
    assert kubernetes.create(type_, "x", metadata=metadata).id == id_


@pytest.mark.usefixtures("nodes")
def test_a_chart_without_its_definitions_brings_none(kubernetes: Actor, cluster: Row) -> None:
    kubernetes.create(
        t.RELEASE,
        "monitoring",
        name="monitoring",
        namespace="kube-system",
        chart="kube-prometheus-stack",
        skipCrds=True,
    )
    assert f"is not installed in {cluster}" in kubernetes.refusal(
        _POD_MONITOR, "operator", **_monitor(kubernetes)
    )
