"""A machine on which no engine can be had."""

import os
import subprocess
from pathlib import Path

from tests.rehearsal.conftest import STRATA
from tests.samples import ROOT


def test_the_plan_is_shown_instead_of_the_rehearsal(tmp_path: Path) -> None:
    for name in ("Pulumi.yaml", "__main__.py", "stacks"):
        (tmp_path / name).symlink_to(ROOT / name)
    # A proxy that nobody serves: no release can be downloaded.
    nowhere = {"PATH": "/bin", "HTTPS_PROXY": "http://127.0.0.1:9", "HOME": str(tmp_path)}
    done = subprocess.run(
        [STRATA, "rehearse", "dev"],
        cwd=tmp_path,
        env={**os.environ, **nowhere},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    first, *_, last = done.stderr.splitlines()
    assert first == "pulumi 3.250.0 cannot be had:"
    assert last == "Without it, this is only the plan:"
    for stack in ("dev-cluster", "dev-platform", "dev-tenant-ads", "dev-tenant-search"):
        assert f"\n{stack}  " in f"\n{done.stdout}"
