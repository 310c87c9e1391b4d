"""The resource classes of the installed packages."""

import subprocess
import sys

from tests.samples import ROOT

# In a process of its own, where nothing is loaded yet: as many threads as stacks come up at once.
_PROGRAM = """
from concurrent.futures import ThreadPoolExecutor
from strata.packages import resource_class

types = ["aws:glue/catalogDatabase:CatalogDatabase", "aws:sqs/queue:Queue", "aws:kms/key:Key"] * 8
with ThreadPoolExecutor(len(types)) as pool:
    print(sorted({found.__name__ for found in pool.map(resource_class, types)}))
"""


def test_classes_are_found_by_many_threads_at_once() -> None:
    command = [sys.executable, "-c", _PROGRAM]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == "['CatalogDatabase', 'Key', 'Queue']\n", done.stderr
