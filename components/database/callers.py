"""Who may reach a database, in the network: nodes and pods of the cluster, on its ports alone."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.base import Component


def callers(
    owner: Component,
    what: str,
    *,
    ports: Mapping[str, int],
    vpc_id: pulumi.Input[str],
    client_security_group_id: pulumi.Input[str],
) -> pulumi.Output[str]:
    """Make a security group that lets the cluster in and nobody else.

    Args:
        owner: Component whose children group and rules become.
        what: What is called, such as `PostgreSQL`.
        ports: TCP ports, by what their rules are called.
        vpc_id: VPC of the cluster.
        client_security_group_id: Security group of whoever may call.

    Returns:
        ID of the group.
    """
    group = aws.ec2.SecurityGroup(
        owner.child("callers"),
        description=f"{what} from the cluster's nodes and pods",
        vpc_id=vpc_id,
        opts=owner.child_opts(),
    )
    for name, port in ports.items():
        aws.vpc.SecurityGroupIngressRule(
            owner.child(name),
            security_group_id=group.id,
            referenced_security_group_id=client_security_group_id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            opts=owner.child_opts(),
        )
    return group.id
