"""The two tenants ask for everything: a new setting joins them, or is said to open nothing."""

from layers.tenant.settings import TenantSettings
from layers.tenant.settings.data import DataSettings
from strata.isolation.two_tenants import TENANTS, settings

# They change how much there is, what it is called or how it ends, and not who reaches it.
OPENS_NOTHING = {
    "adopt",
    "cost",
    "deleteData",
    "isolation",
    "labels",
    "lifecycle",
    "quota",
    "spark",
}

# There always is a bucket, and what tenants share has tests of its own.
NOT_ASKED_FOR = {"bucket", "reads", "sharedWith"}


# In the place of what all share; it has tests of its own.
INSTEAD = {"airflow"}


def keys(model: type[TenantSettings] | type[DataSettings]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def test_everything_is_asked_for_that_opens_something() -> None:
    file = settings(TENANTS[0])
    assert keys(TenantSettings) - set(file) == OPENS_NOTHING | INSTEAD
    assert keys(DataSettings) - set(file["data"]) == NOT_ASKED_FOR
