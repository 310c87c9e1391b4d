"""Entering the account that a stack file names, and no other."""

from dataclasses import dataclass

import boto3
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as NoConnectionError

from layers.cluster import ClusterSettings
from layers.stack import StackName
from strata.cluster_settings import cluster_settings
from strata.mendable import MendableError
from strata.project import Project


class AccountError(MendableError):
    """The account cannot be entered; as text, why, and what to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """An account that was entered.

    Attributes:
        session: Credentials and region.
        environment: Environment.
        settings: What the cluster's stack file says.
        caller: ARN of who calls; of a role, not of its session.
    """

    session: boto3.Session
    environment: str
    settings: ClusterSettings
    caller: str

    @property
    def id(self) -> str:
        """Twelve digits."""
        return self.settings.account

    @property
    def region(self) -> str:
        """AWS region."""
        return self.settings.region


def enter(project: Project, environment: str) -> Account:
    """Enter the account of an environment with the credentials at hand.

    Args:
        project: The project.
        environment: Environment; its cluster's stack file names account and region.

    Raises:
        AccountError: There are no credentials, they belong to another account, or AWS cannot be
            reached.
        ConfigError: The stack file is wrong.
        NotAProjectError: There is no such file.
    """
    stack = project.stack(str(StackName(environment, "cluster")))
    path = project.stack_file(stack)
    settings = cluster_settings(project, stack)
    try:
        session = boto3.Session(region_name=settings.region)
        caller = session.client("sts").get_caller_identity()
    except ClientError as error:
        # A region that the account has not enabled refuses every token.
        raise AccountError(
            f"AWS refuses these credentials in {settings.region}: "
            f"{error.response['Error']['Message']}; log in again, for example with "
            f"`aws sso login`, or enable the region: "
            f"`aws account enable-region --region-name {settings.region}`"
        ) from error
    except (NoConnectionError, HTTPClientError) as error:
        raise AccountError(
            f"AWS cannot be reached: {error}; mend the connection, or the region in "
            f"{project.source(path)}"
        ) from error
    except BotoCoreError as error:
        raise AccountError(
            f"no AWS credentials: {error}; log in, for example with `aws sso login`, or set "
            "AWS_PROFILE"
        ) from error
    if caller["Account"] != settings.account:
        raise AccountError(
            f"{project.source(path)}: account = '{settings.account}': these credentials are of "
            f"account {caller['Account']}; choose others, for example by AWS_PROFILE"
        )
    return Account(
        session=session,
        environment=environment,
        settings=settings,
        caller=principal(caller["Arn"]),
    )


def principal(arn: str) -> str:
    """The role behind a session, or the user; a role's path is not part of its session's ARN."""
    service, _, rest = arn.partition(":sts::")
    if not rest:
        return arn
    account, _, name = rest.partition(":assumed-role/")
    return f"{service}:iam::{account}:role/{name.partition('/')[0]}"
