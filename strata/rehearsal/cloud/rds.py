"""RDS: database instances, and the groups of subnets and parameters that they need.

Sources: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html,
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSubnetGroup.html,
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBParameterGroup.html and, for
what cannot change,
https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service/rds
"""

import hashlib
from typing import Any, Final

from strata.rehearsal.cloud import rds_deletion, references
from strata.rehearsal.cloud import rds_instance as instance
from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.inventory import Row
from strata.rehearsal.cloud.kind import Kind, NameRule, Target, Unique
from strata.rehearsal.cloud.request import Request

_ARN: Final = "arn:aws:rds:{region}:{account}:"
_HYPHENATED: Final = r"[a-z](?!.*--)[a-z0-9\-]*(?<!-)"
_MADE_OF: Final = (
    "small letters, digits and -, beginning with a letter, no - at the end and no two in a row"
)

# Read by PostgreSQL when it starts, so that a change of one waits for a reboot.
# Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html
_STATIC: Final = frozenset(
    {
        "autovacuum_freeze_max_age",
        "autovacuum_max_workers",
        "max_connections",
        "max_locks_per_transaction",
        "max_prepared_transactions",
        "max_replication_slots",
        "max_wal_senders",
        "max_worker_processes",
        "rds.logical_replication",
        "shared_buffers",
        "shared_preload_libraries",
        "track_activity_query_size",
        "wal_buffers",
    }
)


def two_zones(request: Request) -> list[Row]:
    """A subnet group has subnets of one VPC in at least two zones."""
    subnets = _subnets(request)
    vpcs = sorted({str(row.inputs["vpcId"]) for row in subnets})
    if len(vpcs) > 1:
        raise request.refused(
            f"subnetIds: InvalidSubnet: subnets of {len(vpcs)} networks ({', '.join(vpcs)})",
            "give subnets of one VPC",
        )
    zones = sorted({str(row.inputs.get("availabilityZone")) for row in subnets})
    if len(zones) < 2:
        raise request.refused(
            "subnetIds: DBSubnetGroupDoesNotCoverEnoughAZs: subnets in one zone only "
            f"({', '.join(zones) or 'none'})",
            "give subnets in at least two availability zones",
        )
    return []


def apply_methods(request: Request) -> list[Row]:
    """A parameter that is read at the start cannot be changed at once."""
    for parameter in request.input("parameters", []):
        name, method = parameter["name"], parameter.get("applyMethod", "immediate")
        if name in _STATIC and method == "immediate":
            raise request.refused(
                f"parameters: InvalidParameterCombination: cannot use immediate apply method for "
                f"the static parameter {name}",
                "write applyMethod pending-reboot",
            )
    return []


def _subnets(request: Request) -> list[Row]:
    found = [request.find(t.SUBNET, id_) for id_ in request.input("subnetIds", [])]
    return [row for row in found if row is not None]


def _vpc(request: Request, _: str) -> str | None:
    return next((str(row.inputs["vpcId"]) for row in _subnets(request)), None)


def _identifier(request: Request) -> str:
    return str(request.input("identifier"))


def _address(request: Request, _: str) -> str:
    # The middle belongs to the account in its region, not to the instance.
    caller = request.caller
    digits = hashlib.sha512(f"{caller.account}{caller.region}".encode()).hexdigest()[:11]
    return f"{_identifier(request)}.c{digits}.{caller.region}.rds.amazonaws.com"


def _endpoint(request: Request, id_: str) -> str:
    return f"{_address(request, id_)}:{request.input('port', instance.PORT)}"


def _managed_secret(request: Request, _: str) -> list[dict[str, Any]] | None:
    """The secret that RDS itself makes for a password that nobody else knows.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
    """
    if not request.input("manageMasterUserPassword"):
        return None
    caller, before = request.caller, request.before
    known = before.outputs.get("masterUserSecrets") if before else None
    home = f"arn:aws:secretsmanager:{caller.region}:{caller.account}:secret"
    made = {"secretArn": f"{home}:rds!db-{request.hex(32, 'secret')}", "secretStatus": "active"}
    return known or [made]


KINDS: dict[str, Kind] = {
    t.DB_SUBNET_GROUP: Kind(
        id="{name}",
        outputs={
            "arn": _ARN + "subgrp:{name}",
            "vpcId": _vpc,
            "supportedNetworkTypes": lambda _request, _id: ["IPV4"],
        },
        name=NameRule(
            input="name",
            limit=255,
            pattern=r"(?!default$)[a-z][a-z0-9_ .\-]*",
            made_of="small letters, digits, spaces and _.-, beginning with a letter; default is "
            "reserved",
        ),
        unique=Unique(
            key="{account}|{region}|{name}",
            thing="a DB subnet group named {name}",
            scope="its name is unique in a region of an account",
        ),
        create_only=("name", "namePrefix"),
        needs=(two_zones,),
    ),
    t.DB_PARAMETER_GROUP: Kind(
        id="{name}",
        outputs={"arn": _ARN + "pg:{name}"},
        name=NameRule(
            input="name",
            limit=255,
            pattern=_HYPHENATED,
            made_of=_MADE_OF,
        ),
        unique=Unique(
            key="{account}|{region}|{name}",
            thing="a DB parameter group named {name}",
            scope="its name is unique in a region of an account",
        ),
        create_only=("name", "namePrefix", "family", "description"),
        needs=(apply_methods,),
    ),
    t.DB_INSTANCE: Kind(
        # The identifier can change; what RDS knows an instance by cannot.
        id=lambda request: f"db-{request.hex(26).upper()}",
        outputs={
            "address": _address,
            "arn": _ARN + "db:{identifier}",
            "endpoint": _endpoint,
            "engineVersionActual": "{engineVersion}",
            "masterUserSecrets": _managed_secret,
            "resourceId": "{id}",
            "status": "available",
        },
        defaults=instance.DEFAULTS,
        name=NameRule(input="identifier", limit=63, pattern=_HYPHENATED, made_of=_MADE_OF),
        unique=Unique(
            key="{account}|{region}|{identifier}",
            thing="a database instance named {identifier}",
            scope="its identifier is unique in a region of an account",
        ),
        create_only=instance.CREATE_ONLY,
        volatile=("address", "arn", "endpoint", "engineVersionActual", "masterUserSecrets"),
        references={
            "dbSubnetGroupName": Target(type=t.DB_SUBNET_GROUP, thing="DB subnet group"),
            "parameterGroupName": Target(
                type=t.DB_PARAMETER_GROUP, thing="DB parameter group", elsewhere=r"default\..+"
            ),
            "monitoringRoleArn": references.ROLE,
            "masterUserSecretKmsKeyId": references.KEY,
            "performanceInsightsKmsKeyId": references.KEY,
        },
        needs=instance.NEEDS,
        keeps=rds_deletion.KEEPS,
        leaves=rds_deletion.LEAVES,
    ),
}
