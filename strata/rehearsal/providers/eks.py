# ruff: noqa: ARG002, N802 - the protocol gives these methods their names and arguments
"""The `eks` provider: components, whose children it registers with the engine.

It speaks plain gRPC with the engine's resource monitor. The SDK would keep the connection in
settings that are global to the process, where the program under rehearsal keeps its own.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import grpc
from pulumi.runtime.proto import provider_pb2, resource_pb2, resource_pb2_grpc

from strata.eks.children import Child, Registered, expand
from strata.rehearsal.providers.channel import OPTIONS
from strata.rehearsal.providers.provider import Provider, version
from strata.wire import UNKNOWN, ResourceReference, Secret, to_plain, to_struct

_PROVIDERS = "pulumi:providers:"
_GET_RESOURCE = "pulumi:pulumi:getResource"


class EksProvider(Provider):
    """The components of `pulumi_eks`."""

    PACKAGE = "eks"
    RICH_VALUES = True

    def Construct(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Register a component and its children.

        Raises:
            UnsupportedComponentError: The component or one of its inputs is not known.
            grpc.RpcError: The engine could not register one of them; it has said why itself.
        """
        with grpc.insecure_channel(request.monitorEndpoint, options=OPTIONS) as channel:
            component = _Component(request, resource_pb2_grpc.ResourceMonitorStub(channel))
            outputs = component.build()
        dependencies = provider_pb2.ConstructResponse.PropertyDependencies(urns=component.made)
        return provider_pb2.ConstructResponse(
            urn=component.urn,
            state=to_struct(outputs),
            stateDependencies=dict.fromkeys(outputs, dependencies),
        )


class _Component:
    """One component under construction.

    Attributes:
        urn: Its URN.
        made: URNs of the component and of the children that exist so far.
    """

    def __init__(self, request: Any, monitor: resource_pb2_grpc.ResourceMonitorStub) -> None:
        self._request = request
        self._monitor = monitor
        self.urn = self._register_component()
        self.made = [self.urn]

    def build(self) -> dict[str, Any]:
        """Register the children one after the other; returns the component's outputs."""
        request = self._request
        given = _References(self._monitor)
        inputs = {name: given.resolved(value) for name, value in to_plain(request.inputs).items()}
        depends_on = {
            *request.dependencies,
            *given.urns,
            *(urn for urns in request.inputDependencies.values() for urn in urns.urns),
        }
        expansion = expand(request.type, request.name, inputs)
        try:
            child = next(expansion)
            while True:
                child = expansion.send(self._register(child, depends_on))
        except StopIteration as end:
            outputs: dict[str, Any] = end.value
        self._monitor.RegisterResourceOutputs(
            resource_pb2.RegisterResourceOutputsRequest(urn=self.urn, outputs=to_struct(outputs))
        )
        return outputs

    def _register_component(self) -> str:
        request = self._request
        answer = self._monitor.RegisterResource(
            resource_pb2.RegisterResourceRequest(
                type=request.type,
                name=request.name,
                parent=request.parent,
                custom=False,
                providers=dict(request.providers),
                dependencies=list(request.dependencies),
                aliases=list(request.aliases),
                ignoreChanges=list(request.ignoreChanges),
                protect=request.protect if request.HasField("protect") else None,
                acceptSecrets=True,
                acceptResources=True,
                supportsPartialValues=True,
            )
        )
        return str(answer.urn)

    def _register(self, child: Child, depends_on: Iterable[str]) -> Registered:
        package = child.type.partition(":")[0]
        provided = child.type.removeprefix(_PROVIDERS)
        answer = self._monitor.RegisterResource(
            resource_pb2.RegisterResourceRequest(
                type=child.type,
                name=child.name,
                parent=self.urn,
                custom=True,
                object=to_struct(child.inputs),
                provider=self._request.providers.get(package, ""),
                # Without one the engine notes none at first and its own choice later: a change.
                version=version(provided) if provided != child.type else "",
                dependencies=sorted({*depends_on, *(other.urn for other in child.depends_on)}),
                ignoreChanges=[*child.ignore_changes, *self._request.ignoreChanges],
                acceptSecrets=True,
                acceptResources=True,
                supportsPartialValues=True,
            )
        )
        self.made.append(answer.urn)
        return Registered(urn=answer.urn, id=answer.id, outputs=to_plain(answer.object))


class _References:
    """Resources among a component's inputs.

    Attributes:
        urns: URNs of all of them, those within others too.
    """

    def __init__(self, monitor: resource_pb2_grpc.ResourceMonitorStub) -> None:
        self._monitor = monitor
        self.urns: set[str] = set()

    def resolved(self, value: Any) -> Any:
        """The value, with each reference replaced by the resource's outputs, `urn` and `id`."""
        match value:
            case ResourceReference():
                return self._state(value)
            case Secret():
                return Secret(self.resolved(value.value))
            case Mapping():
                return {name: self.resolved(item) for name, item in value.items()}
            case list():
                return [self.resolved(item) for item in value]
            case _:
                return value

    def _state(self, reference: ResourceReference) -> dict[str, Any]:
        self.urns.add(reference.urn)
        answer = self._monitor.Invoke(
            resource_pb2.ResourceInvokeRequest(
                tok=_GET_RESOURCE,
                args=to_struct({"urn": reference.urn}),
                acceptResources=True,
            )
        )
        found = to_plain(getattr(answer, "return"))
        outputs = {name: self.resolved(item) for name, item in found.get("state", {}).items()}
        return {**outputs, "urn": reference.urn, "id": found.get("id") or UNKNOWN}
