"""The packages that a revision's code needs."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from strata.revision.error import RevisionError

LOCK_FILE = "requirements.txt"

Say = Callable[[str], None]


def python_of(tree: Path, root: Path, say: Say) -> Path:
    """A Python that has the packages of a revision's lock file.

    The one that runs, if the lock file is the project's own; otherwise one of an environment that
    is made once for each lock file and kept in `.tools/environments`.

    Args:
        tree: The project's folder as it was.
        root: The project's folder.
        say: Told in one line what takes its time.

    Raises:
        RevisionError: The revision has no lock file, or its packages cannot be installed.
    """
    lock = tree / LOCK_FILE
    if not lock.is_file():
        raise RevisionError(f"has no {LOCK_FILE}, so nobody knows which packages it needs")
    mine = root / LOCK_FILE
    if mine.is_file() and mine.read_bytes() == lock.read_bytes():
        return Path(sys.executable)
    digest = hashlib.sha256(lock.read_bytes())
    digest.update(sys.version.encode())
    place = root / ".tools" / "environments" / digest.hexdigest()[:16]
    place.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{place}.lock"):
        if not (place / "complete").is_file():
            say(f"its packages are others; installing them in {place.relative_to(root)}")
            _make(place, lock)
    return place / "bin" / "python"


def _make(place: Path, lock: Path) -> None:
    """Make an environment; the stamp comes last, so that an interrupted one is seen."""
    if place.exists():
        shutil.rmtree(place)
    python = place / "bin" / "python"
    _run([sys.executable, "-m", "venv", "--without-pip", str(place)])
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python)]
    _run([*pip, "install", "--quiet", "--require-hashes", "-r", str(lock)])
    (place / "complete").touch()


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["no reason was given"]
        raise RevisionError(f"its packages cannot be installed: {said[-1].strip()}")
