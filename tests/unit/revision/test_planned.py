"""What another revision plans."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from strata.plan.recording import Recording
from strata.revision.error import RevisionError
from strata.revision.planned import planning
from tests.unit.revision.conftest import Repository


def planned(repository: Repository, said: list[str] | None = None) -> list[Recording]:
    """What the revision before the files as they are plans."""
    say = (said if said is not None else []).append
    with planning(repository.project, "HEAD", ["dev"], b"\1\2", say) as other:
        return other()


@contextmanager
def refused(repository: Repository, why: str) -> Iterator[None]:
    """The whole of what is told, after the name of the revision."""
    told = f"HEAD ({repository.git('rev-parse', '--short=7', 'HEAD')}): {why}"
    with pytest.raises(RevisionError, match=f"^{re.escape(told)}$"):
        yield
    assert repository.worktrees() == []


@pytest.mark.parametrize("safe", ["", "1"])
def test_another_revision_plans_with_its_own_code(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, safe: str
) -> None:
    # With it Python does not look for modules in the folder that it runs in.
    monkeypatch.setenv("PYTHONSAFEPATH", safe)
    repository.write("strata/plan/__main__.py", "raise SystemExit('not this one')")
    (recording,) = planned(repository)
    assert recording.named("lake").inputs == {"bucket": "0102", "target": "dev"}
    assert repository.worktrees() == []


def test_a_revision_without_the_command_is_told(repository: Repository) -> None:
    repository.git("rm", "--quiet", "platform/strata/plan/__main__.py")
    repository.commit()
    with refused(repository, "cannot hand over a plan yet; compare with a newer revision"):
        planned(repository)


def test_a_revision_without_a_lock_file_is_told(repository: Repository) -> None:
    repository.git("rm", "--quiet", "platform/requirements.txt")
    repository.commit()
    with refused(repository, "has no requirements.txt, so nobody knows which packages it needs"):
        planned(repository)


def test_the_lines_of_a_plan_that_is_refused_are_told(repository: Repository) -> None:
    repository.write("strata/plan/__main__.py", "raise SystemExit('a.yaml:1: x\\nb.yaml:2: y')")
    repository.commit()
    with refused(repository, "cannot be planned:\n  a.yaml:1: x\n  b.yaml:2: y"):
        planned(repository)


def test_of_a_failure_of_the_program_the_last_line_is_told(repository: Repository) -> None:
    repository.write("strata/plan/__main__.py", "raise ValueError('whatever')")
    repository.commit()
    with refused(repository, "cannot be planned:\n  ValueError: whatever"):
        planned(repository)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("no plan", "hands over no plan"),
        ('{"format": 2}', "hands over its plan in format 2; format 1 is needed"),
        ("[]", "hands over its plan in format None; format 1 is needed"),
    ],
)
def test_a_plan_in_another_form_is_told(repository: Repository, said: str, why: str) -> None:
    repository.write("strata/plan/__main__.py", f"print({said!r})")
    repository.commit()
    with refused(repository, why):
        planned(repository)


def test_packages_that_are_the_same_are_not_installed_again(repository: Repository) -> None:
    said: list[str] = []
    planned(repository, said)
    assert said == []
    assert not (repository.project.root / ".tools" / "environments").exists()


def test_other_packages_are_installed_once(repository: Repository) -> None:
    repository.write("requirements.txt", "# others\n")
    said: list[str] = []
    planned(repository, said)
    planned(repository, said)
    (place,) = (repository.project.root / ".tools" / "environments").glob("*/complete")
    commit = repository.git("rev-parse", "--short=7", "HEAD")
    assert said == [
        (
            f"HEAD ({commit}): its packages are others; "
            f"installing them in .tools/environments/{place.parent.name}"
        )
    ]


def test_other_packages_are_the_revision_s_own(repository: Repository) -> None:
    repository.write(
        "strata/plan/__main__.py",
        "try:\n    import pulumi\nexcept ImportError:\n    raise SystemExit('none of ours')",
    )
    repository.commit()
    repository.write("requirements.txt", "# others\n")
    with refused(repository, "cannot be planned:\n  none of ours"):
        planned(repository)


def test_packages_that_cannot_be_had_are_told(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    repository.write("requirements.txt", f"none-of-ours==1 --hash=sha256:{'0' * 64}\n")
    repository.commit()
    repository.write("requirements.txt", "# others\n")
    with refused(
        repository,
        "its packages cannot be installed: "
        "ERROR: No matching distribution found for none-of-ours==1",
    ):
        planned(repository)
    assert not list((repository.project.root / ".tools" / "environments").glob("*/complete"))
