"""Helm: the tool, and what it makes of a chart."""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from strata.charts.chart import ChartFolder
from strata.charts.planned import Release
from strata.toolchain.binary import Binary

# Source: https://github.com/helm/helm/releases/tag/v3.22.0
_HELM = "3.22.0"


def _archive(system: str, processor: str) -> str:
    return f"https://get.helm.sh/helm-v{_HELM}-{_folder(system, processor)}.tar.gz"


def _folder(system: str, processor: str) -> str:
    return f"{system}-{'amd64' if processor == 'x64' else processor}"


HELM = Binary(
    name="helm",
    module="helm",
    purpose="what charts make of our values",
    version=_HELM,
    version_command=("version", "--short"),
    package="helm.sh/helm/v3/cmd/helm",
    linker_flags=f"-X helm.sh/helm/v3/internal/version.version=v{_HELM}",
    archive=_archive,
    checksums=lambda system, processor: f"{_archive(system, processor)}.sha256sum",
    member=lambda system, processor: f"{_folder(system, processor)}/helm",
)

Object = dict[str, Any]


class RenderError(Exception):
    """A chart that refuses our values; as text, in Helm's words."""


def render(
    helm: Path,
    chart: ChartFolder,
    release: Release,
    kubernetes_version: str,
    api_versions: Iterable[str],
) -> list[Object]:
    """The objects that a release would make, hooks too, tests not.

    Args:
        helm: The binary.
        chart: The chart.
        release: The release.
        kubernetes_version: Minor version of Kubernetes.
        api_versions: APIs that the cluster serves beyond Kubernetes' own.

    Raises:
        RenderError: The chart refuses the values, or what it makes is no YAML.
    """
    command = [str(helm), "template", release.name, str(chart.path), "--values", "-"]
    command += ["--namespace", release.namespace, "--skip-tests"]
    # As EKS writes it: a chart that asks for `>=1.30` refuses it, one for `>=1.30-0` does not.
    command += ["--kube-version", f"v{kubernetes_version}.0-eks-0"]
    command += [f"--api-versions={one}" for one in api_versions]
    done = subprocess.run(
        command, input=json.dumps(release.values), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RenderError(" ".join(done.stderr.split()).removeprefix("Error: "))
    try:
        return [one for one in YAML(typ="safe").load_all(done.stdout) if one]
    except YAMLError as error:
        raise RenderError(f"what it makes is no YAML: {' '.join(str(error).split())}") from error
