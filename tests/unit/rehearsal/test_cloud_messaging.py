"""Queues and event rules."""

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
