"""Whatever an event or a command says, it is text to a step."""

import pytest

from tests.ci.conftest import HOSTILE
from tests.ci.runner import Runner
from tests.ci.workflows import WORKFLOWS, Step, steps


def names(step: Step) -> set[str]:
    """Variables that a step is given."""
    job = WORKFLOWS[step.file]["jobs"][step.job] if step.job else {}
    return {*job.get("env", {}), *step.content.get("env", {})}


@pytest.mark.parametrize("step", [one for one in steps() if "run" in one.content], ids=str)
def test_no_text_from_outside_is_run(runner: Runner, step: Step) -> None:
    runner.answer("", HOSTILE)
    # To its end, whatever fails on the way.
    script = f"set +eu\n{step.content['run']}"
    hostile = {"run": script, "env": dict.fromkeys(names(step), HOSTILE)}
    runner.run({"steps": [hostile]}, {})


def test_a_step_that_ran_some_would_be_found(runner: Runner) -> None:
    runner.run({"steps": [{"run": 'eval "$TITLE"', "env": {"TITLE": HOSTILE}}]}, {})
    [found] = runner.temp.parent.rglob("pwned")
    found.unlink()
