"""What a tenant's stage means for its parts: one object that each part asks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from components.tenancy.access import People
from components.tenancy.human_roles import HumanRole
from layers.problem import Problem, shown
from layers.tenant.settings import TenantSettings
from layers.tenant.settings.lifecycle import Stage

LEAVING: Stage = "offboarding"


@dataclass(frozen=True, kw_only=True, slots=True)
class Lifecycle:
    """What is there in a tenant's stage, and what may go.

    Pulumi asks the state, not the program, whether a resource may be deleted and whether what it
    stands for stays. So each step lifts what the next one needs: `suspended` lets the room go,
    `offboarding` the data, or leaves it where it is.

    Source: https://www.pulumi.com/docs/iac/concepts/resources/options/retainondelete/

    Attributes:
        stage: The stage.
        protects: Whether the profile protects what holds data.
        deletes: Whether the team wants its bucket and images deleted when it leaves.
    """

    stage: Stage
    protects: bool
    deletes: bool

    @property
    def working(self) -> bool:
        """Whether new work is let in. What runs already may end by itself."""
        return self.stage == "active"

    @property
    def has_room(self) -> bool:
        """Whether there is a namespace, with anybody and anything in it."""
        return self.stage != LEAVING

    @property
    def protects_room(self) -> bool:
        """Whether what goes with the room refuses to be deleted."""
        return self.protects and self.working

    @property
    def protects_data(self) -> bool:
        """Whether what holds data refuses to be deleted."""
        return self.protects and self.has_room

    @property
    def empties(self) -> bool:
        """Whether a bucket that goes is emptied first."""
        return self.deletes and not self.has_room

    @property
    def data_options(self) -> dict[str, Any]:
        """Options of what holds data: whether it stays when its stack goes."""
        return {"retain_on_delete": True} if not (self.deletes or self.has_room) else {}

    def people(self, everybody: Mapping[HumanRole, People]) -> Mapping[HumanRole, People]:
        """Who has which role now; who may not work may still look.

        Args:
            everybody: Who has which role in a tenant that works.
        """
        if self.working:
            return everybody
        return {
            "viewer": People(
                principals=_once(one.principals for one in everybody.values()),
                groups=_once(one.groups for one in everybody.values()),
            )
        }


def lifecycle(settings: TenantSettings, *, protects: bool) -> Lifecycle:
    """What the stage in a team's file means.

    Args:
        settings: What the file says.
        protects: Whether the profile protects what holds data.
    """
    return Lifecycle(
        stage=settings.lifecycle,
        protects=protects,
        deletes=settings.data.bucket.on_offboard == "delete",
    )


def deletions(settings: TenantSettings) -> tuple[str, ...]:
    """Settings by which data would be deleted when the team leaves."""
    data = settings.data
    found = []
    if data.bucket.on_offboard == "delete":
        found.append("data.bucket.onOffboard")
    if data.database and data.database.on_offboard == "delete":
        found.append("data.database.onOffboard")
    return tuple(found)


def lifecycle_problems(source: str, tenant: str, settings: TenantSettings) -> Iterator[Problem]:
    """What is wrong with how a team leaves: data goes only when the file says so twice.

    Args:
        source: Path of the tenant's stack file.
        tenant: The tenant's name.
        settings: What the file says.
    """
    said, deleted = settings.delete_data, deletions(settings)
    if said is None:
        if settings.lifecycle == LEAVING:
            for key in deleted:
                yield Problem(
                    file=source,
                    key=key,
                    value=shown("delete"),
                    rule="data is deleted only when the file also repeats the tenant's name",
                    remedy=f"add `deleteData: {tenant}`, or write another {key.rpartition('.')[2]}",
                )
        return
    if said != tenant:
        rule, remedy = f"must repeat the tenant's name, {tenant!r}", f"write `deleteData: {tenant}`"
    elif settings.lifecycle != LEAVING:
        rule, remedy = "belongs to a tenant that leaves", "remove it, or suspend the tenant first"
    elif not deleted:
        rule = "nothing in the file says `onOffboard: delete`"
        remedy = "remove it: all data stays"
    else:
        return
    yield Problem(file=source, key="deleteData", value=shown(said), rule=rule, remedy=remedy)


def _once(lists: Iterator[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for found in lists for one in found))
