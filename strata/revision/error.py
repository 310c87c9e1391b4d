"""What stops another revision from being planned."""

from strata.mendable import MendableError


class RevisionError(MendableError):
    """Another revision cannot be planned; as text, lines that a person can act on."""
