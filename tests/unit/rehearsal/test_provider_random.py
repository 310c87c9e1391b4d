"""The `random` provider, as the engine calls it."""

from typing import Any

from pulumi.runtime.proto import provider_pb2

from strata.rehearsal.cloud import Cloud
from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.providers.random_values import RandomProvider
from strata.wire import UNKNOWN, to_plain, to_struct
from tests.unit.rehearsal.conftest import Actor


class Connection:
    """The engine's connection."""

    def peer(self) -> str:
        return "one"


ONE: Any = Connection()


def _provider(cloud: Cloud) -> RandomProvider:
    provider = RandomProvider(cloud)
    provider.Configure(provider_pb2.ConfigureRequest(args=to_struct({"version": "4.21.4"})), ONE)
    return provider


def _request(*, preview: bool = False) -> Any:
    return provider_pb2.CreateRequest(
        urn=Actor.urn(t.RANDOM_PASSWORD, "password"),
        properties=to_struct({"length": 32}),
        preview=preview,
    )


def test_it_has_no_configuration(cloud: Cloud) -> None:
    request = provider_pb2.CheckRequest(
        name="random", type="pulumi:providers:random", news=to_struct({"seed": "1"})
    )
    (failure,) = RandomProvider(cloud).CheckConfig(request, ONE).failures
    assert failure.reason.startswith("random (pulumi:providers:random): seed: unknown input")


def test_a_preview_draws_nothing(cloud: Cloud) -> None:
    answer = _provider(cloud).Create(_request(preview=True), ONE)
    assert to_plain(answer.properties)["result"] is UNKNOWN
    assert cloud.inventory == []


def test_what_was_drawn_is_read_again(cloud: Cloud) -> None:
    provider = _provider(cloud)
    made = provider.Create(_request(), ONE)
    read = provider.Read(provider_pb2.ReadRequest(urn=_request().urn, id=made.id), ONE)
    assert to_plain(read.properties) == to_plain(made.properties)


def test_a_deletion_leaves_nothing(cloud: Cloud) -> None:
    provider = _provider(cloud)
    made = provider.Create(_request(), ONE)
    provider.Delete(provider_pb2.DeleteRequest(urn=_request().urn, id=made.id), ONE)
    assert cloud.inventory == []
