"""Leftovers in CloudWatch Logs: what EKS and RDS made again."""

from collections.abc import Iterator

from components import names
from strata.account.account import Account
from strata.sweep.leftover import Leftover


def log_groups(account: Account) -> Iterator[Leftover]:
    """Groups that AWS makes again when it logs a last line after its own was deleted."""
    logs = account.session.client("logs")
    cluster = names.cluster(account.environment)
    for prefix in (f"/aws/eks/{cluster}/", f"/aws/rds/instance/{cluster}-"):
        pages = logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=prefix)
        for one in (one for page in pages for one in page["logGroups"]):
            name = one["logGroupName"]

            def delete(name: str = name) -> None:
                logs.delete_log_group(logGroupName=name)

            yield Leftover(kind="log group", id=name, mark=f"name {prefix}", delete=delete)
