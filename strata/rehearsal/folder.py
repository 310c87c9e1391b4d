"""The folder of one rehearsal: everything in it can be thrown away."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import psutil
from filelock import FileLock, Timeout

from layers.stack import PROJECT, StackName
from strata.mendable import MendableError
from strata.project import Project


class RehearsalRunningError(MendableError):
    """Another process rehearses the same environment."""


@dataclass(frozen=True, slots=True)
class RehearsalFolder:
    """`.strata/<env>/`: the engine's home and state, the stand-in cloud, the last summary.

    Committed files are never written to: the engine works on copies of the stack files.
    """

    root: Path

    @classmethod
    def of(cls, project: Project, environment: str) -> "RehearsalFolder":
        """The folder of an environment; it need not exist."""
        return cls(project.root / ".strata" / environment)

    @property
    def home(self) -> Path:
        """The engine's home."""
        return self.root / "home"

    @property
    def state(self) -> Path:
        """Where the engine keeps its state."""
        return self.root / "state"

    @property
    def cloud(self) -> Path:
        """The stand-in cloud's file."""
        return self.root / "cloud.db"

    @property
    def run_file(self) -> Path:
        """What a run in progress, or one that was kept, says of itself."""
        return self.root / "run.json"

    @property
    def summary(self) -> Path:
        """What the last whole run came to."""
        return self.root / "summary.json"

    def lock(self) -> FileLock:
        """Take the environment for this process; the lock goes with the process, however it ends.

        Raises:
            RehearsalRunningError: Another process has it.
        """
        self.root.parent.mkdir(exist_ok=True)
        lock = FileLock(self.root.with_suffix(".lock"))
        try:
            lock.acquire(blocking=False)
        except Timeout:
            raise RehearsalRunningError(
                f"another rehearsal of {self.root.name} is running; wait for it, or stop it with "
                "Ctrl-C in its terminal"
            ) from None
        return lock

    def make(self, project: Project, stacks: Iterable[StackName]) -> None:
        """Throw away what is there, and copy the project and stack files."""
        shutil.rmtree(self.root, ignore_errors=True)
        self.state.mkdir(parents=True)
        self.home.mkdir()
        (self.root / "Pulumi.yaml").write_text(f"name: {PROJECT}\nruntime: python\n")
        for stack in stacks:
            file = project.stack_file(stack)
            shutil.copyfile(file, self.root / file.name)

    def engines(self) -> list[psutil.Process]:
        """Engines that a run in this folder left running."""
        home = str(self.home)
        return [
            process
            for process in psutil.process_iter(["name"])
            if process.info["name"] == "pulumi" and _environment(process).get("PULUMI_HOME") == home
        ]

    def stop_engines(self) -> int:
        """Stop engines that a run in this folder left running; returns how many."""
        engines = self.engines()
        for engine in engines:
            engine.kill()
        psutil.wait_procs(engines)
        return len(engines)


def _environment(process: psutil.Process) -> dict[str, str]:
    try:
        return process.environ()
    except (psutil.AccessDenied, psutil.NoSuchProcess, psutil.ZombieProcess):
        # Another person's process, or one that has just ended: not an engine of ours.
        return {}
