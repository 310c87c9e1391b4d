"""What a person can mend when a user interface does not open."""


class OpenError(Exception):
    """It does not open; as text, why, and what to do."""
