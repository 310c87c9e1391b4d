"""MetadataGuard: no pod of a tenant reaches the instance metadata of its node."""

from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as kubernetes

from components import names
from components.base import Component

API_VERSION, KIND = "networking.k8s.aws/v1alpha1", "ClusterNetworkPolicy"

METADATA_ADDRESS = "169.254.169.254"
"""Where EC2 tells a node who it is, and gives it its credentials.

Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class MetadataGuardArgs:
    """What the policy needs: nothing."""


class MetadataGuard(Component):
    """A policy of the Admin tier, which comes before every NetworkPolicy: none can undo it.

    EKS itself installs its definition, with the controller of network policies in each control
    plane; nodes obey it from VPC CNI 1.21.1.

    Source: https://aws.amazon.com/blogs/containers/amazon-eks-introduces-enhanced-network-policy-capabilities
    and https://github.com/aws/amazon-network-policy-controller-k8s/tree/v1.1.7 (api/v1alpha1,
    pkg/crd)
    """

    TYPE = "strata:network:MetadataGuard"

    def __init__(
        self,
        name: str,
        args: MetadataGuardArgs,  # noqa: ARG002 - the contract of every component
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        tenants = {"matchExpressions": [{"key": names.LABEL_TENANT, "operator": "Exists"}]}
        deny = {
            "name": "no-instance-metadata",
            "action": "Deny",
            "to": [{"networks": [f"{METADATA_ADDRESS}/32"]}],
        }
        kubernetes.apiextensions.CustomResource(
            self.child("policy"),
            api_version=API_VERSION,
            kind=KIND,
            metadata={"name": "strata-no-instance-metadata"},
            spec={
                "tier": "Admin",
                "priority": 10,
                "subject": {"namespaces": tenants},
                # What no rule says goes on to the tenants' own policies.
                "egress": [deny],
            },
            opts=self.child_opts(),
        )
        self.finish()
