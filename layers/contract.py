"""Contract: what one layer promises the next."""

import dataclasses
import operator
import typing
from typing import Any, Self

import pulumi


class Contract:
    """A layer's outputs: defined once, exported by that layer, read by the next.

    A subclass is a frozen dataclass. Most of its fields are `pulumi.Output[str]`. A plain `str` is
    a fact known before deployment, such as the profile: it may decide which resources exist, or
    whether one is protected. Secrets never cross; their names do.
    """

    def export(self) -> None:
        """Export every field under its own name."""
        for name in self.names():
            pulumi.export(name, getattr(self, name))

    @classmethod
    def names(cls) -> list[str]:
        """List the field names, in order."""
        return [field.name for field in dataclasses.fields(cls)]  # type: ignore[arg-type]

    @classmethod
    def read(cls, stack: str) -> Self:
        """Read every field from the stack that exported it.

        Args:
            stack: `<organization>/<project>/<stack>`.

        Raises:
            LookupError: The stack is not up, or was brought up by an older version.
        """
        reference = pulumi.StackReference(stack)
        known = _plain_outputs(stack)
        missing = [name for name in cls.names() if name not in known]
        if missing:
            raise LookupError(
                f"stack {stack} exports no {', '.join(missing)}; "
                "bring it up with this version of the program first"
            )
        kinds = typing.get_type_hints(cls)
        values: dict[str, Any] = {
            name: (
                # `require_output` makes an Output of every value of all fields, for each field.
                reference.outputs.apply(operator.itemgetter(name))
                if typing.get_origin(kinds[name]) is pulumi.Output
                else known[name]
            )
            for name in cls.names()
        }
        return cls(**values)


def _plain_outputs(stack: str) -> dict[str, Any]:
    # A StackReference only gives Outputs; this look-up, which the engine answers from the same
    # state, gives the plain values that decide the graph.
    answer = pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", {"name": stack})
    outputs: dict[str, Any] = answer.value["outputs"]
    return outputs
