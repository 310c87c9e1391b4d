"""Leftovers in EC2: instances, interfaces, volumes, launch templates, security groups."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from strata.account.account import Account
from strata.sweep.leftover import Leftover, mark_of

if TYPE_CHECKING:
    from mypy_boto3_ec2 import EC2Client


def instances(account: Account) -> Iterator[Leftover]:
    """Instances whose controller went before them."""
    ec2 = account.session.client("ec2")
    running = [{"Name": "instance-state-name", "Values": ["pending", "running", "stopped"]}]
    for page in ec2.get_paginator("describe_instances").paginate(Filters=running):  # type: ignore[arg-type]
        for reservation in page["Reservations"]:
            for one in reservation["Instances"]:
                if mark := mark_of(_tags(one), account.environment):
                    yield _leftover("instance", one["InstanceId"], mark, _terminate, ec2)


def interfaces(account: Account) -> Iterator[Leftover]:
    """Interfaces of nodes that are gone; one still attached goes with what it is attached to."""
    ec2 = account.session.client("ec2")
    free = [{"Name": "status", "Values": ["available"]}]
    for page in ec2.get_paginator("describe_network_interfaces").paginate(Filters=free):  # type: ignore[arg-type]
        for one in page["NetworkInterfaces"]:
            if mark := mark_of(_tags(one), account.environment):
                yield _leftover(
                    "network interface", one["NetworkInterfaceId"], mark, _delete_interface, ec2
                )


def volumes(account: Account) -> Iterator[Leftover]:
    """Volumes of claims: nobody else knows what is on them."""
    ec2 = account.session.client("ec2")
    free = [{"Name": "status", "Values": ["available"]}]
    for page in ec2.get_paginator("describe_volumes").paginate(Filters=free):  # type: ignore[arg-type]
        for one in page["Volumes"]:
            if mark := mark_of(_tags(one), account.environment):
                id_ = one["VolumeId"]
                yield Leftover(
                    kind="volume",
                    id=id_,
                    mark=mark,
                    delete=lambda id_=id_: _delete_volume(ec2, id_),  # type: ignore[misc]
                    holds_data=True,
                )


def launch_templates(account: Account) -> Iterator[Leftover]:
    """Templates that Karpenter made for its node classes."""
    ec2 = account.session.client("ec2")
    for page in ec2.get_paginator("describe_launch_templates").paginate():
        for one in page["LaunchTemplates"]:
            if mark := mark_of(_tags(one), account.environment):
                yield _leftover(
                    "launch template", one["LaunchTemplateId"], mark, _delete_template, ec2
                )


def security_groups(account: Account) -> Iterator[Leftover]:
    """Groups that the cluster or its load balancers made."""
    ec2 = account.session.client("ec2")
    for page in ec2.get_paginator("describe_security_groups").paginate():
        for one in page["SecurityGroups"]:
            if mark := mark_of(_tags(one), account.environment):
                yield _leftover("security group", one["GroupId"], mark, _delete_group, ec2)


def _leftover(kind: str, id_: str, mark: str, delete: Any, ec2: "EC2Client") -> Leftover:
    return Leftover(kind=kind, id=id_, mark=mark, delete=lambda: delete(ec2, id_))


def _tags(one: Any) -> list[dict[str, str]]:
    # Interfaces call theirs otherwise.
    tags: list[dict[str, str]] = one.get("Tags", one.get("TagSet", []))
    return tags


def _terminate(ec2: "EC2Client", id_: str) -> None:
    ec2.terminate_instances(InstanceIds=[id_])
    ec2.get_waiter("instance_terminated").wait(InstanceIds=[id_])


def _delete_interface(ec2: "EC2Client", id_: str) -> None:
    ec2.delete_network_interface(NetworkInterfaceId=id_)


def _delete_volume(ec2: "EC2Client", id_: str) -> None:
    ec2.delete_volume(VolumeId=id_)


def _delete_template(ec2: "EC2Client", id_: str) -> None:
    ec2.delete_launch_template(LaunchTemplateId=id_)


def _delete_group(ec2: "EC2Client", id_: str) -> None:
    # Two groups that let each other in can be deleted only once neither does.
    [group] = ec2.describe_security_groups(GroupIds=[id_])["SecurityGroups"]
    if group["IpPermissions"]:
        ec2.revoke_security_group_ingress(GroupId=id_, IpPermissions=group["IpPermissions"])
    users = ec2.describe_security_groups(
        Filters=[{"Name": "ip-permission.group-id", "Values": [id_]}]
    )
    for user in users["SecurityGroups"]:
        permissions = [
            {**permission, "UserIdGroupPairs": pairs, "IpRanges": []}
            for permission in user["IpPermissions"]
            if (pairs := [p for p in permission["UserIdGroupPairs"] if p.get("GroupId") == id_])
        ]
        if permissions:
            ec2.revoke_security_group_ingress(GroupId=user["GroupId"], IpPermissions=permissions)  # type: ignore[arg-type]
    ec2.delete_security_group(GroupId=id_)
