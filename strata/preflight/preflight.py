"""Every check, in order."""

from collections.abc import Callable, Iterator

from botocore.exceptions import ClientError

from strata.account.account import Account
from strata.preflight import addresses, identity, quotas, versions
from strata.preflight.finding import Finding, warning
from strata.preflight.needs import Needs, needs

Check = Callable[[Account, Needs], Iterator[Finding]]

CHECKS: dict[str, Check] = {
    "caller": identity.administrator,
    "zones": identity.zones,
    "Spot role": identity.spot_role,
    "quotas": quotas.quotas,
    "IAM roles": quotas.roles,
    "addresses": addresses.conflicts,
    "existing subnets": addresses.existing_subnets,
    "Kubernetes version": versions.kubernetes,
    "add-ons": versions.addons,
    "node image": versions.image,
}

ACTIONS = (
    "ec2:DescribeAddresses",
    "ec2:DescribeAvailabilityZones",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
    "eks:DescribeAddonVersions",
    "eks:DescribeClusterVersions",
    "iam:GetAccountSummary",
    "iam:GetRole",
    "servicequotas:GetServiceQuota",
    "ssm:GetParameter",
    "sts:GetCallerIdentity",
)
"""What the checks may do: nothing that writes."""

_DENIED = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"})


def preflight(account: Account) -> Iterator[Finding]:
    """Run every check; one that may not look says which right it lacks, and the others go on."""
    wanted = needs(account.environment, account.settings)
    for name, check in CHECKS.items():
        try:
            yield from check(account, wanted)
        except ClientError as error:
            if error.response["Error"]["Code"] not in _DENIED:
                raise
            yield warning(
                name,
                f"not looked at: the call {error.operation_name} is not allowed",
                "allow it to the caller; it only reads",
            )
