"""Plans of a few resources, as little of each as matters."""

from typing import Any

from strata.plan.recording import Planned, Recording

BUCKET = "aws:s3/bucket:Bucket"
VPC = "aws:ec2/vpc:Vpc"
SUBNET = "aws:ec2/subnet:Subnet"
QUEUE = "aws:sqs/queue:Queue"
ROLE = "aws:iam/role:Role"
COMPONENT = "strata:storage:Bucket"


def planned(type_: str, name: str = "one", *, parent: str = "", **more: Any) -> Planned:
    """A resource; its URN tells the types of its parents, as the engine's does.

    Args:
        type_: Type token.
        name: Logical name.
        parent: URN of its parent.
        more: Fields of `Planned` that are not empty.
    """
    types = f"{parent.split('::')[2]}$" if parent else ""
    empty: dict[str, Any] = {
        "urn": f"urn:pulumi:dev-cluster::strata::{types}{type_}::{name}",
        "depends_on": (),
        "protect": False,
        "retain": False,
        "provider": "",
        "aliases": (),
        "inputs": {},
    }
    return Planned(type=type_, name=name, parent=parent, **(empty | more))


def stack(*resources: Planned, name: str = "dev-cluster") -> Recording:
    """A plan of some resources."""
    return Recording(name, sorted(resources, key=lambda one: one.urn))
