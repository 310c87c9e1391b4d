"""The stand-in cloud: AWS and Kubernetes as far as their rules matter, without either.

It is no echo. It judges inputs by the packages' own signatures, gives identifiers, ARNs and
outputs as AWS makes them, and refuses what AWS or an API server would refuse.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from strata.rehearsal.cloud import checking, making
from strata.rehearsal.cloud.changes import Change, changes
from strata.rehearsal.cloud.inventory import Event, Inventory, Row
from strata.rehearsal.cloud.kind import Kind
from strata.rehearsal.cloud.kinds import kind_of
from strata.rehearsal.cloud.refused import Problem, RefusedError
from strata.rehearsal.cloud.request import Caller, Request

_Result = TypeVar("_Result")


class Cloud:
    """The cloud. Its methods may be called from several threads."""

    def __init__(self, inventory: Inventory) -> None:
        self._inventory = inventory

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the cloud that `path` holds, or found a new one there.

        Args:
            path: A file; its folder must exist.
        """
        return cls(Inventory(path))

    def close(self) -> None:
        """Let go of the file."""
        self._inventory.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def inventory(self) -> list[Row]:
        """Everything that exists, in order of creation."""
        return self._inventory.rows()

    @property
    def remains(self) -> list[str]:
        """What deletions left behind, in words: none of it is in the inventory any more."""
        return sorted(self._inventory.remains().values())

    @property
    def events(self) -> list[Event]:
        """Everything that ever happened, oldest first."""
        return self._inventory.events()

    def check(
        self,
        caller: Caller,
        urn: str,
        inputs: Mapping[str, Any],
        old_inputs: Mapping[str, Any] | None = None,
    ) -> tuple[dict[str, Any], list[Problem]]:
        """Judge inputs whatever exists; give a physical name where the program gave none.

        Args:
            caller: Who asks.
            urn: The resource's URN.
            inputs: What the program says; values may be `UNKNOWN`.
            old_inputs: What it said before, for a resource that exists.

        Returns:
            The inputs to go on with, and everything that is wrong with them.
        """
        request = self._request(caller, urn, inputs)
        checked, problems = checking.check(request, old_inputs or {})
        for problem in problems:
            self._inventory.log("refuse", urn, request.type, problem.reason)
        return checked, problems

    def diff(
        self, caller: Caller, urn: str, id_: str, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> list[Change]:
        """Compare a resource's old inputs with new ones, property by property."""
        request = self._request(caller, urn, new)
        found = changes(_kind(request), old, new)
        row = self._inventory.get(urn, id_)
        if row is not None and making.tags_changed(request, row):
            found.append(Change("tagsAll", "update", replaces=False))
        return found

    def successor_clashes(
        self, caller: Caller, urn: str, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> bool:
        """Whether a replacement needs what only one can have, such as the old one's name."""
        requests = [self._request(caller, urn, inputs) for inputs in (old, new)]
        before, after = [making.clash(_kind(request), request) for request in requests]
        return before is not None and before == after

    def plan(self, caller: Caller, urn: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """The outputs that a creation would give; `UNKNOWN` where only the cloud tells."""
        request = self._request(caller, urn, inputs)
        return making.planned(_kind(request), request)

    def plan_change(
        self, caller: Caller, urn: str, id_: str, inputs: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The outputs that a change would give; `UNKNOWN` where only the cloud tells."""
        request = self._request(caller, urn, inputs, self._inventory.get(urn, id_))
        return making.planned(_kind(request), request)

    def create(
        self, caller: Caller, urn: str, inputs: Mapping[str, Any]
    ) -> tuple[str, dict[str, Any]]:
        """Create a resource.

        Returns:
            Its identifier and its outputs.

        Raises:
            RefusedError: A rule forbids it.
        """

        def step() -> Row:
            request = self._request(caller, urn, inputs)
            made = making.make(_kind(request), request)
            # Only who adopts comes this far with something there.
            there = self._inventory.clashing(made.clash) if made.clash else None
            if there is None:
                self._inventory.add(made.row, made.clash, made.handles, made.uses)
            else:
                adopted = replace(made.row, serial=there.serial)
                self._inventory.change(adopted, made.clash, made.handles, made.uses)
            return made.row

        row = self._do(urn, step)
        return row.id, row.outputs

    def update(
        self, caller: Caller, urn: str, id_: str, inputs: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Change a resource in place.

        Returns:
            Its outputs.

        Raises:
            RefusedError: A rule forbids it, or the resource is gone.
        """

        def step() -> Row:
            before = self._inventory.get(urn, id_)
            request = self._request(caller, urn, inputs, before)
            if before is None:
                raise request.refused(f"{id_} does not exist", "run `pulumi refresh`")
            made = making.make(_kind(request), request)
            self._inventory.change(made.row, made.clash, made.handles, made.uses)
            return made.row

        return self._do(urn, step).outputs

    def delete(self, urn: str, id_: str) -> None:
        """Delete a resource; one that is gone already is no error, as with the real providers.

        Raises:
            RefusedError: It is in use, or protects itself.
        """

        def step() -> None:
            row = self._inventory.get(urn, id_)
            if row is not None:
                making.go(row, kind_of(row.type), self._inventory)

        self._do(urn, step)

    def stick(self, urn: str, why: str | None) -> None:
        """Let a NodePool have a node that does not drain.

        Args:
            urn: The pool's URN.
            why: The node, and what holds it; None: it drains after all.
        """
        self._inventory.stick(urn, why)

    def read(self, urn: str, id_: str) -> Row | None:
        """A resource as it is; None if it is gone."""
        return self._inventory.get(urn, id_)

    def _do(self, urn: str, step: Callable[[], _Result]) -> _Result:
        try:
            with self._inventory.transaction():
                return step()
        except RefusedError as error:
            self._inventory.log("refuse", urn, _type(urn), str(error))
            raise

    def _request(
        self, caller: Caller, urn: str, inputs: Mapping[str, Any], before: Row | None = None
    ) -> Request:
        return Request(
            urn=urn,
            type=_type(urn),
            inputs=inputs,
            caller=caller,
            inventory=self._inventory,
            before=before,
        )


def _type(urn: str) -> str:
    """A resource's own type, without those of its parents.

    Source: https://www.pulumi.com/docs/iac/concepts/resources/names/#urns
    """
    return urn.split("::")[2].rpartition("$")[2]


def _kind(request: Request) -> Kind:
    kind = kind_of(request.type, request.caller.mutable)
    if kind is None:
        raise request.refused("the stand-in cloud does not model this type", "declare its kind")
    return kind
