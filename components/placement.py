"""Where the platform's own pods run, and as whom a tenant's do."""

from collections.abc import Mapping
from typing import Any

from components import names

ON_SYSTEM_NODES: Mapping[str, Any] = {
    "nodeSelector": {names.LABEL_POOL: names.POOL_SYSTEM},
    "tolerations": [{"key": names.CRITICAL_ADDONS_TAINT, "operator": "Exists"}],
}
"""Chart values that put a pod where no tenant's pod can be: a service holds wide rights."""

RESTRICTED_POD: Mapping[str, Any] = {
    "runAsNonRoot": True,
    # By number: Kubernetes cannot tell that a user of a name is not root. It is Spark's.
    "runAsUser": 185,
    "runAsGroup": 185,
    "fsGroup": 185,
    "seccompProfile": {"type": "RuntimeDefault"},
}
"""A pod's security context, as the Pod Security level `restricted` asks for it."""

RESTRICTED_CONTAINER: Mapping[str, Any] = {
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
}
"""A container's, likewise."""
