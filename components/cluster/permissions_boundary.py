"""PermissionsBoundary: the most that any role of an environment can ever do."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import names
from components.base import Component
from components.policy_documents import allow, document


@dataclass(frozen=True, kw_only=True, slots=True)
class PermissionsBoundaryArgs:
    """What a boundary needs.

    Attributes:
        environment: Environment whose roles carry it.
    """

    environment: str


class PermissionsBoundary(Component):
    """The ceiling of every role of an environment: what a mistake in a policy cannot exceed.

    It grants nothing by itself.

    Attributes:
        policy_arn: ARN of the policy that roles name as their boundary.
    """

    TYPE = "strata:cluster:PermissionsBoundary"

    policy_arn: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        args: PermissionsBoundaryArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        policy = aws.iam.Policy(
            self.child("policy"),
            name=names.boundary(args.environment),
            path=names.iam_path(args.environment),
            description=f"The most that a role of {names.cluster(args.environment)} can do",
            policy=boundary_document(args.environment),
            opts=self.child_opts(),
        )
        self.policy_arn = policy.arn
        self.finish()


def boundary_document(environment: str) -> str:
    """Everything but identities, accounts, bills and Pulumi's state.

    Of IAM only what Karpenter's role needs, and no role outside the environment can be passed.
    """
    state = names.state(environment)
    return document(
        {
            "Sid": "AllButIdentity",
            "Effect": "Allow",
            "NotAction": [
                "account:*",
                "aws-portal:*",
                "billing:*",
                "iam:*",
                "identitystore:*",
                "organizations:*",
                "sso:*",
            ],
            "Resource": "*",
        },
        allow(
            "InstanceProfiles",
            [
                "iam:AddRoleToInstanceProfile",
                "iam:CreateInstanceProfile",
                "iam:DeleteInstanceProfile",
                "iam:GetInstanceProfile",
                "iam:ListInstanceProfiles",
                "iam:RemoveRoleFromInstanceProfile",
                "iam:TagInstanceProfile",
            ],
            ["*"],
        ),
        allow("OwnRoles", ["iam:PassRole"], [f"arn:aws:iam::*:role{names.iam_path(environment)}*"]),
        # Whoever could read or write the state could be anybody.
        {
            "Sid": "NotTheState",
            "Effect": "Deny",
            "Action": "s3:*",
            "Resource": [
                f"arn:aws:s3:::strata-state-{environment}-*",
                f"arn:aws:s3:::strata-state-{environment}-*/*",
            ],
        },
        {
            "Sid": "NotTheStateKey",
            "Effect": "Deny",
            "Action": "kms:*",
            "Resource": "*",
            "Condition": {"ForAnyValue:StringEquals": {"kms:ResourceAliases": f"alias/{state}"}},
        },
    )
