"""Secrets that a tenant reads beside its own."""

from typing import Annotated

from pydantic import Field

from components import names
from layers.settings import Distinct, Settings, in_words

_SHARED = f"{names.OWNER_SHARED}/"

SharedPrefix = Annotated[
    str,
    in_words(
        "must be shared/ and how names of shared secrets begin, in 40 characters at most",
        "shared/kafka",
        pattern=rf"^{_SHARED}[A-Za-z0-9][A-Za-z0-9/_+=.@-]{{0,39}}$",
    ),
]


class SecretSettings(Settings):
    """Secrets in Secrets Manager.

    Its own, below `strata/<environment>/<tenant>/`, are always the tenant's to read, and its
    admins' to write.
    """

    read_prefixes: Annotated[Distinct[SharedPrefix], Field(max_length=5)] = ()
    """Secrets that the platform keeps for several tenants: `shared/kafka` is all whose names begin
    with `strata/<environment>/shared/kafka`."""

    @property
    def shared(self) -> tuple[str, ...]:
        """The prefixes, without what all of them begin with."""
        return tuple(one.removeprefix(_SHARED) for one in self.read_prefixes)
