"""ElastiCache: serverless caches, and the users and groups of users who log in to them.

Sources: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateServerlessCache.html,
https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUser.html,
https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUserGroup.html,
https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html and, for what cannot change,
https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service/elasticache
"""

from typing import Any, Final

from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.inventory import Row
from strata.rehearsal.cloud.kind import Kind, NameRule, Target, Unique
from strata.rehearsal.cloud.request import Request

_ARN: Final = "arn:aws:elasticache:{region}:{account}:"
_HYPHENATED: Final = r"[a-z](?!.*--)[a-z0-9\-]*(?<!-)"
_MADE_OF: Final = (
    "small letters, digits and -, beginning with a letter, no - at the end and no two in a row"
)
_PORT: Final = 6379
_REPLICA_PORT: Final = 6380
_PROVEN: Final = ("iam", "password")


def limits(request: Request) -> list[Row]:
    """A cache holds 1 to 5,000 GB, and works at 1,000 to 15,000,000 units a second."""
    speeds = request.input("cacheUsageLimits.ecpuPerSeconds", [])
    given = [
        ("dataStorage", request.input("cacheUsageLimits.dataStorage.maximum"), 1, 5_000),
        *(("ecpuPerSeconds", one.get("maximum"), 1_000, 15_000_000) for one in speeds),
    ]
    for name, most, floor, ceiling in given:
        if most is not None and not floor <= most <= ceiling:
            raise request.refused(
                f"cacheUsageLimits.{name}: maximum = {most}: InvalidParameterValue: {floor} to "
                f"{ceiling}",
                "correct it",
            )
    return []


def two_zones(request: Request) -> list[Row]:
    """The subnets of an endpoint are two or more of one network, each in another zone."""
    found = [request.find(t.SUBNET, id_) for id_ in request.input("subnetIds", [])]
    subnets = [row for row in found if row is not None]
    vpcs = sorted({str(row.inputs["vpcId"]) for row in subnets})
    if len(vpcs) > 1:
        raise request.refused(
            f"subnetIds: InvalidParameterValue: subnets of {len(vpcs)} VPCs ({', '.join(vpcs)})",
            "give subnets of one VPC",
        )
    zones = [str(row.inputs.get("availabilityZone")) for row in subnets]
    if zones and (len(set(zones)) < len(zones) or len(zones) < 2):
        raise request.refused(
            f"subnetIds: InvalidParameterValue: subnets in {', '.join(zones)}",
            "give one subnet in each of two or more availability zones",
        )
    return []


def snapshots(request: Request) -> list[Row]:
    """Daily snapshots are kept for 0 to 35 days; 0: none are made."""
    days = request.input("snapshotRetentionLimit", 0)
    if not 0 <= days <= 35:
        raise request.refused(
            f"snapshotRetentionLimit = {days}: InvalidParameterValue: 0 to 35", "correct it"
        )
    return []


def group_of_engine(request: Request) -> list[Row]:
    """A group of Valkey's users does not serve another engine."""
    group = request.find(t.CACHE_USER_GROUP, request.input("userGroupId", ""))
    engine = request.input("engine")
    if group is not None and group.inputs["engine"] == "valkey" != engine:
        raise request.refused(
            f"userGroupId = {group.id!r}: InvalidParameterCombination: a group of valkey for a "
            f"cache of {engine}",
            "make a group of that engine",
        )
    return []


def proof(request: Request) -> list[Row]:
    """Valkey knows no user without a proof, and IAM knows users by their id alone."""
    kind = request.input("authenticationMode.type")
    if request.input("engine") == "valkey" and kind not in _PROVEN:
        raise request.refused(
            f"authenticationMode: InvalidParameterCombination: {kind or 'none'}; a user of valkey "
            f"has one of {', '.join(_PROVEN)}",
            "give one",
        )
    user, name = request.input("userId"), request.input("userName")
    if kind == "iam" and user != name:
        raise request.refused(
            f"userName = {name!r}: InvalidParameterCombination: with IAM it is the same as userId, "
            f"{user!r}",
            "give both the same",
        )
    return []


def members(request: Request) -> list[Row]:
    """A group of Redis has a user named default; one of Valkey need not."""
    names = [
        str(row.inputs["userName"])
        for id_ in request.input("userIds", [])
        if (row := request.find(t.CACHE_USER, id_)) is not None
    ]
    if request.input("engine") == "redis" and "default" not in names:
        raise request.refused(
            "userIds: DefaultUserRequired: a group of redis has a user named default", "add one"
        )
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise request.refused(f"userIds: DuplicateUserName: two are named {twice[0]}", "remove one")
    return []


def _endpoint(port: int) -> Any:
    def made(request: Request, _: str) -> list[dict[str, Any]]:
        caller, name = request.caller, request.input("name")
        home = f"serverless.{caller.region}.cache.amazonaws.com"
        address = f"{name}-{request.hex(6, 'endpoint')}.{home}"
        return [{"address": address, "port": port}]

    return made


KINDS: dict[str, Kind] = {
    t.SERVERLESS_CACHE: Kind(
        id="{name}",
        outputs={
            "arn": _ARN + "serverlesscache:{name}",
            "createTime": "2026-01-01T00:00:00Z",
            "endpoints": _endpoint(_PORT),
            "fullEngineVersion": "{majorEngineVersion}",
            "readerEndpoints": _endpoint(_REPLICA_PORT),
            "status": "available",
        },
        name=NameRule(input="name", limit=40, pattern=_HYPHENATED, made_of=_MADE_OF, generated=0),
        unique=Unique(
            key="{account}|{region}|{name}",
            thing="a serverless cache named {name}",
            scope="its name is unique in a region of an account",
        ),
        create_only=(
            "engine",
            "kmsKeyId",
            "majorEngineVersion",
            "name",
            "networkType",
            "snapshotArnsToRestores",
            "subnetIds",
        ),
        references={"userGroupId": Target(type=t.CACHE_USER_GROUP, thing="group of users")},
        needs=(limits, two_zones, snapshots, group_of_engine),
    ),
    t.CACHE_USER: Kind(
        id="{userId}",
        outputs={"arn": _ARN + "user:{userId}"},
        name=NameRule(input="userId", limit=40, pattern=_HYPHENATED, made_of=_MADE_OF, generated=0),
        unique=Unique(
            key="{account}|{region}|{userId}",
            thing="a cache user {userId}",
            scope="its id is unique in a region of an account",
        ),
        create_only=("userId", "userName"),
        needs=(proof,),
    ),
    t.CACHE_USER_GROUP: Kind(
        id="{userGroupId}",
        outputs={"arn": _ARN + "usergroup:{userGroupId}"},
        name=NameRule(
            input="userGroupId", limit=40, pattern=_HYPHENATED, made_of=_MADE_OF, generated=0
        ),
        unique=Unique(
            key="{account}|{region}|{userGroupId}",
            thing="a group of cache users {userGroupId}",
            scope="its id is unique in a region of an account",
        ),
        create_only=("userGroupId",),
        references={"userIds": Target(type=t.CACHE_USER, thing="cache user")},
        needs=(members,),
    ),
}
