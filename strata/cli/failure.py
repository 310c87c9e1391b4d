"""What the command line makes of an error that a person can mend: lines, never a traceback."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from layers.problem import ConfigError
from strata.mendable import MendableError


class OptionError(MendableError):
    """Options that do not fit together; as text, one line."""


INTERRUPTED = 130


@contextmanager
def told_in_lines() -> Iterator[None]:
    """Write a mendable error as its own lines and exit with 1.

    Anything else is a fault of the program and keeps its traceback.
    """
    try:
        yield
    except (ConfigError, MendableError) as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        sys.exit(INTERRUPTED)
