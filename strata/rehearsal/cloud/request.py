"""One thing that is asked of the stand-in cloud, and all that its rules may look at."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from strata.rehearsal.cloud.inventory import Inventory, Row
from strata.rehearsal.cloud.paths import at
from strata.rehearsal.cloud.refused import RefusedError


@dataclass(frozen=True, kw_only=True, slots=True)
class Caller:
    """Who asks, as the provider was configured.

    Attributes:
        account: AWS account; empty for a Kubernetes provider.
        region: AWS region; empty for a Kubernetes provider.
        default_tags: Tags that everything taggable gets.
        server: URL of the Kubernetes API; empty for an AWS provider.
        mutable: Kubernetes kinds (`ConfigMap`, `Secret`) whose data is changed in place.
        adopts: Whether what is there already is taken over, instead of being refused.
    """

    account: str = ""
    region: str = ""
    default_tags: Mapping[str, str] = field(default_factory=dict)
    server: str = ""
    mutable: frozenset[str] = frozenset()
    adopts: bool = False

    @property
    def home(self) -> str:
        """Where what the caller makes lives: the account, or the Kubernetes API."""
        return self.server or self.account


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What is asked for.

    Attributes:
        urn: The engine's name of the resource.
        type: Its type token.
        inputs: Its inputs.
        caller: Who asks.
        inventory: What exists.
        before: The resource as it is, when it is to be changed; None when it is to be created.
    """

    urn: str
    type: str
    inputs: Mapping[str, Any]
    caller: Caller
    inventory: Inventory
    before: Row | None = None

    @property
    def name(self) -> str:
        """Logical name: the last part of the URN."""
        return self.urn.rpartition("::")[2]

    def input(self, path: str, default: Any = None) -> Any:
        """The input at a dotted path."""
        value = at(self.inputs, path)
        return default if value is None else value

    def hex(self, digits: int, purpose: str = "id") -> str:
        """Hexadecimal digits that this resource, and its successor never, always gets.

        AWS draws them at random; here the same program gets the same ones in every run.
        """
        generation = self.inventory.generation(self.urn)
        seed = f"{self.urn}|{generation}|{purpose}"
        return hashlib.sha512(seed.encode()).hexdigest()[:digits]

    def find(self, type_: str, value: str) -> Row | None:
        """What `value` refers to as a `type_`, where the caller's things live."""
        return self.inventory.find(type_, value, self.caller.home)

    def others(self, type_: str, **inputs: Any) -> list[Row]:
        """Every other resource of a type that lives there too and has these inputs."""
        serial = self.before.serial if self.before else None
        return [
            row
            for row in self.inventory.of_type(type_)
            if row.serial != serial
            and row.home == self.caller.home
            and all(row.inputs.get(name) == value for name, value in inputs.items())
        ]

    def refused(self, rule: str, remedy: str) -> RefusedError:
        """The refusal of this request: which resource, which rule, what to do."""
        return RefusedError(f"{self.name} ({self.type}): {rule}; {remedy}")
