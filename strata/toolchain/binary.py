"""What a binary is, and where it comes from."""

import platform
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from components import versions

Version = tuple[int, ...]

Address = Callable[[str, str], str]
"""Something that depends on the operating system and the processor."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Binary:
    """One binary at one pinned version.

    Attributes:
        name: Command.
        module: Name of the folder in `tools/` that pins its Go module.
        purpose: What cannot be done without it.
        version: The version that is downloaded or built; one on PATH may be newer within its major
            version.
        version_command: Arguments that make it tell its version.
        package: Go package that builds it.
        linker_flags: Flags that tell the built binary its version.
        archive: Address of the official release for an operating system and a processor.
        checksums: Address of its SHA-256 sums, for the same.
        member: Path of the binary inside the archive, for the same; empty: the release is the
            binary itself.
    """

    name: str
    module: str
    purpose: str
    version: str
    version_command: tuple[str, ...]
    package: str
    linker_flags: str
    archive: Address
    checksums: Address
    member: Address

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
    module="pulumi",
    purpose="rehearsals",
    version=versions.PULUMI,
    version_command=("version",),
    package="github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    linker_flags=(
        f"-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v{versions.PULUMI}"
    ),
    archive=lambda system, processor: (
        f"https://get.pulumi.com/releases/sdk/pulumi-v{versions.PULUMI}-{system}-{processor}.tar.gz"
    ),
    checksums=lambda _system, _processor: (
        "https://github.com/pulumi/pulumi/releases/download/"
        f"v{versions.PULUMI}/pulumi-{versions.PULUMI}-checksums.txt"
    ),
    member=lambda _system, _processor: "pulumi/pulumi",
)

_JUDGE = "API server tests"


def _go(processor: str) -> str:
    """A processor in the words of Kubernetes' releases."""
    return "amd64" if processor == "x64" else processor


def _kubernetes(name: str) -> Binary:
    major, minor, _ = versions.KUBERNETES_API_SERVER.split(".")
    flags = {
        "gitVersion": f"v{versions.KUBERNETES_API_SERVER}",
        "gitMajor": major,
        "gitMinor": minor,
    }
    version = "k8s.io/component-base/version"

    def release(system: str, processor: str) -> str:
        folder = f"https://dl.k8s.io/release/v{versions.KUBERNETES_API_SERVER}/bin"
        return f"{folder}/{system}/{_go(processor)}/{name}"

    return Binary(
        name=name,
        module="kubernetes",
        purpose=_JUDGE,
        version=versions.KUBERNETES_API_SERVER,
        version_command=("--version",),
        package=f"k8s.io/kubernetes/cmd/{name}",
        linker_flags=" ".join(f"-X {version}.{key}={value}" for key, value in flags.items()),
        archive=release,
        checksums=lambda system, processor: f"{release(system, processor)}.sha256",
        member=lambda _system, _processor: "",
    )


# Source: https://kubernetes.io/releases/download/
KUBE_APISERVER = _kubernetes("kube-apiserver")
KUBE_CONTROLLER_MANAGER = _kubernetes("kube-controller-manager")

# Source: https://github.com/etcd-io/etcd/releases
_ETCD_RELEASE = f"https://github.com/etcd-io/etcd/releases/download/v{versions.ETCD}"


def _etcd_folder(system: str, processor: str) -> str:
    return f"etcd-v{versions.ETCD}-{system}-{_go(processor)}"


ETCD = Binary(
    name="etcd",
    module="kubernetes",
    purpose=_JUDGE,
    version=versions.ETCD,
    version_command=("--version",),
    package="go.etcd.io/etcd/server/v3",
    linker_flags="",
    archive=lambda system, processor: f"{_ETCD_RELEASE}/{_etcd_folder(system, processor)}.tar.gz",
    checksums=lambda _system, _processor: f"{_ETCD_RELEASE}/SHA256SUMS",
    member=lambda system, processor: f"{_etcd_folder(system, processor)}/etcd",
)

BINARIES = (PULUMI, ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER)
"""Every binary that the project can fetch."""
