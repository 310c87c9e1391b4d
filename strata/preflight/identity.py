"""Who calls, and whether the account has what every cluster needs once."""

from collections.abc import Iterator

from botocore.exceptions import ClientError

from strata.account.account import Account
from strata.preflight.finding import Finding, failure, ok
from strata.preflight.needs import Needs

_SPOT_ROLE = "AWSServiceRoleForEC2Spot"


def administrator(account: Account, needs: Needs) -> Iterator[Finding]:
    """Whoever runs `pulumi up` must be able to enter the cluster that it makes."""
    names = {_without_path(admin) for admin in needs.admins}
    if _without_path(account.caller) in names:
        yield ok("caller", account.caller)
    else:
        yield failure(
            "caller",
            f"{account.caller} is none of the cluster's admins",
            "add it to `admins`, or use the credentials of one of them",
        )


def spot_role(account: Account, _needs: Needs) -> Iterator[Finding]:
    """Without its service-linked role, EC2 starts no Spot instance.

    Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/service-linked-roles-spot-instance-requests.html
    """
    try:
        account.session.client("iam").get_role(RoleName=_SPOT_ROLE)
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchEntity":
            raise
        yield failure(
            "Spot role",
            f"{_SPOT_ROLE} does not exist",
            "run `aws iam create-service-linked-role --aws-service-name spot.amazonaws.com` once",
        )
    else:
        yield ok("Spot role", _SPOT_ROLE)


def _without_path(arn: str) -> str:
    """A principal without its path, which the ARN of a session does not tell."""
    account, _, name = arn.partition(":iam::")[2].partition(":")
    kind, _, rest = name.partition("/")
    return f"{account}:{kind}/{rest.rpartition('/')[2]}"
