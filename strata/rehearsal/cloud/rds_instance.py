"""What RDS asks of a PostgreSQL instance before it is made or changed.

Sources: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html and
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html
"""

import re
from typing import Any, Final

from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.inventory import Row
from strata.rehearsal.cloud.request import Request

PORT: Final = 5432

DEFAULTS: Final[dict[str, Any]] = {
    "applyImmediately": False,
    "autoMinorVersionUpgrade": True,
    "backupRetentionPeriod": 0,
    "copyTagsToSnapshot": False,
    "deleteAutomatedBackups": True,
    "deletionProtection": False,
    "multiAz": False,
    "port": PORT,
    "publiclyAccessible": False,
    "skipFinalSnapshot": False,
    "storageEncrypted": False,
}

# Not the identifier, which is changed in place, nor the subnet group: see `other_network`.
CREATE_ONLY: Final = (
    "availabilityZone",
    "backupTarget",
    "characterSetName",
    "customIamInstanceProfile",
    "dbName",
    "engine",
    "kmsKeyId",
    "ncharCharacterSetName",
    "restoreToPointInTime",
    "snapshotIdentifier",
    "storageEncrypted",
    "timezone",
    "username",
)

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_LONGEST_NAMES: Final = {"username": 16, "dbName": 63}
_RESERVED_USERS: Final = frozenset({"admin", "rdsadmin", "user"})
_PASSWORD: Final = re.compile(r"[!-~]{8,128}")


def names(request: Request) -> list[Row]:
    """User and database have names that PostgreSQL takes."""
    for field, limit in _LONGEST_NAMES.items():
        name = request.input(field, "a")
        if len(name) > limit or _NAME.fullmatch(name) is None:
            raise request.refused(
                f"{field} = {name!r}: InvalidParameterValue: has at most {limit} letters, digits "
                "and _, beginning with a letter",
                "choose another",
            )
    if request.input("username") in _RESERVED_USERS:
        raise request.refused(
            f"username = {request.input('username')!r}: InvalidParameterValue: a reserved word",
            "choose another",
        )
    return []


def password(request: Request) -> list[Row]:
    """The master password is given or managed by RDS; what it is is never told."""
    given = [name for name in ("password", "passwordWo") if request.input(name) is not None]
    if request.input("manageMasterUserPassword"):
        given.append("manageMasterUserPassword")
    if len(given) != 1 and _is_new_database(request):
        raise request.refused(
            "a master password comes from one of password, passwordWo and "
            f"manageMasterUserPassword, not {' and '.join(given) or 'none'}",
            "give one",
        )
    for name in ("password", "passwordWo"):
        value = request.input(name)
        if value is None:
            continue
        if _PASSWORD.fullmatch(value) is None or set(value) & set('/@"'):
            raise request.refused(
                f"{name}: InvalidParameterValue: MasterUserPassword has 8 to 128 printable ASCII "
                'characters and none of /, @, " and space',
                "have it made without them: overrideSpecial of a RandomPassword",
            )
    return []


def size(request: Request) -> list[Row]:
    """A new database has an engine, a user and storage, and enough of the latter."""
    if not _is_new_database(request):
        return []
    missing = [
        name for name in ("allocatedStorage", "engine", "username") if request.input(name) is None
    ]
    if missing:
        raise request.refused(
            f"{', '.join(missing)}: missing, and nothing to restore it from", "give it a value"
        )
    storage = request.input("allocatedStorage")
    least = 100 if str(request.input("storageType", "gp2")).startswith("io") else 20
    if not least <= storage <= 65_536:
        raise request.refused(
            f"allocatedStorage = {storage}: InvalidParameterValue: {least} to 65536 GiB",
            "correct it",
        )
    most = request.input("maxAllocatedStorage", 0)
    if most and most <= storage:
        raise request.refused(
            f"maxAllocatedStorage = {most}: InvalidParameterCombination: must be greater than "
            f"allocatedStorage, {storage}",
            "raise it or leave it out",
        )
    return []


def backups(request: Request) -> list[Row]:
    """Backups are kept for 0 to 35 days; 0: none are made."""
    days = request.input("backupRetentionPeriod", 0)
    if not 0 <= days <= 35:
        raise request.refused(f"backupRetentionPeriod = {days}: 0 to 35 days", "correct it")
    return []


def zone(request: Request) -> list[Row]:
    """RDS chooses the zones of an instance that stands in two."""
    if request.input("multiAz") and request.input("availabilityZone"):
        raise request.refused(
            "availabilityZone: InvalidParameterCombination: cannot be said with multiAz",
            "leave it out",
        )
    return []


def encryption(request: Request) -> list[Row]:
    """A key is named by its ARN, and without encryption it would encrypt nothing."""
    for field in ("kmsKeyId", "performanceInsightsKmsKeyId"):
        key = request.input(field, "arn:")
        if not key.startswith("arn:"):
            raise request.refused(f"{field} = {key!r}: not an ARN", "write the key's ARN")
    if request.input("kmsKeyId") and not request.input("storageEncrypted"):
        raise request.refused(
            "kmsKeyId: InvalidParameterCombination: storageEncrypted is off", "turn it on"
        )
    return []


def monitoring(request: Request) -> list[Row]:
    """Enhanced monitoring writes with a role."""
    if request.input("monitoringInterval") and not request.input("monitoringRoleArn"):
        raise request.refused(
            "monitoringInterval: InvalidParameterCombination: needs monitoringRoleArn",
            "give a role that monitoring.rds.amazonaws.com may take",
        )
    return []


def family(request: Request) -> list[Row]:
    """A parameter group fits one major version of the engine."""
    group = request.find(t.DB_PARAMETER_GROUP, request.input("parameterGroupName", ""))
    engine, version = request.input("engine"), request.input("engineVersion")
    if group is None or engine is None or version is None:
        return []
    wanted = f"{engine}{str(version).partition('.')[0]}"
    if group.inputs["family"] != wanted:
        raise request.refused(
            f"parameterGroupName = {group.id!r}: InvalidParameterCombination: its family is "
            f"{group.inputs['family']}, and {engine} {version} takes {wanted}",
            "make a parameter group of that family",
        )
    return []


def security_groups(request: Request) -> list[Row]:
    """Security groups belong to the network of the subnet group."""
    vpc = _vpc(request, request.input("dbSubnetGroupName", ""))
    for id_ in request.input("vpcSecurityGroupIds", []):
        row = request.find(t.SECURITY_GROUP, id_)
        home = row.inputs.get("vpcId") if row else None
        if home and vpc and home != vpc:
            raise request.refused(
                f"vpcSecurityGroupIds: InvalidParameterCombination: {row} is in {home}, and the "
                f"database in {vpc}",
                "give groups of the same VPC",
            )
    return []


def other_network(request: Request) -> list[Row]:
    """Another subnet group moves an instance to another network; RDS knows no move within one.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.VPC2VPC.html
    """
    old = request.before.inputs.get("dbSubnetGroupName", "") if request.before else ""
    new = request.input("dbSubnetGroupName", "")
    if not old or old == new:
        return []
    if _vpc(request, old) == _vpc(request, new):
        raise request.refused(
            f"dbSubnetGroupName = {new!r}: InvalidVPCNetworkStateFault: it is in the same VPC as "
            f"{old!r}",
            "change the subnets of that group instead",
        )
    if request.input("multiAz"):
        raise request.refused(
            f"dbSubnetGroupName = {new!r}: InvalidVPCNetworkStateFault: an instance in two zones "
            "does not move to another VPC",
            "turn multiAz off, move it, and turn it on again",
        )
    return []


def major_version(request: Request) -> list[Row]:
    """A major version goes up when it is allowed to, and never down."""
    old = request.before.inputs.get("engineVersion") if request.before else None
    new = request.input("engineVersion")
    if old is None or new is None:
        return []
    # What one of them leaves open, such as the minor version, is RDS's choice.
    was, becomes = zip(*zip(_version(old), _version(new), strict=False), strict=True)
    if becomes < was:
        raise request.refused(
            f"engineVersion = {new!r}: InvalidParameterCombination: the database runs {old}",
            "RDS never goes back: restore a snapshot instead",
        )
    if becomes[0] > was[0] and not request.input("allowMajorVersionUpgrade"):
        raise request.refused(
            f"engineVersion = {new!r}: InvalidParameterCombination: the database runs {old}, and "
            "allowMajorVersionUpgrade is off",
            "turn it on, and give a parameter group of the new family",
        )
    return []


NEEDS: Final = (
    names,
    password,
    size,
    backups,
    zone,
    encryption,
    monitoring,
    family,
    security_groups,
    other_network,
    major_version,
)


def _is_new_database(request: Request) -> bool:
    sources = ("replicateSourceDb", "restoreToPointInTime", "s3Import", "snapshotIdentifier")
    return not any(request.input(source) for source in sources)


def _vpc(request: Request, subnet_group: str) -> str:
    group = request.find(t.DB_SUBNET_GROUP, subnet_group)
    return str(group.outputs["vpcId"]) if group else ""


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text))
