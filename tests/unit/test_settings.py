"""Stack files, good and bad: what a person reads when one is wrong."""

import json
import shutil
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from layers.models import MODELS
from layers.problem import ConfigError
from layers.settings import Settings, settings_of
from layers.stack_file import read
from strata.check.files import check
from strata.check.schemas import file_name
from strata.cli import app, main
from strata.project import Project
from tests.samples import ROOT

FIXTURES = Path(__file__).parents[1] / "settings"
STACKS = {
    "cluster": "dev-cluster",
    "platform": "dev-platform",
    "tenant": "dev-tenant-ads",
}


def fixtures(kind: str) -> list[str]:
    return sorted(path.stem for path in FIXTURES.glob(f"*.{kind}.*.yaml"))


def placed(tmp_path: Path, content: bytes, layer: str) -> Project:
    """A project whose one stack file of that layer holds `content`."""
    (tmp_path / "Pulumi.yaml").write_text("name: strata\n")
    folder = tmp_path / "stacks"
    folder.mkdir()
    if layer != "cluster":
        shutil.copy(FIXTURES / "cluster.good.five-lines.yaml", folder / "Pulumi.dev-cluster.yaml")
    (folder / f"Pulumi.{STACKS[layer]}.yaml").write_bytes(content)
    return Project(tmp_path)


def told(tmp_path: Path, content: bytes, layer: str = "tenant") -> list[str]:
    return [str(problem) for problem in check(placed(tmp_path, content, layer)).problems]


def told_of_tenant(tmp_path: Path, name: str) -> list[str]:
    """What is wrong with a project of a good cluster and a good tenant of that name."""
    project = placed(tmp_path, (FIXTURES / "cluster.good.five-lines.yaml").read_bytes(), "cluster")
    tenant = tmp_path / "stacks" / f"Pulumi.dev-tenant-{name}.yaml"
    shutil.copy(FIXTURES / "tenant.good.six-lines.yaml", tenant)
    return [str(problem) for problem in check(project).problems]


@pytest.mark.parametrize("name", fixtures("bad"))
def test_a_bad_stack_file_is_told_in_full(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    layer = name.partition(".")[0]
    lines = told(tmp_path, (FIXTURES / f"{name}.yaml").read_bytes(), layer)
    expected = FIXTURES / f"{name}.txt"
    if request.config.getoption("--golden"):
        expected.write_text("\n".join(lines) + "\n")
    assert lines == expected.read_text().splitlines()


@pytest.mark.parametrize("name", fixtures("good"))
def test_a_good_stack_file_is_accepted(name: str, tmp_path: Path) -> None:
    layer = name.partition(".")[0]
    assert told(tmp_path, (FIXTURES / f"{name}.yaml").read_bytes(), layer) == []


def test_binary_garbage_is_told_in_one_line(tmp_path: Path) -> None:
    assert told(tmp_path, bytes(range(256)) * 4) == [
        "stacks/Pulumi.dev-tenant-ads.yaml:2: byte 0x80 is not UTF-8; save the file as UTF-8 text"
    ]


def test_a_file_of_ten_megabytes_is_told_in_one_line(tmp_path: Path) -> None:
    assert told(tmp_path, b"# long\n" * 1_500_000) == [
        (
            "stacks/Pulumi.dev-tenant-ads.yaml: is larger than 256 KiB; "
            "a stack file is a text file of a few dozen lines"
        )
    ]


def test_an_alias_bomb_is_told_without_being_unfolded(tmp_path: Path) -> None:
    layers = "".join(
        f"b{n}: &b{n} [{', '.join(f'*b{n - 1}' for _ in range(9))}]\n" for n in range(1, 9)
    )
    lines = told(tmp_path, f"b0: &b0 [lol]\n{layers}".encode())
    assert lines
    assert all(len(line) < 300 for line in lines)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200))
def test_no_bytes_bring_anything_but_problems(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "Pulumi.dev-tenant-ads.yaml"
    file.write_bytes(content)
    with pytest.raises(ConfigError):
        settings_of(MODELS["tenant"], read(file))


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=_values)
def test_no_value_brings_anything_but_problems(value: object, tmp_path: Path) -> None:
    file = tmp_path / "Pulumi.dev-tenant-ads.yaml"
    # JSON is YAML, but for numbers that JSON does not have.
    file.write_text(json.dumps({"config": {"strata:tenant": value}}))
    with pytest.raises(ConfigError):
        settings_of(MODELS["tenant"], read(file))


def test_a_bad_file_ends_the_check_with_one_and_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(placed(tmp_path, b"\x00\xff", "tenant").root)
    result = CliRunner().invoke(app, ["check"])
    assert result.exit_code == 1
    assert "Traceback" not in result.output


def test_problems_are_written_for_github_at_their_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = (FIXTURES / "tenant.bad.size.yaml").read_bytes()
    monkeypatch.chdir(placed(tmp_path, content, "tenant").root)
    result = CliRunner().invoke(app, ["check", "--format", "github"])
    assert result.output.splitlines() == [
        (
            "::error file=stacks/Pulumi.dev-tenant-ads.yaml,line=5::"
            "size = 'huge': must be xs, s, m, l or xl; write one of them"
        )
    ]


def test_a_tenant_without_a_cluster_file_is_told(tmp_path: Path) -> None:
    project = placed(tmp_path, (FIXTURES / "tenant.good.six-lines.yaml").read_bytes(), "tenant")
    (tmp_path / "stacks" / "Pulumi.dev-cluster.yaml").unlink()
    assert [str(problem) for problem in check(project).problems] == [
        (
            "stacks/Pulumi.dev-tenant-ads.yaml: environment dev has no cluster; "
            "add stacks/Pulumi.dev-cluster.yaml"
        )
    ]


def test_a_tenant_name_that_grows_too_long_is_told_with_its_limit(tmp_path: Path) -> None:
    name = "recommendations-of-the-week"
    assert told_of_tenant(tmp_path, name) == [
        (
            f"stacks/Pulumi.dev-tenant-{name}.yaml: tenant name {name!r} has 27 characters, and 26 "
            "fit: its bucket's name would grow too long; choose a shorter one, and call "
            "the file by it"
        )
    ]


def test_a_tenant_cannot_take_the_name_of_a_system_namespace(tmp_path: Path) -> None:
    assert told_of_tenant(tmp_path, "kube-system") == [
        (
            "stacks/Pulumi.dev-tenant-kube-system.yaml: tenant name 'kube-system' is the "
            "platform's own; choose another, and call the file by it"
        )
    ]


BROKEN = {
    "Pulumi.dev-platform.yaml": (
        "stacks/Pulumi.dev-platform.yaml:1: byte 0xff is not UTF-8; save the file as UTF-8 text\n"
    ),
    "Pulumi.dev.yaml": (
        "stacks/Pulumi.dev.yaml: the file's name stands for no stack; call it "
        "Pulumi.<env>-cluster.yaml, Pulumi.<env>-platform.yaml or "
        "Pulumi.<env>-tenant-<name>.yaml, in lower-case letters and digits\n"
    ),
}


@pytest.mark.parametrize("command", ["plan", "rehearse"])
@pytest.mark.parametrize("file", BROKEN)
def test_a_broken_file_ends_a_command_in_lines_before_anything_is_made(
    command: str,
    file: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    good = (FIXTURES / "cluster.good.five-lines.yaml").read_bytes()
    monkeypatch.chdir(placed(tmp_path, good, "cluster").root)
    (tmp_path / "stacks" / file).write_bytes(b"\xff")
    shutil.copy(ROOT / "__main__.py", tmp_path)
    monkeypatch.setattr("sys.argv", ["strata", command, "dev"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 1
    assert capsys.readouterr() == ("", BROKEN[file])


@pytest.mark.parametrize("path", sorted((ROOT / "stacks").glob("*.yaml")), ids=lambda p: p.name)
def test_every_committed_stack_file_names_its_schema_and_fits_it(path: Path) -> None:
    file = read(path)
    schema = file_name(file.stack.layer)
    first = path.read_text().splitlines()[0]
    assert first == f"# yaml-language-server: $schema=../schemas/{schema}"
    jsonschema.validate(file.root.plain(), json.loads((ROOT / "schemas" / schema).read_text()))


def test_every_setting_is_described() -> None:
    def models(model: type[Settings]) -> list[type[Settings]]:
        nested = [
            field.annotation
            for field in model.model_fields.values()
            if isinstance(field.annotation, type) and issubclass(field.annotation, Settings)
        ]
        return [model, *(found for one in nested for found in models(one))]

    undescribed = [
        f"{model.__name__}.{name}"
        for layer in MODELS.values()
        for model in models(layer)
        for name, field in model.model_fields.items()
        if not field.description
    ]
    assert undescribed == []
