"""Random values: made once, the least lucky that may be drawn, and secret."""

import base64
import string
from typing import Any

import pytest

from strata.rehearsal.cloud import Caller, Cloud, Row
from strata.rehearsal.cloud import tokens as t
from tests.unit.rehearsal.conftest import Actor


@pytest.fixture
def anybody(aws: Actor, cloud: Cloud) -> Actor:
    return type(aws)(cloud, Caller())


def _result(anybody: Actor, **inputs: Any) -> str:
    return str(anybody.create(t.RANDOM_PASSWORD, "password", **inputs).outputs["result"])


def test_a_password_has_its_length(anybody: Actor) -> None:
    assert len(_result(anybody, length=40)) == 40


def test_a_password_holds_every_special_character_that_may_occur(anybody: Actor) -> None:
    assert set("!@#$%&*()-_=+[]{}<>:?") <= set(_result(anybody, length=32))


def test_a_password_without_special_characters_has_letters_and_digits(anybody: Actor) -> None:
    assert set(_result(anybody, length=64, special=False)) <= set(
        string.ascii_letters + string.digits
    )


def test_only_the_special_characters_that_were_said_occur(anybody: Actor) -> None:
    special = set(_result(anybody, length=32, overrideSpecial="-_")) & set(string.punctuation)
    assert special == {"-", "_"}


def test_a_password_has_its_minimums(anybody: Actor) -> None:
    result = _result(anybody, length=8, minNumeric=4, minUpper=4)
    assert (sum(map(str.isdigit, result)), sum(map(str.isupper, result))) == (4, 4)


def test_a_password_too_short_for_its_minimums_is_refused(anybody: Actor) -> None:
    assert anybody.refusal(t.RANDOM_PASSWORD, "p", length=3, minUpper=2, minSpecial=2) == (
        f"p ({t.RANDOM_PASSWORD}): length = 3: at least 4, the sum of all minimums; make it longer"
    )


def test_a_password_of_nothing_is_refused(anybody: Actor) -> None:
    nothing = dict.fromkeys(("lower", "upper", "numeric", "special"), False)
    assert anybody.refusal(t.RANDOM_PASSWORD, "p", length=8, **nothing) == (
        f"p ({t.RANDOM_PASSWORD}): no character is allowed; allow lower, upper, numeric or special"
    )


@pytest.mark.parametrize(
    ("type_", "inputs"), [(t.RANDOM_BYTES, {"length": 0}), (t.RANDOM_ID, {"byteLength": 0})]
)
def test_no_bytes_at_all_are_refused(anybody: Actor, type_: str, inputs: dict[str, int]) -> None:
    assert (
        anybody.refusal(type_, "b", **inputs) == f"b ({type_}): 0 bytes: at least 1; ask for more"
    )


def test_bytes_are_told_in_two_ways(anybody: Actor) -> None:
    outputs = anybody.create(t.RANDOM_BYTES, "key", length=100).outputs
    assert base64.b64decode(outputs["base64"]) == bytes.fromhex(outputs["hex"])
    assert len(outputs["hex"]) == 200


def test_the_identifier_of_random_bytes_is_the_secret_itself(anybody: Actor) -> None:
    # As in the real provider, and engines show identifiers to everybody.
    key = anybody.create(t.RANDOM_BYTES, "key", length=32)
    assert key.id == key.outputs["base64"]


def test_the_identifier_of_a_password_tells_nothing(anybody: Actor) -> None:
    assert anybody.create(t.RANDOM_PASSWORD, "password", length=32).id == "none"


def test_an_id_carries_its_prefix_but_is_known_without_it(anybody: Actor) -> None:
    row = anybody.create(t.RANDOM_ID, "id", byteLength=4, prefix="db-")
    number = int(row.outputs["dec"].removeprefix("db-"))
    assert row.outputs["hex"] == f"db-{number:08x}"
    assert row.outputs["b64Url"] == f"db-{row.id}"


def test_a_value_stays_as_long_as_it_exists(anybody: Actor) -> None:
    row = anybody.create(t.RANDOM_ID, "id", byteLength=4)
    assert anybody.update(row) == row.outputs


@pytest.mark.parametrize(
    ("type_", "inputs"),
    [
        (t.RANDOM_PASSWORD, {"length": 32}),
        (t.RANDOM_BYTES, {"length": 32}),
        (t.RANDOM_ID, {"byteLength": 8}),
    ],
)
def test_a_successor_has_another_value(anybody: Actor, type_: str, inputs: dict[str, int]) -> None:
    first, second = [anybody.create(type_, "value", **inputs) for _ in range(2)]
    assert not set(_drawn(first)) & set(_drawn(second))


def _drawn(row: Row) -> list[str]:
    return [value for name, value in row.outputs.items() if name not in row.inputs]


@pytest.mark.parametrize(
    ("type_", "old", "new"),
    [
        (t.RANDOM_PASSWORD, {"length": 32}, {"length": 33}),
        (t.RANDOM_PASSWORD, {"length": 32}, {"length": 32, "special": False}),
        (t.RANDOM_PASSWORD, {"length": 32}, {"length": 32, "keepers": {"rotated": "2026"}}),
        (t.RANDOM_BYTES, {"length": 32}, {"length": 32, "keepers": {"rotated": "2026"}}),
        (t.RANDOM_ID, {"byteLength": 4}, {"byteLength": 4, "prefix": "db-"}),
    ],
)
def test_whatever_it_is_made_of_makes_it_anew(
    anybody: Actor, type_: str, old: dict[str, Any], new: dict[str, Any]
) -> None:
    row = anybody.create(type_, "value", **old)
    changes = anybody.cloud.diff(anybody.caller, row.urn, row.id, old, new)
    assert [change.replaces for change in changes] == [True]
