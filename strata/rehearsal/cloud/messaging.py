"""SQS and EventBridge.

Sources: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
and https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
"""

import json

from strata.rehearsal.cloud import references
from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.inventory import Row
from strata.rehearsal.cloud.kind import Kind, NameRule, Target, Unique
from strata.rehearsal.cloud.request import Request

# Least and most, in seconds.
_SPANS = {"messageRetentionSeconds": (60, 1_209_600), "visibilityTimeoutSeconds": (0, 43_200)}
_FIFO_ONLY = ("contentBasedDeduplication", "deduplicationScope", "fifoThroughputLimit")


def fifo(request: Request) -> list[Row]:
    """What FIFO queues alone have, and their ending, go together."""
    name, ordered = str(request.input("name")), bool(request.input("fifoQueue"))
    if name.endswith(".fifo") != ordered:
        raise request.refused(
            f"name = {name!r}: InvalidParameterValue: fifoQueue is {str(ordered).lower()}",
            "end the name in .fifo, and no other queue's",
        )
    only = [one for one in _FIFO_ONLY if request.input(one)]
    if only and not ordered:
        raise request.refused(
            f"{', '.join(only)}: InvalidAttributeName: of FIFO queues alone", "leave it out"
        )
    return []


def spans(request: Request) -> list[Row]:
    """How long messages are kept and hidden has limits."""
    for name, (least, most) in _SPANS.items():
        seconds = request.input(name, least)
        if not least <= seconds <= most:
            raise request.refused(
                f"{name} = {seconds}: InvalidAttributeValue: {least} to {most}", "correct it"
            )
    return []


def one_encryption(request: Request) -> list[Row]:
    """A queue is encrypted with a key of KMS or with one of SQS."""
    if request.input("kmsMasterKeyId") and request.input("sqsManagedSseEnabled"):
        raise request.refused(
            "kmsMasterKeyId: InvalidAttributeValue: sqsManagedSseEnabled is on", "leave one out"
        )
    return []


def dead_letters(request: Request) -> list[Row]:
    """Dead letters go to a queue that exists and is of the same kind."""
    text = request.input("redrivePolicy")
    if text is None:
        return []
    arn = json.loads(text)["deadLetterTargetArn"]
    target = request.find(t.QUEUE, arn)
    if target is None:
        raise request.refused(
            f"redrivePolicy: InvalidParameterValue: there is no queue {arn}", "create it first"
        )
    if bool(target.inputs.get("fifoQueue")) != bool(request.input("fifoQueue")):
        raise request.refused(
            f"redrivePolicy: InvalidParameterValue: of {target} and this one, one is FIFO",
            "make both FIFO, or neither",
        )
    return []


KINDS: dict[str, Kind] = {
    t.QUEUE: Kind(
        id="https://sqs.{region}.amazonaws.com/{account}/{name}",
        outputs={
            "url": "https://sqs.{region}.amazonaws.com/{account}/{name}",
            "arn": "arn:aws:sqs:{region}:{account}:{name}",
        },
        name=NameRule(
            input="name",
            limit=80,
            pattern=r"[A-Za-z0-9_\-]+(\.fifo)?",
            made_of="letters, digits, - and _ (and .fifo at the end of a FIFO queue's)",
        ),
        unique=Unique(
            key="{account}|{region}|{name}",
            thing="an SQS queue named {name}",
            scope="its name is unique in a region of an account",
        ),
        create_only=("name", "namePrefix", "fifoQueue"),
        policies={"policy": "queue"},
        needs=(fifo, spans, one_encryption, dead_letters),
    ),
    t.QUEUE_POLICY: Kind(
        id="{queueUrl}",
        unique=Unique(
            key="{queueUrl}", thing="a policy of the queue {queueUrl}", scope="a queue has one"
        ),
        create_only=("queueUrl",),
        policies={"policy": "queue"},
    ),
    t.EVENT_RULE: Kind(
        id="{name}",
        outputs={"arn": "arn:aws:events:{region}:{account}:rule/{name}"},
        defaults={"eventBusName": "default"},
        name=NameRule(
            input="name",
            limit=64,
            pattern=r"[.\-_A-Za-z0-9]+",
            made_of="letters, digits and .-_",
        ),
        unique=Unique(
            key="{account}|{region}|{eventBusName}|{name}",
            thing="an event rule named {name}",
            scope="its name is unique on an event bus",
        ),
        create_only=("name", "namePrefix", "eventBusName"),
    ),
    t.EVENT_TARGET: Kind(
        id="{rule}-{targetId}",
        name=NameRule(
            input="targetId",
            limit=64,
            pattern=r"[.\-_A-Za-z0-9]+",
            made_of="letters, digits and .-_",
        ),
        unique=Unique(
            key="{account}|{region}|{rule}|{targetId}",
            thing="a target {targetId} of the rule {rule}",
            scope="its id is unique in a rule",
        ),
        create_only=("rule", "eventBusName", "targetId"),
        references={
            "rule": Target(type=t.EVENT_RULE, thing="event rule"),
            "arn": references.QUEUE,
        },
    ),
}
