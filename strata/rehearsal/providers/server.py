"""The providers' servers, in threads of this process: when it dies, so do they."""

import contextlib
from collections.abc import Callable, Iterator
from concurrent import futures
from typing import Any

import grpc
from pulumi.runtime.proto import provider_pb2_grpc

from strata.eks.children import UnsupportedComponentError
from strata.rehearsal.cloud import Cloud, RefusedError
from strata.rehearsal.providers.aws import AwsProvider
from strata.rehearsal.providers.channel import OPTIONS
from strata.rehearsal.providers.eks import EksProvider
from strata.rehearsal.providers.kubernetes import KubernetesProvider
from strata.rehearsal.providers.provider import Provider
from strata.rehearsal.providers.random_values import RandomProvider

# A component holds a thread while its children, which other servers make, come into being.
_THREADS = 16
# Answers under way when the rehearsal ends; none takes longer than milliseconds.
_GRACE_SECONDS = 2


@contextlib.contextmanager
def serve(cloud: Cloud) -> Iterator[dict[str, int]]:
    """Serve every provider on a free port of this machine.

    Yields:
        The port of each package: what `PULUMI_DEBUG_PROVIDERS` wants to know.
    """
    providers: list[Provider] = [
        AwsProvider(cloud),
        KubernetesProvider(cloud),
        RandomProvider(cloud),
        EksProvider(),
    ]
    with contextlib.ExitStack() as stack:
        yield {provider.PACKAGE: stack.enter_context(_served(provider)) for provider in providers}


@contextlib.contextmanager
def _served(provider: Provider) -> Iterator[int]:
    server = grpc.server(
        futures.ThreadPoolExecutor(_THREADS, thread_name_prefix=provider.PACKAGE),
        interceptors=[_Refusals()],
        options=OPTIONS,
    )
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(provider, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield port
    finally:
        server.stop(_GRACE_SECONDS).wait()


class _Refusals(grpc.ServerInterceptor):
    """Turns a refusal into an answer that says for certain that nothing was changed.

    An unexpected error keeps gRPC's code UNKNOWN, at which the engine keeps the operation as
    pending, since it cannot know what became of it.
    """

    def intercept_service(
        self, continuation: Callable[[Any], Any], handler_call_details: Any
    ) -> Any:
        """Wrap one method."""
        handler = continuation(handler_call_details)

        def answer(request: Any, context: grpc.ServicerContext) -> Any:
            try:
                return handler.unary_unary(request, context)
            except (RefusedError, UnsupportedComponentError) as error:
                context.abort(grpc.StatusCode.FAILED_PRECONDITION, str(error))
            except grpc.RpcError as error:
                context.abort(error.code(), error.details() or "no details")

        return grpc.unary_unary_rpc_method_handler(
            answer,
            request_deserializer=handler.request_deserializer,
            response_serializer=handler.response_serializer,
        )
