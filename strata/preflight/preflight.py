"""Every check, in order."""

from collections.abc import Callable, Iterator, Mapping

from botocore.exceptions import BotoCoreError, ClientError

from strata.account.account import Account
from strata.preflight import addresses, identity, quotas, versions
from strata.preflight.finding import Finding, failure, warning
from strata.preflight.needs import Needs, needs
from strata.preflight.zones import zones

Check = Callable[[Account, Needs], Iterator[Finding]]

CHECKS: Mapping[str, Check] = {
    "caller": identity.administrator,
    "zones": zones,
    "Spot role": identity.spot_role,
    **{quota.name: quota.check for quota in quotas.QUOTAS},
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
    "ec2:DescribeVpcPeeringConnections",
    "ec2:DescribeVpcs",
    "eks:DescribeAddonVersions",
    "eks:DescribeClusterVersions",
    "iam:GetAccountSummary",
    "iam:GetRole",
    "servicequotas:GetAWSDefaultServiceQuota",
    "servicequotas:GetServiceQuota",
    "ssm:GetParameter",
    "sts:GetCallerIdentity",
)
"""What the checks may do: nothing that writes."""

_DENIED = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"})


def preflight(account: Account) -> Iterator[Finding]:
    """Run every check; one that cannot look says why, and the others go on."""
    wanted = needs(account.environment, account.settings)
    for name, check in CHECKS.items():
        try:
            yield from check(account, wanted)
        except ClientError as error:
            if error.response["Error"]["Code"] in _DENIED:
                yield warning(
                    name,
                    f"not looked at: {_action(error.operation_name)} is not allowed",
                    "allow it to the caller; it only reads",
                )
            else:
                yield _unanswered(name, error)
        except BotoCoreError as error:
            yield _unanswered(name, error)


def _action(operation: str) -> str:
    """The right that a call needs: IAM's prefix of a service is not always the client's."""
    return next(action for action in ACTIONS if action.endswith(f":{operation}"))


def _unanswered(check: str, error: Exception) -> Finding:
    return failure(check, f"not looked at: {error}", "mend what AWS names, and run it again")
