"""Which Kafka an environment's topics are made on."""

from collections.abc import Iterable, Iterator

from layers.cluster import ClusterSettings
from layers.platform import PlatformSettings
from layers.problem import Problem, shown
from strata.check.found import Environment

_KEY = "kafka.clusterArn"


def kafka_place_problems(
    source: str, platform: PlatformSettings, cluster: ClusterSettings
) -> Iterator[Problem]:
    """A Kafka that is elsewhere than the cluster, so that its brokers are out of reach.

    Args:
        source: Path of the platform's stack file.
        platform: What that file says.
        cluster: What the cluster's says.
    """
    if platform.kafka is None:
        return
    arn = platform.kafka.cluster_arn
    region, account = arn.split(":")[3:5]
    if (region, account) != (cluster.region, cluster.account):
        yield Problem(
            file=source,
            key=_KEY,
            value=shown(arn),
            rule=(
                f"is of account {account} in {region}, and the cluster of "
                f"{cluster.account} in {cluster.region}"
            ),
            remedy="name one of the cluster's account and region",
        )


def shared_kafka_problems(environments: Iterable[Environment]) -> Iterator[Problem]:
    """One Kafka for two environments: a tenant's topics have the same names in both.

    Args:
        environments: The files of each.
    """
    first: dict[str, str] = {}
    for environment in environments:
        platform = environment.platform_settings
        if platform is None or platform.kafka is None or environment.platform is None:
            continue
        arn = platform.kafka.cluster_arn
        other = first.setdefault(arn, environment.name)
        if other != environment.name:
            problem = Problem(
                file=environment.platform.source,
                key=_KEY,
                value=shown(arn),
                rule=f"environment {other} makes topics of the same names there",
                remedy="give each environment a Kafka of its own",
            )
            yield from environment.platform.located([problem])
