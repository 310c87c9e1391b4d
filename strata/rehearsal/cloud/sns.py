"""SNS: topics, and who hears of what is sent to them.

Sources: https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html and
https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
"""

from typing import Final

from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.kind import Kind, NameRule, Target, Unique

# Whoever is behind one of these says first that it is meant.
_CONFIRMED: Final = ("email", "email-json", "http", "https")

KINDS: dict[str, Kind] = {
    t.TOPIC: Kind(
        id="arn:aws:sns:{region}:{account}:{name}",
        outputs={"arn": "{id}", "owner": "{account}"},
        name=NameRule(
            input="name",
            limit=256,
            pattern=r"[A-Za-z0-9_\-]+(\.fifo)?",
            made_of="letters, digits, - and _ (and .fifo at the end of a FIFO topic's)",
        ),
        unique=Unique(
            key="{account}|{region}|{name}",
            thing="an SNS topic named {name}",
            scope="its name is unique in a region of an account",
        ),
        create_only=("name", "namePrefix", "fifoTopic"),
        policies={"policy": "topic"},
    ),
    t.TOPIC_SUBSCRIPTION: Kind(
        id="{topic}:{hex32}",
        outputs={
            "arn": "{id}",
            "ownerId": "{account}",
            "pendingConfirmation": lambda request, _: request.input("protocol") in _CONFIRMED,
        },
        unique=Unique(
            key="{topic}|{protocol}|{endpoint}",
            thing="a subscription of {endpoint} to {topic}",
            scope="two that manage the same one undo each other",
        ),
        create_only=("topic", "protocol", "endpoint"),
        # A topic takes its subscriptions along when it is deleted.
        references={"topic": Target(type=t.TOPIC, thing="SNS topic", holds=False)},
    ),
}
