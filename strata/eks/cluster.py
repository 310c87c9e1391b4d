"""The children of `eks:index:Cluster`.

Source: https://github.com/pulumi/pulumi-eks/tree/v4.4.0/nodejs/eks/cluster/cluster.ts
"""

from typing import Any

from strata.eks.child import Child, Expansion, given, require
from strata.eks.kubeconfig import kubeconfig

INPUTS = frozenset(
    {
        "authenticationMode",
        "bootstrapSelfManagedAddons",
        "clusterTags",
        "createOidcProvider",
        "deletionProtection",
        "enabledClusterLogTypes",
        "encryptionConfigKeyArn",
        "endpointPrivateAccess",
        "endpointPublicAccess",
        "kubeProxyAddonOptions",
        "kubernetesServiceIpAddressRange",
        "name",
        "publicAccessCidrs",
        "serviceRole",
        "skipDefaultNodeGroup",
        "skipDefaultSecurityGroups",
        "subnetIds",
        "upgradePolicy",
        "useDefaultVpcCni",
        "version",
        "vpcId",
    }
)


def cluster(name: str, inputs: dict[str, Any]) -> Expansion:
    """Register the control plane and a Kubernetes provider."""
    require(name, inputs, authenticationMode="API", createOidcProvider=False)
    require(name, inputs, skipDefaultNodeGroup=True, skipDefaultSecurityGroups=True)
    require(name, inputs, useDefaultVpcCni=True, kubeProxyAddonOptions={"enabled": False})
    control_plane = yield Child(
        type="aws:eks/cluster:Cluster",
        name=f"{name}-eksCluster",
        inputs=_cluster_inputs(name, inputs),
        ignore_changes=(
            "accessConfig.bootstrapClusterCreatorAdminPermissions",
            "bootstrapSelfManagedAddons",
        ),
    )
    kubernetes = yield Child(
        type="pulumi:providers:kubernetes",
        name=f"{name}-eks-k8s",
        inputs={
            "kubeconfig": kubeconfig(
                control_plane.output("name"),
                control_plane.output("endpoint"),
                control_plane.output("certificateAuthority", "data"),
            )
        },
    )
    return {
        "eksCluster": control_plane.reference,
        "clusterSecurityGroupId": control_plane.output("vpcConfig", "clusterSecurityGroupId"),
        "core": {
            "cluster": control_plane.reference,
            "endpoint": control_plane.output("endpoint"),
            "provider": kubernetes.reference,
            "subnetIds": inputs.get("subnetIds"),
            "vpcId": inputs.get("vpcId"),
        },
        "instanceRoles": [],
    }


def _cluster_inputs(name: str, inputs: dict[str, Any]) -> dict[str, Any]:
    key = inputs.get("encryptionConfigKeyArn")
    service_cidr = inputs.get("kubernetesServiceIpAddressRange")
    return given(
        name=inputs.get("name"),
        roleArn=inputs["serviceRole"]["arn"],
        version=inputs.get("version"),
        bootstrapSelfManagedAddons=inputs.get("bootstrapSelfManagedAddons", True),
        vpcConfig=given(
            subnetIds=inputs.get("subnetIds"),
            endpointPrivateAccess=inputs.get("endpointPrivateAccess"),
            endpointPublicAccess=inputs.get("endpointPublicAccess"),
            publicAccessCidrs=inputs.get("publicAccessCidrs"),
        ),
        kubernetesNetworkConfig=(
            None if service_cidr is None else {"ipFamily": "ipv4", "serviceIpv4Cidr": service_cidr}
        ),
        enabledClusterLogTypes=inputs.get("enabledClusterLogTypes"),
        encryptionConfig=(
            None if key is None else {"provider": {"keyArn": key}, "resources": ["secrets"]}
        ),
        accessConfig={
            "authenticationMode": inputs["authenticationMode"],
            "bootstrapClusterCreatorAdminPermissions": True,
        },
        upgradePolicy=inputs.get("upgradePolicy"),
        deletionProtection=inputs.get("deletionProtection"),
        tags={"Name": f"{name}-eksCluster", **inputs.get("clusterTags", {})},
    )
