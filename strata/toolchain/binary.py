"""What a binary is, and where it comes from."""

import platform
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from components import versions

Version = tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Binary:
    """One binary at one pinned version.

    Attributes:
        name: Command, and name of the folder in `tools/` that pins its Go module.
        version: The version that is downloaded or built; one on PATH may be newer within its major
            version.
        version_command: Arguments that make it tell its version.
        package: Go package that builds it.
        linker_flags: Flags that tell the built binary its version.
        archive: Address of the official release for an operating system and a processor.
        checksums: Address of the release's SHA-256 sums.
        member: Path of the binary inside the archive.
    """

    name: str
    version: str
    version_command: tuple[str, ...]
    package: str
    linker_flags: str
    archive: Callable[[str, str], str]
    checksums: str
    member: str

    def accepts(self, found: Version) -> bool:
        """Whether a version will do: the same major version, and not older."""
        pinned = parse(self.version)
        return found[:1] == pinned[:1] and found >= pinned

    def version_of(self, path: Path) -> Version | None:
        """The version that a file tells; None if it tells none."""
        return version_told([str(path), *self.version_command])


def version_told(command: list[str]) -> Version | None:
    """The version in what a command prints; None if it fails or prints none."""
    try:
        told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(r"\d+\.\d+\.\d+", told.stdout)
    return parse(match[0]) if match else None


def parse(version: str) -> Version:
    """A version as numbers that compare."""
    return tuple(int(part) for part in version.split("."))


def shown(version: Version | None) -> str:
    """A version as people write it."""
    return ".".join(map(str, version)) if version else "no version"


def machine() -> tuple[str, str]:
    """This machine, in the words of Go releases: operating system and processor."""
    processors = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64"}
    processor = platform.machine().lower()
    return platform.system().lower(), processors.get(processor, processor)


# Source: https://www.pulumi.com/docs/install/versions/ and
# https://github.com/pulumi/pulumi/releases (checksums)
PULUMI = Binary(
    name="pulumi",
    version=versions.PULUMI,
    version_command=("version",),
    package="github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    linker_flags=(
        f"-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v{versions.PULUMI}"
    ),
    archive=lambda system, processor: (
        f"https://get.pulumi.com/releases/sdk/pulumi-v{versions.PULUMI}-{system}-{processor}.tar.gz"
    ),
    checksums=(
        "https://github.com/pulumi/pulumi/releases/download/"
        f"v{versions.PULUMI}/pulumi-{versions.PULUMI}-checksums.txt"
    ),
    member="pulumi/pulumi",
)

BINARIES = (PULUMI,)
"""Every binary that the project can fetch."""
