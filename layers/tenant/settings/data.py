"""What a tenant keeps, and where."""

from layers.settings import Settings
from layers.tenant.settings.bucket import BucketSettings
from layers.tenant.settings.cache import CacheSettings
from layers.tenant.settings.database import DatabaseSettings
from layers.tenant.settings.messaging import Queues, Topics
from layers.tenant.settings.sharing import ReadPaths, SharedPaths


class DataSettings(Settings):
    """What a tenant keeps, and where."""

    bucket: BucketSettings = BucketSettings()
    """The tenant's own bucket: it always has one."""

    reads: ReadPaths = ()
    """What it reads of other tenants' buckets: `clickstream`, or `clickstream:curated/` for one
    folder. Only what the other's `sharedWith` names too, and objects alone: tables of its catalog
    stay its own."""

    shared_with: SharedPaths = ()
    """Which tenants may read its bucket: `ads`, or `ads:curated/` for one folder. Only those whose
    `reads` names it too."""

    database: DatabaseSettings | None = None
    """A database of its own: `{}` makes one; unset: none."""

    cache: CacheSettings | None = None
    """A cache of its own: `{}` makes one; unset: none."""

    topics: Topics = ()
    """Topics on the platform's Kafka, if it has one."""

    queues: Queues = ()
    """SQS queues."""
