"""Who may deploy from GitHub: the account's identity provider, and a role for each layer.

Source: https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
"""

import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from components import names
from strata.account.account import Account
from strata.bootstrap import role_policies
from strata.bootstrap.deployers import ROLES, Role, documents
from strata.bootstrap.scope import Scope
from strata.bootstrap.step import Step, Steps, outcome, same_document

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient

HOST = "token.actions.githubusercontent.com"
AUDIENCE = "sts.amazonaws.com"


def identity_provider(account: Account) -> Steps:
    """The provider: one an account, shared by its environments, so its tags name none."""
    iam = account.session.client("iam")
    arn = _provider_arn(account)
    try:
        known = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchEntity":
            raise
        iam.create_open_id_connect_provider(Url=f"https://{HOST}", ClientIDList=[AUDIENCE])
        yield Step(outcome="created", part="GitHub identity provider", name=arn)
        return
    if AUDIENCE in known["ClientIDList"]:
        yield Step(outcome="unchanged", part="GitHub identity provider", name=arn)
    else:
        iam.add_client_id_to_open_id_connect_provider(
            OpenIDConnectProviderArn=arn, ClientID=AUDIENCE
        )
        yield Step(outcome="updated", part="GitHub identity provider", name=arn)


def deployers(account: Account, repository: str, kafka_cluster_arn: str) -> Steps:
    """One role a layer, and one for previews, for one environment of one repository.

    Args:
        account: The account.
        repository: `owner/name` at GitHub, or `owner@id/name@id` if its subjects are immutable.
        kafka_cluster_arn: The platform's Kafka; empty: it has none.
    """
    iam = account.session.client("iam")
    state_key = account.session.client("kms").describe_key(
        KeyId=f"alias/{names.state(account.environment)}"
    )
    scope = Scope(
        account=account.id,
        region=account.region,
        environment=account.environment,
        state_key_arn=state_key["KeyMetadata"]["Arn"],
        kafka_cluster_arn=kafka_cluster_arn,
    )
    for role in ROLES:
        name = names.deployer(account.environment, role)
        wanted = documents(role, scope)
        trust = _trust(account, repository, role)
        created = _made(iam, account, name, trust)
        changed = _put_trust(iam, name, trust)
        changed = role_policies.put(iam, account, name, wanted) or changed
        became = outcome(created=created, changed=changed)
        part = "preview role" if role == "preview" else f"{role} deployer"
        yield Step(outcome=became, part=part, name=name)


def _provider_arn(account: Account) -> str:
    return f"arn:aws:iam::{account.id}:oidc-provider/{HOST}"


def _trust(account: Account, repository: str, role: Role) -> str:
    """Only a job that runs in the repository's environment of that name, with its approvals."""
    subject = f"repo:{repository}:environment:{account.environment}-{role}"
    condition = {"StringEquals": {f"{HOST}:aud": AUDIENCE, f"{HOST}:sub": subject}}
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": _provider_arn(account)},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": condition,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _made(iam: "IAMClient", account: Account, name: str, trust: str) -> bool:
    try:
        iam.get_role(RoleName=name)
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchEntity":
            raise
    else:
        return False
    tags = names.tags(account.environment, names.LAYER_BOOTSTRAP)
    iam.create_role(
        RoleName=name,
        # Beside the path of what deployers make, so that none can change itself or another.
        Path=names.deployer_path(account.environment),
        AssumeRolePolicyDocument=trust,
        MaxSessionDuration=7200,
        Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
    )
    return True


def _put_trust(iam: "IAMClient", name: str, trust: str) -> bool:
    """Make the trust of a role what it should be.

    Returns:
        Whether it was otherwise.
    """
    role: Any = iam.get_role(RoleName=name)["Role"]
    changed = not same_document(role["AssumeRolePolicyDocument"], trust)
    if changed:
        iam.update_assume_role_policy(RoleName=name, PolicyDocument=trust)
    return changed
