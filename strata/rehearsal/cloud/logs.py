"""CloudWatch Logs.

Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
"""

from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.kind import Kind, NameRule, Unique

KINDS: dict[str, Kind] = {
    t.LOG_GROUP: Kind(
        id="{name}",
        outputs={"arn": "arn:aws:logs:{region}:{account}:log-group:{name}"},
        name=NameRule(
            input="name",
            limit=512,
            pattern=r"[.\-_/#A-Za-z0-9]+",
            made_of="letters, digits and .-_/#",
        ),
        unique=Unique(
            key="{account}|{region}|{name}",
            thing="a log group named {name}",
            scope="its name is unique in a region of an account",
        ),
        create_only=("name", "namePrefix"),
    ),
}
