"""Stack names: `<env>-cluster`, `<env>-platform`, `<env>-tenant-<name>`."""

import re
from dataclasses import dataclass
from typing import Literal, Self

PROJECT = "strata"

Layer = Literal["cluster", "platform", "tenant"]

_STACK = re.compile(
    r"(?P<environment>[a-z][a-z0-9]*)-"
    r"(?:(?P<layer>cluster|platform)|tenant-(?P<tenant>[a-z][a-z0-9]*(?:-[a-z0-9]+)*))"
)


@dataclass(frozen=True, slots=True)
class StackName:
    """The name of a stack, taken apart.

    Attributes:
        environment: First part of the name, such as `dev`.
        layer: `cluster`, `platform` or `tenant`.
        tenant: The tenant's name; empty for the other layers.
    """

    environment: str
    layer: Layer
    tenant: str = ""

    @classmethod
    def parse(cls, name: str) -> Self:
        """Take a stack name apart.

        Raises:
            ValueError: The name has another form.
        """
        match = _STACK.fullmatch(name)
        if match is None:
            raise ValueError(
                f"stack {name!r} names no layer; stacks are called <env>-cluster, <env>-platform "
                "or <env>-tenant-<name>, in lower-case letters and digits, for example dev-cluster"
            )
        tenant = match["tenant"] or ""
        layer: Layer = "tenant" if tenant else match["layer"]  # type: ignore[assignment]
        return cls(match["environment"], layer, tenant)

    def __str__(self) -> str:
        return "-".join(filter(None, (self.environment, self.layer, self.tenant)))

    @property
    def order(self) -> tuple[int, str]:
        """Sort key: the order in which an environment comes up."""
        return ("cluster", "platform", "tenant").index(self.layer), self.tenant

    def below(self) -> tuple[Self, ...]:
        """The stacks that must be up before this one."""
        cluster = type(self)(self.environment, "cluster")
        platform = type(self)(self.environment, "platform")
        return {"cluster": (), "platform": (cluster,), "tenant": (cluster, platform)}[self.layer]
