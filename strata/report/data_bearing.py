"""What is lost with a resource: `data_bearing.yaml` says of which type what."""

from collections.abc import Mapping
from functools import cache
from importlib import resources

from ruamel.yaml import YAML


def held_by(type_: str) -> str:
    """What is lost when a resource of a type is deleted; empty if nothing is."""
    return _table().get(type_, "")


def data_bearing_types() -> frozenset[str]:
    """Every type token of the table."""
    return frozenset(_table())


@cache
def _table() -> Mapping[str, str]:
    text = resources.files(__package__).joinpath("data_bearing.yaml").read_text()
    found: Mapping[str, str] = YAML(typ="safe").load(text)
    return found
