"""A tenant's own cache."""

from typing import Annotated, Literal

from pydantic import Field

from layers.settings import Settings


class CacheSettings(Settings):
    """Valkey on ElastiCache Serverless, for the tenant alone. Pods log in with their own role."""

    engine: Literal["valkey"] = "valkey"
    """The kind of cache. Changing it replaces the cache, and empties it."""

    # Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Scaling-serverless.html
    max_gib: Annotated[int, Field(ge=1, le=5000)] = 5
    """Most that it holds, in GiB; what it holds is paid for, and at least 0.1 GiB. When it is full,
    keys that expire are dropped, and without such, writes fail."""
