"""The identities and resources of planned stacks, as AWS would hold them."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from strata.isolation.iam import Caller, Statement, statements
from strata.isolation.told import MANAGED_SECRET, Told
from strata.plan.recording import Recording
from strata.rehearsal.cloud.kinds import kind_of
from strata.rehearsal.cloud.request import Caller as Deployer

PLATFORM = ""
"""Owner of what belongs to no tenant."""

ROLE = "aws:iam/role:Role"
BUCKET = "aws:s3/bucket:Bucket"
KEY = "aws:kms/key:Key"
SECRET = "aws:secretsmanager/secret:Secret"  # noqa: S105 - a type
_POLICY = "aws:iam/policy:Policy"
_INLINE = "aws:iam/rolePolicy:RolePolicy"
_ATTACHED = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
_PROVIDER = "pulumi:providers:aws"
_ENCRYPTION = (
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
)
_BY_DEFAULT, _BUCKET_KEY = "applyServerSideEncryptionByDefault", "kmsMasterKeyId"
# How resources other than buckets name their key.
_KEY_INPUTS = ("kmsKeyId", "kmsMasterKeyId", "kmsKeyArn")
_BY_AWS = "arn:aws:iam::aws:policy/"

# What may say its own policy itself.
_WITH_POLICY = (
    BUCKET,
    KEY,
    SECRET,
    "aws:sns/topic:Topic",
    "aws:sqs/queue:Queue",
)
# Where it is said apart, and what names the resource there.
_RESOURCE_POLICIES = {
    "aws:ecr/repositoryPolicy:RepositoryPolicy": "repository",
    "aws:s3/bucketPolicy:BucketPolicy": "bucket",
    "aws:secretsmanager/secretPolicy:SecretPolicy": "secretArn",
    "aws:sns/topicPolicy:TopicPolicy": "arn",
    "aws:sqs/queuePolicy:QueuePolicy": "queueUrl",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Resource:
    """Something with an ARN.

    Attributes:
        type: Type token.
        arn: Its ARN.
        owner: The tenant whose stack makes it, or `PLATFORM`.
        id: Its identifier.
        key: ARN of the key that encrypts it; empty if none of the plan's does.
        policy: Statements of its own policy; None if it has none.
    """

    type: str
    arn: str
    owner: str
    id: str
    key: str
    policy: tuple[Statement, ...] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Role:
    """An IAM role.

    Attributes:
        name: Its name.
        owner: The tenant whose stack makes it, or `PLATFORM`.
        trust: Statements of its trust policy.
        identity: The role as a caller, with the policies that the plan holds.
        by_aws: Names of AWS's own policies that it has beside those; they are in no plan.
    """

    name: str
    owner: str
    trust: tuple[Statement, ...]
    identity: Caller
    by_aws: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """What the plans of one environment put into its AWS account.

    Attributes:
        number: The account.
        region: The region.
        environment: Name of the environment.
        tenants: Names of the tenants, sorted.
        roles: Every role.
        resources: Everything with an ARN, roles among them.
    """

    number: str
    region: str
    environment: str
    tenants: tuple[str, ...]
    roles: tuple[Role, ...]
    resources: tuple[Resource, ...]

    def policy(self, arn: str) -> tuple[Statement, ...] | None:
        """The policy that a resource has, or the bucket that an object is in."""
        for resource in self.resources:
            if resource.arn == arn or (_is_bucket(resource) and arn.startswith(resource.arn + "/")):
                return resource.policy
        return None

    def role(self, name: str) -> Role:
        """The role of a name.

        Raises:
            LookupError: There is none.
        """
        found = [role for role in self.roles if role.name == name]
        if not found:
            raise LookupError(
                f"no role {name!r}; there are: {', '.join(r.name for r in self.roles)}"
            )
        return found[0]


def account(recordings: Sequence[Recording]) -> Account:
    """Read the plans of one environment: cluster, platform and tenants.

    Raises:
        NotUnderstoodError: A policy says something that is not modelled.
    """
    provider = recordings[0].of_type(_PROVIDER)[0].inputs
    number, region = json.loads(provider["allowedAccountIds"])[0], provider["region"]
    told = Told(recordings, Deployer(account=number, region=region))
    resources = list(_resources(recordings, told))
    return Account(
        number=number,
        region=region,
        environment=recordings[0].stack.partition("-")[0],
        tenants=tuple(sorted({owner_of(one) for one in recordings} - {PLATFORM})),
        roles=tuple(_roles(recordings, told)),
        resources=tuple(resources),
    )


def owner_of(recording: Recording) -> str:
    """The tenant that a stack belongs to, or `PLATFORM`."""
    _, layer, *tenant = recording.stack.split("-", 2)
    return tenant[0] if layer == "tenant" else PLATFORM


def _is_bucket(resource: Resource) -> bool:
    return resource.type == BUCKET


def _resources(recordings: Sequence[Recording], told: Told) -> Iterator[Resource]:
    policies = {
        told.value(one.inputs[_RESOURCE_POLICIES[one.type]]): one.inputs["policy"]
        for recording in recordings
        for one in recording.resources
        if one.type in _RESOURCE_POLICIES
    }
    keys = {
        told.value(one.inputs["bucket"]): told.value(one.inputs["rules"])[0][_BY_DEFAULT][
            _BUCKET_KEY
        ]
        for recording in recordings
        for one in recording.of_type(_ENCRYPTION)
    }
    for recording in recordings:
        for one in recording.resources:
            arn = told.output(one.name, "arn")
            if arn is None or kind_of(one.type) is None:
                continue
            names = (arn, told.output(one.name, "id"))
            found = [policies[name] for name in dict.fromkeys(names) if name in policies]
            if one.type in _WITH_POLICY and "policy" in one.inputs:
                found.append(one.inputs["policy"])
            inputs = told.value(one.inputs)
            own = [inputs[name] for name in _KEY_INPUTS if name in inputs]
            owner = owner_of(recording)
            yield Resource(
                type=one.type,
                arn=arn,
                owner=owner,
                id=str(told.output(one.name, "id")),
                key=own[0] if own else keys.get(names[1], ""),
                policy=statements(*map(told.document, found)) if found else None,
            )
            password = told.output(one.name, f"{MANAGED_SECRET}.secretArn")
            if password:
                key = inputs.get("masterUserSecretKmsKeyId", "")
                yield Resource(
                    type=SECRET, arn=password, owner=owner, id=password, key=key, policy=None
                )


def _roles(recordings: Sequence[Recording], told: Told) -> Iterator[Role]:
    every = [one for recording in recordings for one in recording.resources]
    managed = {told.output(one.name, "arn"): one for one in every if one.type == _POLICY}

    def of_role(type_: str, role: str, what: str) -> list[Any]:
        return [
            one.inputs[what]
            for one in every
            if one.type == type_ and told.value(one.inputs["role"]) == role
        ]

    for recording in recordings:
        for one in recording.of_type(ROLE):
            name = one.inputs["name"]
            arns = [told.value(arn) for arn in of_role(_ATTACHED, name, "policyArn")]
            ours = [managed[arn].inputs["policy"] for arn in arns if arn in managed]
            inline = of_role(_INLINE, name, "policy")
            boundary = managed[told.value(one.inputs["permissionsBoundary"])].inputs["policy"]
            yield Role(
                name=name,
                owner=owner_of(recording),
                trust=statements(told.document(one.inputs["assumeRolePolicy"])),
                identity=Caller(
                    arn=str(told.output(one.name, "arn")),
                    policies=statements(*map(told.document, (*inline, *ours))),
                    boundary=statements(told.document(boundary)),
                ),
                by_aws=tuple(arn.removeprefix(_BY_AWS) for arn in arns if arn not in managed),
            )
