"""Plans of the last run, each with the digest of all that it came from."""

import hashlib
import json
import platform
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

from layers.stack import StackName
from strata.project import Project

_PACKAGES = ("components", "layers", "strata")


@dataclass(frozen=True, slots=True)
class PlanCache:
    """`.strata/plan-cache/`: one file a stack, `{"digest", "document"}`.

    A plan comes from the stack's file, the files of the stacks below it, the program, the code and
    data of this product, and the packages that are installed. Where one byte of them differs, it is
    made anew. It holds no secret: documents are masked.

    Attributes:
        project: The project.
        code: Digest of all that is no stack file.
    """

    project: Project
    code: bytes

    @classmethod
    def of(cls, project: Project) -> Self:
        """The plans that a project's folder keeps."""
        return cls(project, _code(project))

    def kept(self, stack: StackName) -> dict[str, Any] | None:
        """What was kept of a stack; None if nothing was, or if it would be another now."""
        try:
            told = json.loads(self._file(stack).read_text())
        except (FileNotFoundError, ValueError):
            return None
        document: dict[str, Any] | None = None
        if isinstance(told, dict) and told.get("digest") == self._digest(stack):
            document = told["document"]
        return document

    def keep(self, stack: StackName, document: dict[str, Any]) -> None:
        """Keep a plan, in the place of the one before."""
        file = self._file(stack)
        file.parent.mkdir(parents=True, exist_ok=True)
        written = file.with_suffix(".new")
        written.write_text(json.dumps({"digest": self._digest(stack), "document": document}))
        # Whole or not at all: another run may read it at this moment.
        written.replace(file)

    def _file(self, stack: StackName) -> Path:
        # With a hyphen, which no environment's name has: those have folders there, too.
        return self.project.root / ".strata" / "plan-cache" / f"{stack}.json"

    def _digest(self, stack: StackName) -> str:
        files = [self.project.stack_file(one) for one in (*stack.below(), stack)]
        return _of_files(files, self.code).hex()


def _code(project: Project) -> bytes:
    """Digest of the program, of this product and of what is installed."""
    root = project.root
    installed = sorted(
        found.name for folder in sys.path for found in Path(folder).glob("*.dist-info")
    )
    own = [root / "Pulumi.yaml", root / "requirements.txt", *sorted(root.glob("*.py"))]
    told = "\n".join([platform.python_version(), *installed])
    return _of_files([*own, *_product()], told.encode())


def _product() -> Iterator[Path]:
    """The files of this product, wherever it is installed."""
    for package in _PACKAGES:
        spec = find_spec(package)
        for folder in (spec and spec.submodule_search_locations) or ():
            for file in sorted(Path(folder).rglob("*")):
                if file.suffix != ".pyc" and file.is_file():
                    yield file


def _of_files(files: Iterable[Path], before: bytes) -> bytes:
    """Digest of files by name and content; of one that is not there, by name."""
    digest = hashlib.sha256(before)
    for file in files:
        content = file.read_bytes() if file.is_file() else b""
        digest.update(f"\0{file}\0{len(content)}\0".encode() + content)
    return digest.digest()
