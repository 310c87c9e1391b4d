"""Leftovers in Secrets Manager: secrets that can still be called back, and keep their names.

Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html
"""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from components import names
from strata.account.account import Account
from strata.sweep.leftover import Leftover


def deleted_secrets(account: Account) -> Iterator[Leftover]:
    """Secrets that wait for their deletion; one of the same name cannot be made until then."""
    secrets = account.session.client("secretsmanager")
    own = names.secret(account.environment, "*", "*")
    for page in secrets.get_paginator("list_secrets").paginate(IncludePlannedDeletion=True):
        for one in page["SecretList"]:
            arn = one["ARN"]

            def delete(arn: str = arn) -> None:
                secrets.delete_secret(SecretId=arn, ForceDeleteWithoutRecovery=True)

            if "DeletedDate" in one and fnmatchcase(one["Name"], own):
                yield Leftover(
                    kind="deleted secret",
                    id=one["Name"],
                    mark=f"name {own}",
                    delete=delete,
                    holds_data=True,
                )
