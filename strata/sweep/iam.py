"""Leftovers in IAM: what Karpenter made."""

from collections.abc import Iterator

from strata.account.account import Account
from strata.sweep.leftover import Leftover, mark_of


def instance_profiles(account: Account) -> Iterator[Leftover]:
    """Profiles that Karpenter made for its node classes."""
    iam = account.session.client("iam")
    for page in iam.get_paginator("list_instance_profiles").paginate():
        for one in page["InstanceProfiles"]:
            name = one["InstanceProfileName"]
            tags = iam.get_instance_profile(InstanceProfileName=name)["InstanceProfile"]["Tags"]
            mark = mark_of(
                [{"Key": tag["Key"], "Value": tag["Value"]} for tag in tags], account.environment
            )
            if not mark:
                continue
            roles = [role["RoleName"] for role in one["Roles"]]

            def delete(name: str = name, roles: list[str] = roles) -> None:
                for role in roles:
                    iam.remove_role_from_instance_profile(InstanceProfileName=name, RoleName=role)
                iam.delete_instance_profile(InstanceProfileName=name)

            yield Leftover(kind="instance profile", id=name, mark=mark, delete=delete)
