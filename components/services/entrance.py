"""Entrance: one application load balancer through which people reach the user interfaces.

Source: https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/docs/guide/ingress/
(`ingress_class.md`, `annotations.md`)
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes

from components.base import Component
from components.services.access import Access, Oidc
from components.services.oidc_client import SECRET_NAME, OidcClient, OidcClientArgs
from components.services.spec import Idle
from components.services.user_interface import UserInterface

INGRESS_CLASS = "platform"
"""The one class of Ingress; nobody but the platform may use it."""

# What AWS recommends and its console chooses.
# Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
_TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"

_ANNOTATION = "alb.ingress.kubernetes.io"

# A working day; the load balancer's default is seven.
_SESSION_SECONDS = 12 * 3600


def shown(access: Access, interfaces: tuple[UserInterface, ...]) -> tuple[UserInterface, ...]:
    """The user interfaces that may be shown: one without a login needs the load balancer's."""
    return tuple(one for one in interfaces if one.account or access.oidc)


def idle(access: Access, zones: int) -> Idle:
    """What the load balancer costs while nobody comes.

    Args:
        access: How people come in.
        zones: Availability zones that it stands in; on the internet it has an address in each.
    """
    billed = {"load-balancer:application": 1}
    if access.visibility == "public":
        billed["public-ipv4:address"] = zones
    return Idle(pods=(), billed=billed)


def class_parameters(
    access: Access, interfaces: tuple[UserInterface, ...], *, protect: bool
) -> Mapping[str, Any]:
    """What holds for the whole load balancer, whatever an Ingress says.

    Args:
        access: How people come in.
        interfaces: What is shown; nothing outside of their namespaces may use the class.
        protect: Whether the load balancer refuses to be deleted.
    """
    attributes = {
        "routing.http.drop_invalid_header_fields.enabled": "true",
        "deletion_protection.enabled": str(protect).lower(),
    }
    return {
        "group": {"name": INGRESS_CLASS},
        "scheme": "internet-facing" if access.visibility == "public" else "internal",
        "inboundCIDRs": list(access.allowed_cidrs),
        "certificateArn": [access.certificate_arn],
        "sslPolicy": _TLS_POLICY,
        "sslRedirectPort": "443",
        "targetType": "ip",
        "loadBalancerAttributes": [
            {"key": key, "value": value} for key, value in attributes.items()
        ],
        # A tenant's Ingress would share the load balancer, and could take a host name over.
        "namespaceSelector": {
            "matchExpressions": [
                {
                    "key": "kubernetes.io/metadata.name",
                    "operator": "In",
                    "values": _namespaces(interfaces),
                }
            ]
        },
    }


def annotations(interface: UserInterface, oidc: Oidc | None) -> dict[str, str]:
    """What holds for one user interface."""
    found = {
        "listen-ports": json.dumps([{"HTTP": 80}, {"HTTPS": 443}]),
        "healthcheck-path": interface.health_path,
    }
    if oidc:
        provider = {
            "issuer": oidc.issuer_url,
            "authorizationEndpoint": oidc.authorization_endpoint,
            "tokenEndpoint": oidc.token_endpoint,
            "userInfoEndpoint": oidc.user_info_endpoint,
            "secretName": SECRET_NAME,
        }
        found |= {
            "auth-type": "oidc",
            "auth-idp-oidc": json.dumps(provider),
            "auth-on-unauthenticated-request": "authenticate",
            "auth-scope": "openid email",
            "auth-session-timeout": str(_SESSION_SECONDS),
        }
    return {f"{_ANNOTATION}/{key}": value for key, value in found.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class EntranceArgs:
    """What the entrance needs.

    Attributes:
        access: How people come in.
        interfaces: What they may reach.
        protect: Whether the load balancer refuses to be deleted.
    """

    access: Access
    interfaces: tuple[UserInterface, ...]
    protect: bool


class Entrance(Component):
    """One load balancer: HTTPS only, a host name for each user interface.

    It depends on the controller and on every namespace: on the way down, the controller must
    still be there to delete the load balancer.
    """

    TYPE = "strata:services:Entrance"

    def __init__(
        self, name: str, args: EntranceArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        interfaces = shown(args.access, args.interfaces)
        before = [self._class(args, interfaces)]
        if args.access.oidc:
            before += self._client(args.access.oidc, interfaces)
        for interface in interfaces:
            self._ingress(args, interface, before)
        self.finish()

    def _class(self, args: EntranceArgs, interfaces: tuple[UserInterface, ...]) -> pulumi.Resource:
        parameters = kubernetes.apiextensions.CustomResource(
            self.child("class-parameters"),
            api_version="elbv2.k8s.aws/v1beta1",
            kind="IngressClassParams",
            metadata={"name": INGRESS_CLASS},
            spec=class_parameters(args.access, interfaces, protect=args.protect),
            opts=self.child_opts(),
        )
        return kubernetes.networking.v1.IngressClass(
            self.child("class"),
            metadata={"name": INGRESS_CLASS},
            spec={
                "controller": "ingress.k8s.aws/alb",
                "parameters": {
                    "api_group": "elbv2.k8s.aws",
                    "kind": "IngressClassParams",
                    "name": INGRESS_CLASS,
                },
            },
            opts=self.child_opts(depends_on=[parameters]),
        )

    def _client(self, oidc: Oidc, interfaces: tuple[UserInterface, ...]) -> list[pulumi.Resource]:
        found = aws.secretsmanager.get_secret_version_output(
            secret_id=oidc.client_secret_arn, opts=pulumi.InvokeOutputOptions(parent=self)
        )
        return [
            OidcClient(
                self.child(f"{namespace}-client"),
                OidcClientArgs(
                    namespace=namespace, client_id=oidc.client_id, client_secret=found.secret_string
                ),
                opts=self.child_opts(),
            )
            for namespace in _namespaces(interfaces)
        ]

    def _ingress(
        self, args: EntranceArgs, interface: UserInterface, before: list[pulumi.Resource]
    ) -> None:
        path: kubernetes.networking.v1.HTTPIngressPathArgsDict = {
            "path": "/",
            "path_type": "Prefix",
            "backend": {"service": {"name": interface.service, "port": {"number": interface.port}}},
        }
        kubernetes.networking.v1.Ingress(
            self.child(interface.name),
            metadata={
                "name": interface.name,
                "namespace": interface.namespace,
                "annotations": annotations(interface, args.access.oidc),
            },
            spec={
                "ingress_class_name": INGRESS_CLASS,
                "rules": [{"host": args.access.host(interface.name), "http": {"paths": [path]}}],
            },
            # Deleting one waits until the load balancer and its security groups are gone.
            opts=self.child_opts(
                depends_on=before,
                protect=args.protect,
                custom_timeouts=pulumi.CustomTimeouts(create="15m", delete="20m"),
            ),
        )


def _namespaces(interfaces: tuple[UserInterface, ...]) -> list[str]:
    return sorted({one.namespace for one in interfaces})
