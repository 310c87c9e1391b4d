"""`python -m strata.plan [stack|environment]...`: hand plans over to another revision's process.

Written for `strata plan --against`, which runs it with the code of the other revision: the plans of
environments, or of stacks and those below them, as `strata.plan.exchange` says; of all if none is
named. What this revision has no file of is left out. Secrets are sealed with the key that stands in
the environment.
"""

import contextlib
import os
import sys
from pathlib import Path

from layers.problem import ConfigError
from strata.plan.exchange import KEY, dumped
from strata.plan.stacks import plan
from strata.project import NotAProjectError, Project


def main() -> int:
    """Plan, and write what was planned to standard output."""
    try:
        # What the program itself prints is no part of the document.
        with contextlib.redirect_stdout(sys.stderr):
            project = Project.find(Path())
            recordings = plan(project, project.around(*sys.argv[1:]))
    except (ConfigError, NotAProjectError) as error:
        print(error, file=sys.stderr)
        return 1
    sys.stdout.write(dumped(recordings, bytes.fromhex(os.environ[KEY])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
