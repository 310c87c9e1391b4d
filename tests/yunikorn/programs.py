"""Programs that run as long as the tests do."""

import contextlib
import os
import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from strata.rehearsal.api_server import until

_STOP_SECONDS = 10
_LAST_LINES = 5


class ProgramError(Exception):
    """A program cannot run; as text, why."""


@contextlib.contextmanager
def running(
    command: list[str], log: Path, ready: Callable[[], bool], **environment: str
) -> Iterator[None]:
    """Start a program, wait until it is ready, and stop it whatever happens.

    Args:
        command: The program and its arguments.
        log: File that it writes to.
        ready: Whether it does its work.
        **environment: What it is told beside what this process knows.

    Raises:
        ProgramError: It ended before it was ready.
        ApiServerError: It is not ready within a minute.
    """
    name = Path(command[0]).name
    variables: Mapping[str, str] = {**os.environ, **environment}
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=variables)
    try:

        def works() -> bool:
            if process.poll() is not None:
                raise ProgramError(f"{name} stopped; its log ends:\n{_end(log)}")
            return ready()

        until(works, lambda: f"{name} is not ready; its log ends:\n{_end(log)}")
        yield
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=_STOP_SECONDS)
        process.kill()
        process.wait()


def free(port: int, program: str) -> None:
    """Say that a port is taken, before a program that knows no other fails to say so.

    Raises:
        ProgramError: Something listens there.
    """
    with socket.socket() as one:
        if one.connect_ex(("127.0.0.1", port)) == 0:
            raise ProgramError(f"port {port} is taken, and {program} knows no other; free it")


def _end(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-_LAST_LINES:])
