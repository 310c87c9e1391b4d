"""`docs/threats.md`: every threat is there, and whatever is named as proof exists."""

import ast
import functools
import re

import pytest
from ruamel.yaml import YAML

from tests.samples import ROOT

PAGE = (ROOT / "docs/threats.md").read_text()
THREATS = 24
PROOFS = sorted({" ".join(one.split()) for one in re.findall(r"`(tests/[^`]+::[^`]+)`", PAGE)})

_yaml = YAML(typ="safe")


def sections() -> dict[int, str]:
    """What is said of each numbered threat."""
    parts = re.split(r"^### (\d+)\. ", PAGE.partition("\n## Beside")[0], flags=re.MULTILINE)
    return dict(zip(map(int, parts[1::2]), parts[2::2], strict=True))


@functools.cache
def named(path: str) -> set[str]:
    """Tests of a file, or attacks."""
    text = (ROOT / path).read_text()
    if path.endswith(".yaml"):
        return {case["name"] for group in _yaml.load(text) for case in group["cases"]}
    nodes = ast.walk(ast.parse(text))
    return {node.name for node in nodes if isinstance(node, ast.FunctionDef)}


def test_every_threat_is_there() -> None:
    assert list(sections()) == list(range(1, THREATS + 1))


@pytest.mark.parametrize("number", range(1, THREATS + 1))
def test_a_threat_says_what_stops_it_what_proves_it_and_what_remains(number: int) -> None:
    said = re.findall(r"^- (\w[\w ]+):", sections()[number], re.MULTILINE)
    assert said == ["Stops it", "Proof", "Remains"]
    assert re.search(r"`tests/[^`]+::", sections()[number].partition("- Proof:")[2])


@pytest.mark.parametrize("proof", PROOFS)
def test_what_is_named_as_proof_exists(proof: str) -> None:
    path, _, name = proof.partition("::")
    assert name in named(path)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:components|docs)/[^`]+)`", PAGE))))
def test_a_file_that_is_named_exists(path: str) -> None:
    assert (ROOT / path).is_file()
