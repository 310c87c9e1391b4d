"""Secrets Manager: secrets and their versions.

Sources: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html,
https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html,
https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html and, for
what cannot change,
https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service/secretsmanager
"""

from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.inventory import Inventory, Row
from strata.rehearsal.cloud.kind import Kind, NameRule, Target, Unique
from strata.rehearsal.cloud.request import Request

_VALUES = ("secretString", "secretBinary", "secretStringWo")
_LONGEST = 65_536


def recovery_window(request: Request) -> list[Row]:
    """A deleted secret can be called back for 7 to 30 days, or not at all: 0."""
    days = request.input("recoveryWindowInDays", 30)
    if days != 0 and not 7 <= days <= 30:
        raise request.refused(
            f"recoveryWindowInDays = {days}: a recovery window has 7 to 30 days, or 0 for none",
            "write 0, or a number from 7 to 30",
        )
    return []


def keep_name(row: Row, inventory: Inventory) -> None:
    """A secret keeps its name while its deletion can be called back."""
    days = row.inputs.get("recoveryWindowInDays", 30)
    if days:
        inventory.leave(
            inventory.clash(row),
            f"the secret {row.outputs['name']} is scheduled for deletion, and its name is taken "
            f"for {days} days",
        )


def one_value(request: Request) -> list[Row]:
    """A version holds text or bytes, and not too much of it.

    What it holds is never told.
    """
    given = [name for name in _VALUES if request.input(name) is not None]
    if len(given) != 1:
        raise request.refused(
            f"a version has one of {', '.join(_VALUES)}, not {' and '.join(given) or 'none'}",
            "give one",
        )
    size = len(str(request.input(given[0])).encode())
    if not 1 <= size <= _LONGEST:
        raise request.refused(
            f"{given[0]} has {size} bytes; a secret has 1 to {_LONGEST}", "keep the rest in S3"
        )
    return []


def _version_id(request: Request, _: str = "") -> str:
    digits = request.hex(32)
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _secret_arn(request: Request, _: str) -> str | None:
    secret = request.find(t.SECRET, request.inputs["secretId"])
    return str(secret.outputs["arn"]) if secret else None


KINDS: dict[str, Kind] = {
    t.SECRET: Kind(
        # AWS draws the last six, so that a successor of the same name is another secret.
        id="arn:aws:secretsmanager:{region}:{account}:secret:{name}-{hex6}",
        outputs={"arn": "{id}"},
        defaults={"recoveryWindowInDays": 30, "forceOverwriteReplicaSecret": False},
        name=NameRule(
            input="name",
            limit=512,
            pattern=r"[A-Za-z0-9/_+=.@\-]+",
            made_of="letters, digits and /_+=.@-",
        ),
        unique=Unique(
            key="{account}|{region}|{name}",
            thing="a secret named {name}",
            scope="its name is unique in a region of an account",
        ),
        create_only=("name", "namePrefix"),
        handles={"name": ""},
        policies={"policy": "secret"},
        needs=(recovery_window,),
        leaves=(keep_name,),
    ),
    t.SECRET_VERSION: Kind(
        id=lambda request: f"{request.input('secretId')}|{_version_id(request)}",
        outputs={
            "arn": _secret_arn,
            "secretArn": _secret_arn,
            "versionId": _version_id,
            "hasSecretStringWo": lambda request, _: request.input("secretStringWo") is not None,
            # Written and never read back.
            "secretStringWo": lambda _request, _id: None,
        },
        defaults={"versionStages": ["AWSCURRENT"]},
        create_only=("secretId", "secretString", "secretBinary", "secretStringWoVersion"),
        # A secret takes its versions along when it is deleted.
        references={"secretId": Target(type=t.SECRET, thing="secret", holds=False)},
        needs=(one_value,),
    ),
}
