"""The providers' servers, over the wire."""

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc

from strata.rehearsal.cloud import Cloud
from strata.rehearsal.providers.server import serve


def test_each_package_has_a_port_of_its_own(cloud: Cloud) -> None:
    with serve(cloud) as ports:
        assert sorted(ports) == ["aws", "eks", "kubernetes", "random"]
        assert len(set(ports.values())) == 4


def test_a_provider_says_which_version_it_stands_in_for(cloud: Cloud) -> None:
    with serve(cloud) as ports, grpc.insecure_channel(f"127.0.0.1:{ports['eks']}") as channel:
        answer = provider_pb2_grpc.ResourceProviderStub(channel).GetPluginInfo(empty_pb2.Empty())
    assert answer.version.startswith("4.")


def test_a_refusal_says_for_certain_that_nothing_was_changed(cloud: Cloud) -> None:
    request = provider_pb2.InvokeRequest(tok="aws:index/getRegion:getRegion")
    with (
        serve(cloud) as ports,
        grpc.insecure_channel(f"127.0.0.1:{ports['aws']}") as channel,
        pytest.raises(grpc.RpcError) as error,
    ):
        provider_pb2_grpc.ResourceProviderStub(channel).Invoke(request)
    assert error.value.code() == grpc.StatusCode.FAILED_PRECONDITION
    assert error.value.details() == (
        "aws:index/getRegion:getRegion: the stand-in cloud does not model this look-up; pass the "
        "value in, or model it in strata/rehearsal/providers"
    )
