"""A released name is an identity: losing one deletes and re-creates what it names."""

import pytest

from strata.plan.recording import Recording
from tests.conftest import GOLDEN, Golden


def ledger(recording: Recording) -> set[str]:
    return {f"{one.type} {one.name}" for one in recording.resources}


@pytest.mark.parametrize(
    ("layer", "stack"),
    [("cluster", "dev-cluster"), ("platform", "dev-platform"), ("tenant", "dev-tenant-ads")],
)
def test_every_released_name_still_exists_or_is_aliased(
    layer: str, stack: str, dev: dict[str, Recording], request: pytest.FixtureRequest
) -> None:
    now = ledger(dev[stack])
    aliased = {f"{one.type} {alias}" for one in dev[stack].resources for alias in one.aliases}
    path = GOLDEN / "urns" / f"{layer}.txt"
    if request.config.getoption("--golden"):
        path.write_text("".join(f"{name}\n" for name in sorted(now)))
    lost = set(path.read_text().splitlines()) - now - aliased
    assert not lost, f"would be deleted and made again: {sorted(lost)}; give them aliases"


@pytest.mark.parametrize(
    ("layer", "stack"),
    [("cluster", "dev-cluster"), ("platform", "dev-platform"), ("tenant", "dev-tenant-ads")],
)
def test_a_new_name_is_written_into_the_ledger(
    layer: str, stack: str, dev: dict[str, Recording], golden: Golden
) -> None:
    names = "".join(f"{name}\n" for name in sorted(ledger(dev[stack])))
    golden.check(f"urns/{layer}.txt", names)
