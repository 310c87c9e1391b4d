"""Versions: whether AWS offers what is pinned, here and now."""

from collections.abc import Iterator

from botocore.exceptions import ClientError

from strata.account.account import Account
from strata.preflight.finding import Finding, failure, ok, warning
from strata.preflight.needs import Needs


def kubernetes(account: Account, needs: Needs) -> Iterator[Finding]:
    """The version is offered, and in standard support."""
    answer = account.session.client("eks").describe_cluster_versions(
        clusterVersions=[needs.kubernetes_version]
    )
    found = next(iter(answer["clusterVersions"]), None)
    name = f"Kubernetes {needs.kubernetes_version}"
    if found is None or found["versionStatus"] == "UNSUPPORTED":
        yield failure(name, "EKS does not offer it", "set kubernetesVersion")
    elif found["versionStatus"] != "STANDARD_SUPPORT":
        yield warning(
            name,
            f"is in {found['versionStatus'].lower().replace('_', ' ')}",
            "go up one version: set kubernetesVersion",
        )
    else:
        ends = found["endOfStandardSupportDate"].date()
        yield ok(name, f"standard support until {ends}")


def addons(account: Account, needs: Needs) -> Iterator[Finding]:
    """Every add-on's pinned version exists for the version of Kubernetes."""
    client = account.session.client("eks")
    for addon, version in needs.addons.items():
        answer = client.describe_addon_versions(
            addonName=addon, kubernetesVersion=needs.kubernetes_version
        )
        offered = [
            one["addonVersion"] for info in answer["addons"] for one in info["addonVersions"]
        ]
        if version in offered:
            yield ok(addon, version)
        else:
            yield failure(
                addon,
                f"{version} is not offered for Kubernetes {needs.kubernetes_version}",
                f"pin one of these in components/versions.py: {', '.join(offered[:3]) or 'none'}",
            )


def image(account: Account, needs: Needs) -> Iterator[Finding]:
    """The system nodes' image exists in this region."""
    try:
        answer = account.session.client("ssm").get_parameter(Name=needs.image_parameter)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ParameterNotFound":
            raise
        yield failure(
            "node image",
            f"there is no {needs.image_parameter}",
            "pin another AMI_RELEASE in components/versions.py",
        )
    else:
        yield ok("node image", answer["Parameter"]["Value"])
