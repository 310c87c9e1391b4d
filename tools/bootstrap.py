"""Make `.venv`: the locked packages, and the project itself.

Only the standard library, and nothing that a Python 3.6 could not even read, so that an older one
can say which is needed.
"""

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

NO_VENV = (
    "Python's venv module is needed; on Debian and Ubuntu it is the package python3-venv, "
    "elsewhere choose another Python with `make PYTHON=...`"
)
NO_INDEX = "a Python package index is needed; check the network, or point PIP_INDEX_URL at a mirror"


def main() -> int:
    """Set up what is missing, saying in one line each what and how long it took."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file alone must run on older ones
        found = ".".join(map(str, sys.version_info[:2]))
        return refuse(f"Python 3.11 or newer is needed, this is {found}; try PYTHON=python3.12")
    wanted = {RUN, DEV} if "--dev" in sys.argv[1:] else {RUN}
    done = STAMP.read_text().splitlines() if STAMP.is_file() else []
    if {fingerprint(), home(), *wanted} <= set(done):
        return 0
    if VENV.exists() and home() not in done:
        state = "was made by another Python or elsewhere" if done else "is unfinished"
        print(f"set-up: .venv {state}; making it anew", flush=True)
        shutil.rmtree(str(VENV))
    return install(wanted | (set(done) & {DEV}))


def install(locks: "set[str]") -> int:
    """Run every step; the stamp is written last, so that an interrupted set-up is seen."""
    if STAMP.is_file():
        STAMP.unlink()
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "-q"]
    steps = [("environment .venv", [sys.executable, "-m", "venv", str(VENV)], NO_VENV)]
    for lock in sorted(locks):
        command = [*pip, "install", "--require-hashes", "-r", lock]
        steps.append(("packages of " + lock, command, NO_INDEX))
    itself = [*pip, "install", "--no-deps", "--editable", "."]
    steps.append(("the project itself", itself, NO_INDEX))
    for what, command, needed in steps:
        began = time.monotonic()
        if subprocess.run(command, check=False, cwd=str(ROOT)).returncode:
            return refuse(f"{what}: failed, for the reason above; {needed}")
        print(f"set-up: {what} ({time.monotonic() - began:.0f} s)", flush=True)
    STAMP.write_text("\n".join([fingerprint(), home(), *sorted(locks)]))
    return 0


def fingerprint() -> str:
    """Of everything that decides which packages `.venv` holds."""
    digest = hashlib.sha256()
    for name in (RUN, DEV, "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def home() -> str:
    """The Python and the folder of `.venv`: its commands name both, so neither can change later."""
    return f"Python {'.'.join(map(str, sys.version_info[:3]))} in {VENV}"


def refuse(message: str) -> int:
    """Say what is missing."""
    print(f"set-up: {message}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("set-up: interrupted; the next run starts anew", file=sys.stderr)
        sys.exit(130)
