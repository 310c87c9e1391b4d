"""What tenants read of each other."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from components.tenancy.sharing import Share
from layers.settings import Distinct, in_words

SharedPath = Annotated[
    str,
    in_words(
        "must be a tenant, or a tenant, a colon and a folder of 40 characters at most, the last a "
        "slash",
        "clickstream:curated/",
        "clickstream",
        pattern=r"^[a-z]([a-z0-9-]*[a-z0-9])?(:[A-Za-z0-9._=-][A-Za-z0-9._=/-]{0,38}/)?$",
    ),
]

# As many as fit into the policies of a role, and of a bucket, at their longest.
ReadPaths = Annotated[Distinct[SharedPath], Field(max_length=5)]
SharedPaths = Annotated[Distinct[SharedPath], Field(max_length=8)]


def shares(paths: Iterable[str]) -> tuple[Share, ...]:
    """Paths of a file, taken apart.

    Args:
        paths: Such as `clickstream:curated/`.
    """
    parts = [path.partition(":") for path in paths]
    return tuple(Share(tenant=tenant, prefix=prefix) for tenant, _, prefix in parts)
