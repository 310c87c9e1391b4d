"""Downloading an official release."""

import hashlib
import io
import re
import tarfile
from pathlib import Path

import httpx

from strata.toolchain.binary import Binary, machine
from strata.toolchain.step import StepFailedError

# A machine without internet is told so soon; a slow line gets its time.
_TIMEOUT = httpx.Timeout(120, connect=5)


def download(binary: Binary, target: Path, client: httpx.Client | None = None) -> None:
    """Write the binary of the official release for this machine to `target`.

    Args:
        binary: What is wanted.
        target: File to write.
        client: What downloads; unset: one with short timeouts for connecting.

    Raises:
        StepFailedError: The release cannot be reached, or is not what its checksum says.
    """
    here = machine()
    address, checksums, member = (
        part(*here) for part in (binary.archive, binary.checksums, binary.member)
    )
    with client or httpx.Client(timeout=_TIMEOUT, follow_redirects=True) as http:
        file = address.rpartition("/")[2]
        # First the small answer: a network that answers with a page of its own is found out soon.
        expected = _checksum(_fetched(http, checksums), file)
        if expected is None:
            raise StepFailedError(f"{checksums} tells no checksum of {file}")
        content = _fetched(http, address)
    if hashlib.sha256(content).hexdigest() != expected:
        raise StepFailedError(f"{file} is not what its release's checksum says")
    target.write_bytes(_member(content, member) if member else content)
    target.chmod(0o755)


def _fetched(client: httpx.Client, address: str) -> bytes:
    try:
        return client.get(address).raise_for_status().content
    except httpx.HTTPError as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise StepFailedError(f"{address} cannot be had: {reason}") from error


def _checksum(sums: bytes, file: str) -> str | None:
    lines = [line.split() for line in sums.decode(errors="replace").splitlines()]
    if len(lines) == 1 and re.fullmatch(r"[0-9a-f]{64}", " ".join(lines[0])):
        # A sum that stands beside its file names none.
        return lines[0][0]
    return next((words[0] for words in lines if words[1:] == [file]), None)


def _member(archive: bytes, name: str) -> bytes:
    with tarfile.open(fileobj=io.BytesIO(archive)) as release:
        try:
            content = release.extractfile(name)
        except KeyError:
            content = None
        if content is None:
            raise StepFailedError(f"the release holds no {name}")
        return content.read()
