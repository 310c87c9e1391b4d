"""Topics of an MSK cluster that is somebody else's."""

import json
from typing import Any

import pytest

from strata.rehearsal.cloud import Row
from strata.rehearsal.cloud import tokens as t
from tests.unit.rehearsal.conftest import Actor

CLUSTER = (
    "arn:aws:kafka:eu-west-1:111122223333:cluster/events/12345678-1234-1234-1234-123456789012-1"
)
INPUTS: dict[str, Any] = {
    "name": "ads.orders.created.v1",
    "clusterArn": CLUSTER,
    "partitionCount": 6,
    "replicationFactor": 3,
    "configs": json.dumps({"min.insync.replicas": "2"}),
}


@pytest.fixture
def topic(aws: Actor) -> Row:
    return aws.create(t.KAFKA_TOPIC, "topic", **INPUTS)


def test_a_topic_s_arn_is_its_cluster_s_and_its_name(topic: Row) -> None:
    arn = CLUSTER.replace(":cluster/", ":topic/") + "/ads.orders.created.v1"
    assert topic.outputs["arn"] == arn


def test_a_serverless_cluster_takes_no_topics_by_this_api(aws: Actor) -> None:
    arn = f"{CLUSTER[:-1]}s2"
    assert aws.refusal(t.KAFKA_TOPIC, "x", **{**INPUTS, "clusterArn": arn}) == (
        f"x ({t.KAFKA_TOPIC}): clusterArn = '{arn}': BadRequestException: not the ARN of a "
        "provisioned cluster; give one; serverless clusters have an s before the last number"
    )


def test_a_topic_s_configuration_is_made_of_texts(aws: Actor) -> None:
    numbers = json.dumps({"retention.ms": 1})
    assert aws.refusal(t.KAFKA_TOPIC, "x", **{**INPUTS, "configs": numbers}) == (
        f"x ({t.KAFKA_TOPIC}): configs: BadRequestException: a map of texts as JSON; write it with "
        "json.dumps"
    )


def test_a_topic_that_nobody_could_write_to_is_refused(aws: Actor) -> None:
    assert aws.refusal(t.KAFKA_TOPIC, "x", **{**INPUTS, "replicationFactor": 1}) == (
        f"x ({t.KAFKA_TOPIC}): configs: min.insync.replicas is 2 and replicationFactor 1: nobody "
        "could write; lower it"
    )


def test_partitions_are_added_and_never_taken_away(aws: Actor, topic: Row) -> None:
    assert aws.update(topic, partitionCount=7)["partitionCount"] == 7
    grown = aws.cloud.read(topic.urn, topic.id)
    assert grown is not None
    assert aws.update_refusal(grown, partitionCount=6) == (
        f"topic ({t.KAFKA_TOPIC}): partitionCount = 6: BadRequestException: the topic has 7, and "
        "Kafka takes none away; write 7, or make another topic"
    )


def test_names_that_metrics_cannot_tell_apart_are_refused(aws: Actor, topic: Row) -> None:
    name = topic.inputs["name"].replace(".", "_")
    assert aws.refusal(t.KAFKA_TOPIC, "x", **{**INPUTS, "name": name}) == (
        f"x ({t.KAFKA_TOPIC}): name = '{name}': InvalidTopicException: collides with "
        "ads.orders.created.v1; choose another"
    )


def test_a_second_topic_of_a_name_is_refused(aws: Actor, topic: Row) -> None:
    assert aws.refusal(t.KAFKA_TOPIC, "again", **INPUTS) == (
        f"again ({t.KAFKA_TOPIC}): there is already a topic named ads.orders.created.v1, made by "
        f"{topic}; its name is unique on a cluster: choose another or delete that one"
    )


@pytest.mark.parametrize("change", [{"name": "other"}, {"replicationFactor": 4}])
def test_another_name_or_number_of_copies_is_another_topic(
    change: dict[str, Any], aws: Actor, topic: Row
) -> None:
    found = aws.cloud.diff(aws.caller, topic.urn, topic.id, INPUTS, {**INPUTS, **change})
    assert any(one.replaces for one in found)
