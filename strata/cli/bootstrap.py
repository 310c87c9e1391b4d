"""`strata bootstrap`."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console

from components import names
from strata.account.account import Account, AccountError, enter
from strata.bootstrap import github, place, state
from strata.bootstrap.step import Step
from strata.platform_settings import kafka_cluster_arn
from strata.project import Project

# Names alone, or each with its number: repositories made, renamed or moved after 15 July 2026 sign
# in with the latter, so that nobody can take over a name.
# Source: https://docs.github.com/en/actions/reference/security/oidc#immutable-subject-claims
_REPOSITORY = re.compile(
    r"[A-Za-z0-9-]+/[A-Za-z0-9._-]+|[A-Za-z0-9-]+@[0-9]+/[A-Za-z0-9._-]+@[0-9]+"
)


def _repository(value: str) -> str:
    if value and not _REPOSITORY.fullmatch(value):
        raise typer.BadParameter(
            "write it as owner/name, or as owner@id/name@id if it was made, renamed or moved after "
            "15 July 2026: `gh api repos/owner/name --jq '.owner.id, .id'` tells both numbers"
        )
    return value


def bootstrap(
    environment: Annotated[str, typer.Argument(help="An environment, such as dev.")],
    repository: Annotated[
        str,
        typer.Option(
            help="GitHub repository whose jobs may deploy, owner/name or owner@id/name@id; "
            "unset: none.",
            callback=_repository,
        ),
    ] = "",
) -> None:
    """Prepare the real account, once: state bucket, key, and roles to deploy from GitHub.

    Running it again changes nothing, and puts right what was changed since.
    """
    project = Project.find(Path())
    account = enter(project, environment)
    kafka = kafka_cluster_arn(project, environment)
    console = Console(highlight=False, soft_wrap=True)
    try:
        for step in _steps(account, repository, kafka):
            console.print(f"{step.outcome:<10}{step.part:<28}{step.name}")
    except ClientError as error:
        raise AccountError(
            f"AWS refuses {error.operation_name}: {error.response['Error']['Message']}; "
            "mend that, for example with the rights of an administrator, and run this again: what "
            "is made stays"
        ) from error
    except BotoCoreError as error:
        raise AccountError(f"{error}; run this again: what is made stays") from error
    for line in _next(account, repository):
        console.print(line)


def _steps(account: Account, repository: str, kafka: str) -> Iterator[Step]:
    yield from state.key(account)
    yield from state.bucket(account)
    if repository:
        yield from github.identity_provider(account)
        yield from github.deployers(account, repository, kafka)


def _next(account: Account, repository: str) -> Iterator[str]:
    environment, region = account.environment, account.region
    login = place.backend(environment, account.id, region)
    key = place.secrets_provider(environment, region)
    yield ""
    if repository:
        path = names.deployer_path(environment)
        yield "Let the deployers into the cluster: add to `admins` of the cluster's file"
        for layer in ("cluster", "platform", "tenant"):
            role = names.deployer(environment, layer)
            yield f"  arn:aws:iam::{account.id}:role{path}{role}"
    else:
        yield "No GitHub roles were made: --repository owner/name makes them."
    yield "Then"
    yield f"  pulumi login '{login}'"
    yield f"  pulumi stack init {environment}-cluster --secrets-provider='{key}'"
    yield f"  strata preflight {environment}"
