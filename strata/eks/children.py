"""The resources that each `eks` component registers.

Each component is a generator: it yields one child after the other, is sent what became of it, and
returns the component's own outputs. It knows nothing of who registers the children, so the plan
and the rehearsal share it. An input that this module does not know is refused, never ignored.
"""

from collections.abc import Callable
from typing import Any

from strata.eks import cluster, node_group
from strata.eks.child import Child, Expansion, Registered, UnsupportedComponentError

__all__ = ["Child", "Expansion", "Registered", "UnsupportedComponentError", "expand"]

_Component = Callable[[str, dict[str, Any]], Expansion]

_COMPONENTS: dict[str, tuple[frozenset[str], _Component]] = {
    "eks:index:Cluster": (cluster.INPUTS, cluster.cluster),
    "eks:index:ManagedNodeGroup": (node_group.INPUTS, node_group.managed_node_group),
}


def expand(type_: str, name: str, inputs: dict[str, Any]) -> Expansion:
    """Say which children a component registers.

    Args:
        type_: Type token, such as `eks:index:Cluster`.
        name: The component's logical name.
        inputs: Its inputs; a resource among them is a mapping of its outputs with `urn` and `id`.

    Raises:
        UnsupportedComponentError: The component or one of its inputs is not known here.
    """
    if type_ not in _COMPONENTS:
        raise UnsupportedComponentError(
            f"{name} ({type_}): its children are not known; known are {', '.join(_COMPONENTS)}"
        )
    known, component = _COMPONENTS[type_]
    unknown = sorted(set(inputs) - known)
    if unknown:
        raise UnsupportedComponentError(
            f"{name} ({type_}): what {', '.join(unknown)} adds is not known; "
            f"known inputs are {', '.join(sorted(known))}"
        )
    return component(name, inputs)
