"""Where charts and images come from: their own registries, or an account's copies of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from components.versions import Chart


@dataclass(frozen=True, kw_only=True, slots=True)
class Image:
    """An image of a chart, and where the chart's values name it. The tag stays the chart's.

    Attributes:
        name: Registry and repository, such as `ghcr.io/kubeflow/spark-operator/controller`.
        repository: Value path of the repository, such as `image.repository`.
        registry: Value path of the registry, where the chart has one of its own.
    """

    name: str
    repository: str
    registry: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sources:
    """Where this environment takes charts and images from.

    Attributes:
        chart_mirror: Folder, or `oci://` address, that holds a copy of every chart; empty: none.
        registries: What replaces an image registry, by its host, such as `ghcr.io`.
    """

    chart_mirror: str = ""
    registries: Mapping[str, str] = field(default_factory=dict)

    def chart(self, chart: Chart) -> Chart:
        """The chart, or its copy.

        A folder holds what `helm pull` writes, `<chart>-<version>.tgz`.
        """
        if not self.chart_mirror:
            return chart
        place, name = self.chart_mirror.rstrip("/"), chart.name.rpartition("/")[2]
        if place.startswith("oci://"):
            return Chart(f"{place}/{name}", chart.version)
        return Chart(f"{place}/{name}-{chart.version}.tgz", chart.version)

    def image(self, name: str) -> str:
        """Where an image is taken from, without its tag."""
        host, _, path = name.partition("/")
        return f"{self.registries[host]}/{path}" if host in self.registries else name

    def images(self, images: tuple[Image, ...]) -> Mapping[str, Any]:
        """Chart values that name those images which come from elsewhere."""
        values: dict[str, Any] = {}
        for image in images:
            moved = self.image(image.name)
            if moved == image.name:
                continue
            registry, _, path = moved.partition("/")
            if image.registry:
                _put(values, image.registry, registry)
            _put(values, image.repository, path if image.registry else moved)
        return values


ORIGINALS = Sources()
"""Every chart and image from its own registry."""


def merged(values: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """Values with more laid over them, map by map."""
    result = dict(values)
    for key, value in more.items():
        below = result.get(key)
        both = isinstance(below, Mapping) and isinstance(value, Mapping)
        result[key] = merged(below, value) if both else value  # type: ignore[arg-type]
    return result


def _put(values: dict[str, Any], path: str, value: str) -> None:
    *maps, last = path.split(".")
    for key in maps:
        values = values.setdefault(key, {})
    values[last] = value
