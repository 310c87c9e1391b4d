"""Labels by which pools choose what to buy.

Source: https://karpenter.sh/v1.14/concepts/scheduling/#well-known-labels
"""

CAPACITY_TYPE = "karpenter.sh/capacity-type"
ARCHITECTURE = "kubernetes.io/arch"

INSTANCE = "karpenter.k8s.aws/instance-"
"""What every label of Karpenter's about an instance type begins with."""

CATEGORY = f"{INSTANCE}category"
FAMILY = f"{INSTANCE}family"
GENERATION = f"{INSTANCE}generation"
VCPUS = f"{INSTANCE}cpu"
LOCAL_NVME = f"{INSTANCE}local-nvme"
GPU_COUNT = f"{INSTANCE}gpu-count"
