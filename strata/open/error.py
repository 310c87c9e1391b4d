"""What a person can mend when a user interface does not open."""

from strata.mendable import MendableError


class OpenError(MendableError):
    """It does not open; as text, why, and what to do."""
