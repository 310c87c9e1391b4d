"""`docs/isolation.md`: every test that it names exists, and every table says what it means."""

import ast

import pytest

from strata.isolation.rbac import Right
from strata.isolation.report import TESTS
from strata.isolation.tables import words
from tests.samples import ROOT


@pytest.mark.parametrize("test", TESTS)
def test_every_test_that_the_page_names_exists(test: str) -> None:
    path, _, name = test.partition("::")
    nodes = ast.parse((ROOT / path).read_text()).body
    assert name in {node.name for node in nodes if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(
    ("verbs", "said"),
    [
        ("", "-"),
        ("get list watch", "look"),
        ("get list", "get, list"),
        ("create update patch delete", "change"),
        ("get list watch create patch", "look, create, patch"),
        ("create update patch delete list", "change, list"),
        ("*", "*"),
    ],
)
def test_verbs_are_said_in_few_words(verbs: str, said: str) -> None:
    rights = frozenset(Right(verb, "pods") for verb in verbs.split())
    assert words("pods", rights | {Right("escalate", "roles")}) == said
