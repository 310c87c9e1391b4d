"""What a binary is, and where it comes from."""

import platform
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from components import versions
from strata.toolchain.step import StepFailedError
from strata.toolchain.version import Version, parse, version_told, version_written

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
        build_tags: Tags that leave out of a build what is not needed here.
        module_version: Version of its Go module; empty: the same as its own.
        told_by: Go module whose version is written into the file, for a command that tells none;
            empty: the command tells.
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
    build_tags: str = ""
    module_version: str = ""
    told_by: str = ""

    def accepts(self, found: Version) -> bool:
        """Whether a version will do: the same major version, and not older."""
        pinned = parse(self.version)
        return found[:1] == pinned[:1] and found >= pinned

    def version_of(self, path: Path) -> Version | None:
        """The version that a file tells; None if it tells none."""
        if self.told_by:
            return version_written(path, self.told_by)
        return version_told([str(path), *self.version_command])


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

# The Prometheus that the monitoring chart runs.
# Source: https://github.com/prometheus/prometheus/releases/tag/v3.14.0
_PROMETHEUS_RELEASE = (
    f"https://github.com/prometheus/prometheus/releases/download/v{versions.PROMETHEUS}"
)


def _prometheus_folder(system: str, processor: str) -> str:
    return f"prometheus-{versions.PROMETHEUS}.{system}-{_go(processor)}"


PROMTOOL = Binary(
    name="promtool",
    module="prometheus",
    purpose="tests of alerts and cost rules",
    version=versions.PROMETHEUS,
    version_command=("--version",),
    package="github.com/prometheus/prometheus/cmd/promtool",
    linker_flags=f"-X github.com/prometheus/common/version.Version={versions.PROMETHEUS}",
    archive=lambda system, processor: (
        f"{_PROMETHEUS_RELEASE}/{_prometheus_folder(system, processor)}.tar.gz"
    ),
    checksums=lambda _system, _processor: f"{_PROMETHEUS_RELEASE}/sha256sums.txt",
    member=lambda system, processor: f"{_prometheus_folder(system, processor)}/promtool",
    # Without the client libraries of every cloud, which discover what to scrape: rules need none.
    build_tags="remove_all_sd",
    # As a library, Prometheus is not stable: 3.14 is 0.314 there.
    module_version="0.314.0",
)

# The Alertmanager that the monitoring chart runs.
# Source: https://github.com/prometheus/alertmanager/releases/tag/v0.34.0
_ALERTMANAGER = versions.ALERTMANAGER
_ALERTMANAGER_RELEASE = (
    f"https://github.com/prometheus/alertmanager/releases/download/v{_ALERTMANAGER}"
)


def _alertmanager_folder(system: str, processor: str) -> str:
    return f"alertmanager-{_ALERTMANAGER}.{system}-{_go(processor)}"


AMTOOL = Binary(
    name="amtool",
    module="alertmanager",
    purpose="tests of who hears of which alert",
    version=_ALERTMANAGER,
    version_command=("--version",),
    package="github.com/prometheus/alertmanager/cmd/amtool",
    linker_flags=f"-X github.com/prometheus/common/version.Version={_ALERTMANAGER}",
    archive=lambda system, processor: (
        f"{_ALERTMANAGER_RELEASE}/{_alertmanager_folder(system, processor)}.tar.gz"
    ),
    checksums=lambda _system, _processor: f"{_ALERTMANAGER_RELEASE}/sha256sums.txt",
    member=lambda system, processor: f"{_alertmanager_folder(system, processor)}/amtool",
)

# The newest YuniKorn whose checksum the Go checksum database knows; the chart is of 1.9.0.
# Source: https://sum.golang.org/lookup/github.com/apache/yunikorn-k8shim@v1.8.0
_YUNIKORN = "1.8.0"
_YUNIKORN_MODULE = "github.com/apache/yunikorn-k8shim"


def _only_built(reason: str) -> Address:
    """Of a binary without a release that can be trusted."""

    def refuse(_system: str, _processor: str) -> str:
        raise StepFailedError(reason)

    return refuse


# Source: https://yunikorn.apache.org/community/download/
_NO_YUNIKORN = _only_built("Apache releases YuniKorn as source and images, not as a binary")


def _yunikorn(name: str, command: str) -> Binary:
    return Binary(
        name=name,
        module="yunikorn",
        purpose="tests of queues on the real scheduler",
        version=_YUNIKORN,
        version_command=(),
        package=f"{_YUNIKORN_MODULE}/pkg/cmd/{command}",
        linker_flags=f"-X {_YUNIKORN_MODULE}/pkg/conf.buildVersion={_YUNIKORN}",
        archive=_NO_YUNIKORN,
        checksums=_NO_YUNIKORN,
        member=_NO_YUNIKORN,
        told_by=_YUNIKORN_MODULE,
    )


YUNIKORN_SCHEDULER = _yunikorn("yunikorn-scheduler", "shim")
YUNIKORN_ADMISSION_CONTROLLER = _yunikorn("yunikorn-admission-controller", "admissioncontroller")

# Source: https://github.com/kubernetes-sigs/kwok/releases/tag/v0.7.0
_KWOK = "0.7.0"
_NO_KWOK = _only_built("kwok releases its binaries without checksums")

KWOK = Binary(
    name="kwok",
    module="kwok",
    purpose="tests of queues on the real scheduler",
    version=_KWOK,
    version_command=("--version",),
    package="sigs.k8s.io/kwok/cmd/kwok",
    linker_flags=f"-X sigs.k8s.io/kwok/pkg/consts.Version={_KWOK}",
    archive=_NO_KWOK,
    checksums=_NO_KWOK,
    member=_NO_KWOK,
)

# Source: https://github.com/rhysd/actionlint/releases/tag/v1.7.12
_ACTIONLINT = "1.7.12"
_ACTIONLINT_RELEASE = f"https://github.com/rhysd/actionlint/releases/download/v{_ACTIONLINT}"

ACTIONLINT = Binary(
    name="actionlint",
    module="actionlint",
    purpose="tests of workflows",
    version=_ACTIONLINT,
    version_command=("--version",),
    package="github.com/rhysd/actionlint/cmd/actionlint",
    linker_flags=f"-X github.com/rhysd/actionlint.version={_ACTIONLINT}",
    archive=lambda system, processor: (
        f"{_ACTIONLINT_RELEASE}/actionlint_{_ACTIONLINT}_{system}_{_go(processor)}.tar.gz"
    ),
    checksums=lambda _system, _processor: (
        f"{_ACTIONLINT_RELEASE}/actionlint_{_ACTIONLINT}_checksums.txt"
    ),
    member=lambda _system, _processor: "actionlint",
)

BINARIES = (
    PULUMI,
    ETCD,
    KUBE_APISERVER,
    KUBE_CONTROLLER_MANAGER,
    PROMTOOL,
    AMTOOL,
    KWOK,
    YUNIKORN_SCHEDULER,
    YUNIKORN_ADMISSION_CONTROLLER,
    ACTIONLINT,
)
"""Every binary that the project can fetch."""
