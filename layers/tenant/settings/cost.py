"""What a tenant should cost, and who hears when it costs more."""

from typing import Annotated

from pydantic import Field

from components.tenancy.budget import MOST_NOTIFICATIONS, MOST_RECIPIENTS
from layers.email import email_address
from layers.settings import Distinct, Settings

Email = Annotated[str, email_address("ads@example.com")]
Dollars = Annotated[int, Field(ge=1, le=100_000_000)]
Percent = Annotated[int, Field(ge=1, le=1000)]


class CostSettings(Settings):
    """What a tenant should cost. Nothing stops when it costs more: people hear of it."""

    monthly_budget_usd: Dollars | None = None
    """US dollars a month; unset: no budget. AWS compares the tenant's own resources with it, such
    as bucket, database and nodes of its own, and Prometheus its pods' share of nodes; neither sees
    what the other does."""

    # One more is for the forecast.
    alert_percents: Annotated[Distinct[Percent], Field(max_length=MOST_NOTIFICATIONS - 1)] = (
        50,
        80,
        100,
    )
    """Parts of the budget, in per cent, at which AWS sends a mail. It sends one, too, when it
    expects that all of it will be spent."""

    anomaly_usd: Dollars | None = None
    """US dollars above what AWS expects of the tenant's own resources, from which on a mail a day
    tells of it; unset: only the platform hears. In an organisation, AWS offers it in the management
    account alone, and has room for 500 such tenants."""

    # One more is the owner.
    notify: Annotated[Distinct[Email], Field(max_length=MOST_RECIPIENTS - 1)] = ()
    """Who hears of cost beside the owner: the mails of AWS, and Prometheus' alerts about cost."""
