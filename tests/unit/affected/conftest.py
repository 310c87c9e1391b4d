"""A small project whose three layers share some of their code."""

import os
from pathlib import Path

import pytest

from strata.project import Project
from tests.unit.revision.conftest import Repository

_FILES = {
    "Pulumi.yaml": "name: strata\n",
    "requirements.txt": "# nothing\n",
    "README.md": "text\n",
    "__main__.py": (
        "from layers import cluster, platform, tenant\nfrom layers.settings import load\n"
    ),
    "layers/__init__.py": "",
    "layers/settings.py": "import json\n",
    "layers/cluster/__init__.py": (
        "from layers.cluster.layer import build\n"
        "from layers.cluster.outputs import ClusterOutputs\n"
    ),
    "layers/cluster/layer.py": "from components.network.vpc import Vpc\n",
    "layers/cluster/outputs.py": "import dataclasses\n",
    "layers/platform/__init__.py": "from layers.platform.layer import build\n",
    "layers/platform/layer.py": (
        "from components import names\nfrom layers.cluster import ClusterOutputs\n"
    ),
    "layers/tenant/__init__.py": "from layers.tenant.layer import build\n",
    "layers/tenant/layer.py": "from components import names\nimport components.bucket.bucket\n",
    "components/__init__.py": "",
    "components/names.py": "",
    "components/network/__init__.py": "",
    "components/network/vpc.py": "from components.network import blocks\n",
    "components/network/blocks.py": "",
    "components/bucket/__init__.py": "",
    "components/bucket/bucket.py": "",
    "components/bucket/tables/prices.csv": "1\n",
    "components/bucket/mounted/script.py": "print()\n",
    "strata/__init__.py": "",
    **dict.fromkeys(
        (
            "stacks/Pulumi.dev-cluster.yaml",
            "stacks/Pulumi.dev-platform.yaml",
            "stacks/Pulumi.dev-tenant-ads.yaml",
            "stacks/Pulumi.dev-tenant-b.yaml",
            "stacks/Pulumi.prod-cluster.yaml",
        ),
        "config: {}\n",
    ),
}


@pytest.fixture(autouse=True)
def _nobody_in_particular(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "nobody")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "nobody@example.com")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository that holds the project, committed."""
    made = Repository(tmp_path, Project(tmp_path))
    for path, text in _FILES.items():
        made.write(path, text)
    made.git("init", "--quiet", "--initial-branch=main")
    made.commit()
    return made
