"""What stops another revision from being planned."""


class RevisionError(Exception):
    """Another revision cannot be planned; as text, lines that a person can act on."""
