"""Building a binary from its pinned Go module."""

import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from strata.toolchain.binary import Binary
from strata.toolchain.step import StepFailedError

_HEARTBEAT_SECONDS = 30


def build(binary: Binary, module: Path, target: Path, say: Callable[[str], None]) -> None:
    """Build the binary to `target`.

    Args:
        binary: What is wanted.
        module: Folder of the `go.mod` that pins it.
        target: File to write.
        say: Told now and then that the build goes on.

    Raises:
        StepFailedError: There is no Go, or the build failed.
    """
    go = shutil.which("go")
    if go is None:
        raise StepFailedError("there is no Go on PATH")
    command = [go, "build", "-C", str(module), "-o", str(target)]
    command += ["-tags", binary.build_tags, "-ldflags", binary.linker_flags, binary.package]
    began = time.monotonic()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    with process:
        try:
            while True:
                try:
                    _, errors = process.communicate(timeout=_HEARTBEAT_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    say(f"{binary.name}: still building ({time.monotonic() - began:.0f} s)")
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        last = (errors.strip().splitlines() or [f"exit code {process.returncode}"])[-1]
        raise StepFailedError(f"go build failed: {last}")
