"""The provider factory: the only place that makes providers. Nothing uses a default one."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes

from components import names
from components.cluster.kubeconfig import kubeconfig


def aws_provider(
    environment: str, layer: str, *, account: str, region: str, **tags: str
) -> aws.Provider:
    """An AWS provider for one account and region that tags whatever it makes.

    Args:
        environment: Environment.
        layer: `cluster`, `platform` or `tenant`.
        account: The only account in which anything may be made.
        region: AWS region.
        tags: More tags, such as `tenant`.
    """
    return aws.Provider(
        f"{environment}-aws",
        region=region,
        allowed_account_ids=[account],
        default_tags={"tags": names.tags(environment, layer, **tags)},
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class KubernetesApi:
    """How a cluster is reached.

    Attributes:
        region: AWS region.
        cluster_name: Name of the cluster.
        endpoint: URL of its API.
        certificate_authority: Its certificate, base64.
    """

    region: str
    cluster_name: pulumi.Input[str]
    endpoint: pulumi.Input[str]
    certificate_authority: pulumi.Input[str]


def kubernetes_provider(
    environment: str,
    api: KubernetesApi,
    *,
    adopts: bool = False,
    opts: pulumi.ResourceOptions | None = None,
) -> kubernetes.Provider:
    """A Kubernetes provider that asks the `aws` command for each token.

    Args:
        environment: Environment.
        api: How the cluster is reached.
        adopts: Whether objects that are there already are taken over; else they are refused.
        opts: What must exist before anything can enter the cluster.
    """
    return kubernetes.Provider(
        f"{environment}-kubernetes",
        kubeconfig=pulumi.Output.all(
            api.cluster_name, api.endpoint, api.certificate_authority
        ).apply(lambda known: kubeconfig(known[0], known[1], known[2], api.region)),
        # With it, a kubeconfig that changes never replaces every object in the cluster.
        cluster_identifier=names.cluster(environment),
        # Otherwise a changed ConfigMap or Secret is deleted first and made again.
        enable_config_map_mutable=True,
        enable_secret_mutable=True,
        # Source: https://github.com/pulumi/pulumi-kubernetes/blob/v4.32.0/CHANGELOG.md (4.29.0)
        upsert_existing_objects=True if adopts else None,
        opts=opts,
    )
