"""What a tenant keeps, and where."""

from layers.settings import Settings
from layers.tenant.settings.bucket import BucketSettings
from layers.tenant.settings.cache import CacheSettings
from layers.tenant.settings.database import DatabaseSettings
from layers.tenant.settings.messaging import Queues, Topics


class DataSettings(Settings):
    """What a tenant keeps, and where."""

    bucket: BucketSettings = BucketSettings()
    """The tenant's own bucket: it always has one."""

    database: DatabaseSettings | None = None
    """A database of its own: `{}` makes one; unset: none."""

    cache: CacheSettings | None = None
    """A cache of its own: `{}` makes one; unset: none."""

    topics: Topics = ()
    """Topics on the platform's Kafka, if it has one."""

    queues: Queues = ()
    """SQS queues."""
