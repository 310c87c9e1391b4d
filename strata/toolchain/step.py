"""One way to get a binary."""


class StepFailedError(Exception):
    """This way did not lead to the binary; as text, why."""
