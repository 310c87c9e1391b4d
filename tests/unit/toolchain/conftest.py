"""A small tool, and a machine on which it is or is not."""

import hashlib
import io
import tarfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from strata.toolchain.binary import Binary
from strata.toolchain.resolve import Place

VERSION = "2.3.0"
ARCHIVE = "https://example.com/tool-v2.3.0.tar.gz"
CHECKSUMS = "https://example.com/checksums.txt"

TOOL = Binary(
    name="tool",
    module="tool",
    purpose="everything",
    version=VERSION,
    version_command=("version",),
    package="example.com/tool",
    linker_flags="",
    archive=lambda _system, _processor: ARCHIVE,
    checksums=lambda _system, _processor: CHECKSUMS,
    member=lambda _system, _processor: "tool/tool",
)


def script(version: str) -> str:
    """A tool that tells a version."""
    return f"#!/bin/sh\necho v{version}\n"


@dataclass
class Machine:
    """A folder for PATH, a project, and what was said."""

    path: Path
    place: Place
    said: list[str]

    def put(self, folder: Path, name: str, text: str) -> Path:
        """Put an executable somewhere."""
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / name
        file.write_text(text)
        file.chmod(0o755)
        return file


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine that has a shell, and nothing else."""
    path = tmp_path / "path"
    path.mkdir()
    monkeypatch.setenv("PATH", f"{path}:/bin")
    return Machine(path, Place(tmp_path / "project"), [])


@pytest.fixture
def unreachable() -> httpx.Client:
    """A client that reaches nobody."""

    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route to host", request=request)

    return httpx.Client(transport=httpx.MockTransport(refuse))


@pytest.fixture
def release() -> Callable[..., httpx.Client]:
    """Make a client for a release of the tool; its checksum is right unless given."""

    def make(checksum: str | None = None, text: str = script(VERSION)) -> httpx.Client:
        archive = packed({"tool/tool": text})
        digest = checksum or hashlib.sha256(archive).hexdigest()
        sums = f"{digest}  {ARCHIVE.rpartition('/')[2]}\n".encode()
        answers = {ARCHIVE: archive, CHECKSUMS: sums}
        return httpx.Client(
            transport=httpx.MockTransport(
                lambda request: httpx.Response(200, content=answers[str(request.url)])
            )
        )

    return make


def packed(files: Mapping[str, str]) -> bytes:
    """A gzipped tar archive."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        for name, text in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text.encode()))
    return content.getvalue()
