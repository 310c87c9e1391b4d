# ruff: noqa: ARG002, N802 - the protocol gives these methods their names and arguments
"""Providers of resources: create, read, update and delete, in front of the stand-in cloud."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2

from strata.rehearsal.cloud import Caller, Change, Cloud, RefusedError
from strata.rehearsal.providers.provider import Config, Provider
from strata.wire import to_plain, to_struct

_DIFF = provider_pb2.PropertyDiff
_KINDS = {
    ("add", False): _DIFF.ADD,
    ("add", True): _DIFF.ADD_REPLACE,
    ("delete", False): _DIFF.DELETE,
    ("delete", True): _DIFF.DELETE_REPLACE,
    ("update", False): _DIFF.UPDATE,
    ("update", True): _DIFF.UPDATE_REPLACE,
}


class ResourceProvider(Provider):
    """A provider that keeps resources in the stand-in cloud.

    Each provider resource of a program has a connection of its own, which is how a call that
    carries no configuration finds the one that belongs to it. Secrets arrive as plain values: the
    engine remembers by itself which ones were secret.
    """

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._callers: dict[str, Caller] = {}

    @abstractmethod
    def caller(self, config: Config) -> Caller:
        """Say who asks, from a provider's configuration.

        Raises:
            RefusedError: It does not say what the stand-in cloud must know.
        """

    def configured(self, peer: str, config: Config) -> None:
        """Remember who asks over this connection."""
        self._callers[peer] = self.caller(config)

    def Check(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Judge inputs, and give a physical name where the program gave none."""
        inputs, problems = self._cloud.check(
            self._caller(context), request.urn, to_plain(request.news), to_plain(request.olds)
        )
        return provider_pb2.CheckResponse(
            inputs=to_struct(inputs),
            failures=[
                provider_pb2.CheckFailure(property=problem.property, reason=problem.reason)
                for problem in problems
            ],
        )

    def Diff(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Compare a resource with what the program says now."""
        old, new = to_plain(request.old_inputs), to_plain(request.news)
        caller = self._caller(context)
        found = self._cloud.diff(caller, request.urn, request.id, old, new)
        replaces = sorted({_top(change) for change in found if change.replaces})
        some, none = provider_pb2.DiffResponse.DIFF_SOME, provider_pb2.DiffResponse.DIFF_NONE
        return provider_pb2.DiffResponse(
            changes=some if found else none,
            diffs=sorted({_top(change) for change in found}),
            replaces=replaces,
            detailedDiff={
                change.path: provider_pb2.PropertyDiff(
                    kind=_KINDS[change.action, change.replaces], inputDiff=True
                )
                for change in found
            },
            hasDetailedDiff=True,
            # What only one can have must be let go before the successor takes it.
            deleteBeforeReplace=bool(replaces)
            and self._cloud.successor_clashes(caller, request.urn, old, new),
        )

    def Create(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Create a resource, or say what its outputs would be.

        Raises:
            RefusedError: A rule of the cloud forbids it.
        """
        caller, inputs = self._caller(context), to_plain(request.properties)
        if request.preview:
            planned = self._cloud.plan(caller, request.urn, inputs)
            return provider_pb2.CreateResponse(properties=to_struct(planned))
        id_, outputs = self._cloud.create(caller, request.urn, inputs)
        return provider_pb2.CreateResponse(id=id_, properties=to_struct(outputs))

    def Read(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Tell a resource as it is; nothing if it is gone."""
        row = self._cloud.read(request.urn, request.id)
        if row is None:
            return provider_pb2.ReadResponse()
        return provider_pb2.ReadResponse(
            id=row.id, properties=to_struct(row.outputs), inputs=to_struct(row.inputs)
        )

    def Update(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Change a resource in place, or say what its outputs would be.

        Raises:
            RefusedError: A rule of the cloud forbids it.
        """
        caller, inputs = self._caller(context), to_plain(request.news)
        change = self._cloud.plan_change if request.preview else self._cloud.update
        outputs: Mapping[str, Any] = change(caller, request.urn, request.id, inputs)
        return provider_pb2.UpdateResponse(properties=to_struct(outputs))

    def Delete(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Delete a resource.

        Raises:
            RefusedError: It is in use, or protects itself.
        """
        self._cloud.delete(request.urn, request.id)
        return empty_pb2.Empty()

    def _caller(self, context: grpc.ServicerContext) -> Caller:
        if context.peer() not in self._callers:
            raise RefusedError(
                f"the {self.PACKAGE} provider was asked before it was configured; "
                "give the resource an explicit provider"
            )
        return self._callers[context.peer()]


def _top(change: Change) -> str:
    """The top-level property that a change is in."""
    return change.path.partition(".")[0].partition("[")[0]
