"""The main job, end to end: an environment up, up again without change, and down to nothing."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from layers.stack import StackName
from strata.engine.progress import Progress
from strata.mendable import MendableError
from strata.project import Project
from strata.rehearsal.cloud import Cloud
from strata.rehearsal.engine import Engine, EngineError
from strata.rehearsal.folder import RehearsalFolder
from strata.rehearsal.providers.server import serve
from strata.rehearsal.run_state import RunState
from strata.rehearsal.summary import StackSummary, write

OPERATIONS = ("up", "up again", "down")


class NothingKeptError(MendableError):
    """There is no environment that a rehearsal kept up."""


class Rehearsal:
    """One environment in its rehearsal folder; the folder's lock must be held."""

    def __init__(self, project: Project, environment: str, binary: Path) -> None:
        """Prepare a rehearsal.

        Args:
            project: The project.
            environment: Environment whose stacks come up.
            binary: The `pulumi` command.

        Raises:
            NotAProjectError: No stack file names the environment.
        """
        self.stacks = project.environment(environment)
        self._project = project
        self._binary = binary
        self._folder = RehearsalFolder.of(project, environment)
        self._state = RunState.begin("start")
        self._summaries = {stack: StackSummary(str(stack)) for stack in self.stacks}

    def run(self, progress: Progress, *, keep: bool) -> list[StackSummary]:
        """Up, up again, and down unless the environment is kept.

        Raises:
            EngineError: The engine refused, or the stand-in cloud did.
            ConfigError: A stack file is wrong.
        """
        self._enter("start")
        self._folder.make(self._project, self.stacks)
        self._enter("start")
        with self._engine() as (engine, cloud):
            for stack in self.stacks:
                self._summaries[stack].created = self._operate(engine, progress, stack, "up")
            for stack in self.stacks:
                changed = self._operate(engine, progress, stack, "up again")
                self._summaries[stack].changed_again = changed
            if keep:
                self._state.kept().save(self._folder.run_file)
            else:
                self._down(engine, cloud, progress)
        return self._finish()

    def down(self, progress: Progress) -> list[StackSummary]:
        """Take down an environment that was kept.

        Raises:
            NothingKeptError: There is none.
            EngineError: The engine refused, or the stand-in cloud did.
        """
        state = RunState.load(self._folder.run_file)
        if state is None or state.status != "kept":
            raise NothingKeptError(
                f"no rehearsal of {self._folder.root.name} was kept up; "
                f"keep one with `strata rehearse {self._folder.root.name} --keep`"
            )
        try:
            with self._engine() as (engine, cloud):
                self._down(engine, cloud, progress)
        except EngineError:
            # What stopped it may be mended: the next `--down` goes on with what is left.
            self._state.kept().save(self._folder.run_file)
            raise
        return self._finish()

    def _down(self, engine: Engine, cloud: Cloud, progress: Progress) -> None:
        for stack in reversed(self.stacks):
            self._operate(engine, progress, stack, "down")
        for stack in self.stacks:
            self._summaries[stack].left = sum(
                1 for row in cloud.inventory if row.urn.startswith(f"urn:pulumi:{stack}::")
            )
        self._folder.run_file.unlink()

    def _finish(self) -> list[StackSummary]:
        summaries = list(self._summaries.values())
        write(summaries, self._folder.summary)
        return summaries

    def _operate(self, engine: Engine, progress: Progress, stack: StackName, operation: str) -> int:
        self._enter(f"{operation} {stack}")
        began = time.monotonic()
        act = engine.destroy if operation == "down" else engine.up
        with progress.operation(stack, operation) as on_step:
            changed = act(stack, on_step)
        self._summaries[stack].seconds += time.monotonic() - began
        return changed

    def _enter(self, stage: str) -> None:
        self._state = self._state.at(stage)
        self._folder.root.mkdir(parents=True, exist_ok=True)
        self._state.save(self._folder.run_file)

    @contextmanager
    def _engine(self) -> Iterator[tuple[Engine, Cloud]]:
        with Cloud.open(self._folder.cloud) as cloud, serve(cloud) as ports:
            try:
                yield Engine(self._binary, self._folder, self._project.program(), ports), cloud
            except Exception:
                # A run that failed says so itself; only a stopped one leaves its state behind.
                self._folder.run_file.unlink(missing_ok=True)
                raise


def finding(folder: RehearsalFolder) -> str | None:
    """One line on what an earlier run left, once its engines are stopped; None after a whole one.

    The folder's lock must be held.
    """
    state = RunState.load(folder.run_file)
    engines = folder.stop_engines()
    if state is None:
        return None
    resources = 0
    if folder.cloud.exists():
        with Cloud.open(folder.cloud) as cloud:
            resources = len(cloud.inventory)
    return state.finding(resources, engines)
