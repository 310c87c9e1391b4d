"""The resource classes of the installed Pulumi packages, by type token."""

import functools
import importlib
import threading
from typing import Any

from pulumi.runtime import rpc

_PACKAGES = {"aws": "pulumi_aws", "kubernetes": "pulumi_kubernetes", "random": "pulumi_random"}

# The packages load their modules on first use; a second thread would see one that is half there.
_LOADING = threading.RLock()


@functools.cache
def resource_types(package: str) -> dict[str, str]:
    """Every type token of a package, and the Python module that holds its class."""
    # Importing a package registers the Python module of each of its resource types.
    if package not in _PACKAGES:
        return {}
    importlib.import_module(_PACKAGES[package])
    modules = [module for versions in rpc._RESOURCE_MODULES.values() for module in versions]  # noqa: SLF001 - the registry has no public reader of all types
    declared: list[dict[str, Any]] = [vars(module)["mod_info"] for module in modules]
    return {
        type_: info["fqn"]
        for info in declared
        if info["pkg"] == package
        for type_ in info["classes"]
    }


def resource_class(type_: str) -> type | None:
    """The class of a resource type; None if no installed package knows it."""
    with _LOADING:
        home = resource_types(type_.partition(":")[0]).get(type_)
        if home is None:
            return None
        found: type = getattr(importlib.import_module(home), type_.rpartition(":")[2])
        return found
