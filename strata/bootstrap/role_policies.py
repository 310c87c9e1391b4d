"""The policies of a deployer's role: what they should be, and nothing more.

All inline policies of a role share 10,240 characters, and each managed one has 6,144 of its own, of
which a role takes ten. So the large ones are managed.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from components import names
from strata.account.account import Account
from strata.bootstrap.step import same_document

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient

_LARGE = 1_000


def characters(text: str) -> int:
    """How long a document is to IAM, which counts no white space."""
    return len("".join(text.split()))


def managed(wanted: Mapping[str, str]) -> dict[str, str]:
    """Those of a role's documents that become managed policies."""
    return {purpose: text for purpose, text in wanted.items() if characters(text) >= _LARGE}


def inline(wanted: Mapping[str, str]) -> dict[str, str]:
    """Those of a role's documents that stand in the role itself."""
    return {purpose: text for purpose, text in wanted.items() if characters(text) < _LARGE}


def put(iam: "IAMClient", account: Account, role: str, wanted: Mapping[str, str]) -> bool:
    """Make the policies of a role what they should be.

    Args:
        iam: Client of IAM.
        account: The account.
        role: Name of the role.
        wanted: Documents, by purpose.

    Returns:
        Whether anything was otherwise.
    """
    path = names.deployer_path(account.environment)
    prefix = f"arn:aws:iam::{account.id}:policy{path}{role}-"
    large = {prefix + purpose: text for purpose, text in managed(wanted).items()}
    changed = _put_inline(iam, role, inline(wanted))
    answer = iam.list_attached_role_policies(RoleName=role)
    attached = {one["PolicyArn"] for one in answer["AttachedPolicies"]}
    for arn in sorted(attached - set(large)):
        iam.detach_role_policy(RoleName=role, PolicyArn=arn)
        if arn.startswith(prefix):
            _delete(iam, arn)
        changed = True
    for arn, text in large.items():
        changed = _put_managed(iam, account, arn, text) or changed
        if arn not in attached:
            iam.attach_role_policy(RoleName=role, PolicyArn=arn)
            changed = True
    return changed


def _put_inline(iam: "IAMClient", role: str, wanted: Mapping[str, str]) -> bool:
    there = set(iam.list_role_policies(RoleName=role)["PolicyNames"])
    changed = False
    for extra in sorted(there - set(wanted)):
        iam.delete_role_policy(RoleName=role, PolicyName=extra)
        changed = True
    for purpose, text in wanted.items():
        known: Any = (
            iam.get_role_policy(RoleName=role, PolicyName=purpose)["PolicyDocument"]
            if purpose in there
            else None
        )
        if known is None or not same_document(known, text):
            iam.put_role_policy(RoleName=role, PolicyName=purpose, PolicyDocument=text)
            changed = True
    return changed


def _put_managed(iam: "IAMClient", account: Account, arn: str, text: str) -> bool:
    path = names.deployer_path(account.environment)
    try:
        version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchEntity":
            raise
        tags = names.tags(account.environment, names.LAYER_BOOTSTRAP)
        iam.create_policy(
            PolicyName=arn.rpartition("/")[2],
            Path=path,
            PolicyDocument=text,
            Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
        )
        return True
    known: Any = iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]
    if same_document(known["Document"], text):
        return False
    # There is room for five.
    _delete_old_versions(iam, arn)
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=text, SetAsDefault=True)
    return True


def _delete_old_versions(iam: "IAMClient", arn: str) -> None:
    for one in iam.list_policy_versions(PolicyArn=arn)["Versions"]:
        if not one["IsDefaultVersion"]:
            iam.delete_policy_version(PolicyArn=arn, VersionId=one["VersionId"])


def _delete(iam: "IAMClient", arn: str) -> None:
    _delete_old_versions(iam, arn)
    iam.delete_policy(PolicyArn=arn)
