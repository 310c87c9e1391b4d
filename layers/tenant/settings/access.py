"""Who in the team may do what."""

from pydantic import Field

from layers.aws_values import PrincipalArn
from layers.settings import Distinct, Settings


class AccessSettings(Settings):
    """Who in the team may do what."""

    admins: Distinct[PrincipalArn] = Field(min_length=1)
    """IAM roles or users that may become the tenant's admin."""
