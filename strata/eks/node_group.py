"""The children of `eks:index:ManagedNodeGroup`.

Source: https://github.com/pulumi/pulumi-eks/tree/v4.4.0/nodejs/eks/nodes/nodegroup.ts
"""

from typing import Any

from strata.eks import user_data
from strata.eks.child import Child, Expansion, given, require
from strata.wire import UNKNOWN

INPUTS = frozenset(
    {
        "amiId",
        "cluster",
        "diskSize",
        "enableIMDSv2",
        "instanceTypes",
        "labels",
        "nodeGroupName",
        "nodeRoleArn",
        "nodeadmExtraOptions",
        "operatingSystem",
        "scalingConfig",
        "subnetIds",
        "tags",
        "taints",
    }
)


def managed_node_group(name: str, inputs: dict[str, Any]) -> Expansion:
    """Register the launch template and the node group."""
    require(name, inputs, operatingSystem="AL2023")
    cluster = inputs["cluster"]["core"]["cluster"]
    template = yield Child(
        type="aws:ec2/launchTemplate:LaunchTemplate",
        name=f"{name}-launchTemplate",
        inputs=given(
            imageId=inputs["amiId"],
            userData=user_data.nodeadm(cluster, inputs),
            metadataOptions=_metadata(inputs.get("enableIMDSv2")),
            blockDeviceMappings=_root_volume(inputs.get("diskSize")),
        ),
    )
    version = template.output("latestVersion")
    node_group = yield Child(
        type="aws:eks/nodeGroup:NodeGroup",
        name=name,
        inputs=given(
            clusterName=cluster["name"],
            nodeRoleArn=inputs["nodeRoleArn"],
            subnetIds=inputs.get("subnetIds"),
            instanceTypes=inputs.get("instanceTypes"),
            nodeGroupName=inputs.get("nodeGroupName"),
            labels=inputs.get("labels"),
            taints=inputs.get("taints"),
            tags=inputs.get("tags"),
            scalingConfig={
                "desiredSize": 2,
                "minSize": 1,
                "maxSize": 2,
                **inputs.get("scalingConfig", {}),
            },
            launchTemplate={
                "id": template.id or UNKNOWN,
                "version": version if version is UNKNOWN else str(version),
            },
        ),
        depends_on=(template,),
    )
    return {"nodeGroup": node_group.reference, "placementGroupName": ""}


def _metadata(imdsv2: bool | None) -> dict[str, Any] | None:
    if imdsv2 is None:
        return None
    return {
        "httpTokens": "required" if imdsv2 else "optional",
        "httpPutResponseHopLimit": 2,
        "httpEndpoint": "enabled",
    }


def _root_volume(size_gib: int | None) -> list[dict[str, Any]] | None:
    if size_gib is None:
        return None
    return [{"deviceName": "/dev/xvda", "ebs": {"volumeSize": size_gib}}]
