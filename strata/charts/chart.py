"""A chart on disk: its values, its templates, the charts inside it."""

import json
import re
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from ruamel.yaml import YAML


class ChartError(Exception):
    """A chart that cannot be read; as text, which and why."""


@dataclass(frozen=True, slots=True)
class ChartFolder:
    """A chart, unpacked."""

    path: Path

    @classmethod
    def find(cls, folder: Path, name: str, version: str, scratch: Path) -> Self | None:
        """The chart of that name and version in a folder of charts; None if it is not there.

        Args:
            folder: Where charts lie.
            name: Name of the chart.
            version: Version of the chart.
            scratch: Where a packed chart is unpacked to.

        Raises:
            ChartError: It is there and cannot be read.
        """
        unpacked = cls(folder / name)
        if (unpacked.path / "Chart.yaml").is_file() and unpacked.version == version:
            return unpacked
        packed = folder / f"{name}-{version}.tgz"
        return cls.unpacked(packed, scratch) if packed.is_file() else None

    @classmethod
    def unpacked(cls, packed: Path, scratch: Path) -> Self:
        """Unpack a chart.

        Raises:
            ChartError: It is no chart.
        """
        into = scratch / packed.stem
        try:
            with tarfile.open(packed, "r:gz") as archive:
                archive.extractall(into, filter="data")
            [top] = [one for one in into.iterdir() if (one / "Chart.yaml").is_file()]
        except (OSError, tarfile.TarError, ValueError) as error:
            raise ChartError(f"{packed} is no packed chart: {error}; pull it again") from error
        return cls(top)

    @property
    def name(self) -> str:
        """What the chart calls itself."""
        return str(self._about()["name"])

    @property
    def version(self) -> str:
        """The chart's version."""
        return str(self._about()["version"])

    def values(self) -> Mapping[str, Any]:
        """The default values."""
        return _mapping(self.path / "values.yaml")

    def schema(self) -> Mapping[str, Any]:
        """What the chart itself demands of its values; empty: nothing."""
        file = self.path / "values.schema.json"
        found: Mapping[str, Any] = json.loads(file.read_text()) if file.is_file() else {}
        return found

    def templates(self) -> Iterator[str]:
        """The text of every template, without the comments."""
        for file in sorted((self.path / "templates").rglob("*")):
            if file.suffix in {".yaml", ".yml", ".tpl", ".txt", ".json"}:
                yield re.sub(r"\{\{-?\s*/\*.*?\*/\s*-?\}\}", "", file.read_text(), flags=re.DOTALL)

    def inside(self, scratch: Path) -> Iterator[tuple[str, Self]]:
        """The charts inside, each with the key below which its values stand.

        Args:
            scratch: Where a packed chart is unpacked to.

        Raises:
            ChartError: One of them cannot be read.
        """
        aliases: dict[str, list[str]] = {}
        for dependency in self._about().get("dependencies") or ():
            key = dependency.get("alias") or dependency["name"]
            aliases.setdefault(dependency["name"], []).append(key)
        for path in sorted((self.path / "charts").glob("*")):
            if path.suffix == ".tgz":
                chart = type(self).unpacked(path, scratch / self.name)
            elif (path / "Chart.yaml").is_file():
                chart = type(self)(path)
            else:
                continue
            for key in aliases.get(chart.name, [chart.name]):
                yield key, chart

    def definition_files(self) -> list[Path]:
        """Files of custom resource definitions, of the charts inside too."""
        return sorted(self.path.glob("**/crds/*.yaml"))

    def _about(self) -> Mapping[str, Any]:
        about = _mapping(self.path / "Chart.yaml")
        if not {"name", "version"} <= about.keys():
            raise ChartError(f"{self.path / 'Chart.yaml'} names no chart; pull it again")
        return about


def _mapping(file: Path) -> Mapping[str, Any]:
    found = YAML(typ="safe").load(file) if file.is_file() else {}
    return found if isinstance(found, Mapping) else {}
