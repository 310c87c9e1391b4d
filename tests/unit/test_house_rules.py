"""Rules that every component keeps."""

import ast
import functools
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pulumi
import pytest

import components
from components.base import Component
from components.cluster.system_nodes import SystemNodes
from strata.plan.recorder import record
from strata.plan.recording import Recording
from tests.samples import ROOT, SAMPLES

PRODUCT = ("components", "layers")


class Outer(pulumi.ComponentResource):
    """What a component is placed in."""

    def __init__(self) -> None:
        super().__init__("strata:test:Outer", "outer")


def placed(component: type[Component]) -> Recording:
    """Record a component inside another one, with an alias: the case that leaks."""
    return _placed(component.TYPE)


@functools.cache
def _placed(token: str) -> Recording:
    component = next(one for one in SAMPLES if token == one.TYPE)

    def build() -> None:
        opts = pulumi.ResourceOptions(parent=Outer(), aliases=[pulumi.Alias(name="was")])
        make: Callable[..., Any] = component
        make("x", SAMPLES[component], opts)

    return record(build)


def every_component() -> list[type[Component]]:
    for module in pkgutil.walk_packages(components.__path__, "components."):
        importlib.import_module(module.name)
    return sorted(Component.__subclasses__(), key=lambda component: component.TYPE)


def product_files() -> list[Path]:
    return sorted(path for folder in PRODUCT for path in (ROOT / folder).rglob("*.py"))


each_component = pytest.mark.parametrize("component", SAMPLES, ids=lambda one: one.__name__)
each_file = pytest.mark.parametrize(
    "path", product_files(), ids=lambda path: str(path.relative_to(ROOT))
)


def test_every_component_is_under_the_house_rules() -> None:
    known = {component for component in every_component() if "layer" not in component.TYPE}
    assert known - {SystemNodes} == set(SAMPLES)


def test_every_type_token_is_used_once() -> None:
    tokens = [component.TYPE for component in every_component()]
    assert sorted(set(tokens)) == tokens


@each_component
def test_children_belong_to_the_component_and_carry_its_name(component: type[Component]) -> None:
    made = placed(component).resources
    owners = {one.urn for one in made if one.name == "x" or one.type.startswith("strata:")}
    children = [one for one in made if not one.type.startswith("strata:")]
    assert children
    for child in children:
        remote = {one.urn for one in made if one.type.startswith("eks:")}
        assert child.parent in owners | remote, f"{child.name} has another parent"
        assert child.name.startswith("x-")
        assert "was" not in child.aliases, f"{child.name} inherited the component's own alias"


@each_component
def test_a_component_registers_exactly_what_it_declares(component: type[Component]) -> None:
    recording = placed(component)
    declared = {
        name for name in component.__annotations__ if name != "TYPE" and not name.startswith("_")
    }
    urn = recording.named("x").urn
    assert recording.component_outputs[urn] == declared


@each_file
def test_a_file_stays_small_enough_to_read(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 300


@each_file
def test_versions_stand_in_one_file_only(path: Path) -> None:
    if path == ROOT / "components" / "versions.py":
        return
    texts = [
        node.value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert [text for text in texts if re.fullmatch(r"v?\d+\.\d+\.\d+(-\S+)?", text)] == []


@each_file
def test_rooms_import_only_what_they_may_know(path: Path) -> None:
    forbidden = {"components": {"layers", "strata", "tests"}, "layers": {"strata", "tests"}}
    room = path.relative_to(ROOT).parts[0]
    assert set(imported(path)) & forbidden[room] == set()


@pytest.mark.parametrize(
    "path",
    [path for path in product_files() if path.is_relative_to(ROOT / "components")],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_components_read_neither_configuration_nor_stack_nor_environment(path: Path) -> None:
    used = {
        ast.unparse(node)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
    }
    assert used & {"pulumi.Config", "pulumi.get_stack", "pulumi.export", "os.environ"} == set()


def test_only_the_cluster_folder_imports_pulumi_eks() -> None:
    users = [path for path in product_files() if "pulumi_eks" in imported(path)]
    assert {path.parent for path in users} == {ROOT / "components" / "cluster"}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def test_a_component_without_a_type_token_is_refused() -> None:
    with pytest.raises(TypeError) as error:
        type("Nameless", (Component,), {})
    assert str(error.value) == (
        "Nameless.TYPE is ''; expected 'strata:<module>:<Class>', for example "
        "'strata:network:Nameless'. It is part of every child's URN, so it is chosen once and "
        "never edited."
    )
