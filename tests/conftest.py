"""What every suite shares: golden files, and plans of the committed stacks."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from strata.plan.recording import Recording
from strata.plan.stacks import plan
from tests.samples import PROJECT

# A run is short and its objects are many: looking for garbage takes a fifth of its time.
gc.set_threshold(100_000, 50, 50)

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="session", autouse=True)
def _leftovers() -> Iterator[None]:
    """Let go of what Pulumi's event loops leave pending while their words are still captured."""
    yield
    gc.collect()


class Golden:
    """Compares with a reviewed file, or writes it when asked to."""

    def __init__(self, *, write: bool) -> None:
        self._write = write

    def check(self, name: str, text: str) -> None:
        """Assert that `tests/golden/<name>` holds `text`."""
        path = GOLDEN / name
        if self._write:
            path.write_text(text)
        known = path.read_text() if path.exists() else ""
        assert known == text, f"run `make golden` and review tests/golden/{name}"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the golden files anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(write=request.config.getoption("--golden"))


@pytest.fixture(scope="session")
def dev() -> dict[str, Recording]:
    """The plan of the committed dev environment, by stack."""
    return {one.stack: one for one in plan(PROJECT, PROJECT.environment("dev"))}


@pytest.fixture(scope="session")
def prod() -> dict[str, Recording]:
    """The plan of the committed prod environment, by stack."""
    return {one.stack: one for one in plan(PROJECT, PROJECT.environment("prod"))}
