"""Make `.venv`: the locked packages, and the project itself.

Only the standard library, and nothing that an older Python could not even read, so that it can
say which one is needed.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
STAMP = VENV / "strata-set-up"
RUN, DEV = "requirements.txt", "requirements-dev.txt"


def main() -> int:
    """Set up what is missing, saying in one line each what and how long it took."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file alone must run on older ones
        found = ".".join(map(str, sys.version_info[:2]))
        return refuse(f"Python 3.11 or newer is needed, this is {found}; try PYTHON=python3.12")
    wanted = {RUN, DEV} if "--dev" in sys.argv[1:] else {RUN}
    print_of = fingerprint()
    done = STAMP.read_text().split() if STAMP.is_file() else []
    if print_of in done and wanted <= set(done):
        return 0
    if VENV.exists() and not done:
        print("set-up: .venv is unfinished; making it anew", flush=True)
        shutil.rmtree(VENV)
    return install(wanted | (set(done) & {DEV}), print_of)


def install(locks: set[str], print_of: str) -> int:
    """Run every step; the stamp is written last, so that an interrupted set-up is seen."""
    STAMP.unlink(missing_ok=True)
    pip = [
        str(VENV / "bin" / "python"),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "-q",
    ]
    steps = {"environment .venv": [sys.executable, "-m", "venv", str(VENV)]}
    for lock in sorted(locks):
        steps[f"packages of {lock}"] = [*pip, "--require-hashes", "-r", lock]
    steps["the project itself"] = [*pip, "--no-deps", "--editable", "."]
    for what, command in steps.items():
        began = time.monotonic()
        if subprocess.run(command, check=False, cwd=ROOT).returncode:
            return refuse(
                f"{what}: failed, for the reason above; what is needed is Python's venv module "
                "and a package index that can be reached"
            )
        print(f"set-up: {what} ({time.monotonic() - began:.0f} s)", flush=True)
    STAMP.write_text(" ".join([print_of, *sorted(locks)]))
    return 0


def fingerprint() -> str:
    """Of everything that decides what `.venv` holds."""
    digest = hashlib.sha256(sys.version.encode())
    for name in (RUN, DEV, "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def refuse(message: str) -> int:
    """Say what is missing."""
    print(f"set-up: {message}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
