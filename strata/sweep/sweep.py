"""Finding leftovers, in the order in which they can be deleted."""

from collections.abc import Callable, Iterator

from botocore.exceptions import ClientError

from components import names
from strata.account.account import Account, AccountError
from strata.sweep import ec2, iam, load_balancing, logs, rds, secrets_manager
from strata.sweep.leftover import Leftover

# What uses something stands before it.
FINDERS: tuple[Callable[[Account], Iterator[Leftover]], ...] = (
    load_balancing.load_balancers,
    load_balancing.target_groups,
    ec2.instances,
    ec2.interfaces,
    ec2.volumes,
    ec2.launch_templates,
    iam.instance_profiles,
    ec2.security_groups,
    logs.log_groups,
    rds.snapshots,
    rds.automated_backups,
    secrets_manager.deleted_secrets,
)


def leftovers(account: Account) -> list[Leftover]:
    """Everything that is left of an environment.

    Raises:
        AccountError: Its cluster is still there, so nothing is left over.
    """
    cluster = names.cluster(account.environment)
    if _is_there(account, cluster):
        raise AccountError(
            f"cluster {cluster} is still there: nothing of it is left over; take it down first, "
            f"with `pulumi destroy -s {account.environment}-cluster`"
        )
    return [one for find in FINDERS for one in find(account)]


def _is_there(account: Account, cluster: str) -> bool:
    try:
        account.session.client("eks").describe_cluster(name=cluster)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ResourceNotFoundException":
            return False
        raise
    return True
