"""What the command line makes of an error that a person can mend: lines, never a traceback."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from layers.problem import ConfigError
from strata.account.account import AccountError
from strata.check.git import GitError
from strata.deploy.workspace import DeployError
from strata.open.error import OpenError
from strata.project import NotAProjectError
from strata.rehearsal.demo import NothingKeptError
from strata.rehearsal.engine import EngineError, ProtectedError
from strata.rehearsal.folder import RehearsalRunningError
from strata.revision.error import RevisionError
from strata.summary.preview import SummaryError
from strata.toolchain.resolve import ToolMissingError


class OptionError(Exception):
    """Options that do not fit together; as text, one line."""


_MENDABLE = (
    AccountError,
    ConfigError,
    DeployError,
    EngineError,
    GitError,
    NotAProjectError,
    NothingKeptError,
    OpenError,
    OptionError,
    ProtectedError,
    RehearsalRunningError,
    RevisionError,
    SummaryError,
    ToolMissingError,
)

INTERRUPTED = 130


@contextmanager
def told_in_lines() -> Iterator[None]:
    """Write a mendable error as its own lines and exit with 1.

    Anything else is a fault of the program and keeps its traceback.
    """
    try:
        yield
    except _MENDABLE as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        sys.exit(INTERRUPTED)
