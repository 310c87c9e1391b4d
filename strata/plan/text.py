"""The plan as a person reads it: a tree a stack, then addresses, then what idle services cost."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from strata.plan import addresses_text, idle_text


def as_text(documents: Sequence[dict[str, Any]]) -> RenderableType:
    """Plans of stacks, as `strata.plan.documents` gives them."""
    return Group(
        *[part for one in documents for part in _stack(one)],
        *[addresses_text.as_text(one["addresses"]) for one in documents if "addresses" in one],
        *[idle_text.as_text(one["idle"]) for one in documents if "idle" in one],
    )


def _stack(document: dict[str, Any]) -> Iterator[Text]:
    """One text a stack: an object for each line would take longer than all the rest."""
    children: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for resource in document["resources"]:
        children[resource["parent"]].append(resource)
    made = sum(1 for resource in document["resources"] if _is_made(resource))
    told = Text.assemble((document["stack"], "bold"), f"  {made} resources\n")
    _grow(told, children, "", "")
    outputs: dict[str, Any] = document["outputs"]
    width = max(map(len, outputs), default=0)
    for name, value in outputs.items():
        told.append(f"{name:{width}}  ", "dim").append(f"{value}\n")
    yield told


def _grow(
    told: Text, children: Mapping[str, list[dict[str, Any]]], parent: str, guide: str
) -> None:
    siblings = children.get(parent, [])
    for place, resource in enumerate(siblings, start=1):
        last = place == len(siblings)
        told.append(guide + ("└── " if last else "├── "), "dim").append(resource["name"])
        told.append(f"  {kind(resource['type'])}", "dim")
        if resource["protect"] and _is_made(resource):
            told.append("  protected", "yellow")
        told.append("\n")
        _grow(told, children, resource["urn"], guide + ("    " if last else "│   "))


def _is_made(resource: dict[str, Any]) -> bool:
    """Whether a cloud or a cluster would hold it; components and providers only order others."""
    return not resource["type"].startswith(("strata:", "eks:", "pulumi:"))


def kind(type_: str) -> str:
    """A type token without its repetition: `aws.ec2.Vpc` for `aws:ec2/vpc:Vpc`."""
    package, module, name = type_.split(":")
    return f"{package}.{module.partition('/')[0] if package == 'aws' else module}.{name}"
