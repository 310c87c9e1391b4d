"""SQS and EventBridge.

Sources: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
and https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
"""

from strata.rehearsal.cloud import references
from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.kind import Kind, NameRule, Target, Unique

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
