"""What a platform's way in and its cluster must agree on."""

from collections.abc import Iterator

from layers.cluster import ClusterSettings
from layers.platform import PlatformSettings
from layers.problem import Problem, shown


def access_problems(
    source: str, environment: str, platform: PlatformSettings, cluster: ClusterSettings
) -> Iterator[Problem]:
    """Everything about the way in that fits another cluster, but not this one.

    Args:
        source: Path of the platform's stack file.
        environment: Environment.
        platform: What that file says.
        cluster: What the cluster's says.
    """
    access = platform.access
    if access is None:
        return
    arns = {"access.certificateArn": access.certificate_arn}
    if access.oidc:
        arns["access.oidc.clientSecretArn"] = access.oidc.client_secret_arn
    for key, arn in arns.items():
        region, account = arn.split(":")[3:5]
        if (region, account) != (cluster.region, cluster.account):
            yield Problem(
                file=source,
                key=key,
                value=shown(arn),
                rule=(
                    f"is of account {account} in {region}, and the cluster of "
                    f"{cluster.account} in {cluster.region}"
                ),
                remedy="name one of the cluster's account and region",
            )
    own = f":secret:strata/{environment}/"
    if access.oidc and own not in access.oidc.client_secret_arn:
        yield Problem(
            file=source,
            key="access.oidc.clientSecretArn",
            value=shown(access.oidc.client_secret_arn),
            rule="is another environment's secret",
            remedy=f"name one that begins with strata/{environment}/access/",
        )
    if access.visibility == "public" and cluster.isolated:
        yield Problem(
            file=source,
            key="access.visibility",
            value=shown(access.visibility),
            rule="the cluster has network.nat: none, and so no public subnet",
            remedy="write `visibility: internal`",
        )
