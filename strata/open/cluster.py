"""Entering the cluster of an account."""

from botocore.exceptions import ClientError

from components import names
from components.cluster.kubeconfig import kubeconfig
from strata.account.account import Account
from strata.open.error import OpenError


def way_in(account: Account) -> str:
    """A kubeconfig for the cluster of an environment.

    Raises:
        OpenError: It is not there or not up, or these credentials may not know.
    """
    name = names.cluster(account.environment)
    where = f"account {account.id}, {account.region}"
    try:
        cluster = account.session.client("eks").describe_cluster(name=name)["cluster"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ResourceNotFoundException":
            raise OpenError(
                f"there is no cluster {name} in {where}; bring it up first, with "
                f"`pulumi up -s {account.environment}-cluster`"
            ) from error
        raise OpenError(
            f"cluster {name} in {where}: {error.response['Error']['Message']}; you need "
            "eks:DescribeCluster, and an access entry of the cluster"
        ) from error
    if cluster["status"] not in ("ACTIVE", "UPDATING"):
        raise OpenError(f"cluster {name} is {cluster['status'].lower()}; wait until it is active")
    return kubeconfig(
        name, cluster["endpoint"], cluster["certificateAuthority"]["data"], account.region
    )
