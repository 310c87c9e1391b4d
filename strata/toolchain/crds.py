"""Custom resource definitions, read from the pinned Go modules that carry them.

One is in none that can be had: EKS installs it in each control plane. `tools/crds` holds what its
documents say of it.
"""

import json
import re
import shutil
import subprocess
from pathlib import Path

from strata.toolchain.resolve import ToolMissingError

_FOLDERS = {
    "github.com/aws/karpenter-provider-aws": "pkg/apis/crds",
    "github.com/kubeflow/spark-operator/v2": "config/crd/bases",
    "github.com/prometheus-operator/prometheus-operator": "example/prometheus-operator-crd",
    "sigs.k8s.io/karpenter": "pkg/apis/crds",
}
"""Folder of the definitions in each module."""


def definition_files(root: Path) -> list[Path]:
    """Every definition, each once, sorted by name.

    Args:
        root: The project's folder; `tools/crds` pins the modules.

    Raises:
        ToolMissingError: There is no Go, or a module cannot be had or holds no definitions.
    """
    module = root / "tools" / "crds"
    pinned = re.findall(r"^\t(\S+) (v\S+)$", (module / "go.mod").read_text(), re.MULTILINE)
    found: dict[str, Path] = {}
    for path, version in pinned:
        folder = _folder(module, path, version) / _FOLDERS[path]
        files = list(folder.glob("*.yaml"))
        if not files:
            raise ToolMissingError(
                f"the definitions of {path} {version} are not in {folder}; "
                "name their folder in strata/toolchain/crds.py"
            )
        for file in files:
            # The provider comes first, and its editions of Karpenter's own definitions count: they
            # know the labels of AWS, and are what its chart installs.
            found.setdefault(file.name, file)
    found |= {file.name: file for file in module.glob("*.yaml")}
    return [found[name] for name in sorted(found)]


def _folder(module: Path, path: str, version: str) -> Path:
    go = shutil.which("go")
    if go is None:
        raise ToolMissingError(
            f"the definitions of {path} cannot be had: there is no Go on PATH; install Go"
        )
    command = [go, "-C", str(module), "mod", "download", "-json", f"{path}@{version}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = (done.stderr or done.stdout).strip().splitlines()
        raise ToolMissingError(
            f"the definitions of {path} {version} cannot be had: {' '.join(reason[-1:])}; "
            "make a Go module proxy reachable"
        )
    return Path(json.loads(done.stdout)["Dir"])
