"""Who reaches what: every pod of a tenant before everything there is, and everyone before it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from components.observability.monitors import SPARK_DRIVER_PORT
from strata.isolation.network import Pod, Port, connects
from strata.isolation.network_ends import Ends, Target, ports
from strata.plan.recording import Recording

OWN, OTHER = "its tenant's", "another tenant's"

# Beside the port of a web server, which everyone is tried on.
_PORTS: Mapping[str, tuple[Port, ...]] = {
    "driver": ports(SPARK_DRIVER_PORT, 7078, 15002),
    "executor": ports(SPARK_DRIVER_PORT, 7079),
    "any other pod": ports(53, 443),
    "CoreDNS": (*ports(53, 9153), *ports(53, protocol="UDP")),
    "Prometheus": ports(9090),
    "Grafana": ports(3000),
    "Airflow's PgBouncer": ports(6543),
    "the Spark operator": ports(9443),
}
_WEB = ports(8080)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One connection.

    Attributes:
        source: Who tries it.
        target: Whom to.
        port: Protocol and port, such as `TCP 443`.
        allowed: Whether network policies let it through.
    """

    source: str
    target: str
    port: str
    allowed: bool


def rows(recordings: Sequence[Recording]) -> list[Row]:
    """Everything that is tried from and to the first tenant's pods, and how it ends.

    Args:
        recordings: Plans of a cluster, a platform and two tenants or more.
    """
    ends = Ends(recordings)
    first, second, *_ = ends.tenants
    own, other = ends.tenants[first], ends.tenants[second]
    inwards = [
        *_targets(ends.platform, "{}"),
        *_targets(other, f"{OTHER} {{}}"),
        *ends.addresses(),
    ]
    found: list[Row] = []
    for name, pod in own.items():
        found += _tried(ends, name, pod, inwards)
        # A pod always reaches itself, so one that is called like it is tried.
        twin = {title: one for title, one in own.items() if one is not pod}
        found += _tried(ends, name, pod, _targets(twin, f"{OWN} {{}}"))
    for name, pod in ends.platform.items():
        found += _tried(ends, name, pod, _targets(own, "a tenant's {}"))
    return found


def _targets(pods: Mapping[str, Pod], title: str) -> Iterator[Target]:
    for name, pod in pods.items():
        tried = _PORTS.get(name, ()) + _WEB
        yield Target(name=title.format(name), end=pod, ports=tried)


def _tried(ends: Ends, name: str, source: Pod, targets: Iterable[Target]) -> Iterator[Row]:
    for target in targets:
        for port in target.ports:
            yield Row(
                source=name,
                target=target.name,
                port=f"{port.protocol} {port.number}",
                allowed=connects(ends.policies, source, target.end, port),
            )
