"""Giving a role its policies."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.base import Component


def attach(
    owner: Component,
    role: aws.iam.Role,
    *,
    managed: Mapping[str, str],
    documents: Mapping[str, pulumi.Input[str]],
) -> pulumi.Output[str]:
    """Attach AWS's policies and ours to a role, each named by what it is for.

    Args:
        owner: Component whose children they become.
        role: The role.
        managed: ARNs of policies that exist, by purpose.
        documents: Policy documents of ours, by purpose.

    Returns:
        ARN of the role, known once every policy is attached.
    """
    attached = [
        aws.iam.RolePolicyAttachment(
            owner.child(purpose), role=role.name, policy_arn=arn, opts=owner.child_opts()
        ).id
        for purpose, arn in managed.items()
    ]
    attached += [
        aws.iam.RolePolicy(
            owner.child(purpose), role=role.name, policy=text, opts=owner.child_opts()
        ).id
        for purpose, text in documents.items()
    ]
    return pulumi.Output.all(role.arn, *attached).apply(lambda known: str(known[0]))
