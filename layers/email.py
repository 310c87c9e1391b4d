"""E-mail addresses in settings."""

from typing import Any

from layers.settings import in_words


def email_address(example: str) -> Any:
    """Say what an address must look like.

    Args:
        example: One that is right; it is shown.
    """
    return in_words(
        "must be an e-mail address", example, pattern=r"^[^@\s]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"
    )
