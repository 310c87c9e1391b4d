"""What a program registered, as plain data."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """One resource, as the engine would receive it.

    Attributes:
        urn: Its URN.
        type: Type token.
        name: Logical name.
        parent: URN of its parent; empty for a resource at the top.
        depends_on: URNs of what must exist first, sorted.
        protect: Whether it refuses to be deleted.
        retain: Whether what it stands for stays when it is deleted from the state.
        provider: URN of its provider, then `::` and an identifier; empty for a component.
        aliases: Names or URNs that it had before.
        inputs: Input properties; a value that only a deployment tells reads `${name.property}`.
    """

    urn: str
    type: str
    name: str
    parent: str
    depends_on: tuple[str, ...]
    protect: bool
    retain: bool
    provider: str
    aliases: tuple[str, ...]
    inputs: dict[str, Any]


@dataclass(slots=True)
class Recording:
    """All that one run of a program registered.

    Attributes:
        stack: Name of the stack.
        resources: Resources, sorted by URN; providers and components too, the stack itself not.
        outputs: What the stack exports.
        component_outputs: Output names that each component registered, by URN.
        read: Stacks that were read, as `<organization>/<project>/<stack>`, sorted.
    """

    stack: str
    resources: list[Planned] = field(default_factory=list)
    outputs: dict[str, Any] = field(default_factory=dict)
    component_outputs: dict[str, frozenset[str]] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)

    def of_type(self, type_: str) -> list[Planned]:
        """Every resource of one type."""
        return [resource for resource in self.resources if resource.type == type_]

    def named(self, name: str, type_: str = "") -> Planned:
        """The one resource of that name, and of that type where several share a name.

        Raises:
            LookupError: There is none, or more than one.
        """
        found = [
            resource
            for resource in self.resources
            if resource.name == name and type_ in ("", resource.type)
        ]
        if len(found) != 1:
            kinds = ", ".join(resource.type for resource in found) or "none"
            raise LookupError(f"{name!r} in {self.stack}: {kinds}")
        return found[0]
