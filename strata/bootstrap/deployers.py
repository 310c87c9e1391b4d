"""What each layer's deployer may do: the actions its resources need, where AWS can tell where.

One more role, for previews, may read what all of them make, and change nothing.

The table of actions is `rights.py`; a test holds it against the plan of every layer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from components import names
from components.policy_documents import Statement, allow, document
from components.tenancy.spark_history_server import EVENT_LOGS
from layers.stack import PROJECT, Layer
from strata.bootstrap import spark_image
from strata.bootstrap.rights import RIGHTS, actions

_IAM = tuple(type_ for type_ in RIGHTS if type_.startswith("aws:iam/"))
_S3 = tuple(type_ for type_ in RIGHTS if type_.startswith("aws:s3/"))
_SPARK_IMAGE = (
    "aws:ecr/repository:Repository",
    "aws:ecr/lifecyclePolicy:LifecyclePolicy",
)

TYPES: Mapping[Layer, tuple[str, ...]] = {
    "cluster": tuple(type_ for type_ in RIGHTS if type_ not in (*_S3, *_SPARK_IMAGE)),
    "platform": _SPARK_IMAGE,
    "tenant": (
        "aws:eks/accessEntry:AccessEntry",
        "aws:eks/podIdentityAssociation:PodIdentityAssociation",
        "aws:iam/role:Role",
        "aws:iam/rolePolicy:RolePolicy",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        *_S3,
    ),
}
"""AWS resources that each layer makes."""

Role = Layer | Literal["preview"]

LAYERS: tuple[Layer, ...] = ("cluster", "platform", "tenant")
ROLES: tuple[Role, ...] = (*LAYERS, "preview")

# Kinds of what the deployer makes, and of what a node of a launch template is made of.
_EC2_KINDS = (
    "elastic-ip",
    "instance",
    "internet-gateway",
    "launch-template",
    "natgateway",
    "network-interface",
    "route-table",
    "security-group",
    "security-group-rule",
    "subnet",
    "volume",
    "vpc",
    "vpc-endpoint",
)

# Whose service-linked roles the first cluster of an account brings with it, and the first registry
# that is cached with credentials.
# Source: https://docs.aws.amazon.com/eks/latest/userguide/using-service-linked-roles.html and
# https://docs.aws.amazon.com/AmazonECR/latest/userguide/slr-pullthroughcache.html
_LINKED = (
    "eks-nodegroup.amazonaws.com",
    "eks.amazonaws.com",
    "pullthroughcache.ecr.amazonaws.com",
)

# What the AWS provider reads while it makes the others; EC2 offers nothing finer than all of them.
_EC2_READS = (
    "Addresses",
    "AddressesAttribute",
    "AvailabilityZones",
    "InternetGateways",
    "LaunchTemplateVersions",
    "LaunchTemplates",
    "NatGateways",
    "NetworkAcls",
    "NetworkInterfaces",
    "PrefixLists",
    "RouteTables",
    "SecurityGroupRules",
    "SecurityGroups",
    "Subnets",
    "VpcEndpoints",
    "Vpcs",
)

# Actions for which AWS knows no resource.
NOTHING_FINER = frozenset(
    {
        "ec2:CreateSubnetCidrReservation",
        "ec2:DeleteSubnetCidrReservation",
        "ec2:GetSubnetCidrReservations",
        "ecr:CreatePullThroughCacheRule",
        "ecr:CreateRepositoryCreationTemplate",
        "ecr:DeletePullThroughCacheRule",
        "ecr:DeleteRepositoryCreationTemplate",
        "ecr:DescribePullThroughCacheRules",
        "ecr:DescribeRepositoryCreationTemplates",
        "ecr:UpdatePullThroughCacheRule",
        "ecr:UpdateRepositoryCreationTemplate",
        "eks:CreateCluster",
        "kms:CreateKey",
        "kms:ListAliases",
        "logs:DescribeLogGroups",
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """Where a deployer may act.

    Attributes:
        account: AWS account.
        region: AWS region.
        environment: Environment.
        state_key_arn: Key that encrypts the state.
    """

    account: str
    region: str
    environment: str
    state_key_arn: str


def documents(role: Role, scope: Scope) -> Mapping[str, str]:
    """The policy documents of a role, by what each is for."""
    found = {"state": document(*_state(role, scope))}
    if role == "preview":
        return found | _reads(scope)
    for service, wanted in actions(TYPES[role]).items():
        found[service] = document(*_statements(role, service, wanted, scope))
    if role == "platform":
        found["spark-image"] = spark_image.document(scope.account, scope.region, scope.environment)
    if role == "cluster":
        found["node-image"] = document(_node_image(scope))
    else:
        cluster = _resources("eks", scope)[:1]
        found["reach"] = document(allow("ReachTheCluster", ["eks:DescribeCluster"], cluster))
    return found


def _reads(scope: Scope) -> dict[str, str]:
    """What `pulumi preview --refresh` asks of everything that any layer makes."""
    found = {}
    for service, wanted in actions(RIGHTS).items():
        reads = [action for action in wanted if _reading(action)]
        statements = _scoped(service, reads, scope)
        found[service] = document(*statements, *(_ec2_reads(scope) if service == "ec2" else ()))
    return found | {"node-image": document(_node_image(scope))}


def _reading(action: str) -> bool:
    return action.partition(":")[2].startswith(("Describe", "Get", "List"))


def _statements(layer: Layer, service: str, wanted: Sequence[str], scope: Scope) -> list[Statement]:
    if service == "iam":
        return _identities(layer, wanted, scope)
    if service == "kms":
        return [*_scoped(service, wanted, scope), _keep_state_key(wanted, scope)]
    if service == "ec2":
        tagged = [*wanted, "ec2:CreateTags", "ec2:DeleteTags"]
        return [*_scoped(service, tagged, scope), *_ec2_reads(scope)]
    return _scoped(service, wanted, scope)


def _ec2_reads(scope: Scope) -> list[Statement]:
    reads = [f"ec2:Describe{noun}" for noun in _EC2_READS]
    return [allow("Read", reads, ["*"], _in_region(scope))]


def _node_image(scope: Scope) -> Statement:
    # Public: it belongs to no account.
    parameter = f"arn:aws:ssm:{scope.region}::parameter/aws/service/eks/*"
    return allow("NodeImage", ["ssm:GetParameter"], [parameter])


def _scoped(service: str, wanted: Sequence[str], scope: Scope) -> list[Statement]:
    """Each action on what is the environment's own, where AWS can tell."""
    scoped = [action for action in wanted if action not in NOTHING_FINER]
    everywhere = [action for action in wanted if action in NOTHING_FINER]
    statements = []
    if scoped:
        statements.append(allow("Own", scoped, _resources(service, scope)))
    if everywhere:
        statements.append(allow("NothingFiner", everywhere, ["*"], _in_region(scope)))
    return statements


def _keep_state_key(wanted: Sequence[str], scope: Scope) -> Statement:
    """A key has no name, so the layers' own cannot be told from the state's: it is kept apart."""
    changes = [action for action in wanted if action not in NOTHING_FINER and not _reading(action)]
    return {
        "Sid": "KeepTheStateKey",
        "Effect": "Deny",
        "Action": changes,
        "Resource": [scope.state_key_arn],
    }


def _identities(layer: Layer, wanted: Sequence[str], scope: Scope) -> list[Statement]:
    """Identities on the environment's path, and only with its boundary: no way up from there."""
    path = names.iam_path(scope.environment)
    base = f"arn:aws:iam::{scope.account}"
    boundary = f"{base}:policy{path}{names.boundary(scope.environment)}"
    own = _resources("iam", scope)
    roles = own[:1]
    if layer == "tenant":
        ends = names.TENANT_ROLES
        own = roles = [
            f"{base}:role{path}{names.tenant_role(scope.environment, '*', end)}" for end in ends
        ]
    grants = {"iam:AttachRolePolicy", "iam:CreateRole", "iam:PutRolePolicy"}
    grants |= {"iam:PutRolePermissionsBoundary"}
    bounded = [action for action in wanted if action in grants]
    linked = "iam:CreateServiceLinkedRole"
    services = ["ec2.amazonaws.com", "eks.amazonaws.com", "pods.eks.amazonaws.com"]
    passed = {"StringEquals": {"iam:PassedToService": services}}
    statements = [
        allow("Own", [action for action in wanted if action not in {*grants, linked}], own),
        allow(
            "Bounded",
            bounded,
            roles,
            {"ArnEquals": {"iam:PermissionsBoundary": boundary}},
        ),
        allow("Pass", ["iam:PassRole"], roles, passed),
    ]
    if linked in wanted:
        theirs = [f"{base}:role/aws-service-role/{service}/*" for service in _LINKED]
        statements.append(allow("Linked", [linked], theirs))
    if "iam:CreatePolicyVersion" in wanted:
        # The cluster's layer makes the boundary; after that, nobody widens it by a deployment.
        widen = ["iam:CreatePolicyVersion", "iam:DeletePolicyVersion"]
        deny = {"Sid": "KeepTheBoundary", "Effect": "Deny", "Action": widen, "Resource": [boundary]}
        statements.append(deny)
    return statements


def _resources(service: str, scope: Scope) -> list[str]:
    account, region, environment = scope.account, scope.region, scope.environment
    cluster = names.cluster(environment)
    eks = f"arn:aws:eks:{region}:{account}"
    kinds = ("access-entry", "addon", "identityproviderconfig", "nodegroup")
    return {
        "ec2": [
            *[f"arn:aws:ec2:{region}:{account}:{kind}/*" for kind in _EC2_KINDS],
            f"arn:aws:ec2:{region}::image/*",
        ],
        # Prefixes of cached registries begin with the environment.
        "ecr": [
            f"arn:aws:ecr:{region}:{account}:repository/{environment}-*",
            f"arn:aws:ecr:{region}:{account}:repository/{names.spark_repository(environment)}",
        ],
        "eks": [
            f"{eks}:cluster/{cluster}",
            *[f"{eks}:{kind}/{cluster}/*" for kind in (*kinds, "podidentityassociation")],
        ],
        "events": [f"arn:aws:events:{region}:{account}:rule/{environment}-*"],
        "iam": [
            f"arn:aws:iam::{account}:{kind}{names.iam_path(environment)}*"
            for kind in ("role", "policy", "instance-profile")
        ],
        "kms": [
            f"arn:aws:kms:{region}:{account}:key/*",
            f"arn:aws:kms:{region}:{account}:alias/{cluster}",
        ],
        "logs": [f"arn:aws:logs:{region}:{account}:log-group:/aws/eks/{cluster}/*"],
        # Of what lies in a bucket, the mark of one folder.
        "s3": [f"arn:aws:s3:::{cluster}-*-an", f"arn:aws:s3:::{cluster}-*-an/{EVENT_LOGS}/"],
        "sqs": [f"arn:aws:sqs:{region}:{account}:{cluster}"],
    }[service]


def _in_region(scope: Scope) -> Mapping[str, Any]:
    return {"StringEquals": {"aws:RequestedRegion": scope.region}}


def _state(role: Role, scope: Scope) -> list[Statement]:
    """The state of its own stacks to write, and of all to read: a layer reads those below.

    A preview takes no lock.

    Source: https://github.com/pulumi/pulumi/blob/v3.250.0/pkg/backend/diy/store.go (where the
    files of a stack are)
    """
    name = names.state_bucket(scope.environment, scope.account, scope.region)
    bucket = f"arn:aws:s3:::{name}"
    own = [
        f"{bucket}/.pulumi/*/{PROJECT}/{scope.environment}-{role}*",
        # The first `pulumi login` says there which form the state has.
        f"{bucket}/.pulumi/meta.yaml",
    ]
    statements = [
        allow("List", ["s3:ListBucket"], [bucket]),
        allow("Read", ["s3:GetObject"], [f"{bucket}/*"]),
    ]
    secrets = ["kms:Decrypt", "kms:DescribeKey"]
    if role != "preview":
        statements.append(allow("Write", ["s3:DeleteObject", "s3:PutObject"], own))
        secrets += ["kms:Encrypt", "kms:GenerateDataKey"]
    return [*statements, allow("Secrets", secrets, [scope.state_key_arn])]
