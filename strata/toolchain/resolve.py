"""Resolution: PATH, then what was kept, then the official release, then a build."""

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
from filelock import FileLock, Timeout

from strata.mendable import MendableError
from strata.toolchain.binary import Binary
from strata.toolchain.build import build
from strata.toolchain.download import download
from strata.toolchain.step import StepFailedError
from strata.toolchain.version import shown

Say = Callable[[str], None]


class ToolMissingError(MendableError):
    """A binary can be had in no way; as text, each way that was tried and why it failed."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where binaries are kept between runs.

    Attributes:
        root: The project's folder.
    """

    root: Path

    @property
    def binaries(self) -> Path:
        """Folder of the binaries."""
        return self.root / ".tools" / "bin"

    def kept(self, binary: Binary) -> Path:
        """Where a binary is kept, whether or not it is there."""
        return self.binaries / binary.name

    def module(self, binary: Binary) -> Path:
        """Folder that pins a binary's Go module."""
        return self.root / "tools" / binary.module


def found(binary: Binary, place: Place) -> tuple[Path | None, list[str]]:
    """Look on PATH and among what was kept.

    Returns:
        The binary if one will do, and why each place that was looked at would not.
    """
    reasons = []
    on_path = shutil.which(binary.name)
    for where, path in (("PATH", on_path and Path(on_path)), (".tools/bin", place.kept(binary))):
        if not path or not path.exists():
            reasons.append(f"{where}: no {binary.name}")
            continue
        version = binary.version_of(path)
        if version and binary.accepts(version):
            return path, reasons
        reasons.append(
            f"{where}: {binary.name} tells {shown(version)}; {binary.version} or a newer "
            f"{binary.version.partition('.')[0]}.x is needed"
        )
    return None, reasons


def resolve(binary: Binary, place: Place, say: Say, client: httpx.Client | None = None) -> Path:
    """Find a binary, or get it.

    Args:
        binary: What is wanted.
        place: Where binaries are kept.
        say: Told in one line each what is done, why, and how long it took.
        client: What downloads; unset: one with short timeouts for connecting.

    Raises:
        ToolMissingError: It can be had in no way.
    """
    path, _ = found(binary, place)
    if path:
        return path
    try:
        place.binaries.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ToolMissingError(
            f"{binary.name} {binary.version} cannot be kept: {error}; "
            f"make {place.binaries} a folder that can be written to"
        ) from error
    with _lock(place, binary, say):
        # Whoever held the lock may have got it meanwhile.
        path, reasons = found(binary, place)
        return path or _get(binary, place, say, client, reasons)


def _get(
    binary: Binary, place: Place, say: Say, client: httpx.Client | None, reasons: list[str]
) -> Path:
    kept = place.kept(binary)
    draft = kept.with_suffix(f".{os.getpid()}")
    ways: dict[str, Callable[[], None]] = {
        "download": lambda: download(binary, draft, client),
        "build": lambda: build(binary, place.module(binary), draft, say),
    }
    why = "; ".join(reasons)
    try:
        for name, way in ways.items():
            say(f"{binary.name} {binary.version}: {name} ({why})")
            began = time.monotonic()
            try:
                way()
                _prove(binary, draft)
            # An OSError is a full or read-only disk.
            except (StepFailedError, OSError) as error:
                why = f"{name}: {error}"
                reasons.append(why)
                continue
            draft.replace(kept)
            say(f"{binary.name} {binary.version}: {name} done ({time.monotonic() - began:.0f} s)")
            return kept
    finally:
        draft.unlink(missing_ok=True)
    tried = "\n".join(f"  {reason}" for reason in reasons)
    raise ToolMissingError(
        f"{binary.name} {binary.version} cannot be had:\n{tried}\n"
        f"Put {binary.name} on PATH, or make its release or Go with a module proxy reachable."
    )


def _prove(binary: Binary, draft: Path) -> None:
    version = binary.version_of(draft)
    if version is None or not binary.accepts(version):
        raise StepFailedError(
            f"what came tells {shown(version)} on this machine, not {binary.version}"
        )


def _lock(place: Place, binary: Binary, say: Say) -> FileLock:
    lock = FileLock(place.binaries.parent / "lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        say(f"{binary.name}: another run is getting it; waiting")
    else:
        lock.release()
    return lock
