"""Pulumi's property maps as plain Python values, and back.

The SDK's own deserialiser builds resource objects, which needs an engine; here a reference stays
a reference.

Source: https://www.pulumi.com/docs/iac/build-with-pulumi/provider-protocol/ (wire format of
secrets, unknowns, outputs and resource references)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from google.protobuf import struct_pb2

_SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
_SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a signature, no password
_RESOURCE: Final = "5cf8f73096256a8f31e491e813e4eb8e"
_OUTPUT: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
_UNKNOWN: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


class Unknown(Enum):
    """The type of `UNKNOWN`: a value that only a deployment will tell."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Unknown.UNKNOWN


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that must not be shown."""

    value: Any


@dataclass(frozen=True, slots=True)
class ResourceReference:
    """A resource given as a value.

    Attributes:
        urn: The resource's URN.
        id: Its physical identifier; empty for a component.
        package_version: Version of the package that knows its type; empty when not said.
    """

    urn: str
    id: str = ""
    package_version: str = ""


def to_plain(struct: struct_pb2.Struct) -> dict[str, Any]:
    """Read a property map."""
    return {name: _plain(value) for name, value in struct.fields.items()}


def to_struct(values: Mapping[str, Any]) -> struct_pb2.Struct:
    """Write a property map; keys whose value is None are left out, as the SDKs do."""
    return struct_pb2.Struct(
        fields={name: _value(value) for name, value in values.items() if value is not None}
    )


def _plain(value: struct_pb2.Value) -> Any:
    match value.WhichOneof("kind"):
        case "struct_value":
            return _plain_struct(value.struct_value)
        case "list_value":
            return [_plain(item) for item in value.list_value.values]
        case "string_value":
            return UNKNOWN if value.string_value == _UNKNOWN else value.string_value
        case "number_value":
            number = value.number_value
            return int(number) if number.is_integer() else number
        case "bool_value":
            return value.bool_value
        case _:
            return None


def _plain_struct(struct: struct_pb2.Struct) -> Any:
    fields = struct.fields
    match fields[_SIGNATURE].string_value if _SIGNATURE in fields else "":
        case "":
            return to_plain(struct)
        case signature if signature == _SECRET:
            return Secret(_plain(fields["value"]))
        case signature if signature == _OUTPUT:
            known = _plain(fields["value"]) if "value" in fields else UNKNOWN
            return Secret(known) if "secret" in fields and fields["secret"].bool_value else known
        case signature if signature == _RESOURCE:
            return ResourceReference(
                urn=fields["urn"].string_value,
                id=fields["id"].string_value if "id" in fields else "",
                package_version=(
                    fields["packageVersion"].string_value if "packageVersion" in fields else ""
                ),
            )
        case other:
            raise ValueError(f"property of an unsupported kind, signature {other}")


def _value(value: Any) -> struct_pb2.Value:
    match value:
        case Mapping():
            return struct_pb2.Value(struct_value=to_struct(value))
        case list() | tuple():
            items = [_value(item) for item in value]
            return struct_pb2.Value(list_value=struct_pb2.ListValue(values=items))
        case Secret():
            return _signed(_SECRET, {"value": value.value})
        case ResourceReference():
            fields = {"urn": value.urn, "id": value.id, "packageVersion": value.package_version}
            return _signed(_RESOURCE, fields)
        case _:
            return _scalar(value)


def _scalar(value: Any) -> struct_pb2.Value:
    match value:
        case None:
            return struct_pb2.Value(null_value=struct_pb2.NULL_VALUE)
        case Unknown():
            return struct_pb2.Value(string_value=_UNKNOWN)
        case bool():
            return struct_pb2.Value(bool_value=value)
        case int() | float():
            return struct_pb2.Value(number_value=float(value))
        case str():
            return struct_pb2.Value(string_value=value)
        case _:
            raise TypeError(f"a {type(value).__name__} cannot be a property")


def _signed(signature: str, fields: dict[str, Any]) -> struct_pb2.Value:
    return struct_pb2.Value(struct_value=to_struct({_SIGNATURE: signature, **fields}))
