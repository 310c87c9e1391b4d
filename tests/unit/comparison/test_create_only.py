"""What cannot change in place, held against the sources that decide it."""

import ast
import functools
import importlib
import inspect
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import botocore.session
import pulumi
import pytest

from strata.comparison.create_only import Facts, facts, listed_types
from strata.packages import resource_class
from strata.plan.recording import Recording
from tests.samples import PROJECT

PACKAGES = ("pulumi_aws", "pulumi_kubernetes", "pulumi_random")


class Calls(NamedTuple):
    """How AWS's API makes a resource and changes it.

    Attributes:
        service: Name of the API.
        create: Call that makes it.
        updates: Calls that change it.
        words: What the API calls inputs that the provider calls otherwise.
    """

    service: str
    create: str
    updates: tuple[str, ...]
    words: Mapping[str, str] = {}


CALLS = {
    "aws:cloudwatch/logGroup:LogGroup": Calls(
        "logs", "CreateLogGroup", ("AssociateKmsKey", "PutLogGroupDeletionProtection")
    ),
    "aws:ecr/pullThroughCacheRule:PullThroughCacheRule": Calls(
        "ecr", "CreatePullThroughCacheRule", ("UpdatePullThroughCacheRule",)
    ),
    "aws:ecr/repository:Repository": Calls(
        "ecr",
        "CreateRepository",
        ("PutImageTagMutability", "PutImageScanningConfiguration"),
        {"name": "repositoryName", "encryptionConfigurations": "encryptionConfiguration"},
    ),
    "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": Calls(
        "ecr", "CreateRepositoryCreationTemplate", ("UpdateRepositoryCreationTemplate",)
    ),
    "aws:eks/accessEntry:AccessEntry": Calls("eks", "CreateAccessEntry", ("UpdateAccessEntry",)),
    "aws:eks/addon:Addon": Calls("eks", "CreateAddon", ("UpdateAddon",)),
    "aws:eks/cluster:Cluster": Calls(
        "eks", "CreateCluster", ("UpdateClusterConfig", "UpdateClusterVersion")
    ),
    "aws:eks/nodeGroup:NodeGroup": Calls(
        "eks",
        "CreateNodegroup",
        ("UpdateNodegroupConfig", "UpdateNodegroupVersion"),
        {"subnetIds": "subnets", "nodeRoleArn": "nodeRole"},
    ),
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": Calls(
        "eks", "CreatePodIdentityAssociation", ("UpdatePodIdentityAssociation",)
    ),
    "aws:elasticache/serverlessCache:ServerlessCache": Calls(
        "elasticache",
        "CreateServerlessCache",
        ("ModifyServerlessCache",),
        {"name": "ServerlessCacheName", "snapshotArnsToRestores": "SnapshotArnsToRestore"},
    ),
    "aws:elasticache/user:User": Calls("elasticache", "CreateUser", ("ModifyUser",)),
    "aws:iam/instanceProfile:InstanceProfile": Calls(
        "iam", "CreateInstanceProfile", (), {"name": "InstanceProfileName"}
    ),
    "aws:iam/policy:Policy": Calls(
        "iam",
        "CreatePolicy",
        ("CreatePolicyVersion",),
        {"name": "PolicyName", "policy": "PolicyDocument"},
    ),
    "aws:iam/role:Role": Calls(
        "iam",
        "CreateRole",
        ("UpdateRole", "UpdateAssumeRolePolicy", "PutRolePermissionsBoundary"),
        {"name": "RoleName"},
    ),
    "aws:kms/alias:Alias": Calls("kms", "CreateAlias", ("UpdateAlias",), {"name": "AliasName"}),
    "aws:kms/key:Key": Calls("kms", "CreateKey", ("UpdateKeyDescription", "PutKeyPolicy")),
    "aws:msk/topic:Topic": Calls("kafka", "CreateTopic", ("UpdateTopic",), {"name": "TopicName"}),
    "aws:rds/instance:Instance": Calls(
        "rds",
        "CreateDBInstance",
        ("ModifyDBInstance",),
        {
            "port": "DBPortNumber",
            "username": "MasterUsername",
            "identifier": "DBInstanceIdentifier",
            "instanceClass": "DBInstanceClass",
        },
    ),
    "aws:rds/parameterGroup:ParameterGroup": Calls(
        "rds",
        "CreateDBParameterGroup",
        ("ModifyDBParameterGroup",),
        {"family": "DBParameterGroupFamily", "name": "DBParameterGroupName"},
    ),
    "aws:rds/subnetGroup:SubnetGroup": Calls(
        "rds",
        "CreateDBSubnetGroup",
        ("ModifyDBSubnetGroup",),
        {"description": "DBSubnetGroupDescription", "name": "DBSubnetGroupName"},
    ),
    "aws:secretsmanager/secret:Secret": Calls("secretsmanager", "CreateSecret", ("UpdateSecret",)),
}

# What other calls change: tags, ways out of a VPC, and what belongs to the deletion.
ELSEWHERE = {"forceOverwriteReplicaSecret", "region", "tags"}

# What the API could change in place, and the provider replaces all the same.
# Source: engine and majorEngineVersion: RequiresReplace,
# https://github.com/hashicorp/terraform-provider-aws/blob/00a919d1548eb437816d4838f320502ad34183ff/internal/service/elasticache/serverless_cache.go
# engine: ForceNew,
# https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/rds/instance.go
STRICTER = {
    ("aws:elasticache/serverlessCache:ServerlessCache", "engine"),
    ("aws:elasticache/serverlessCache:ServerlessCache", "majorEngineVersion"),
    ("aws:rds/instance:Instance", "engine"),
}


def inputs(type_: str) -> list[str]:
    """The inputs of a type, as the engine calls them."""
    made: Any = resource_class(type_)
    names = inspect.signature(made._internal_init).parameters
    words = [name for name in names if name not in ("__self__", "resource_name", "opts")]
    return [camel(word) for word in words if not word.startswith("__")]


def camel(word: str) -> str:
    first, *others = word.split("_")
    return first + "".join(one.capitalize() for one in others)


def members(type_: str) -> tuple[set[str], set[str], set[str]]:
    """What making a resource takes, what changing it takes, and what only says which one."""
    calls = CALLS[type_]
    model = botocore.session.get_session().get_service_model(calls.service)
    create, *updates = [
        model.operation_model(one).input_shape for one in (calls.create, *calls.updates)
    ]
    assert create
    changed = {name.lower() for shape in updates if shape for name in shape.members}
    naming = {name.lower() for shape in updates if shape for name in shape.required_members}
    return {name.lower() for name in create.members}, changed, naming


@pytest.mark.parametrize("type_", sorted(CALLS))
def test_what_no_update_call_of_aws_takes_is_create_only(type_: str) -> None:
    create, update, _ = members(type_)
    replaces = {name.partition(".")[0] for name in whole(type_).replaces}
    told = {name: CALLS[type_].words.get(name, name).lower() for name in inputs(type_)}
    missing = {
        name
        for name, word in told.items()
        if word in create - update and name not in replaces | ELSEWHERE
    }
    assert missing == set()


@pytest.mark.parametrize("type_", sorted(CALLS))
def test_what_an_update_call_of_aws_takes_is_not_create_only(type_: str) -> None:
    create, update, names = members(type_)
    wrong = {
        name
        for name in whole(type_).replaces
        if CALLS[type_].words.get(name, name).lower() in (create & update) - names
    }
    assert wrong == {name for one, name in STRICTER if one == type_}


@pytest.mark.parametrize("type_", sorted(listed_types()))
def test_every_fact_is_about_an_input_that_the_provider_has(type_: str) -> None:
    if resource_class(type_) is None:
        # Custom kinds and providers have no class; their facts are those of every object.
        assert type_.startswith("pulumi:providers:") or not whole(type_).replaces[2:]
        return
    listed = whole(type_)
    told = {*listed.replaces, *listed.data, *listed.refused, listed.name} - {""}
    # What holds for every object of Kubernetes is listed once, for releases of Helm too.
    known = {*inputs(type_), "region", *({"metadata"} if type_.startswith("kubernetes:") else ())}
    assert {name.partition(".")[0] for name in told} <= known


def whole(type_: str) -> Facts:
    found = facts(type_)
    assert found, f"{type_} is not listed"
    return found


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_every_type_of_the_committed_plans_has_its_facts(
    environment: str, request: pytest.FixtureRequest
) -> None:
    recordings: dict[str, Recording] = request.getfixturevalue(environment)
    types = {one.type for recording in recordings.values() for one in recording.resources}
    made = {type_ for type_ in types if not type_.startswith(("strata:", "eks:"))}
    assert {type_ for type_ in made if type_ not in listed_types()} == set()


def test_every_type_that_the_code_can_make_has_its_facts() -> None:
    made = {type_ for folder in ("components", "layers") for type_ in named(folder)}
    assert {"aws:s3/bucket:Bucket", "kubernetes:core/v1:Namespace"} <= made
    assert made - listed_types() == set()


def named(folder: str) -> Iterator[str]:
    """Type tokens of every resource class that the code of a folder names."""
    for file in sorted((PROJECT.root / folder).rglob("*.py")):
        tree = ast.parse(file.read_text())
        known = dict(imported(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute | ast.Name):
                name, *path = ast.unparse(node).split(".")
                found = functools.reduce(attribute, path, known.get(name))
                if isinstance(found, type) and issubclass(found, pulumi.CustomResource):
                    # Of a class for any custom kind, only a plan tells the type.
                    yield from filter(None, [getattr(found, "pulumi_type", None)])


def imported(tree: ast.Module) -> Iterator[tuple[str, Any]]:
    """What a file has of providers' packages, by the name that it has there."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                if one.name in PACKAGES:
                    yield one.asname or one.name, importlib.import_module(one.name)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGES):
            home = importlib.import_module(str(node.module))
            yield from ((one.asname or one.name, getattr(home, one.name)) for one in node.names)


def attribute(value: Any, name: str) -> Any:
    return getattr(value, name, None)


@pytest.mark.parametrize(
    ("type_", "name"),
    [
        ("kubernetes:core/v1:ConfigMap", "metadata.name"),
        ("kubernetes:example.com/v1:Custom", "metadata.name"),
        ("kubernetes:helm.sh/v3:Release", "name"),
        ("aws:s3/bucket:Bucket", "bucket"),
        ("aws:ec2/vpc:Vpc", ""),
    ],
)
def test_the_input_that_names_a_resource_is_known(type_: str, name: str) -> None:
    assert whole(type_).name == name


def test_what_names_a_resource_cannot_change_in_place() -> None:
    named = {type_: whole(type_) for type_ in listed_types() if whole(type_).name}
    # RDS renames one. Source: parameter NewDBInstanceIdentifier of
    # https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html
    assert {type_ for type_, one in named.items() if one.name not in one.replaces} == {
        "aws:rds/instance:Instance"
    }


def test_a_patch_knows_no_more_than_that_it_is_of_one_object() -> None:
    patch = whole("kubernetes:core/v1:ConfigMapPatch")
    assert patch == Facts(replaces=("metadata.name", "metadata.namespace"), name="metadata.name")


def test_of_a_type_of_another_package_nothing_is_known() -> None:
    assert facts("gcp:storage/bucket:Bucket") is None
