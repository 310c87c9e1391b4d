"""Where the platform's own pods run."""

from collections.abc import Mapping
from typing import Any

from components import names

ON_SYSTEM_NODES: Mapping[str, Any] = {
    "nodeSelector": {names.LABEL_POOL: names.POOL_SYSTEM},
    "tolerations": [{"key": names.CRITICAL_ADDONS_TAINT, "operator": "Exists"}],
}
"""Chart values that put a pod where no tenant's pod can be: a service holds wide rights."""
