"""Every setting of a stack, and what set it: the file, the profile, or the default."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from layers.models import MODELS
from layers.profile import PROFILES
from layers.settings import settings_of
from layers.stack import StackName
from layers.stack_file import scan
from layers.yaml_tree import Node
from strata.cluster_settings import cluster_settings
from strata.plan.document import shown
from strata.project import Project
from strata.reference.settings import FROM_PROFILE


@dataclass(frozen=True, kw_only=True, slots=True)
class Explained:
    """One setting.

    Attributes:
        path: Where it stands, such as `network.nat`.
        value: What holds, as it would be written.
        source: What set it: `<file>:<line>`, `profile dev`, or `default`.
    """

    path: str
    value: Any
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ExplainedStack:
    """Every setting of a stack.

    Attributes:
        stack: Name of the stack.
        settings: Its settings, in the order of its model.
    """

    stack: str
    settings: tuple[Explained, ...]

    def as_data(self) -> dict[str, Any]:
        """`{"stack", "settings": [{"path", "value", "source"}]}`."""
        return {
            "stack": self.stack,
            "settings": [
                {"path": one.path, "value": one.value, "source": one.source}
                for one in self.settings
            ],
        }

    def as_text(self) -> RenderableType:
        """A table; what nobody wrote is dim."""
        table = Table(box=None, padding=(0, 3, 0, 0))
        for column in ("setting", "value", "set by"):
            table.add_column(column, overflow="fold")
        for one in self.settings:
            value = one.value if isinstance(one.value, str) else json.dumps(one.value)
            style = "dim" if one.source == "default" else ""
            told = "unset" if one.value is None else value
            table.add_row(one.path, Text(told), one.source, style=style)
        return Group(Text(self.stack, "bold"), table, Text())


def explained(project: Project, stack: StackName) -> ExplainedStack:
    """Say of every setting of a stack what set it.

    Raises:
        ConfigError: The stack file, or the cluster's, is wrong.
    """
    file = project.stack_file(stack)
    scanned = scan(file, project.source(file))
    settings = settings_of(MODELS[stack.layer], scanned)
    cluster = cluster_settings(project, StackName(stack.environment, "cluster"))
    profile = PROFILES[cluster.profile]
    from_profile = {
        path: shown(value(profile)) for path, value in FROM_PROFILE[stack.layer].items()
    }
    written = scanned.settings or Node(1, {})
    return ExplainedStack(
        stack=str(stack),
        settings=tuple(
            _explained(path, value, written, scanned.source, (cluster.profile, from_profile))
            for path, value in _leaves(settings.model_dump(mode="json", by_alias=True))
        ),
    )


def _explained(
    path: str, value: Any, written: Node, source: str, profile: tuple[str, Mapping[str, Any]]
) -> Explained:
    node, whole = written.nearest(tuple(path.split(".")))
    # A list is one value, and what is in it is written with it.
    if whole or isinstance(node.value, list):
        return Explained(path=path, value=value, source=f"{source}:{node.line}")
    name, values = profile
    if path in values and value in (None, [], ""):
        return Explained(path=path, value=values[path], source=f"profile {name}")
    return Explained(path=path, value=value, source="default")


def _leaves(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every value that is no map of others, and its path."""
    for key, value in values.items():
        if isinstance(value, Mapping) and value:
            yield from _leaves(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
