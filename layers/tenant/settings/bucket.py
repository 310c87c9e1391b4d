"""A tenant's own bucket."""

from typing import Literal

from layers.settings import Settings


class BucketSettings(Settings):
    """The tenant's own bucket: it always has one."""

    on_offboard: Literal["retain", "delete"] = "retain"
    """What becomes of the bucket and of the tenant's images when it leaves. `retain`: they stay,
    and are paid for, until somebody deletes them. `delete`: nothing stays, once `deleteData` says
    so too."""
