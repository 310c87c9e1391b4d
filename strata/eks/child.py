"""One resource that an `eks` component registers, and what became of it."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any

from strata.wire import UNKNOWN, ResourceReference


@dataclass(frozen=True, kw_only=True, slots=True)
class Registered:
    """A child once it is registered.

    Attributes:
        urn: Its URN.
        id: Its physical identifier; empty while unknown.
        outputs: Its output properties; unknown ones are `UNKNOWN` or absent.
    """

    urn: str
    id: str
    outputs: dict[str, Any]

    def output(self, *path: str) -> Any:
        """An output, or `UNKNOWN` while a deployment has yet to tell it."""
        value: Any = self.outputs
        for name in path:
            if not isinstance(value, Mapping):
                return UNKNOWN
            value = value.get(name, UNKNOWN)
        return value

    @property
    def reference(self) -> ResourceReference:
        """This child, as a value."""
        return ResourceReference(urn=self.urn, id=self.id)


@dataclass(frozen=True, kw_only=True, slots=True)
class Child:
    """One resource that a component registers.

    Attributes:
        type: Type token.
        name: Logical name.
        inputs: Input properties.
        depends_on: Siblings that must exist first.
        ignore_changes: Paths whose changes are not acted on.
    """

    type: str
    name: str
    inputs: dict[str, Any]
    depends_on: tuple[Registered, ...] = ()
    ignore_changes: tuple[str, ...] = ()


Expansion = Generator[Child, Registered, dict[str, Any]]


class UnsupportedComponentError(Exception):
    """A component, or an input of one, whose children are not known here."""


def given(**inputs: Any) -> dict[str, Any]:
    """Inputs without those that are None."""
    return {name: value for name, value in inputs.items() if value is not None}


def require(name: str, inputs: Mapping[str, Any], **expected: Any) -> None:
    """Refuse inputs of a component that would add children that are not known here.

    Raises:
        UnsupportedComponentError: An input has another value than the expected one.
    """
    for key, value in expected.items():
        if inputs.get(key) != value:
            raise UnsupportedComponentError(
                f"{name}: {key} = {inputs.get(key)!r}: only {value!r} is known here"
            )
