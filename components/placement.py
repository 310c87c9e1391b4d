"""Where the platform's own pods run, and as whom a tenant's do."""

from collections.abc import Mapping
from typing import Any

import pulumi_kubernetes as kubernetes

from components import names

ON_SYSTEM_NODES: Mapping[str, Any] = {
    "nodeSelector": {names.LABEL_POOL: names.POOL_SYSTEM},
    "tolerations": [{"key": names.CRITICAL_ADDONS_TAINT, "operator": "Exists"}],
}
"""Chart values that put a pod where no tenant's pod can be: a service holds wide rights."""

RESTRICTED_POD: kubernetes.core.v1.PodSecurityContextArgsDict = {
    "run_as_non_root": True,
    # By number: Kubernetes cannot tell that a user of a name is not root. It is Spark's.
    "run_as_user": 185,
    "run_as_group": 185,
    "fs_group": 185,
    "seccomp_profile": {"type": "RuntimeDefault"},
}
"""A pod's security context, as the Pod Security level `restricted` asks for it."""

RESTRICTED_CONTAINER: kubernetes.core.v1.SecurityContextArgsDict = {
    "allow_privilege_escalation": False,
    "capabilities": {"drop": ["ALL"]},
}
"""A container's, likewise."""
