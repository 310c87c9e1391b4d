"""Topics and their subscriptions."""

import re

import pytest

from strata.rehearsal.cloud import Row
from strata.rehearsal.cloud import tokens as t
from tests.unit.rehearsal.conftest import Actor


@pytest.fixture
def topic(aws: Actor) -> Row:
    return aws.create(t.TOPIC, "topic", name="strata-dev-alerts")


def _mail(aws: Actor, topic: str) -> Row:
    return aws.create(
        t.TOPIC_SUBSCRIPTION, "mail", topic=topic, protocol="email", endpoint="on-call@example.com"
    )


def test_a_topic_is_known_by_its_arn(topic: Row) -> None:
    arn = "arn:aws:sns:eu-west-1:111122223333:strata-dev-alerts"
    assert topic.id == topic.outputs["arn"] == arn


def test_a_second_topic_of_a_name_is_refused(aws: Actor, topic: Row) -> None:
    assert aws.refusal(t.TOPIC, "two", name="strata-dev-alerts") == (
        f"two ({t.TOPIC}): there is already an SNS topic named strata-dev-alerts, made by {topic}; "
        "its name is unique in a region of an account: choose another or delete that one"
    )


def test_a_topic_is_encrypted_with_a_key_that_exists(aws: Actor) -> None:
    assert aws.refusal(t.TOPIC, "topic", kmsMasterKeyId="missing") == (
        f"topic ({t.TOPIC}): kmsMasterKeyId = 'missing': there is no such KMS key; create it first "
        "and take the value from its output"
    )


def test_a_mail_is_confirmed_by_whoever_gets_it(aws: Actor, topic: Row) -> None:
    mail = _mail(aws, topic.id)
    assert re.fullmatch(rf"{topic.id}:[0-9a-f]{{32}}", mail.outputs["arn"])
    assert mail.outputs["pendingConfirmation"] is True


def test_a_subscription_to_a_missing_topic_is_refused(aws: Actor) -> None:
    gone = "arn:aws:sns:eu-west-1:111122223333:gone"
    inputs = {"topic": gone, "protocol": "email", "endpoint": "on-call@example.com"}
    assert aws.refusal(t.TOPIC_SUBSCRIPTION, "mail", **inputs) == (
        f"mail ({t.TOPIC_SUBSCRIPTION}): topic = '{gone}': there is no such SNS topic; create it "
        "first and take the value from its output"
    )


def test_a_second_subscription_of_an_address_is_refused(aws: Actor, topic: Row) -> None:
    first = _mail(aws, topic.id)
    assert aws.refusal(t.TOPIC_SUBSCRIPTION, "again", **first.inputs) == (
        f"again ({t.TOPIC_SUBSCRIPTION}): there is already a subscription of on-call@example.com "
        f"to {topic.id}, made by {first}; two that manage the same one undo each other: choose "
        "another or delete that one"
    )


def test_a_topic_takes_its_subscriptions_along(aws: Actor, topic: Row) -> None:
    mail = _mail(aws, topic.id)
    aws.delete(topic)
    aws.delete(mail)
    assert aws.cloud.inventory == []
