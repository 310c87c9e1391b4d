"""EKS: the control plane.

Sources: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html,
https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html and
https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html
"""

import base64
from typing import Any

from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.inventory import Inventory, Row
from strata.rehearsal.cloud.kind import Kind, NameRule, Unique
from strata.rehearsal.cloud.refused import RefusedError
from strata.rehearsal.cloud.request import Request


def two_zones(request: Request) -> list[Row]:
    """A control plane stands in at least two availability zones."""
    subnets = [
        row
        for id_ in request.input("vpcConfig.subnetIds", [])
        if (row := request.find(t.SUBNET, id_)) is not None
    ]
    zones = sorted({str(row.inputs.get("availabilityZone")) for row in subnets})
    if len(zones) < 2:
        raise request.refused(
            f"vpcConfig.subnetIds: subnets in one zone only ({', '.join(zones) or 'none'})",
            "give subnets in at least two availability zones",
        )
    return []


def one_minor_up(request: Request) -> list[Row]:
    """A control plane is upgraded by one minor version at a time, and never downgraded."""
    old = request.before.inputs.get("version") if request.before else None
    new = request.input("version")
    if old is None or new is None or _minor(new) - _minor(old) in (0, 1):
        return []
    raise request.refused(
        f"version = {new!r}: the cluster runs {old}, and EKS goes up one minor version at a time",
        f"write '1.{_minor(old) + 1}' or keep '{old}'",
    )


def deletion_protection(row: Row, _: Inventory) -> None:
    """A protected cluster refuses to be deleted.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/deletion-protection.html
    """
    if row.inputs.get("deletionProtection"):
        raise RefusedError(
            f"{row}: the cluster has deletionProtection; set it to false, bring the stack up, "
            "and delete it then"
        )


def _minor(version: str) -> int:
    return int(version.partition(".")[2])


def _authority(request: Request, _: str) -> dict[str, str]:
    text = f"-----BEGIN CERTIFICATE-----\n{request.hex(64, 'authority')}\n"
    return {"data": base64.b64encode(text.encode()).decode()}


def _issuer(request: Request, _: str) -> list[dict[str, Any]]:
    host = f"https://oidc.eks.{request.caller.region}.amazonaws.com"
    return [{"oidcs": [{"issuer": f"{host}/id/{request.hex(32).upper()}"}]}]


def _endpoint(request: Request, _: str) -> str:
    return f"https://{request.hex(32).upper()}.gr7.{request.caller.region}.eks.amazonaws.com"


def _security_group(request: Request, _: str) -> str:
    return f"sg-{request.hex(17, 'nodes')}"


def _vpc(request: Request, _: str) -> str | None:
    subnets = request.input("vpcConfig.subnetIds", [])
    subnet = next((request.find(t.SUBNET, id_) for id_ in subnets), None)
    return str(subnet.inputs["vpcId"]) if subnet else None


CONTROL_PLANE = Kind(
    id="{name}",
    outputs={
        "arn": "arn:aws:eks:{region}:{account}:cluster/{name}",
        "endpoint": _endpoint,
        "certificateAuthority": _authority,
        "identities": _issuer,
        "vpcConfig.clusterSecurityGroupId": _security_group,
        "vpcConfig.vpcId": _vpc,
        "platformVersion": "eks.1",
        "status": "ACTIVE",
    },
    defaults={"bootstrapSelfManagedAddons": True, "deletionProtection": False},
    name=NameRule(
        input="name",
        limit=100,
        pattern=r"[0-9A-Za-z][A-Za-z0-9\-_]*",
        made_of="letters, digits, - and _, beginning with a letter or digit",
    ),
    unique=Unique(
        key="{account}|{region}|{name}",
        thing="an EKS cluster named {name}",
        scope="its name is unique in a region of an account",
    ),
    create_only=(
        "name",
        "roleArn",
        "bootstrapSelfManagedAddons",
        "encryptionConfig",
        "outpostConfig",
        "accessConfig.bootstrapClusterCreatorAdminPermissions",
        "kubernetesNetworkConfig.ipFamily",
        "kubernetesNetworkConfig.serviceIpv4Cidr",
    ),
    handles={"endpoint": "", "vpcConfig.clusterSecurityGroupId": t.SECURITY_GROUP},
    needs=(two_zones, one_minor_up),
    keeps=(deletion_protection,),
)
