"""The practices that the platform keeps, each with the test that holds it."""

import json
from pathlib import Path
from typing import Annotated

from pydantic import Field, RootModel, ValidationError

from layers.explain import Place, explain
from layers.problem import ConfigError, Problem
from layers.settings import Settings, in_words
from layers.yaml_tree import parse

SOURCE = "docs/practices.yaml"

Sentence = Annotated[str, Field(min_length=1)]
Url = Annotated[
    str,
    in_words("must be an https address", "https://karpenter.sh/v1.14/", pattern=r"^https://\S+$"),
]
NodeId = Annotated[
    str,
    in_words(
        "must be the id of a test",
        "tests/unit/test_layers.py::test_nothing_uses_a_default_provider",
        pattern=r"^tests/[a-z_/]+\.py::test_[a-z0-9_]+(\[.+\])?$",
    ),
]


class Practice(Settings):
    """One practice."""

    practice: Sentence
    """What is done."""

    why: Sentence
    """What happens otherwise."""

    source: Url
    """Who says so."""

    where: Sentence
    """Path of the setting, such as `network.nat`, or of the file that does it."""

    test: NodeId
    """The test that fails when it is not done any more."""

    @property
    def file(self) -> bool:
        """Whether a file does it, and no setting."""
        return "/" in self.where


class Practices(RootModel[dict[str, tuple[Practice, ...]]]):
    """All of them, by topic."""


def read(root: Path) -> dict[str, tuple[Practice, ...]]:
    """Read the practices of a project, by topic.

    Args:
        root: Folder of the project.

    Raises:
        ConfigError: There is no such file, or something in it is wrong.
    """
    path = root / SOURCE
    if not path.is_file():
        problem = Problem(file=SOURCE, rule="missing", remedy="run this in Strata's own repository")
        raise ConfigError([problem])
    tree = parse(path.read_bytes(), SOURCE)
    if tree.problems:
        raise ConfigError(tree.problems)
    try:
        return Practices.model_validate_json(json.dumps(tree.root.plain())).root
    except ValidationError as error:
        raise ConfigError(explain(error, Practices, Place(SOURCE, SOURCE, tree.root))) from None
