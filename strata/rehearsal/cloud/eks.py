"""EKS: nodes, add-ons and access.

Sources: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html and
https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
"""

from typing import Any

from strata.rehearsal.cloud import references
from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.control_plane import CONTROL_PLANE
from strata.rehearsal.cloud.inventory import Row
from strata.rehearsal.cloud.kind import Kind, NameRule, Target, Unique
from strata.rehearsal.cloud.request import Request

_ARN = "arn:aws:eks:{region}:{account}:"

# Add-ons that are Deployments: without a node they stay DEGRADED until the timeout.
# Source: https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html
_NEED_NODES = frozenset(
    {"coredns", "metrics-server", "aws-ebs-csi-driver", "aws-efs-csi-driver", "snapshot-controller"}
)
# Source: https://docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html (a node without them
# never becomes ready)
_NODES_NEED = ("vpc-cni", "kube-proxy")

_PRINCIPAL = Target(
    type=t.ROLE,
    thing="IAM role",
    # Roles of this platform must exist; other principals of the account are presumed there.
    elsewhere=r"arn:aws[a-z-]*:iam::[0-9]{12}:(?!role/strata/).+",
    holds=False,
)


def node_networking(request: Request) -> list[Row]:
    """Nodes of a cluster that was born without add-ons need vpc-cni and kube-proxy."""
    cluster = _cluster(request)
    if cluster.inputs.get("bootstrapSelfManagedAddons", True):
        return []
    there = {row.inputs["addonName"] for row in _in_cluster(request, t.ADDON)}
    missing = [addon for addon in _NODES_NEED if addon not in there]
    if missing:
        raise request.refused(
            f"NodeCreationFailure: nodes of {cluster} would never become ready without the "
            f"add-ons {', '.join(missing)}",
            "create these first and depend on them",
        )
    return []


def nodes_for_addon(request: Request) -> list[Row]:
    """An add-on whose pods need a node waits for a node group."""
    addon = request.inputs["addonName"]
    if addon in _NEED_NODES and not _in_cluster(request, t.NODE_GROUP):
        raise request.refused(
            f"the add-on {addon} would stay DEGRADED: cluster {request.inputs['clusterName']} has "
            "no node group",
            "create the node group first and depend on it",
        )
    return []


def access_entry(request: Request) -> list[Row]:
    """An access policy is associated with a principal that has an access entry."""
    principal = request.inputs["principalArn"]
    entries = _in_cluster(request, t.ACCESS_ENTRY, principalArn=principal)
    if not entries:
        raise request.refused(
            f"principalArn = '{principal}': has no access entry in cluster "
            f"{request.inputs['clusterName']}",
            "create the AccessEntry first and depend on it",
        )
    return entries


def _cluster(request: Request) -> Row:
    cluster = request.find(t.CLUSTER, request.inputs["clusterName"])
    if cluster is None:
        raise request.refused(
            f"clusterName = {request.inputs['clusterName']!r}: there is no such EKS cluster",
            "create it first",
        )
    return cluster


def _in_cluster(request: Request, type_: str, **inputs: Any) -> list[Row]:
    return request.others(type_, clusterName=request.inputs["clusterName"], **inputs)


_NODE_GROUP = Kind(
    id="{clusterName}:{nodeGroupName}",
    outputs={
        "arn": _ARN + "nodegroup/{clusterName}/{nodeGroupName}/{hex32}",
        "status": "ACTIVE",
    },
    defaults={"capacityType": "ON_DEMAND"},
    name=NameRule(
        input="nodeGroupName",
        limit=63,
        pattern=r"[0-9A-Za-z][A-Za-z0-9\-_]*",
        made_of="letters, digits, - and _, beginning with a letter or digit",
    ),
    unique=Unique(
        key="{account}|{region}|{clusterName}|{nodeGroupName}",
        thing="a node group named {nodeGroupName} in cluster {clusterName}",
        scope="its name is unique in a cluster",
    ),
    create_only=(
        "clusterName",
        "nodeGroupName",
        "nodeGroupNamePrefix",
        "nodeRoleArn",
        "subnetIds",
        "instanceTypes",
        "amiType",
        "capacityType",
        "diskSize",
        "remoteAccess",
        "launchTemplate.id",
        "launchTemplate.name",
    ),
    references={"launchTemplate.id": Target(type=t.LAUNCH_TEMPLATE, thing="launch template")},
    needs=(node_networking,),
)

KINDS: dict[str, Kind] = {
    t.CLUSTER: CONTROL_PLANE,
    t.NODE_GROUP: _NODE_GROUP,
    t.ACCESS_ENTRY: Kind(
        id="{clusterName}:{principalArn}",
        outputs={"accessEntryArn": _ARN + "access-entry/{clusterName}/role/{account}/{hex32}"},
        defaults={"type": "STANDARD"},
        unique=Unique(
            key="{account}|{region}|{clusterName}|{principalArn}",
            thing="an access entry of {principalArn} in cluster {clusterName}",
            scope="a principal has one in a cluster",
        ),
        create_only=("clusterName", "principalArn", "type"),
        references={"principalArn": _PRINCIPAL},
    ),
    t.ACCESS_POLICY_ASSOCIATION: Kind(
        id="{clusterName}#{principalArn}#{policyArn}",
        unique=Unique(
            key="{account}|{region}|{clusterName}|{principalArn}|{policyArn}",
            thing="an association of {policyArn} with {principalArn} in cluster {clusterName}",
            scope="a policy is associated once",
        ),
        create_only=("clusterName", "principalArn", "policyArn", "accessScope"),
        needs=(access_entry,),
    ),
    t.ADDON: Kind(
        id="{clusterName}:{addonName}",
        outputs={"arn": _ARN + "addon/{clusterName}/{addonName}/{hex32}"},
        unique=Unique(
            key="{account}|{region}|{clusterName}|{addonName}",
            thing="an add-on {addonName} in cluster {clusterName}",
            scope="a cluster has each add-on once",
        ),
        create_only=("clusterName", "addonName", "namespaceConfig"),
        needs=(nodes_for_addon,),
    ),
    t.IDENTITY_PROVIDER_CONFIG: Kind(
        id="{clusterName}:oidc",
        outputs={"arn": _ARN + "identityproviderconfig/{clusterName}/oidc/{hex32}"},
        unique=Unique(
            key="{account}|{region}|{clusterName}",
            thing="an identity provider of cluster {clusterName}",
            scope="a cluster has one",
        ),
        create_only=("clusterName", "oidc"),
    ),
    t.POD_IDENTITY_ASSOCIATION: Kind(
        id="a-{hex17}",
        outputs={
            "associationArn": _ARN + "podidentityassociation/{clusterName}/a-{hex17}",
            "associationId": "a-{hex17}",
        },
        unique=Unique(
            key="{account}|{region}|{clusterName}|{namespace}|{serviceAccount}",
            thing="a Pod Identity association of {namespace}/{serviceAccount} in cluster "
            "{clusterName}",
            scope="a service account has one in a cluster",
        ),
        create_only=("clusterName", "namespace", "serviceAccount"),
        references={"targetRoleArn": references.ROLE},
    ),
}
