"""Which files of the project's code each layer is made of, by what imports what.

Nothing is imported to find out: the files are only read.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import get_args

from layers.stack import Layer

PROGRAM = "__main__.py"

_CODE = ("components", "layers")
_LAYERS: tuple[Layer, ...] = get_args(Layer)


@dataclass(frozen=True, slots=True)
class _Import:
    """A module that another one imports.

    Attributes:
        module: Its path.
        whole: Whether what it imports itself matters, too; not if it only hands a name on.
    """

    module: str
    whole: bool


@dataclass(frozen=True)
class Code:
    """The program, `layers/` and `components/`, as paths within the project.

    Attributes:
        root: The project's folder.
    """

    root: Path
    _trees: dict[str, ast.Module] = field(default_factory=dict)

    @cached_property
    def layers(self) -> Mapping[Layer, frozenset[str]]:
        """Modules that each layer is made of: its own, and all that those import.

        What the program imports beside the layers belongs to each of them.
        """
        own = {layer: f"layers/{layer}/__init__.py" for layer in _LAYERS}
        shared = {one.module for one in self._imports(PROGRAM)} - {*own.values()}
        return {
            layer: frozenset({PROGRAM, *self._reached({package, *shared})})
            for layer, package in own.items()
        }

    def touched(self, path: str) -> tuple[Layer, ...]:
        """Layers whose plan may change with a file; none if no layer has a part in it.

        A module belongs to the layers that import it; any other file, such as a table of prices or
        code that is only handed on as text, to those that have a module of the package in which it
        lies.

        Args:
            path: Path of the file within the project; it need not exist any more.
        """
        importing = tuple(layer for layer in _LAYERS if path in self.layers[layer])
        if importing or PurePosixPath(path).parts[0] not in _CODE:
            return importing
        home = self._package(path)
        return tuple(
            layer
            for layer in _LAYERS
            if any(PurePosixPath(module).parent == home for module in self.layers[layer])
        )

    def _package(self, path: str) -> PurePosixPath | None:
        """Folder of the package that a file lies in, however deep."""
        folders = PurePosixPath(path).parents
        return next((one for one in folders if (self.root / one / "__init__.py").is_file()), None)

    def _reached(self, start: set[str]) -> set[str]:
        """Modules, everything that they import, and what that imports in turn."""
        found, waiting, looked_into = set(start), sorted(start), set[str]()
        while waiting:
            module = waiting.pop()
            if module in looked_into:
                continue
            looked_into.add(module)
            for one in self._imports(module):
                found.add(one.module)
                if one.whole:
                    waiting.append(one.module)
        return found

    def _imports(self, module: str) -> Iterator[_Import]:
        for node in ast.walk(self._tree(module)):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield from self._module(alias.name)
            elif isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    yield from self._named(node.module, alias.name)

    def _named(self, package: str, name: str) -> Iterator[_Import]:
        """Where `from package import name` leads: past a package that only hands the name on."""
        if inside := [*self._module(f"{package}.{name}")]:
            yield from inside
            return
        for home in self._module(package):
            source = self._handed_on(home.module, name) if home.whole else None
            if source is None:
                yield home
            else:
                yield _Import(home.module, whole=False)
                yield from self._named(*source)

    def _handed_on(self, module: str, name: str) -> tuple[str, str] | None:
        """Where a package takes a name from that it hands on, and what it is called there."""
        if not module.endswith("/__init__.py"):
            return None
        for node in self._tree(module).body:
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    if (alias.asname or alias.name) == name:
                        return node.module, alias.name
        return None

    def _module(self, dotted: str) -> Iterator[_Import]:
        """A module of the project, and the packages that it lies in."""
        place = PurePosixPath(dotted.replace(".", "/"))
        files = (f"{place}.py", f"{place}/__init__.py")
        if place.parts[0] not in _CODE:
            return
        for file in files:
            if (self.root / file).is_file():
                yield _Import(file, whole=True)
                for folder in place.parents[:-1]:
                    yield _Import(f"{folder}/__init__.py", whole=False)

    def _tree(self, module: str) -> ast.Module:
        if module not in self._trees:
            try:
                tree = ast.parse((self.root / module).read_bytes(), module)
            except SyntaxError:
                # Changed, then, and so found by whoever imports it; no layer can be built before
                # it is mended.
                tree = ast.Module(body=[], type_ignores=[])
            self._trees[module] = tree
        return self._trees[module]
