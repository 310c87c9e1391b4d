"""Dotted paths into property maps, such as `vpcConfig.subnetIds`."""

from collections.abc import Mapping
from typing import Any

from strata.wire import UNKNOWN


def at(values: Any, path: str) -> Any:
    """The value at a path; None if there is none, `UNKNOWN` if a part of the way is unknown."""
    for part in path.split("."):
        if values is UNKNOWN:
            return UNKNOWN
        values = values.get(part) if isinstance(values, Mapping) else None
    return values


def put(values: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy with another value at a path; objects on the way are made where there are none."""
    first, _, rest = path.partition(".")
    inner = values.get(first)
    if not rest or inner is UNKNOWN:
        return {**values, first: inner if rest else value}
    return {**values, first: put(inner or {}, rest, value)}
