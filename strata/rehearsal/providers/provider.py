# ruff: noqa: ARG002, N802 - the protocol gives these methods their names and arguments
"""What every provider in front of the stand-in cloud does alike."""

import importlib.metadata
import json
from collections.abc import Mapping
from typing import Any, ClassVar

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from strata.rehearsal.cloud import RefusedError
from strata.rehearsal.cloud.signatures import Signature, nested_signature
from strata.wire import to_plain

Config = Mapping[str, Any]

# What the engine adds to a provider's own configuration.
_ENGINE_KEYS = ("version", "__internal", "pluginDownloadURL")


class Provider(provider_pb2_grpc.ResourceProviderServicer):
    """A provider of one package: how it is attached, asked what it is, and configured.

    The methods' names and their arguments are the protocol's.
    """

    PACKAGE: ClassVar[str]
    RICH_VALUES: ClassVar[bool] = False
    """Whether secrets, outputs and references to resources arrive as such, or as plain values."""

    def configured(self, peer: str, config: Config) -> None:
        """Take the configuration of the provider resource that is connected as `peer`."""

    def replaced_by(self, old: Config, new: Config) -> list[str]:
        """Configuration whose change makes everything of this provider anew."""
        return []

    def Handshake(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Agree on the wire format."""
        rich = self.RICH_VALUES
        return provider_pb2.ProviderHandshakeResponse(
            accept_secrets=rich, accept_resources=rich, accept_outputs=rich
        )

    def Attach(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Let an engine use this running provider."""
        return empty_pb2.Empty()

    def GetPluginInfo(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Say which version of the package this stands in for: the installed one."""
        return plugin_pb2.PluginInfo(version=version(self.PACKAGE))

    def GetSchema(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Give no schema: programs bring the package's own classes."""
        return provider_pb2.GetSchemaResponse(schema="{}")

    def CheckConfig(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Judge a provider's configuration by the package's signature."""
        faults = self._signature().faults(self._decoded(to_plain(request.news)))
        return provider_pb2.CheckResponse(
            inputs=request.news,
            failures=[
                provider_pb2.CheckFailure(
                    property=path, reason=f"{request.name} ({request.type}): {path}: {fault}"
                )
                for path, fault in faults
            ],
        )

    def DiffConfig(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Compare configurations."""
        old = to_plain(request.old_inputs)
        new = to_plain(request.news)
        changed = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
        some, none = provider_pb2.DiffResponse.DIFF_SOME, provider_pb2.DiffResponse.DIFF_NONE
        return provider_pb2.DiffResponse(
            changes=some if changed else none,
            diffs=changed,
            replaces=self.replaced_by(self._decoded(old), self._decoded(new)),
        )

    def Configure(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Take the configuration of one provider resource.

        Raises:
            RefusedError: It does not say what the stand-in cloud must know.
        """
        self.configured(context.peer(), self._decoded(to_plain(request.args)))
        rich = self.RICH_VALUES
        return provider_pb2.ConfigureResponse(
            supportsPreview=True, acceptSecrets=rich, acceptResources=rich, acceptOutputs=rich
        )

    def Invoke(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Refuse a look-up that is not modelled.

        Raises:
            RefusedError: Always; a package that has look-ups answers those first.
        """
        raise RefusedError(
            f"{request.tok}: the stand-in cloud does not model this look-up; "
            "pass the value in, or model it in strata/rehearsal/providers"
        )

    def Cancel(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Stop: nothing here takes long enough to be stopped."""
        return empty_pb2.Empty()

    def _signature(self) -> Signature:
        return nested_signature(f"pulumi_{self.PACKAGE}", "ProviderArgs")

    def _decoded(self, config: Config) -> dict[str, Any]:
        """A provider's own configuration: what is no text travels as JSON."""
        texts = self._signature().texts
        return {
            name: value if name in texts else _value(value)
            for name, value in config.items()
            if name not in _ENGINE_KEYS
        }


def version(package: str) -> str:
    """The installed version of a Pulumi package."""
    return importlib.metadata.version(f"pulumi-{package}")


def _value(value: Any) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value
