"""A small chart on disk, and the releases of an account with copies of all images."""

import functools
from pathlib import Path

import pytest

from strata.charts.chart import ChartFolder
from strata.charts.planned import Release, mirrored, releases
from tests.samples import PROJECT


@functools.cache
def copied() -> list[Release]:
    """Every release of dev, its images taken from copies."""
    return releases(mirrored(PROJECT, "dev"))


def put(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder


@pytest.fixture
def charts(tmp_path: Path) -> Path:
    """A folder of charts: `web` 1.2.3, with `cache` inside under the name `store`."""
    put(
        tmp_path / "charts" / "web",
        {
            "Chart.yaml": (
                "name: web\nversion: 1.2.3\ndependencies: [{name: cache, alias: store}]\n"
            ),
            "values.yaml": (
                "replicas: 1\nlabels: {}\nhosts: []\nurl: null\n"
                "image: {name: web}\nstore: {size: 5, auth: {}}\nweb.ini: {a: 1}\n"
            ),
            "values.schema.json": (
                '{"properties": {"image": {"properties": {"tag": {"type": "string"}}},'
                ' "options": {"type": "object"}}}'
            ),
            "templates/all.yaml": (
                "{{/* .Values.gone */}}\n{{ .Values.extra.name }}{{ .Values.extra }}"
                "{{ .Values.labels.colour }}{{ .Values.image }}\n"
            ),
            "charts/cache/Chart.yaml": "name: cache\nversion: 7.0.0\n",
            "charts/cache/values.yaml": "size: 1\nauth: {user: a}\n",
            "charts/cache/crds/caches.yaml": "kind: CustomResourceDefinition\n",
        },
    )
    return tmp_path / "charts"


@pytest.fixture
def web(charts: Path, tmp_path: Path) -> ChartFolder:
    found = ChartFolder.find(charts, "web", "1.2.3", tmp_path)
    assert found is not None
    return found
