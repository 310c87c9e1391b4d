"""Versions of binaries: what a file tells, and what is written in it."""

import re
import subprocess
from pathlib import Path

Version = tuple[int, ...]


def version_told(command: list[str]) -> Version | None:
    """The version in what a command prints; None if it fails or prints none."""
    try:
        told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(r"\d+\.\d+\.\d+", told.stdout)
    return parse(match[0]) if match else None


def version_written(path: Path, module: str) -> Version | None:
    """The version of a Go module that a file was built from; None if it was not.

    Source: https://pkg.go.dev/runtime/debug@go1.26.0#BuildInfo
    """
    try:
        content = path.read_bytes()
    except OSError:
        return None
    match = re.search(rb"\t%b\tv(\d+\.\d+\.\d+)" % re.escape(module.encode()), content)
    return parse(match[1].decode()) if match else None


def parse(version: str) -> Version:
    """A version as numbers that compare."""
    return tuple(int(part) for part in version.split("."))


def shown(version: Version | None) -> str:
    """A version as people write it."""
    return ".".join(map(str, version)) if version else "no version"
