"""What a deployment cannot change in place: `create_only.yaml` says where each fact comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from ruamel.yaml import YAML

_PATCH = "Patch"


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What is known of one type.

    Attributes:
        replaces: Inputs whose change makes the resource anew; a dot leads into an object.
        data: Inputs that do so too, unless the provider was told that the kind is mutable.
        refused: Inputs whose change the API refuses, so that the deployment fails.
        name: Input that names the resource; while it stays, the old one must go before the new
            one comes. Empty if nothing does.
    """

    replaces: tuple[str, ...]
    data: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    name: str = ""


@cache
def facts(type_: str) -> Facts | None:
    """What is known of a type token; None if it is not listed.

    Of a custom kind of Kubernetes, listed or not, the provider knows what holds for every object.
    """
    package = type_.partition(":")[0]
    listed = _table()["types"].get(type_)
    if listed is None and package != "kubernetes":
        return None
    if type_.endswith(_PATCH):
        listed = None
    found = listed or {}
    return Facts(
        replaces=(*_table()["every"].get(package, ()), *found.get("replaces", ())),
        data=tuple(found.get("data", ())),
        refused=tuple(found.get("refused", ())),
        name=found.get("name", "metadata.name" if package == "kubernetes" else ""),
    )


def listed_types() -> frozenset[str]:
    """Every type token of the table."""
    return frozenset(_table()["types"])


@cache
def _table() -> Mapping[str, Mapping[str, Any]]:
    text = resources.files(__package__).joinpath("create_only.yaml").read_text()
    found: Mapping[str, Mapping[str, Any]] = YAML(typ="safe").load(text)
    return found
