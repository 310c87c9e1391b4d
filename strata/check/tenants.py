"""What tenants' files, and the layers below them, must agree on."""

from collections.abc import Iterator

from components import names
from components.compute.node_pool import PoolSpec
from layers.cluster import ClusterSettings
from layers.platform import PlatformSettings
from layers.problem import Problem, shown
from layers.tenant.jobs import executor_problems
from layers.tenant.lifecycle import lifecycle, lifecycle_problems
from layers.tenant.messaging import kafka_problems
from layers.tenant.people import group_problems
from layers.tenant.settings import TenantSettings
from strata.check.found import Environment

# Namespaces that exist before any tenant, or that the platform makes, and what the platform calls
# itself in names of logs, alerts and secrets.
RESERVED = frozenset(
    {
        "access",
        "airflow",
        "airflow-dags",
        "airflow-logs",
        "aws-load-balancer-controller",
        "default",
        "fluent-bit",
        "karpenter",
        "monitoring",
        "platform",
        "shared",
        "spark-operator",
        "yunikorn",
    }
)
RESERVED_PREFIX = "kube-"

# Where what a queue guarantees would run.
_SPARK_POOLS = ("spark-driver", "spark-executor")


def tenant_problems(environment: Environment) -> Iterator[Problem]:
    """Everything about an environment's tenants that only shows beside the other files.

    Args:
        environment: The files that are right by themselves.
    """
    cluster, platform = environment.cluster_settings, environment.platform_settings
    for name, found, settings in environment.tenant_settings():
        source = found.source
        yield from _name(environment.name, name, source, cluster)
        yield from found.located(lifecycle_problems(source, name, settings))
        if cluster:
            prefix, access = cluster.control_plane.group_prefix, settings.access
            yield from found.located(group_problems(source, environment.name, access, prefix))
        if platform:
            yield from found.located(_cost_center(source, settings, platform))
            size = settings.size_here(platform.sizes.table())
            yield from found.located(executor_problems(source, settings, size))
            arn = platform.kafka.cluster_arn if platform.kafka else ""
            wanted = settings.data.topics
            yield from found.located(kafka_problems(source, environment.name, wanted, arn))
    if cluster and platform and environment.cluster:
        yield from environment.cluster.located(_guarantees(environment, cluster, platform))


def _name(
    environment: str, tenant: str, source: str, cluster: ClusterSettings | None
) -> Iterator[Problem]:
    taken = tenant.startswith(RESERVED_PREFIX) or tenant.endswith(names.OWN_AIRFLOW_SUFFIX)
    if tenant in RESERVED or taken:
        yield Problem(
            file=source,
            rule=f"tenant name {tenant!r} is the platform's own",
            remedy="choose another, and call the file by it",
        )
    if not cluster:
        return
    limit, reason = names.tenant_name_limit(environment, cluster.account, cluster.region)
    if len(tenant) > limit:
        yield Problem(
            file=source,
            rule=(
                f"tenant name {tenant!r} has {len(tenant)} characters, and {limit} fit: "
                f"{reason} would grow too long"
            ),
            remedy="choose a shorter one, and call the file by it",
        )


def _cost_center(
    source: str, settings: TenantSettings, platform: PlatformSettings
) -> Iterator[Problem]:
    known = platform.costs.centers
    if known and settings.cost_center not in known:
        yield Problem(
            file=source,
            key="costCenter",
            value=shown(settings.cost_center),
            rule=f"the platform's costs.centers are {', '.join(known)}",
            remedy="write one of them, or have it added there",
        )


def _guarantees(
    environment: Environment, cluster: ClusterSettings, platform: PlatformSettings
) -> Iterator[Problem]:
    """Queues on shared nodes that together are guaranteed more than the pools may hold."""
    sizes = platform.sizes.table()
    guaranteed = {
        name: settings.size_here(sizes).guaranteed_vcpus
        for name, _, settings in environment.tenant_settings()
        if settings.isolation.nodes == "shared" and lifecycle(settings, protects=False).working
    }
    promised = sum(guaranteed.values())
    held = sum(map(_vcpus, cluster.node_pools.specs()))
    if promised > held and environment.cluster:
        greatest = sorted(guaranteed, key=lambda name: (-guaranteed[name], name))[:3]
        yield Problem(
            file=environment.cluster.source,
            key="nodePools",
            rule=(
                f"tenants are guaranteed {promised} vCPUs, most of them "
                f"{', '.join(f'{name} {guaranteed[name]}' for name in greatest)}, "
                f"and Spark's pools may hold {held}"
            ),
            remedy="raise sparkExecutor.maxVcpus, or make a tenant smaller",
        )


def _vcpus(pool: PoolSpec) -> int:
    return int(pool.limits.get("cpu", 0)) if pool.pool in _SPARK_POOLS else 0
