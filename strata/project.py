"""A project folder: its stacks and its program."""

import runpy
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from layers.stack import StackName
from layers.stack_file import PREFIX, SUFFIX, stack_of
from strata.mendable import MendableError


class NotAProjectError(MendableError):
    """No project at that place, or no such environment in it."""


@dataclass(frozen=True, slots=True)
class Project:
    """The folder that holds `Pulumi.yaml`, the program and `stacks/`."""

    root: Path

    @classmethod
    def find(cls, start: Path) -> Self:
        """Find the project that `start` lies in.

        Raises:
            NotAProjectError: Neither `start` nor a folder above it holds a `Pulumi.yaml`.
        """
        for folder in (start.resolve(), *start.resolve().parents):
            if (folder / "Pulumi.yaml").is_file():
                return cls(folder)
        raise NotAProjectError(
            f"{start}: no Pulumi.yaml here or in a folder above; run this inside the project"
        )

    def stacks(self) -> list[StackName]:
        """Every stack that has a file, in the order in which they come up.

        Raises:
            ConfigError: A file's name stands for no stack.
        """
        stacks = [stack_of(file.name, self.source(file)) for file in self.stack_files()]
        return sorted(stacks, key=lambda stack: (stack.environment, stack.order))

    def environment(self, environment: str) -> list[StackName]:
        """The stacks of one environment, in the order in which they come up.

        Raises:
            NotAProjectError: No stack file names the environment.
        """
        stacks = self.stacks()
        found = [stack for stack in stacks if stack.environment == environment]
        if not found:
            known = ", ".join(sorted({stack.environment for stack in stacks})) or "none"
            raise NotAProjectError(
                f"stacks/: no stack file of environment {environment!r}; there are: {known}"
            )
        return found

    def stack(self, name: str) -> StackName:
        """A stack that has a file.

        Raises:
            NotAProjectError: It has none.
        """
        known = self.stacks()
        for stack in known:
            if str(stack) == name:
                return stack
        raise NotAProjectError(
            f"stacks/: no stack file of {name!r}; there are: {', '.join(map(str, known))}"
        )

    def named(self, target: str) -> list[StackName]:
        """The stacks of an environment, or one stack.

        Args:
            target: Name of an environment, or of a stack.

        Raises:
            NotAProjectError: No stack file names it.
        """
        return [self.stack(target)] if "-" in target else self.environment(target)

    def around(self, *targets: str) -> list[StackName]:
        """What the plans of targets depend on; what has no file is left out.

        Args:
            targets: Names of environments, and of stacks: those and the ones below them. None: all.

        Raises:
            ConfigError: A file's name stands for no stack.
        """
        return [
            stack
            for stack in self.stacks()
            if not targets
            or stack.environment in targets
            or any(stack in (one, *one.below()) for one in map(StackName.parse, _stacks(targets)))
        ]

    def stack_file(self, stack: StackName) -> Path:
        """The file that holds a stack's settings."""
        return self.root / "stacks" / f"{PREFIX}{stack}{SUFFIX}"

    def stack_files(self) -> list[Path]:
        """Every stack file, whether or not it can be read."""
        return sorted((self.root / "stacks").glob(f"{PREFIX}*{SUFFIX}"))

    def source(self, file: Path) -> str:
        """How problems name a file: its path within the project."""
        return file.relative_to(self.root).as_posix()

    def program(self) -> Callable[[], None]:
        """The project's own program, as the engine runs it."""

        def run() -> None:
            with _importing_from(self.root):
                runpy.run_path(str(self.root / "__main__.py"), run_name="__main__")

        return run


def _stacks(targets: Iterable[str]) -> list[str]:
    return [target for target in targets if "-" in target]


@contextmanager
def _importing_from(folder: Path) -> Iterator[None]:
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
