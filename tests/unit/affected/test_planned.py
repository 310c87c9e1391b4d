"""Of what may be touched, what plans something else."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from layers.stack import StackName
from strata.affected import planned
from strata.affected.touched import Affected, Touched
from strata.plan.exchange import sealed
from strata.plan.recording import Planned, Recording
from strata.revision import planned as revision
from strata.revision.error import RevisionError
from tests.samples import PROJECT

ADS, CLUSTER, PLATFORM = map(StackName.parse, ("dev-tenant-ads", "dev-cluster", "dev-platform"))


def recording(stack: StackName, bucket: str = "lake", **outputs: Any) -> Recording:
    one = Planned(
        urn=f"urn:pulumi:{stack}::strata::aws:s3/bucket:Bucket::lake",
        type="aws:s3/bucket:Bucket",
        name="lake",
        parent="",
        depends_on=(),
        protect=False,
        retain=False,
        provider="",
        aliases=(),
        inputs={"bucket": bucket},
    )
    return Recording(str(stack), [one], outputs)


def may(*stacks: StackName) -> Affected:
    return Affected(
        stacks=tuple(Touched(stack=one, because=("a.py",), certain=False) for one in stacks)
    )


class Sides:
    """Both plans, in the place of those that real code makes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[str] = []
        self.said: list[str] = []
        self.before: list[Recording] = []
        self.after: list[Recording] = []
        self.error: RevisionError | None = None
        monkeypatch.setattr(revision, "planning", self._planning)
        monkeypatch.setattr(revision, "plan", lambda *_: self.after)

    def names(self, found: Affected) -> list[str]:
        told = planned.narrowed(PROJECT, "origin/main", found, self.said.append)
        return [str(one.stack) for one in told.stacks]

    @contextmanager
    def _planning(
        self, _project: Any, _revision: str, targets: Sequence[str], key: bytes, _say: Any
    ) -> Iterator[Any]:
        if self.error:
            raise self.error
        self.asked += targets
        yield lambda: sealed(self.before, key)


@pytest.fixture
def sides(monkeypatch: pytest.MonkeyPatch) -> Sides:
    return Sides(monkeypatch)


def test_a_stack_that_plans_what_it_planned_is_left_out(sides: Sides) -> None:
    sides.before = [recording(CLUSTER), recording(ADS)]
    sides.after = [recording(CLUSTER), recording(ADS, "other")]
    assert sides.names(may(CLUSTER, ADS)) == ["dev-tenant-ads"]


def test_a_stack_that_only_exports_something_else_is_touched(sides: Sides) -> None:
    sides.before = [recording(CLUSTER)]
    sides.after = [recording(CLUSTER, vpc="vpc-1")]
    assert sides.names(may(CLUSTER)) == ["dev-cluster"]


def test_a_stack_that_the_other_side_did_not_have_is_touched(sides: Sides) -> None:
    sides.after = [recording(ADS)]
    assert sides.names(may(ADS)) == ["dev-tenant-ads"]


def test_what_is_touched_for_certain_is_not_planned(sides: Sides) -> None:
    certain = Touched(stack=ADS, because=("stacks/Pulumi.dev-tenant-ads.yaml",))
    sides.before = sides.after = [recording(CLUSTER), recording(ADS)]
    assert sides.names(Affected(stacks=(*may(CLUSTER).stacks, certain))) == ["dev-tenant-ads"]
    assert sides.asked == ["dev-cluster"]


def test_nothing_is_planned_if_nothing_is_in_doubt(sides: Sides) -> None:
    assert sides.names(Affected(stacks=(Touched(stack=PLATFORM),))) == ["dev-platform"]
    assert sides.asked == []


def test_a_revision_that_cannot_be_planned_leaves_all_that_may_be_touched(sides: Sides) -> None:
    sides.error = RevisionError("origin/main (1234567): cannot be planned:\n  no layer")
    assert sides.names(may(CLUSTER, ADS)) == ["dev-cluster", "dev-tenant-ads"]
    assert sides.said == [
        (
            "origin/main (1234567): cannot be planned:\n  no layer\n"
            "so all stacks that its code may touch are named"
        )
    ]
