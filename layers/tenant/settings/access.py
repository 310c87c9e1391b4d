"""Who in the team may do what."""

from typing import Annotated

from pydantic import Field

from components.tenancy.access import People
from components.tenancy.human_roles import HumanRole
from layers.settings import Distinct, Settings, in_words

_GROUP = "oidc:"

Principal = Annotated[
    str,
    in_words(
        "must be the ARN of an IAM role or user, or oidc: and a group",
        "arn:aws:iam::111122223333:role/ads",
        "oidc:ads-developers",
        pattern=(
            r"^(arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/[\w+=,.@/-]+|oidc:[\w.@/:+-]{1,200})$"
        ),
    ),
]


class AccessSettings(Settings):
    """Who in the team may do what.

    Each entry is the ARN of an IAM role or user, which may then take the tenant's role of that
    kind, or `oidc:` and a group of the cluster's identity provider.
    """

    admins: Distinct[Principal] = Field(min_length=1)
    """All that developers may, shells in pods, and secrets."""

    developers: Distinct[Principal] = ()
    """All that viewers may, Spark applications, jobs, ConfigMaps, volumes, and port-forwards."""

    viewers: Distinct[Principal] = ()
    """Pods and their logs, jobs, events, ConfigMaps: to look at. No secrets."""

    def people(self, group_prefix: str) -> dict[HumanRole, People]:
        """Who has which role.

        Args:
            group_prefix: What the cluster puts before each group of its identity provider.
        """
        return {
            "viewer": _people(self.viewers, group_prefix),
            "developer": _people(self.developers, group_prefix),
            "admin": _people(self.admins, group_prefix),
        }

    @property
    def groups(self) -> dict[str, str]:
        """Groups of the identity provider, by where each stands, such as `admins[0]`."""
        lists = {"admins": self.admins, "developers": self.developers, "viewers": self.viewers}
        return {
            f"{name}[{place}]": principal
            for name, principals in lists.items()
            for place, principal in enumerate(principals)
            if principal.startswith(_GROUP)
        }


def _people(principals: tuple[str, ...], group_prefix: str) -> People:
    return People(
        principals=tuple(one for one in principals if not one.startswith(_GROUP)),
        groups=tuple(
            group_prefix + one.removeprefix(_GROUP) for one in principals if one.startswith(_GROUP)
        ),
    )
