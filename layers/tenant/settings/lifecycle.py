"""How far a tenant's life has come."""

from typing import Literal

Stage = Literal["active", "suspended", "offboarding"]
"""`active`, then `suspended`, then `offboarding`: a team leaves in steps, each a deployment."""
