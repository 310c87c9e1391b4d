"""Layer 3, as planned from the committed stack files."""

import json
from itertools import pairwise

from components.tenancy.sizes import SIZES
from strata.plan.recording import Recording


def test_a_tenant_s_queue_is_sized_by_its_namespace(dev: dict[str, Recording]) -> None:
    metadata = dev["dev-tenant-ads"].named("dev-ads-room-namespace").inputs["metadata"]
    assert metadata["annotations"] == {
        "strata.platform/owner": "ads@example.com",
        "strata.platform/priority-classes": "strata-low,strata-normal",
        "yunikorn.apache.org/namespace.enableYuniKorn": "true",
        "yunikorn.apache.org/namespace.quota": '{"cpu": "64", "memory": "256Gi"}',
        "yunikorn.apache.org/namespace.guaranteed": '{"cpu": "16", "memory": "64Gi"}',
        "yunikorn.apache.org/namespace.maxApps": "20",
    }
    assert metadata["labels"] == {
        "strata.platform/tenant": "ads",
        "strata.platform/cost-center": "4711",
        "strata.platform/spark": "enabled",
        "strata.platform/nodes": "shared",
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/enforce-version": "v1.35",
        "pod-security.kubernetes.io/warn": "restricted",
        "pod-security.kubernetes.io/audit": "restricted",
    }


def test_a_quota_never_counts_cpu_or_memory_which_would_kill_spark_jobs(
    dev: dict[str, Recording],
) -> None:
    hard = dev["dev-tenant-ads"].named("dev-ads-objects-quota").inputs["spec"]["hard"]
    assert not [key for key in hard if "cpu" in key or "memory" in key]


def test_a_tenant_s_driver_has_rights_in_its_own_namespace_only(
    dev: dict[str, Recording],
) -> None:
    types = {one.type for one in dev["dev-tenant-ads"].resources}
    assert "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding" not in types
    binding = dev["dev-tenant-ads"].named("dev-ads-accounts-spark-driver-binding")
    assert binding.inputs["subjects"] == [
        {"kind": "ServiceAccount", "name": "spark", "namespace": "ads"}
    ]


def test_nobody_in_a_tenant_can_move_its_fences(dev: dict[str, Recording]) -> None:
    fences = {"networkpolicies", "resourcequotas", "limitranges", "namespaces", "roles", "*"}
    roles = dev["dev-tenant-ads"].of_type("kubernetes:rbac.authorization.k8s.io/v1:Role")
    assert len(roles) == 6
    for role in roles:
        for rule in role.inputs["rules"]:
            if set(rule["resources"]) & fences:
                assert set(rule["verbs"]) <= {"get", "list", "watch"}


def test_a_workload_role_is_taken_by_pods_of_its_own_namespace_and_cluster_only(
    dev: dict[str, Recording],
) -> None:
    trust = json.loads(
        dev["dev-tenant-ads"].named("dev-ads-workload-role").inputs["assumeRolePolicy"]
    )
    [statement] = trust["Statement"]
    assert statement["Principal"] == {"Service": "pods.eks.amazonaws.com"}
    assert statement["Action"] == ["sts:AssumeRole", "sts:TagSession"]
    assert statement["Condition"]["StringEquals"] == {
        "aws:SourceAccount": "111122223333",
        "aws:RequestTag/eks-cluster-name": "strata-dev",
        "aws:RequestTag/kubernetes-namespace": "ads",
    }


def test_a_workload_s_policy_names_no_resource_by_star(dev: dict[str, Recording]) -> None:
    policy = json.loads(dev["dev-tenant-ads"].named("dev-ads-workload-policy").inputs["policy"])
    assert all("*" not in statement["Resource"] for statement in policy["Statement"])


def test_nothing_of_one_tenant_knows_another(dev: dict[str, Recording]) -> None:
    assert "search" not in repr(dev["dev-tenant-ads"].resources)


def test_a_greater_size_is_greater_in_everything() -> None:
    sizes = list(SIZES.values())
    for smaller, greater in pairwise(sizes):
        for name in smaller.__dataclass_fields__:
            assert getattr(smaller, name) < getattr(greater, name)


def test_a_size_guarantees_no_more_than_it_allows() -> None:
    for size in SIZES.values():
        assert size.guaranteed_vcpus <= size.max_vcpus
        assert size.guaranteed_gib <= size.max_gib
