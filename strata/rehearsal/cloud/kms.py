"""KMS: keys and their aliases.

Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
"""

from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.kind import Kind, NameRule, Unique
from strata.rehearsal.cloud.request import Request

_ARN = "arn:aws:kms:{region}:{account}:"


def _key_id(request: Request) -> str:
    digits = request.hex(32)
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _target(request: Request, _: str) -> str | None:
    key = request.find(t.KEY, request.inputs["targetKeyId"])
    return str(key.outputs["arn"]) if key else None


KINDS: dict[str, Kind] = {
    t.KEY: Kind(
        id=_key_id,
        outputs={"arn": _ARN + "key/{id}", "keyId": "{id}"},
        defaults={"isEnabled": True, "keyUsage": "ENCRYPT_DECRYPT"},
        create_only=("customerMasterKeySpec", "customKeyStoreId", "keyUsage", "multiRegion"),
        policies={"policy": "key"},
    ),
    t.ALIAS: Kind(
        id="{name}",
        outputs={
            "arn": _ARN + "{name}",
            "targetKeyArn": _target,
        },
        name=NameRule(
            input="name",
            limit=256,
            least=7,
            pattern=r"alias/(?!aws/)[A-Za-z0-9/_\-]+",
            made_of="alias/ and letters, digits, /, _ and -; alias/aws/ is reserved",
            prefix="alias/",
        ),
        unique=Unique(
            key="{account}|{region}|{name}",
            thing="a key alias {name}",
            scope="it is unique in a region of an account",
        ),
        create_only=("name", "namePrefix"),
        handles={"name": t.KEY},
    ),
}
