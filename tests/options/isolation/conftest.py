"""Two tenants that ask for everything."""

import pytest

from strata.isolation.iam_account import Account, account
from strata.isolation.two_tenants import recordings
from strata.plan.recording import Recording
from tests.samples import PROJECT


@pytest.fixture(scope="session")
def planned() -> list[Recording]:
    """Plans of a cluster, a platform and two tenants."""
    return recordings(PROJECT)


@pytest.fixture(scope="session")
def aws(planned: list[Recording]) -> Account:
    """What they put into the account."""
    return account(planned)
