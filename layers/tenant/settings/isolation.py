"""What separates a tenant from the others, beyond what always does."""

from typing import Literal

from layers.settings import Settings

Nodes = Literal["shared", "dedicated"]
Network = Literal["aws-only", "internet"]


class IsolationSettings(Settings):
    """What separates the tenant from the others, beyond what always does."""

    nodes: Nodes = "shared"
    """`shared`: Spark pods of all tenants on the same nodes. `dedicated`: on nodes of its own,
    which nobody else may use, and which its AWS bill names; idle ones go after five minutes."""

    network: Network = "aws-only"
    """What pods reach outside the cluster: AWS alone, or the internet too, over HTTPS."""
