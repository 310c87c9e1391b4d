"""Plans that one process hands to another."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strata.comparison.resources import Action, compare
from strata.plan.exchange import ExchangeError, dumped, loaded, sealed
from strata.plan.recording import Recording
from strata.wire import UNKNOWN, ResourceReference, Secret
from tests.unit.comparison.planned import BUCKET, QUEUE, planned, stack

KEY = b"a key of one comparison"


def handed(inputs: dict[str, Any], key: bytes = KEY) -> Any:
    """Inputs, as another process would read them; a resource `lake` is in the plan."""
    plan = stack(planned(BUCKET, "lake"), planned(QUEUE, "jobs", inputs=inputs))
    return sealed([plan], key)[0].named("jobs").inputs


def test_a_plan_without_secrets_is_read_as_it_was_written() -> None:
    one = planned(
        BUCKET,
        "lake",
        depends_on=("urn:a",),
        protect=True,
        retain=True,
        provider="urn:p::id",
        aliases=("was",),
        inputs={
            "text": "${lake.id}",
            "numbers": [1, 2.5, True],
            "object": {"a": UNKNOWN, "b": ResourceReference("urn:a", "id", "1.2.3")},
        },
    )
    plan = Recording(
        "dev-cluster",
        resources=[one],
        outputs={"name": "x", "list": ["y"]},
        component_outputs={"urn:c": frozenset({"a", "b"})},
        read=["organization/strata/dev-cluster"],
    )
    assert loaded(dumped([plan], KEY)) == [plan]


def test_a_whole_environment_is_kept(dev: dict[str, Recording]) -> None:
    before, after = (sealed([*dev.values()], KEY) for _ in range(2))
    assert {change.action for one in compare(before, after) for change in one.changes} == {
        Action.KEPT
    }


def test_a_secret_is_not_in_what_is_handed_over() -> None:
    plan = stack(planned(BUCKET, inputs={"a": Secret({"b": ["hunter2"]})}))
    plan.outputs["password"] = Secret("hunter2")
    assert "hunter2" not in dumped([plan], KEY)


@pytest.mark.parametrize("value", ["hunter2", 4711, True, "{}", {"a": "x"}, ["x"]])
def test_a_secret_is_the_same_to_all_who_have_the_key(value: Any) -> None:
    assert handed({"a": Secret(value)}) == handed({"a": Secret(value)})
    assert handed({"a": Secret(value)}) != handed({"a": Secret(value)}, key=b"another")


@pytest.mark.parametrize("other", ["hunter3", "", 2, None])
def test_another_secret_is_another_one(other: Any) -> None:
    assert handed({"a": Secret("hunter2")}) != handed({"a": Secret(other)})


def test_a_secret_stays_a_secret_of_the_same_form() -> None:
    found = handed({"a": Secret({"b": "hunter2", "c": None})})["a"]
    assert isinstance(found, Secret)
    assert re.fullmatch(r"[0-9a-f]{64}", found.value.pop("b"))
    assert found.value == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("${lake.id}", r"\$\{lake\.id\}"),
        ("postgresql://${lake.id}/x", r"[0-9a-f]{64}\$\{lake\.id\}[0-9a-f]{64}"),
        ("${other.id}", r"[0-9a-f]{64}"),
        ("${lake}", r"[0-9a-f]{64}"),
        ("${aws:lake.id}", r"[0-9a-f]{64}"),
    ],
)
def test_of_a_secret_the_names_of_what_it_is_taken_from_are_told(text: str, told: str) -> None:
    assert re.fullmatch(told, handed({"a": Secret(text)})["a"].value)


@given(st.text(min_size=4, alphabet=st.characters(categories=["L", "N"])))
def test_no_secret_is_ever_in_clear(secret: str) -> None:
    text = dumped([stack(planned(BUCKET, inputs={"a": Secret(f"<{secret}>")}))], KEY)
    assert f"<{secret}>" not in json.dumps(json.loads(text), ensure_ascii=False)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "hands over no plan"),
        ("{", "hands over no plan"),
        ("{}", "hands over its plan in format None; format 1 is needed"),
        ('{"format": 7}', "hands over its plan in format 7; format 1 is needed"),
    ],
)
def test_what_is_no_plan_is_refused(text: str, told: str) -> None:
    with pytest.raises(ExchangeError, match=f"^{told}$"):
        loaded(text)
