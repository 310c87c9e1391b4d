"""Which values a chart knows: Helm itself drops, without a word, those that a chart does not."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from strata.charts.chart import ChartFolder

ValuePath = tuple[str, ...]

FREE: Mapping[str, frozenset[ValuePath]] = {
    "airflow": frozenset({("config",)}),
    "jupyterhub": frozenset({("hub", "config")}),
    "kube-prometheus-stack": frozenset({("alertmanager", "config"), ("grafana", "grafana.ini")}),
}
"""Maps of a chart that take any key although their default is not empty."""

# Maps that a chart hands to Kubernetes as they are.
# Source: https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.35/#podspec-v1-core
_OF_KUBERNETES = re.compile(
    r"^(affinity|livenessProbe|nodeSelector|readinessProbe|resources|startupProbe"
    r"|strategy|tolerations|updateStrategy|.*([aA]nnotations|[lL]abels|[sS]ecurityContexts?))$"
)
_REFERENCE = re.compile(r"\.Values((?:\.[A-Za-z_][A-Za-z0-9_]*)+)")

# Helm hands this map to the charts inside.
_GLOBAL = ("global",)

_OPEN = {"{}", "[]", "null"}
"""Defaults below which anything may stand."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownValues:
    """Every value that one chart reads.

    Attributes:
        chart: Name of the chart.
        version: Its version.
        defaults: What stands at each path by default: `{}`, `[]`, `null` (or nothing at all), or
            an empty text for any other value.
    """

    chart: str
    version: str
    defaults: Mapping[ValuePath, str]

    @classmethod
    def of(cls, chart: ChartFolder, scratch: Path) -> Self:
        """What a chart knows: its defaults, its schema, and what its templates read.

        Args:
            chart: The chart.
            scratch: Where packed charts inside it are unpacked to.

        Raises:
            ChartError: The chart, or one inside it, cannot be read.
        """
        return cls(chart=chart.name, version=chart.version, defaults=_defaults(chart, scratch))

    @staticmethod
    def file(root: Path, chart: str, version: str) -> Path:
        """Where the project keeps what a chart knows.

        Args:
            root: The project's folder.
            chart: Name of the chart.
            version: Its version.
        """
        return root / "tests" / "charts" / f"{chart}-{version}.txt"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `text` wrote."""
        first, *lines = text.splitlines()
        chart, version = first.removeprefix("# ").split()
        words = (line.rstrip().split(" ") for line in lines if not line.startswith("#"))
        defaults = {_path(path): "".join(default) for path, *default in words}
        return cls(chart=chart, version=version, defaults=defaults)

    def text(self) -> str:
        """One line a path, to be read by people and by `parse`."""
        lines = [
            f"# {self.chart} {self.version}",
            "# The paths of its values; below `{}`, `[]` and `null` anything may stand.",
            "# Written by `python -m strata.charts write <folder of charts>`.",
            *sorted(f"{shown(path)} {default}".rstrip() for path, default in self.defaults.items()),
        ]
        return "\n".join(lines) + "\n"

    def unknown(self, values: Mapping[str, Any]) -> list[ValuePath]:
        """The topmost paths of values that the chart does not know."""
        return list(self._unknown(values, (), self._paths()))

    def _unknown(
        self, values: Mapping[str, Any], above: ValuePath, known: set[ValuePath]
    ) -> Iterator[ValuePath]:
        for key, value in values.items():
            path = (*above, key)
            if path not in known and path != _GLOBAL:
                yield path
            elif isinstance(value, Mapping) and not self._takes_anything(path):
                yield from self._unknown(value, path, known)

    def _takes_anything(self, path: ValuePath) -> bool:
        return (
            path == _GLOBAL
            or path in FREE.get(self.chart, ())
            or self.defaults.get(path) in _OPEN
            or bool(_OF_KUBERNETES.match(path[-1]))
        )

    def problems(self, values: Mapping[str, Any]) -> list[str]:
        """One line for each of some values that the chart does not know."""
        return [
            f"{shown(path)}: {self.chart} {self.version} knows no such value; {self._remedy(path)}"
            for path in self.unknown(values)
        ]

    def _remedy(self, path: ValuePath) -> str:
        texts = sorted(map(shown, self._paths()))
        found = difflib.get_close_matches(shown(path), texts, n=1, cutoff=0)
        return f"the nearest is {found[0]}" if found else "it knows none"

    def _paths(self) -> set[ValuePath]:
        return _above(self.defaults) | self.defaults.keys()


def shown(path: ValuePath) -> str:
    """A path the way Helm writes it."""
    return ".".join(part.replace(".", r"\.") for part in path)


def _path(text: str) -> ValuePath:
    return tuple(part.replace(r"\.", ".") for part in re.split(r"(?<!\\)\.", text))


def _defaults(chart: ChartFolder, scratch: Path) -> dict[ValuePath, str]:
    found = dict(_leaves(chart.values(), ()))
    for key, inside in chart.inside(scratch):
        below = {(key, *path): default for path, default in _defaults(inside, scratch).items()}
        maps = _above(below)
        found = below | {path: default for path, default in found.items() if path not in maps}
    named = dict.fromkeys(_read(chart), "null") | dict(_described(chart.schema(), ()))
    # What is read as a whole and in parts, too, is a map of those parts.
    covered = _above(found) | _above(named)
    for path, default in named.items():
        if path not in covered and not any(path[:end] in found for end in range(len(path) + 1)):
            found[path] = default
    return found


def _above(paths: Iterable[ValuePath]) -> set[ValuePath]:
    return {path[:end] for path in paths for end in range(1, len(path))}


def _leaves(values: Mapping[str, Any], above: ValuePath) -> Iterator[tuple[ValuePath, str]]:
    for key, value in values.items():
        path = (*above, str(key))
        if isinstance(value, Mapping) and value:
            yield from _leaves(value, path)
        else:
            yield path, _default(value)


def _default(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, Mapping):
        return "{}"
    return "[]" if isinstance(value, list) else ""


def _described(schema: Mapping[str, Any], above: ValuePath) -> Iterator[tuple[ValuePath, str]]:
    for key, below in schema.get("properties", {}).items():
        path = (*above, key)
        if below.get("properties"):
            yield from _described(below, path)
        else:
            scalar = {"string", "boolean", "integer", "number"}
            kinds = below.get("type", "null")
            kinds = {kinds} if isinstance(kinds, str) else set(kinds)
            yield path, "" if kinds <= scalar else "null"


def _read(chart: ChartFolder) -> set[ValuePath]:
    return {
        tuple(path[1:].split("."))
        for text in chart.templates()
        for path in _REFERENCE.findall(text)
    }
