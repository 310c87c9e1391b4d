"""Grafana dashboards, written with Grafana's own typed builders."""

from collections.abc import Callable, Mapping

from grafana_foundation_sdk.builders.dashboard import Dashboard
from grafana_foundation_sdk.cog.encoder import JSONEncoder

from components.observability.dashboards.capacity import capacity
from components.observability.dashboards.cost import cost
from components.observability.dashboards.network import network
from components.observability.dashboards.overview import overview
from components.observability.dashboards.tenant import tenant

_DASHBOARDS: Mapping[str, Callable[[], Dashboard]] = {
    "overview": overview,
    "tenant": tenant,
    "cost": cost,
    "capacity": capacity,
    "network": network,
}


def dashboards() -> Mapping[str, str]:
    """Every dashboard as the JSON that Grafana reads, by name."""
    encoder = JSONEncoder(sort_keys=True, indent=1)
    return {name: encoder.encode(make().build()) for name, make in _DASHBOARDS.items()}
