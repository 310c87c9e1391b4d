"""Charts on disk."""

import tarfile
from pathlib import Path

import pytest

from strata.charts.chart import ChartError, ChartFolder
from tests.unit.charts.conftest import put


def test_a_chart_of_another_version_is_not_at_hand(charts: Path, tmp_path: Path) -> None:
    assert ChartFolder.find(charts, "web", "1.2.4", tmp_path) is None


def test_a_packed_chart_is_like_a_folder(charts: Path, web: ChartFolder, tmp_path: Path) -> None:
    with tarfile.open(charts / "web-2.0.0.tgz", "w:gz") as archive:
        archive.add(web.path, "web")
    found = ChartFolder.find(charts, "web", "2.0.0", tmp_path)
    assert found is not None
    assert found.values() == web.values()


def test_a_chart_inside_stands_below_its_alias(web: ChartFolder, tmp_path: Path) -> None:
    assert [(key, inside.name) for key, inside in web.inside(tmp_path)] == [("store", "cache")]


def test_a_chart_inside_may_be_packed(web: ChartFolder, tmp_path: Path) -> None:
    inside = put(tmp_path / "more", {"Chart.yaml": "name: more\nversion: 1.0.0\n"})
    with tarfile.open(web.path / "charts" / "more-1.0.0.tgz", "w:gz") as archive:
        archive.add(inside, "more")
    assert [key for key, _ in web.inside(tmp_path)] == ["store", "more"]


def test_definitions_of_charts_inside_count(web: ChartFolder) -> None:
    assert [file.name for file in web.definition_files()] == ["caches.yaml"]


def test_a_file_that_is_no_archive_is_told(charts: Path, tmp_path: Path) -> None:
    packed = charts / "web-2.0.0.tgz"
    packed.write_text("no archive")
    with pytest.raises(ChartError) as told:
        ChartFolder.find(charts, "web", "2.0.0", tmp_path)
    assert str(told.value) == (f"{packed} is no packed chart: not a gzip file; pull it again")


def test_a_folder_that_names_no_chart_is_told(tmp_path: Path) -> None:
    put(tmp_path / "web", {"Chart.yaml": "name: web\n"})
    with pytest.raises(ChartError) as told:
        ChartFolder.find(tmp_path, "web", "1.0.0", tmp_path)
    assert str(told.value) == f"{tmp_path}/web/Chart.yaml names no chart; pull it again"
