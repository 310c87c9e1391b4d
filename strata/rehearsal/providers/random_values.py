"""The `random` provider."""

from strata.rehearsal.cloud import Caller
from strata.rehearsal.providers.provider import Config
from strata.rehearsal.providers.resources import ResourceProvider


class RandomProvider(ResourceProvider):
    """Random values, as far as the stand-in cloud models them.

    They belong to no account: only the state of their stack knows them.
    """

    PACKAGE = "random"

    def caller(self, config: Config) -> Caller:  # noqa: ARG002 - it has no configuration
        """Anybody: the provider has no configuration."""
        return Caller()
