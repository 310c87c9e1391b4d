"""What the exporters tell of objects and of nodes."""

from collections.abc import Mapping

from components import names

KUBE_STATE_METRICS_LABELS: Mapping[str, tuple[str, ...]] = {
    "pods": (
        "spark-app-selector",
        "spark-role",
        "spark-exec-id",
        "sparkoperator.k8s.io/app-name",
        "dag_id",
        "task_id",
        names.LABEL_TENANT,
        names.LABEL_COST_CENTER,
        "strata.platform/dataset",
        "strata.platform/pipeline",
        "strata.platform/run",
    ),
    "nodes": (
        "node.kubernetes.io/instance-type",
        "topology.kubernetes.io/zone",
        "karpenter.sh/capacity-type",
        "karpenter.sh/nodepool",
        "kubernetes.io/arch",
        # Of the system nodes, which Karpenter did not buy.
        "eks.amazonaws.com/capacityType",
        names.LABEL_POOL,
    ),
    "namespaces": (names.LABEL_TENANT, names.LABEL_COST_CENTER),
}
"""Labels of objects that become labels of series. Never all: each label multiplies.

Source: https://github.com/kubernetes/kube-state-metrics/blob/v2.20.0/docs/developer/cli-arguments.md
"""

# A pod's own interfaces, of which the VPC CNI makes one for each.
_PODS_INTERFACES = "^(eni|veth|lo).*"

_MOUNT_POINTS = "^/(dev|proc|sys|run/containerd/.+|var/lib/docker/.+|var/lib/kubelet/.+)($|/)"
_FILE_SYSTEMS = (
    "autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs|iso9660"
    "|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs|sysfs"
    "|tracefs|erofs"
)

NODE_EXPORTER_ARGUMENTS = (
    # A list of values replaces the chart's, so these are its own two.
    f"--collector.filesystem.mount-points-exclude={_MOUNT_POINTS}",
    f"--collector.filesystem.fs-types-exclude=^({_FILE_SYSTEMS})$",
    f"--collector.netdev.device-exclude={_PODS_INTERFACES}",
    f"--collector.netclass.ignored-devices={_PODS_INTERFACES}",
    # What EC2 lets an instance do, and how often it wanted more.
    "--collector.ethtool",
    "--collector.ethtool.device-include=^(eth|ens|eno|enp).*",
    "--collector.ethtool.metrics-include=.*allowance.*",
)
"""Arguments of node-exporter.

Sources: https://github.com/prometheus/node_exporter/tree/v1.12.1#collectors and
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-network-performance-ena.html
"""

NODE_EXPORTER_NODE = {"sourceLabels": ["__meta_kubernetes_pod_node_name"], "targetLabel": "node"}
"""What makes its series name their node, as alerts do; by itself they name an address."""
