"""What a resource may be given, read from the signatures of the Pulumi packages themselves.

`pulumi_aws` and `pulumi_kubernetes` are generated from the schemas that the real providers
validate against; each resource's `...Args` class tells every input's wire name, its type and
whether it is required.
"""

import difflib
import functools
import importlib
import inspect
import types
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

# Private to the SDK, but the only reader of its own generated classes, and the SDK is pinned.
from pulumi._types import (
    input_type_py_to_pulumi_names,
    input_type_types,
    is_input_type,
    resource_pulumi_to_py_names,
)

from strata.packages import resource_class, resource_types
from strata.wire import UNKNOWN

_SCALARS: dict[Any, tuple[tuple[type, ...], str]] = {
    str: ((str,), "text"),
    bool: ((bool,), "true or false"),
    int: ((int,), "a whole number"),
    float: ((int, float), "a number"),
}

Fault = tuple[str, str]
"""Path of an input, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a resource may be given.

    Attributes:
        inputs: Class that declares the inputs.
        outputs: Wire names of everything that the resource tells, its inputs among them.
    """

    inputs: type
    outputs: frozenset[str]

    @property
    def texts(self) -> frozenset[str]:
        """Wire names of the inputs that are text."""
        return frozenset(name for name, type_ in _fields(self.inputs).items() if type_ is str)

    def faults(self, values: Mapping[str, Any]) -> list[Fault]:
        """Inputs that the resource does not take, and those that it misses."""
        return list(_object_faults(self.inputs, values, ""))


@functools.cache
def signature(type_: str) -> Signature | None:
    """The signature of a resource type; None if no installed package knows it."""
    resource = resource_class(type_)
    if resource is None:
        return None
    class_name = resource.__name__
    module = inspect.getmodule(resource)
    # Kubernetes calls them `...InitArgs`, because its `...Args` are the nested types.
    inputs = getattr(module, f"{class_name}InitArgs", None) or getattr(module, f"{class_name}Args")
    return Signature(inputs, frozenset(resource_pulumi_to_py_names(resource)))


def has_module(module: str) -> bool:
    """Whether a package knows a module, such as `kubernetes:apps/v1`: all its types are known."""
    types_ = resource_types(module.partition(":")[0])
    return any(type_.startswith(f"{module}:") for type_ in types_)


@functools.cache
def nested_signature(module: str, class_name: str) -> Signature:
    """The signature of a type that only occurs inside others, or of a provider."""
    return Signature(getattr(importlib.import_module(module), class_name), frozenset())


def suggestion(word: str, known: Iterable[str]) -> str:
    """`did you mean ...?` if a known word is near; else the whole list."""
    words = sorted(known)
    near = difflib.get_close_matches(word, words, n=1)
    return f"did you mean {near[0]}?" if near else f"allowed are {', '.join(words)}"


def near_type(type_: str) -> str:
    """`; did you mean ...?` if a resource type of the same package is near, else nothing."""
    near = difflib.get_close_matches(
        type_, resource_types(type_.partition(":")[0]), n=1, cutoff=0.8
    )
    return f"; did you mean {near[0]}?" if near else ""


@functools.cache
def _fields(inputs: type) -> dict[str, Any]:
    return dict(input_type_types(inputs))


@functools.cache
def _required(inputs: type) -> tuple[str, ...]:
    wire = input_type_py_to_pulumi_names(inputs)
    parameters = inspect.signature(inputs).parameters.items()
    return tuple(wire[name] for name, given in parameters if given.default is given.empty)


def _object_faults(inputs: type, values: Mapping[str, Any], path: str) -> Iterator[Fault]:
    fields = _fields(inputs)
    for name, value in values.items():
        where = f"{path}.{name}" if path else name
        if name not in fields:
            yield where, f"unknown input; {suggestion(name, fields)}"
        elif value is not None:
            yield from _value_faults(fields[name], value, where)
    for name in _required(inputs):
        if values.get(name) is None:
            yield f"{path}.{name}" if path else name, "required input is missing; give it a value"


def _value_faults(declared: Any, value: Any, path: str) -> list[Fault]:
    """Faults of one value; with several allowed types, those of the one that fits best."""
    if value is UNKNOWN:
        return []
    judged = [list(_typed_faults(allowed, value, path)) for allowed in _alternatives(declared)]
    return min(judged, key=len, default=[])


def _alternatives(declared: Any) -> Iterator[Any]:
    """What a declared type allows, without what only the SDK needs: awaitables and outputs."""
    if typing.get_origin(declared) not in (typing.Union, types.UnionType):
        yield declared
        return
    for member in typing.get_args(declared):
        name = getattr(typing.get_origin(member) or member, "__name__", "")
        if member is type(None) or name in ("Awaitable", "Output") or typing.is_typeddict(member):
            continue
        yield from _alternatives(member)


def _typed_faults(allowed: Any, value: Any, path: str) -> Iterator[Fault]:
    origin = typing.get_origin(allowed)
    if origin is typing.Literal:
        if value not in typing.get_args(allowed):
            yield path, f"{value!r} is not allowed; write {typing.get_args(allowed)[0]!r}"
    elif origin is not None and issubclass(origin, Mapping):
        yield from _mapping_faults(typing.get_args(allowed)[1], value, path)
    elif origin is not None and issubclass(origin, Sequence):
        yield from _list_faults(typing.get_args(allowed)[0], value, path)
    elif inspect.isclass(allowed):
        yield from _single_faults(allowed, value, path)


def _single_faults(allowed: type, value: Any, path: str) -> Iterator[Fault]:
    if allowed in _SCALARS:
        accepted, words = _SCALARS[allowed]
        # bool is a subclass of int, but `true` is no number.
        if not isinstance(value, accepted) or (isinstance(value, bool) and allowed is not bool):
            yield path, f"must be {words}, not {value!r}; correct its type"
    elif issubclass(allowed, Enum):
        if value not in [member.value for member in allowed]:
            yield path, f"{value!r} is not allowed; {suggestion(str(value), _values(allowed))}"
    elif is_input_type(allowed):
        if isinstance(value, Mapping):
            yield from _object_faults(allowed, value, path)
        else:
            yield path, f"must be an object, not {value!r}; correct its type"


def _values(allowed: type[Enum]) -> list[str]:
    return [str(member.value) for member in allowed]


def _mapping_faults(item: Any, value: Any, path: str) -> Iterator[Fault]:
    if not isinstance(value, Mapping):
        yield path, f"must be a map, not {value!r}; correct its type"
        return
    for name, entry in value.items():
        yield from _value_faults(item, entry, f"{path}.{name}")


def _list_faults(item: Any, value: Any, path: str) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield path, f"must be a list, not {value!r}; correct its type"
        return
    for index, entry in enumerate(value):
        yield from _value_faults(item, entry, f"{path}[{index}]")
