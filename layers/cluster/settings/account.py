"""What an account has once, whatever environments stand in it."""

from typing import Annotated

from pydantic import Field

from components.billing.anomaly_mails import MOST_RECIPIENTS
from layers.email import email_address
from layers.settings import Distinct, Settings

Email = Annotated[str, email_address("finops@example.com")]


class AccountCostSettings(Settings):
    """What the account's owner hears of every tenant's bill."""

    notify: Annotated[Distinct[Email], Field(max_length=MOST_RECIPIENTS)] = ()
    """Who gets a mail a day of any tenant whose own resources cost more than AWS expects of them.
    Empty: it is only shown in the console."""

    anomaly_usd: Annotated[int, Field(ge=1, le=100_000_000)] = 100
    """US dollars above what was expected, below which nothing is told."""
