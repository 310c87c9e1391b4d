"""OidcClient: the load balancer's client at the identity provider, as its controller finds it."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as kubernetes

from components.base import Component
from components.services import aws_load_balancer_controller as controller

SECRET_NAME = "load-balancer-client"  # noqa: S105 - a name
"""Name of the Secret that holds the client's ID and secret."""

_READER = f"{SECRET_NAME}-reader"


@dataclass(frozen=True, kw_only=True, slots=True)
class OidcClientArgs:
    """What the client needs.

    Attributes:
        namespace: Kubernetes namespace of the Ingresses that use it.
        client_id: The client's ID.
        client_secret: Its secret; marked as one here, for whoever told it may not have.
    """

    namespace: str
    client_id: str
    client_secret: pulumi.Input[str]


class OidcClient(Component):
    """The client's Secret, and the controller's right to read it: of all Secrets there, this one.

    Source: https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/pkg/k8s/secrets_manager.go
    (it lists and watches by name)
    """

    TYPE = "strata:services:OidcClient"

    def __init__(
        self, name: str, args: OidcClientArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        values: Mapping[str, pulumi.Input[str]] = {
            "clientID": args.client_id,
            "clientSecret": pulumi.Output.secret(args.client_secret),
        }
        kubernetes.core.v1.Secret(
            self.child("secret"),
            metadata={"name": SECRET_NAME, "namespace": args.namespace},
            string_data=values,
            opts=self.child_opts(),
        )
        role = kubernetes.rbac.v1.Role(
            self.child("reader"),
            metadata={"name": _READER, "namespace": args.namespace},
            rules=[
                {
                    "api_groups": [""],
                    "resources": ["secrets"],
                    "resource_names": [SECRET_NAME],
                    "verbs": ["get", "list", "watch"],
                }
            ],
            opts=self.child_opts(),
        )
        kubernetes.rbac.v1.RoleBinding(
            self.child("controller-reads"),
            metadata={"name": _READER, "namespace": args.namespace},
            role_ref={
                "api_group": "rbac.authorization.k8s.io",
                "kind": "Role",
                "name": role.metadata.name,
            },
            subjects=[
                {
                    "kind": "ServiceAccount",
                    "name": controller.SERVICE_ACCOUNT,
                    "namespace": controller.ADDON.namespace,
                }
            ],
            opts=self.child_opts(),
        )
        self.finish()
