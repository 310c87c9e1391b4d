"""What only a deployment tells, as the stand-in cloud tells it: every ARN is a real one."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from strata.isolation.iam_values import NotUnderstoodError
from strata.plan.recording import Planned, Recording
from strata.rehearsal.cloud.inventory import Inventory
from strata.rehearsal.cloud.kind import render
from strata.rehearsal.cloud.kinds import kind_of
from strata.rehearsal.cloud.request import Caller, Request
from strata.wire import Secret

MANAGED_SECRET = "masterUserSecrets"  # noqa: S105 - the name of an output
"""Output of a database that tells the secret in which RDS keeps its owner's password."""

# A policy's own variables have a colon: `${aws:PrincipalTag/tenant}`.
_TOLD = re.compile(r"\$\{[^}:]+\.\w+\}")


class Told:
    """What a deployment tells: identifiers and ARNs by `<logical name>.<property>`."""

    def __init__(self, recordings: Sequence[Recording], deployer: Caller) -> None:
        self._deployer = deployer
        self._inventory = Inventory(Path(":memory:"))
        self._values: dict[str, str] = {}
        for recording in recordings:
            for one in recording.resources:
                self._values |= self._outputs(one)
        self._inventory.close()

    def output(self, name: str, what: str) -> str | None:
        """An output of the resource of a logical name; None if there is none."""
        return self._values.get(f"{name}.{what}")

    def document(self, text: str) -> str:
        """A policy document in which everything is told.

        Raises:
            NotUnderstoodError: Something is not known before a deployment.
        """
        document = str(self.value(text))
        untold = _TOLD.search(document)
        if untold:
            raise NotUnderstoodError(f"{untold[0]} in a policy")
        return document

    def value(self, value: Any) -> Any:
        """A value in which everything is told that can be."""
        match value:
            case dict():
                return {key: self.value(item) for key, item in value.items()}
            case list():
                return [self.value(item) for item in value]
            case Secret():
                return self.value(value.value)
            case str():
                return _TOLD.sub(self._tell, value)
            case _:
                return value

    def _tell(self, found: re.Match[str]) -> str:
        return self._values.get(found[0][2:-1].replace("[0]", ""), found[0])

    def _outputs(self, one: Planned) -> dict[str, str]:
        kind = kind_of(one.type) if one.type.startswith("aws:") else None
        if kind is None:
            return {}
        inputs = self.value(one.inputs)
        request = Request(
            urn=one.urn,
            type=one.type,
            inputs=inputs,
            caller=self._deployer,
            inventory=self._inventory,
        )
        id_ = render(kind.id, request, defaults=kind.defaults)
        told = {
            key: render(made, request, id_, defaults=kind.defaults)
            for key, made in kind.outputs.items()
            if isinstance(made, str)
        }
        # Some are made by a function; of those, policies name two.
        for key in ("arn", MANAGED_SECRET):
            made = kind.outputs.get(key)
            if callable(made):
                told |= _flat(key, made(request, id_))
        return {f"{one.name}.{key}": value for key, value in {**told, "id": id_}.items()}


def _flat(key: str, value: Any) -> dict[str, str]:
    """An output's texts by where they are; of a list, the first."""
    match value:
        case str():
            return {key: value}
        case dict():
            return {
                path: text
                for name, item in value.items()
                for path, text in _flat(f"{key}.{name}", item).items()
            }
        case [first, *_]:
            return _flat(key, first)
        case _:
            return {}
