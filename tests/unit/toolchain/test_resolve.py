"""Binaries: on PATH, kept, downloaded or built, in that order, and each step says why."""

import dataclasses
import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from filelock import FileLock

from strata.toolchain.binary import BINARIES, ETCD, KUBE_APISERVER, PROMTOOL, PULUMI, Binary
from strata.toolchain.resolve import ToolMissingError, resolve
from tests.samples import ROOT
from tests.unit.toolchain.conftest import ARCHIVE, CHECKSUMS, TOOL, VERSION, Machine, script

GO = """#!/bin/sh
while [ "$1" != -o ]; do shift; done
{body}
"""


@pytest.mark.parametrize("version", [VERSION, "2.3.1", "2.10.0"])
def test_a_tool_on_path_of_the_same_major_version_and_not_older_will_do(
    version: str, machine: Machine, unreachable: httpx.Client
) -> None:
    on_path = machine.put(machine.path, "tool", script(version))
    assert resolve(TOOL, machine.place, machine.said.append, unreachable) == on_path
    assert machine.said == []


@pytest.mark.parametrize("version", ["2.2.9", "3.0.0", "1.9.9"])
def test_a_tool_on_path_of_another_version_is_passed_over(
    version: str, machine: Machine, unreachable: httpx.Client
) -> None:
    machine.put(machine.path, "tool", script(version))
    kept = machine.put(machine.place.binaries, "tool", script(VERSION))
    assert resolve(TOOL, machine.place, machine.said.append, unreachable) == kept


def test_a_release_is_downloaded_and_kept(
    machine: Machine, release: Callable[..., httpx.Client]
) -> None:
    kept = resolve(TOOL, machine.place, machine.said.append, release())
    assert kept == machine.place.binaries / "tool"
    assert TOOL.version_of(kept) == (2, 3, 0)
    assert [re.sub(r"\d+ s", "0 s", line) for line in machine.said] == [
        "tool 2.3.0: download (PATH: no tool; .tools/bin: no tool)",
        "tool 2.3.0: download done (0 s)",
    ]


def test_what_was_kept_is_not_downloaded_again(
    machine: Machine, release: Callable[..., httpx.Client], unreachable: httpx.Client
) -> None:
    kept = resolve(TOOL, machine.place, machine.said.append, release())
    assert resolve(TOOL, machine.place, machine.said.append, unreachable) == kept


def test_a_release_that_is_not_what_its_checksum_says_is_not_used(
    machine: Machine, release: Callable[..., httpx.Client]
) -> None:
    with pytest.raises(ToolMissingError) as error:
        resolve(TOOL, machine.place, machine.said.append, release("0" * 64))
    assert str(error.value).splitlines() == [
        "tool 2.3.0 cannot be had:",
        "  PATH: no tool",
        "  .tools/bin: no tool",
        "  download: tool-v2.3.0.tar.gz is not what its release's checksum says",
        "  build: there is no Go on PATH",
        "Put tool on PATH, or make its release or Go with a module proxy reachable.",
    ]
    assert list(machine.place.binaries.iterdir()) == []


@pytest.mark.parametrize("page", [b"<html>log in to this network</html>", b"\xff\xfe", b""])
def test_a_network_that_answers_with_a_page_of_its_own_is_told_from_a_release(
    page: bytes, machine: Machine
) -> None:
    portal = httpx.MockTransport(lambda _request: httpx.Response(200, content=page))
    with pytest.raises(ToolMissingError) as error:
        resolve(TOOL, machine.place, machine.said.append, httpx.Client(transport=portal))
    assert str(error.value).splitlines()[3] == (
        "  download: https://example.com/checksums.txt tells no checksum of tool-v2.3.0.tar.gz"
    )


def test_a_release_that_does_not_run_on_this_machine_is_not_kept(
    machine: Machine, release: Callable[..., httpx.Client]
) -> None:
    with pytest.raises(ToolMissingError) as error:
        resolve(TOOL, machine.place, machine.said.append, release(text="not for this machine"))
    assert str(error.value).splitlines()[3] == (
        "  download: what came tells no version on this machine, not 2.3.0"
    )
    assert list(machine.place.binaries.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_named(machine: Machine, unreachable: httpx.Client) -> None:
    machine.put(machine.place.root, ".tools", "a file")
    with pytest.raises(ToolMissingError) as error:
        resolve(TOOL, machine.place, machine.said.append, unreachable)
    binaries = machine.place.binaries
    assert str(error.value) == (
        f"tool 2.3.0 cannot be kept: [Errno 20] Not a directory: '{binaries}'; "
        f"make {binaries} a folder that can be written to"
    )


def test_without_a_release_the_pinned_module_is_built(
    machine: Machine, unreachable: httpx.Client
) -> None:
    body = f"printf '%s' '{script(VERSION)}' > \"$2\"; chmod +x \"$2\""
    machine.put(machine.path, "go", GO.format(body=body))
    kept = resolve(TOOL, machine.place, machine.said.append, unreachable)
    assert TOOL.version_of(kept) == (2, 3, 0)
    assert [re.sub(r"\d+ s", "0 s", line) for line in machine.said] == [
        "tool 2.3.0: download (PATH: no tool; .tools/bin: no tool)",
        (
            "tool 2.3.0: build (download: https://example.com/checksums.txt cannot be had: "
            "no route to host)"
        ),
        "tool 2.3.0: build done (0 s)",
    ]


def test_a_build_that_fails_says_why_and_leaves_nothing(
    machine: Machine, unreachable: httpx.Client
) -> None:
    machine.put(machine.path, "go", GO.format(body='touch "$2"; echo no module >&2; exit 1'))
    with pytest.raises(ToolMissingError) as error:
        resolve(TOOL, machine.place, machine.said.append, unreachable)
    assert str(error.value).splitlines()[4] == "  build: go build failed: no module"
    assert list(machine.place.binaries.iterdir()) == []


def test_a_half_written_file_is_never_used(
    machine: Machine, release: Callable[..., httpx.Client]
) -> None:
    machine.put(machine.place.binaries, "tool", "")
    kept = resolve(TOOL, machine.place, machine.said.append, release())
    assert TOOL.version_of(kept) == (2, 3, 0)
    assert machine.said[0] == (
        "tool 2.3.0: download (PATH: no tool; .tools/bin: tool tells no version; 2.3.0 or a newer "
        "2.x is needed)"
    )


def test_a_second_run_waits_for_the_first_and_takes_what_it_got(
    machine: Machine, unreachable: httpx.Client
) -> None:
    machine.place.binaries.mkdir(parents=True)
    first = FileLock(machine.place.binaries.parent / "lock", thread_local=False)
    first.acquire()

    def say(line: str) -> None:
        # The first run finishes while the second one says that it waits.
        machine.said.append(line)
        machine.put(machine.place.binaries, "tool", script(VERSION))
        first.release()

    assert resolve(TOOL, machine.place, say, unreachable) == machine.place.binaries / "tool"
    assert machine.said == ["tool: another run is getting it; waiting"]


def test_a_release_that_is_the_binary_itself_is_downloaded(machine: Machine) -> None:
    content = script(VERSION).encode()
    answers = {ARCHIVE: content, CHECKSUMS: f"{hashlib.sha256(content).hexdigest()}\n".encode()}
    client = httpx.Client(
        transport=httpx.MockTransport(
            lambda request: httpx.Response(200, content=answers[str(request.url)])
        )
    )
    plain = dataclasses.replace(TOOL, member=lambda _system, _processor: "")
    kept = resolve(plain, machine.place, machine.said.append, client)
    assert kept.read_bytes() == content
    assert TOOL.version_of(kept) == (2, 3, 0)


@pytest.mark.parametrize("binary", BINARIES, ids=lambda binary: binary.name)
def test_the_module_that_builds_a_binary_pins_its_version(binary: Binary) -> None:
    module = (ROOT / "tools" / binary.module / "go.mod").read_text()
    pinned = dict(re.findall(r"^\t(\S+) v(\S+)(?: // indirect)?$", module, re.MULTILINE))
    home = next(path for path in pinned if f"{binary.package}/".startswith(f"{path}/"))
    assert pinned[home] == (binary.module_version or binary.version)


@pytest.mark.parametrize(
    ("binary", "processor", "archive", "checksums"),
    [
        (
            PULUMI,
            "x64",
            "https://get.pulumi.com/releases/sdk/pulumi-v3.250.0-linux-x64.tar.gz",
            (
                "https://github.com/pulumi/pulumi/releases/download/v3.250.0/"
                "pulumi-3.250.0-checksums.txt"
            ),
        ),
        (
            KUBE_APISERVER,
            "x64",
            "https://dl.k8s.io/release/v1.36.1/bin/linux/amd64/kube-apiserver",
            "https://dl.k8s.io/release/v1.36.1/bin/linux/amd64/kube-apiserver.sha256",
        ),
        (
            ETCD,
            "arm64",
            (
                "https://github.com/etcd-io/etcd/releases/download/v3.6.8/"
                "etcd-v3.6.8-linux-arm64.tar.gz"
            ),
            "https://github.com/etcd-io/etcd/releases/download/v3.6.8/SHA256SUMS",
        ),
        (
            PROMTOOL,
            "x64",
            (
                "https://github.com/prometheus/prometheus/releases/download/v3.14.0/"
                "prometheus-3.14.0.linux-amd64.tar.gz"
            ),
            "https://github.com/prometheus/prometheus/releases/download/v3.14.0/sha256sums.txt",
        ),
    ],
    ids=lambda value: value.name if isinstance(value, Binary) else "",
)
def test_a_release_is_the_pinned_one_for_the_machine(
    binary: Binary, processor: str, archive: str, checksums: str
) -> None:
    assert binary.archive("linux", processor) == archive
    assert binary.checksums("linux", processor) == checksums


def test_a_tool_that_cannot_be_run_tells_no_version(tmp_path: Path) -> None:
    assert TOOL.version_of(tmp_path / "nothing") is None
