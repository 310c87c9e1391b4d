"""A tenant's own bucket."""

from typing import Annotated, Literal

from pydantic import Field

from layers.settings import Settings


class BucketSettings(Settings):
    """The tenant's own bucket: it always has one."""

    kms: Literal["platform", "own"] = "platform"
    """Key that encrypts it: the environment's, or one of the tenant's own, for a dollar a month.
    From `platform` to `own`, what is there stays readable. Back again, the key is deleted after 30
    days, and what it encrypted is lost unless it was copied: by profile prod, it is refused."""

    expire_days: Annotated[int, Field(ge=1, le=36_500)] | None = None
    """Age, in days, at which an object is deleted; unset: never. Older versions of it stay 30 days
    more. Event logs and what lies below `tmp/` go sooner anyway."""

    on_offboard: Literal["retain", "delete"] = "retain"
    """What becomes of the bucket and of the tenant's images when it leaves. `retain`: they stay,
    and are paid for, until somebody deletes them. `delete`: nothing stays, once `deleteData` says
    so too."""
