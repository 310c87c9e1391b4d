"""What each layer's deployer may do: the actions its resources need, where AWS can tell where.

One more role, for previews, may read what all of them make, and change nothing.

The table of actions is `rights.py`; a test holds it against the plan of every layer.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from components import names
from components.policy_documents import Statement, allow, allow_key, document
from layers.stack import PROJECT, Layer
from strata.bootstrap import indirect, spark_image
from strata.bootstrap.rights import RIGHTS, actions
from strata.bootstrap.scope import NOTHING_FINER, Scope, in_region, resources, resources_of
from strata.bootstrap.service_rights import SERVICE_RIGHTS

_S3 = tuple(type_ for type_ in RIGHTS if type_.startswith("aws:s3/"))
_IMAGES = (
    "aws:ecr/repository:Repository",
    "aws:ecr/lifecyclePolicy:LifecyclePolicy",
)

TYPES: Mapping[Layer, tuple[str, ...]] = {
    "cluster": tuple(type_ for type_ in RIGHTS if type_ not in (*_S3, *_IMAGES, *SERVICE_RIGHTS)),
    "platform": (
        *_IMAGES,
        "aws:cloudwatch/logGroup:LogGroup",
        "aws:ec2/securityGroup:SecurityGroup",
        "aws:eks/podIdentityAssociation:PodIdentityAssociation",
        "aws:iam/role:Role",
        "aws:iam/rolePolicy:RolePolicy",
        "aws:rds/instance:Instance",
        "aws:rds/parameterGroup:ParameterGroup",
        "aws:rds/subnetGroup:SubnetGroup",
        "aws:secretsmanager/secret:Secret",
        "aws:secretsmanager/secretVersion:SecretVersion",
        "aws:sns/topic:Topic",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        *_S3,
    ),
    "tenant": (
        *_IMAGES,
        "aws:cloudwatch/logGroup:LogGroup",
        "aws:ec2/securityGroup:SecurityGroup",
        "aws:elasticache/serverlessCache:ServerlessCache",
        "aws:elasticache/user:User",
        "aws:elasticache/userGroup:UserGroup",
        "aws:glue/catalogDatabase:CatalogDatabase",
        "aws:kms/alias:Alias",
        "aws:kms/key:Key",
        "aws:msk/topic:Topic",
        "aws:rds/instance:Instance",
        "aws:rds/parameterGroup:ParameterGroup",
        "aws:rds/subnetGroup:SubnetGroup",
        "aws:secretsmanager/secret:Secret",
        "aws:secretsmanager/secretVersion:SecretVersion",
        "aws:sqs/queue:Queue",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "aws:sns/topic:Topic",
        "aws:sns/topicSubscription:TopicSubscription",
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

# Whose service-linked roles a layer brings with its first of something in an account: a cluster,
# a registry that is cached with credentials, a database, a cache.
# Source: https://docs.aws.amazon.com/eks/latest/userguide/using-service-linked-roles.html,
# https://docs.aws.amazon.com/AmazonECR/latest/userguide/slr-pullthroughcache.html,
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAM.ServiceLinkedRoles.html,
# and https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/using-service-linked-roles.html
_LINKED: Mapping[Layer, tuple[str, ...]] = {
    "cluster": (
        "eks-nodegroup.amazonaws.com",
        "eks.amazonaws.com",
        "pullthroughcache.ecr.amazonaws.com",
    ),
    "platform": ("rds.amazonaws.com",),
    "tenant": ("elasticache.amazonaws.com", "rds.amazonaws.com"),
}

# What is done with a key, not to it; secrets are asked of Secrets Manager alone.
_KEY_USES = ("kms:Decrypt", "kms:GenerateDataKey")

# A preview shows what changes: it has no use for what a secret holds, but for those that people
# made, from which the layer copies.
_NOT_IN_PREVIEWS = ("secretsmanager:GetSecretValue",)

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


def documents(role: Role, scope: Scope) -> Mapping[str, str]:
    """The policy documents of a role, by what each is for."""
    found = {"state": document(*_state(role, scope))}
    if role == "preview":
        return found | _reads(scope)
    for service, wanted in actions(TYPES[role]).items():
        if statements := _statements(role, service, wanted, scope):
            found[service] = document(*statements)
    if role == "platform":
        found |= indirect.brokers(scope)
        found["spark-image"] = spark_image.document(scope.account, scope.region, scope.environment)
    if role == "cluster":
        found["node-image"] = document(_node_image(scope))
    else:
        cluster = resources("eks", scope)[:1]
        found["reach"] = document(allow("ReachTheCluster", ["eks:DescribeCluster"], cluster))
    return found


def _reads(scope: Scope) -> dict[str, str]:
    """What `pulumi preview --refresh` asks of everything that any layer makes."""
    found = {}
    made = {type_ for types in TYPES.values() for type_ in types}
    for service, wanted in actions(made).items():
        reads = [action for action in wanted if _reading(action) and action not in _NOT_IN_PREVIEWS]
        statements = _scoped(resources(service, scope), reads, scope)
        if service == "ec2":
            statements += _ec2_reads(scope)
        if service == "secretsmanager":
            statements.append(_client_secrets(scope))
        if statements:
            found[service] = document(*statements)
    return found | indirect.brokers(scope) | {"node-image": document(_node_image(scope))}


def _client_secrets(scope: Scope) -> Statement:
    place = f"arn:aws:secretsmanager:{scope.region}:{scope.account}:secret"
    owned = names.secret(scope.environment, names.OWNER_ACCESS, "*")
    return allow("ClientSecrets", ["secretsmanager:GetSecretValue"], [f"{place}:{owned}"])


def _reading(action: str) -> bool:
    # Whoever reads a topic connects to its cluster first.
    return action.partition(":")[2].startswith(("Connect", "Describe", "Get", "List"))


def _statements(layer: Layer, service: str, wanted: Sequence[str], scope: Scope) -> list[Statement]:
    if service == "iam":
        return _identities(layer, wanted, scope)
    own = resources_of(layer, service, scope)
    if service == "kms":
        changes = [action for action in wanted if action not in _KEY_USES]
        uses = [action for action in wanted if action in _KEY_USES]
        found = [*_scoped(own, changes, scope), _keep_state_key(changes, scope)]
        return _said([*found, _key_uses(uses, scope)])
    if service == "ec2":
        theirs = [one for one in wanted if "VpcEndpoint" in one] if layer != "cluster" else []
        ours = [one for one in wanted if one not in theirs]
        tagged = [*ours, "ec2:CreateTags", "ec2:DeleteTags"]
        return [
            *_scoped(own, tagged, scope),
            *indirect.cache_endpoints(theirs, scope),
            *_ec2_reads(scope),
        ]
    found = _scoped(own, wanted, scope)
    if layer == "tenant" and service == "rds":
        found += indirect.keep_airflow(wanted, scope)
    if layer == "tenant" and service == "secretsmanager":
        found += indirect.managed_passwords(wanted, scope)
    return found


def _ec2_reads(scope: Scope) -> list[Statement]:
    reads = [f"ec2:Describe{noun}" for noun in _EC2_READS]
    return [allow("Read", reads, ["*"], in_region(scope))]


def _node_image(scope: Scope) -> Statement:
    # Public: it belongs to no account.
    parameter = f"arn:aws:ssm:{scope.region}::parameter/aws/service/eks/*"
    return allow("NodeImage", ["ssm:GetParameter"], [parameter])


def _scoped(own: Sequence[str], wanted: Sequence[str], scope: Scope) -> list[Statement]:
    """Each action on what is the environment's own, where AWS can tell."""
    scoped = [action for action in wanted if action not in NOTHING_FINER]
    everywhere = [action for action in wanted if action in NOTHING_FINER]
    statements = []
    if scoped and own:
        statements.append(allow("Own", scoped, own))
    if everywhere:
        statements.append(allow("Any", everywhere, ["*"], in_region(scope)))
    return statements


def _said(statements: Iterable[Statement]) -> list[Statement]:
    """Those that say something: one without an action is malformed."""
    return [statement for statement in statements if statement["Action"]]


def _key_uses(wanted: Sequence[str], scope: Scope) -> Statement:
    """Uses of any key for secrets alone; what those may be is said where secrets are."""
    keys = resources("kms", scope)[:1]
    return allow_key("UseForSecrets", wanted, keys, service="secretsmanager", region=scope.region)


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
    own = resources("iam", scope)
    roles = own[:1]
    if layer == "tenant":
        own = roles = names.tenant_role_arns(scope.environment, "*", scope.account)
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
        theirs = [f"{base}:role/aws-service-role/{service}/*" for service in _LINKED[layer]]
        statements.append(allow("Linked", [linked], theirs))
    if "iam:CreatePolicyVersion" in wanted:
        # The cluster's layer makes the boundary; after that, nobody widens it by a deployment.
        widen = ["iam:CreatePolicyVersion", "iam:DeletePolicyVersion"]
        deny = {"Sid": "KeepTheBoundary", "Effect": "Deny", "Action": widen, "Resource": [boundary]}
        statements.append(deny)
    return _said(statements)


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
