"""MSK: topics of clusters that are somebody else's.

Sources: https://docs.aws.amazon.com/msk/latest/developerguide/msk-topic-operations-information.html,
https://github.com/apache/kafka/blob/4.1.0/clients/src/main/java/org/apache/kafka/common/internals/Topic.java
and, for what cannot change,
https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service/kafka
"""

import json
import re
from typing import Final

from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.inventory import Row
from strata.rehearsal.cloud.kind import Kind, NameRule, Unique
from strata.rehearsal.cloud.request import Request

_PROVISIONED: Final = re.compile(
    r"arn:aws[a-z-]*:kafka:[a-z0-9-]+:[0-9]{12}:cluster/[A-Za-z0-9-]+/[0-9a-f-]{36}-[0-9]+"
)


def provisioned(request: Request) -> list[Row]:
    """Topics are made on provisioned clusters alone."""
    arn = request.input("clusterArn")
    if _PROVISIONED.fullmatch(arn) is None:
        raise request.refused(
            f"clusterArn = {arn!r}: BadRequestException: not the ARN of a provisioned cluster",
            "give one; serverless clusters have an s before the last number",
        )
    return []


def configs(request: Request) -> list[Row]:
    """A topic's configuration is a map of texts, as JSON."""
    text = request.input("configs", "{}")
    try:
        known = json.loads(text)
    except ValueError:
        known = None
    if not isinstance(known, dict) or not all(isinstance(one, str) for one in known.values()):
        raise request.refused(
            "configs: BadRequestException: a map of texts as JSON", "write it with json.dumps"
        )
    copies, in_sync = request.input("replicationFactor"), int(known.get("min.insync.replicas", 1))
    if in_sync > copies:
        raise request.refused(
            f"configs: min.insync.replicas is {in_sync} and replicationFactor {copies}: nobody "
            "could write",
            "lower it",
        )
    return []


def growth(request: Request) -> list[Row]:
    """Partitions are added, never taken away."""
    before = request.before.inputs["partitionCount"] if request.before else 1
    wanted = request.input("partitionCount")
    if wanted < before:
        raise request.refused(
            f"partitionCount = {wanted}: BadRequestException: the topic has {before}, and Kafka "
            "takes none away",
            f"write {before}, or make another topic",
        )
    return []


def no_lookalike(request: Request) -> list[Row]:
    """Names that differ in dots and underscores alone are one in Kafka's metrics."""
    name = request.input("name")
    for row in request.others(t.KAFKA_TOPIC, clusterArn=request.input("clusterArn")):
        other = row.inputs["name"]
        if other != name and other.replace(".", "_") == name.replace(".", "_"):
            raise request.refused(
                f"name = {name!r}: InvalidTopicException: collides with {other}", "choose another"
            )
    return []


def _arn(request: Request, _: str = "") -> str:
    cluster = str(request.input("clusterArn")).replace(":cluster/", ":topic/", 1)
    return f"{cluster}/{request.input('name')}"


KINDS: dict[str, Kind] = {
    t.KAFKA_TOPIC: Kind(
        id="{clusterArn},{name}",
        outputs={"arn": _arn, "configsActual": "{configs}"},
        name=NameRule(
            input="name",
            limit=249,
            pattern=r"(?!\.{1,2}$)[A-Za-z0-9._\-]+",
            made_of="letters, digits and ._-",
            generated=0,
        ),
        unique=Unique(
            key="{clusterArn}|{name}",
            thing="a topic named {name}",
            scope="its name is unique on a cluster",
        ),
        create_only=("clusterArn", "name", "replicationFactor"),
        volatile=("configsActual",),
        needs=(provisioned, configs, growth, no_lookalike),
    ),
}
