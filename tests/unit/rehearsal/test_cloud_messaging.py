"""Queues and event rules."""

import json
from typing import Any

import pytest

from strata.rehearsal.cloud import tokens as t
from tests.unit.rehearsal.conftest import Actor


def test_a_queue_has_its_url_and_arn(aws: Actor) -> None:
    outputs = aws.create(t.QUEUE, "q", name="strata-dev").outputs
    assert (outputs["url"], outputs["arn"]) == (
        "https://sqs.eu-west-1.amazonaws.com/111122223333/strata-dev",
        "arn:aws:sqs:eu-west-1:111122223333:strata-dev",
    )


def test_a_queue_in_use_cannot_be_deleted(aws: Actor) -> None:
    queue = aws.create(t.QUEUE, "q", name="strata-dev")
    rule = aws.create(t.EVENT_RULE, "rule", eventPattern="{}")
    aws.create(t.EVENT_TARGET, "target", rule=rule.id, arn=queue.outputs["arn"])
    assert aws.deletion_refusal(queue) == (
        f"q (aws:sqs/queue:Queue): DependencyViolation: in use by target ({t.EVENT_TARGET}); "
        "delete these first, or let them depend on it"
    )


def test_a_target_of_a_missing_rule_is_refused(aws: Actor) -> None:
    queue = aws.create(t.QUEUE, "q", name="strata-dev")
    assert aws.refusal(t.EVENT_TARGET, "target", rule="rule", arn=queue.outputs["arn"]) == (
        f"target ({t.EVENT_TARGET}): rule = 'rule': there is no such event rule; create it first "
        "and take the value from its output"
    )


def _redrive(arn: str) -> str:
    return json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 5})


def test_dead_letters_go_to_a_queue_that_exists(aws: Actor) -> None:
    arn = "arn:aws:sqs:eu-west-1:111122223333:gone"
    assert aws.refusal(t.QUEUE, "q", name="q", redrivePolicy=_redrive(arn)) == (
        f"q ({t.QUEUE}): redrivePolicy: InvalidParameterValue: there is no queue {arn}; create it "
        "first"
    )


def test_dead_letters_of_a_fifo_queue_go_to_a_fifo_queue(aws: Actor) -> None:
    target = aws.create(t.QUEUE, "target", name="target")
    policy = _redrive(target.outputs["arn"])
    assert aws.refusal(t.QUEUE, "q", name="q.fifo", fifoQueue=True, redrivePolicy=policy) == (
        f"q ({t.QUEUE}): redrivePolicy: InvalidParameterValue: of {target} and this one, one is "
        "FIFO; make both FIFO, or neither"
    )


def test_a_queue_for_dead_letters_may_go_first(aws: Actor) -> None:
    target = aws.create(t.QUEUE, "target", name="target")
    aws.create(t.QUEUE, "q", name="q", redrivePolicy=_redrive(target.outputs["arn"]))
    aws.delete(target)


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        (
            {"name": "q.fifo"},
            (
                "name = 'q.fifo': InvalidParameterValue: fifoQueue is false; end the name in "
                ".fifo, and no other queue's"
            ),
        ),
        (
            {"contentBasedDeduplication": True},
            "contentBasedDeduplication: InvalidAttributeName: of FIFO queues alone; leave it out",
        ),
        (
            {"messageRetentionSeconds": 1_209_601},
            ("messageRetentionSeconds = 1209601: InvalidAttributeValue: 60 to 1209600; correct it"),
        ),
    ],
    ids=["ending", "only fifo", "too long"],
)
def test_what_sqs_refuses_is_refused(inputs: dict[str, Any], told: str, aws: Actor) -> None:
    assert aws.refusal(t.QUEUE, "q", **{"name": "q", **inputs}) == f"q ({t.QUEUE}): {told}"


def test_a_queue_is_encrypted_in_one_way(aws: Actor) -> None:
    key = aws.create(t.KEY, "key").id
    told = aws.refusal(t.QUEUE, "q", name="q", kmsMasterKeyId=key, sqsManagedSseEnabled=True)
    assert told == (
        f"q ({t.QUEUE}): kmsMasterKeyId: InvalidAttributeValue: sqsManagedSseEnabled is on; leave "
        "one out"
    )
