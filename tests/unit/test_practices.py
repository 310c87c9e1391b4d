"""The generated pages: practices, where each is set, and the test that holds it."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
import typer

from layers.models import MODELS
from layers.problem import ConfigError
from strata.cli.docs import docs
from strata.cli.practices import practices
from strata.reference import practices_page, settings_page
from strata.reference.practices import SOURCE, read
from strata.reference.settings import settings_of
from tests.samples import ROOT

PRACTICES = read(ROOT)
ROWS = [one for topic in PRACTICES.values() for one in topic]
PATHS = {path for layer in MODELS for one in settings_of(layer) for path in one.paths}

ROW = """\
Addresses:
  - practice: One a|b
    why: Two.
    source: https://example.com
    where: network.nat
    test: tests/unit/test_a.py::test_a_tenant_s_way[x]
"""


def headings(page: str) -> list[str]:
    """Anchors of a page, as GitHub makes them."""
    seen: Counter[str] = Counter()
    found = []
    for heading in re.findall(r"^#+ (.*)$", page, re.MULTILINE):
        anchor = re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        found.append(f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor)
        seen[anchor] += 1
    return found


def test_every_link_to_a_setting_leads_to_it() -> None:
    page = settings_page.page()
    links = re.findall(r"\]\(#(.*?)\)", page)
    links += re.findall(r"\]\(settings\.md#(.*?)\)", practices_page.page(PRACTICES))
    assert links
    assert set(links) - set(headings(page)) == set()


def test_every_practice_names_a_test_that_exists() -> None:
    known: dict[str, set[str]] = {}
    for one in ROWS:
        path = one.test.partition("::")[0]
        if path not in known and (ROOT / path).is_file():
            nodes = ast.parse((ROOT / path).read_text()).body
            known[path] = {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    assert [one.test for one in ROWS if not _exists(one.test, known)] == []


def _exists(node_id: str, known: dict[str, set[str]]) -> bool:
    path, _, name = node_id.partition("::")
    function, _, case = name.removesuffix("]").partition("[")
    # A case of a golden file or of a bad stack file.
    files = (f"golden/values/{case}.yaml", f"settings/{case}.yaml")
    held = not case or any((ROOT / "tests" / file).is_file() for file in files)
    return held and function in known.get(path, set())


def test_every_practice_is_set_in_a_place_that_exists() -> None:
    places = [one.where for one in ROWS if not one.file and one.where not in PATHS]
    places += [one.where for one in ROWS if one.file and not (ROOT / one.where).is_file()]
    assert places == []


def test_no_practice_stands_twice() -> None:
    assert [
        name for name, count in Counter(one.practice for one in ROWS).items() if count > 1
    ] == []


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one practice."""
    (tmp_path / "Pulumi.yaml").write_text("name: strata\n")
    (tmp_path / "docs").mkdir()
    (tmp_path / SOURCE).write_text(ROW)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


def test_a_row_names_the_practice_its_reason_its_place_and_its_test(project: Path) -> None:
    assert practices_page.page(read(project)).splitlines()[-1] == (
        "| One a\\|b | Two. [Source](https://example.com) | "
        "[`network.nat`](settings.md#networknat) | [a tenant's way: x](../tests/unit/test_a.py "
        '"tests/unit/test_a.py::test_a_tenant_s_way[x]") |'
    )


def test_a_file_that_sets_a_practice_is_linked(project: Path) -> None:
    (project / SOURCE).write_text(ROW.replace("network.nat", "layers/profile.py"))
    assert "| [`layers/profile.py`](../layers/profile.py) |" in practices_page.page(read(project))


def test_pages_are_written_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    docs()
    docs(check=True)
    assert (project / "docs" / "settings.md").read_text() == settings_page.page()
    assert capsys.readouterr().out == (
        "docs: wrote docs/settings.md, docs/practices.md\ndocs: up to date\n"
    )


def test_a_stale_page_is_told_and_left_as_it_is(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docs()
    (project / SOURCE).write_text(ROW.replace("Two.", "Three."))
    before = (project / "docs" / "practices.md").read_text()
    with pytest.raises(typer.Exit) as end:
        docs(check=True)
    assert end.value.exit_code == 1
    assert capsys.readouterr().err == "docs/practices.md: stale; run `strata docs`\n"
    assert (project / "docs" / "practices.md").read_text() == before


@pytest.mark.usefixtures("project")
def test_practices_are_listed_with_the_id_of_their_test(
    capsys: pytest.CaptureFixture[str],
) -> None:
    practices()
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        "practice why where and test",
        "",
        "Addresses",
        "One a|b Two. network.nat",
        "tests/unit/test_a.py::test_a_tenant_s_way[x]",
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "    why: Two.\n",
            "",
            "docs/practices.yaml:2: Addresses[0].why: missing; add it, for example `why: text`",
        ),
        (
            "    why: Two.\n",
            "    why: Two.\n    why: Three.\n",
            "docs/practices.yaml:4: Addresses[0].why: stands here and in line 3; keep one of them",
        ),
    ],
)
def test_a_wrong_row_is_told_by_its_line(old: str, new: str, told: str, project: Path) -> None:
    (project / SOURCE).write_text(ROW.replace(old, new))
    with pytest.raises(ConfigError) as error:
        read(project)
    assert str(error.value) == told


def test_a_project_without_practices_is_told(project: Path) -> None:
    (project / SOURCE).unlink()
    with pytest.raises(ConfigError) as error:
        read(project)
    assert str(error.value) == "docs/practices.yaml: missing; run this in Strata's own repository"
