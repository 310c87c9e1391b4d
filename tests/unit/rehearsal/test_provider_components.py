"""The `eks` provider: what it registers with the engine."""

from collections.abc import Iterator
from concurrent import futures
from typing import Any

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2, resource_pb2, resource_pb2_grpc

from strata.eks.children import UnsupportedComponentError
from strata.rehearsal.providers.eks import EksProvider
from strata.wire import ResourceReference, to_plain, to_struct

_CLUSTER = {
    "name": "strata-dev",
    "serviceRole": ResourceReference(urn="urn:role", id="control-plane"),
    "subnetIds": ["subnet-a", "subnet-b"],
    "authenticationMode": "API",
    "createOidcProvider": False,
    "skipDefaultNodeGroup": True,
    "skipDefaultSecurityGroups": True,
    "useDefaultVpcCni": True,
    "kubeProxyAddonOptions": {"enabled": False},
}
_ANSWERS = {
    "aws:eks/cluster:Cluster": {
        "name": "strata-dev",
        "endpoint": "https://api.example",
        "certificateAuthority": {"data": "Q0E="},
        "vpcConfig": {"clusterSecurityGroupId": "sg-1"},
    }
}


class Monitor(resource_pb2_grpc.ResourceMonitorServicer):
    """The engine's side: takes registrations down and answers as if everything existed."""

    def __init__(self) -> None:
        self.registered: list[Any] = []
        self.outputs: dict[str, Any] = {}
        self.address = ""

    def one(self, type_: str) -> Any:
        (found,) = [request for request in self.registered if request.type == type_]
        return found

    def RegisterResource(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: ARG002, N802
        self.registered.append(request)
        return resource_pb2.RegisterResourceResponse(
            urn=f"urn:{request.name}",
            id=f"{request.name}-id" if request.custom else "",
            object=to_struct(_ANSWERS.get(request.type, {})),
        )

    def RegisterResourceOutputs(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: ARG002, N802
        self.outputs[request.urn] = to_plain(request.outputs)
        return empty_pb2.Empty()

    def Invoke(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: ARG002, N802
        answer = provider_pb2.InvokeResponse()
        urn = to_plain(request.args)["urn"]
        state = {"urn": urn, "id": "an-id", "state": {"arn": f"arn:{urn}"}}
        getattr(answer, "return").CopyFrom(to_struct(state))
        return answer


@pytest.fixture
def monitor() -> Iterator[Monitor]:
    servicer = Monitor()
    server = grpc.server(futures.ThreadPoolExecutor(1))
    resource_pb2_grpc.add_ResourceMonitorServicer_to_server(servicer, server)
    servicer.address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    yield servicer
    server.stop(None).wait()


@pytest.fixture
def request_(monitor: Monitor) -> Any:
    return provider_pb2.ConstructRequest(
        type="eks:index:Cluster",
        name="cp",
        parent="urn:parent",
        inputs=to_struct(_CLUSTER),
        inputDependencies={
            "subnetIds": provider_pb2.ConstructRequest.PropertyDependencies(urns=["urn:subnet"])
        },
        providers={"aws": "urn:aws::provider-id"},
        dependencies=["urn:policy"],
        monitorEndpoint=monitor.address,
    )


def _construct(request: Any) -> Any:
    context: Any = None
    return EksProvider().Construct(request, context)


def test_a_component_is_registered_before_its_children(monitor: Monitor, request_: Any) -> None:
    _construct(request_)
    assert [(made.type, made.parent, made.custom) for made in monitor.registered] == [
        ("eks:index:Cluster", "urn:parent", False),
        ("aws:eks/cluster:Cluster", "urn:cp", True),
        ("pulumi:providers:kubernetes", "urn:cp", True),
    ]


def test_children_use_the_provider_of_the_component(monitor: Monitor, request_: Any) -> None:
    _construct(request_)
    assert monitor.one("aws:eks/cluster:Cluster").provider == "urn:aws::provider-id"


def test_a_provider_among_the_children_has_a_version(monitor: Monitor, request_: Any) -> None:
    _construct(request_)
    assert monitor.one("pulumi:providers:kubernetes").version.startswith("4.")


def test_children_depend_on_whatever_the_component_was_given(
    monitor: Monitor, request_: Any
) -> None:
    _construct(request_)
    assert list(monitor.one("aws:eks/cluster:Cluster").dependencies) == [
        "urn:policy",
        "urn:role",
        "urn:subnet",
    ]


def test_a_resource_among_the_inputs_is_looked_up(monitor: Monitor, request_: Any) -> None:
    _construct(request_)
    assert to_plain(monitor.one("aws:eks/cluster:Cluster").object)["roleArn"] == "arn:urn:role"


def test_the_outputs_are_registered_and_returned(monitor: Monitor, request_: Any) -> None:
    answer = _construct(request_)
    outputs = to_plain(answer.state)
    assert outputs == monitor.outputs["urn:cp"]
    assert outputs["clusterSecurityGroupId"] == "sg-1"


def test_the_outputs_depend_on_every_child(request_: Any) -> None:
    answer = _construct(request_)
    assert list(answer.stateDependencies["clusterSecurityGroupId"].urns) == [
        "urn:cp",
        "urn:cp-eksCluster",
        "urn:cp-eks-k8s",
    ]


def test_a_component_whose_children_are_not_known_is_refused(
    monitor: Monitor, request_: Any
) -> None:
    request_.type = "eks:index:NodeGroup"
    with pytest.raises(UnsupportedComponentError):
        _construct(request_)
    assert monitor.outputs == {}
