"""The whole check, on a project of one release, with a Helm that makes what a test says."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from strata.charts.__main__ import app
from strata.charts.helm import HELM
from tests.samples import ROOT
from tests.unit.charts.conftest import put

PROGRAM = """
import pulumi
import pulumi_kubernetes as kubernetes

pulumi.export("kubernetes_version", "1.35")
sources = pulumi.Config("strata").require_object("cluster")["sources"]
kubernetes.helm.v3.Release(
    "web",
    name="shop",
    chart=f"{sources['chartMirror']}/web-1.2.3.tgz",
    version="1.2.3",
    namespace="shops",
    values={"replicas": 2, "url": sources["imageRegistry"]},
)
"""
HELM_SCRIPT = """#!/bin/sh
[ "$1" = version ] && { echo v3.22.0; exit; }
echo "$*" > "$0.arguments"
cat > "$0.values"
cat "$0.objects"
cat "$0.errors" >&2 2>/dev/null && exit 1
exit 0
"""
DAEMONS = """
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: web}
spec:
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: b}}
    spec: {containers: [{name: web, image: "web:1", imag: "", resources: {}}]}
---
apiVersion: example.com/v1
kind: Cache
metadata: {name: web}
"""


@pytest.fixture
def helm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Helm on PATH; what it makes is read from the file beside it."""
    script = put(tmp_path / "bin", {"helm": HELM_SCRIPT, "helm.objects": ""}) / "helm"
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}:/usr/bin:/bin")
    return script


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    stack = "config:\n  strata:cluster: {sources: {chartMirror: copies}}\n"
    files = {
        "Pulumi.yaml": "name: strata\n",
        "__main__.py": PROGRAM,
        "stacks/Pulumi.dev-cluster.yaml": stack,
    }
    folder = put(tmp_path / "project", files)
    monkeypatch.chdir(folder)
    return folder


def run(*arguments: str | Path) -> tuple[int, list[str]]:
    done = CliRunner().invoke(app, list(map(str, arguments)))
    return done.exit_code, done.output.splitlines()


@pytest.mark.usefixtures("project")
def test_helm_is_given_the_release_as_it_is_planned(charts: Path, helm: Path) -> None:
    assert run("check", charts) == (0, ["dev-cluster: web 1.2.3: 0 objects, 0 problems"])
    assert json.loads((helm.parent / "helm.values").read_text()) == {
        "replicas": 2,
        "url": "mirror.invalid/copies",
    }
    assert (helm.parent / "helm.arguments").read_text().split() == [
        *("template", "shop", f"{charts}/web", "--values", "-", "--namespace", "shops"),
        *("--skip-tests", "--kube-version", "v1.35.0-eks-0"),
        "--api-versions=monitoring.coreos.com/v1",
        "--api-versions=monitoring.coreos.com/v1/PodMonitor",
        "--api-versions=monitoring.coreos.com/v1/PrometheusRule",
        "--api-versions=monitoring.coreos.com/v1/ServiceMonitor",
    ]


@pytest.mark.usefixtures("project")
def test_every_problem_is_one_line_and_unknown_kinds_are_named(charts: Path, helm: Path) -> None:
    (helm.parent / "helm.objects").write_text(DAEMONS)
    assert run("check", charts) == (
        1,
        [
            "dev-cluster: web 1.2.3: 2 objects, 4 problems; not judged: Cache",
            (
                "  shop: DaemonSet web: spec.template.spec.containers.0: Additional properties are "
                "not allowed ('imag' was unexpected)"
            ),
            (
                "  shop: DaemonSet web: no node takes its pods; give them the nodeSelector and "
                "tolerations of one"
            ),
            "  shop: DaemonSet web: container web requests no cpu and no memory",
            (
                "  shop: DaemonSet web: container web takes web:1 from its own registry although "
                "there are copies; name the image among its add-on's, or the registry in "
                "layers/cluster/settings/sources.py"
            ),
        ],
    )


@pytest.mark.usefixtures("project")
def test_a_chart_that_refuses_our_values_is_a_problem(charts: Path, helm: Path) -> None:
    (helm.parent / "helm.errors").write_text("Error: values don't meet\nthe schema\n")
    assert run("check", charts) == (
        1,
        [
            "dev-cluster: web 1.2.3: 0 objects, 1 problems",
            "  shop: values don't meet the schema",
        ],
    )


@pytest.mark.usefixtures("project")
def test_what_is_no_yaml_is_a_problem(charts: Path, helm: Path) -> None:
    (helm.parent / "helm.objects").write_text("a: [\n")
    code, lines = run("check", charts)
    assert code == 1
    assert lines[1].startswith("  shop: what it makes is no YAML: ")


@pytest.mark.usefixtures("helm")
def test_a_value_that_the_chart_at_hand_does_not_know_is_a_problem(
    charts: Path, project: Path
) -> None:
    (project / "__main__.py").write_text(PROGRAM.replace("replicas", "replica"))
    assert run("check", charts) == (
        1,
        [
            "dev-cluster: web 1.2.3: 0 objects, 1 problems",
            "  shop: replica: web 1.2.3 knows no such value; the nearest is replicas",
        ],
    )


@pytest.mark.usefixtures("project", "helm")
def test_a_folder_without_any_planned_chart_fails(tmp_path: Path) -> None:
    empty = put(tmp_path / "empty", {"README": ""})
    assert run("check", empty) == (
        1,
        [
            "dev-cluster: web 1.2.3: not at hand",
            f"{empty} holds none of these charts; pull them there",
        ],
    )


def test_lists_are_written_of_the_charts_at_hand(charts: Path, project: Path) -> None:
    (charts / "web").rename(charts / "yunikorn")
    chart = "name: yunikorn\nversion: 1.9.0\ndependencies: [{name: cache, alias: store}]\n"
    put(project, {"tests/charts/README.md": ""})
    put(charts / "yunikorn", {"Chart.yaml": chart})
    code, lines = run("write", charts)
    assert code == 0
    assert "not at hand: airflow 1.22.0" in lines
    assert "tests/charts/yunikorn-1.9.0.txt" in lines
    assert "store.size\n" in (project / "tests/charts/yunikorn-1.9.0.txt").read_text()


def test_the_module_that_builds_helm_pins_its_version() -> None:
    module = (ROOT / "tools" / HELM.module / "go.mod").read_text()
    assert re.findall(r"^\thelm.sh/helm/v3 v(\S+)$", module, re.MULTILINE) == [HELM.version]


def test_helm_is_downloaded_where_helm_says() -> None:
    here = ("linux", "x64")
    assert (HELM.archive(*here), HELM.checksums(*here), HELM.member(*here)) == (
        "https://get.helm.sh/helm-v3.22.0-linux-amd64.tar.gz",
        "https://get.helm.sh/helm-v3.22.0-linux-amd64.tar.gz.sha256sum",
        "linux-amd64/helm",
    )
