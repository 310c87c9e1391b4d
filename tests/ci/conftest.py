"""A machine that runs the steps of workflows."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ci.runner import Runner

HOSTILE = "$(touch pwned)`touch pwned`; touch pwned\ntouch pwned"
"""A text that makes a file, if any of it is run."""


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Runner]:
    """The machine; nothing that a test hands to it as text may have been run."""
    yield Runner(tmp_path)
    assert [*tmp_path.rglob("pwned")] == []
