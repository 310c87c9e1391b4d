"""IAM: roles and policies.

Source of the limits: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

from strata.rehearsal.cloud import references
from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.kind import Kind, NameRule, Unique

_MADE_OF = "letters, digits and +=,.@_-"
_PATTERN = r"[A-Za-z0-9_+=,.@\-]+"

KINDS: dict[str, Kind] = {
    t.ROLE: Kind(
        id="{name}",
        outputs={
            "arn": "arn:aws:iam::{account}:role{path}{name}",
            "uniqueId": "AROA{hex17}",
        },
        defaults={"path": "/", "maxSessionDuration": 3600},
        name=NameRule(input="name", limit=64, pattern=_PATTERN, made_of=_MADE_OF),
        unique=Unique(
            key="{account}|{name}",
            thing="an IAM role named {name}",
            scope="its name is unique in an account, whatever its path",
        ),
        create_only=("name", "namePrefix", "path"),
        policies={"assumeRolePolicy": "trust"},
    ),
    t.POLICY: Kind(
        id="arn:aws:iam::{account}:policy{path}{name}",
        outputs={
            "arn": "arn:aws:iam::{account}:policy{path}{name}",
            "policyId": "ANPA{hex17}",
        },
        defaults={"path": "/"},
        name=NameRule(input="name", limit=128, pattern=_PATTERN, made_of=_MADE_OF),
        unique=Unique(
            key="{account}|{name}",
            thing="an IAM policy named {name}",
            scope="its name is unique in an account, whatever its path",
        ),
        create_only=("name", "namePrefix", "path", "description"),
        policies={"policy": "managed"},
    ),
    t.INSTANCE_PROFILE: Kind(
        id="{name}",
        outputs={
            "arn": "arn:aws:iam::{account}:instance-profile{path}{name}",
            "uniqueId": "AIPA{hex17}",
        },
        defaults={"path": "/"},
        name=NameRule(input="name", limit=128, pattern=_PATTERN, made_of=_MADE_OF),
        unique=Unique(
            key="{account}|{name}",
            thing="an instance profile named {name}",
            scope="its name is unique in an account, whatever its path",
        ),
        create_only=("name", "namePrefix", "path"),
        references={"role": references.ROLE},
    ),
    t.ROLE_POLICY: Kind(
        id="{role}:{name}",
        name=NameRule(input="name", limit=128, pattern=_PATTERN, made_of=_MADE_OF),
        unique=Unique(
            key="{account}|{role}|{name}",
            thing="a policy named {name} in the role {role}",
            scope="its name is unique in a role",
        ),
        create_only=("name", "namePrefix", "role"),
        references={"role": references.ROLE},
        policies={"policy": "inline"},
    ),
    t.ROLE_POLICY_ATTACHMENT: Kind(
        id="{role}/{policyArn}",
        unique=Unique(
            key="{account}|{role}|{policyArn}",
            thing="an attachment of {policyArn} to the role {role}",
            scope="two that manage the same one undo each other",
        ),
        create_only=("role", "policyArn"),
        references={"role": references.ROLE},
    ),
}
