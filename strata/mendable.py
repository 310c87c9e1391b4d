"""What a person can mend, as against a fault of the program."""


class MendableError(Exception):
    """Something that a person can mend; as text, one line a problem.

    The command line writes those lines and ends with 1; any other error keeps its traceback.
    """
