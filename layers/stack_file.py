"""A stack file: everything in `stacks/Pulumi.<stack>.yaml` except what the settings mean."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from layers.problem import ConfigError, Problem, shown, spoken
from layers.secret_text import secret_kind
from layers.stack import PROJECT, StackName
from layers.yaml_tree import Node, parse

PREFIX, SUFFIX = "Pulumi.", ".yaml"

# Source: https://www.pulumi.com/docs/iac/concepts/projects/stack-settings-file/
WRITTEN_BY_PULUMI = ("encryptionsalt", "secretsprovider", "encryptedkey")
"""Keys beside `config` that Pulumi itself writes; each a text."""

SIZE_LIMIT = 256 * 1024
"""Bytes of a stack file that are read. A long one has two thousand."""

_LAYERS = ("cluster", "platform", "tenant")


@dataclass(slots=True)
class StackFile:
    """A stack file that could be read.

    Attributes:
        source: Its path, as problems name it.
        stack: The stack that it belongs to.
        root: The whole of it.
        problems: What is wrong with it, the meaning of the settings apart.
    """

    source: str
    stack: StackName
    root: Node
    problems: list[Problem] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Key of the layer's settings, such as `strata:cluster`."""
        return layer_key(self.stack)

    @property
    def config(self) -> dict[str, Any]:
        """The plain values under `config`."""
        node = _below(self.root, "config")
        values = node.plain() if node else None
        return values if isinstance(values, dict) else {}

    @property
    def settings(self) -> Node | None:
        """The layer's settings; None when the file has none."""
        config = _below(self.root, "config")
        return _below(config, self.key) if config else None


def layer_key(stack: StackName) -> str:
    """Key of a stack's settings, such as `strata:cluster`."""
    return f"{PROJECT}:{stack.layer}"


def read(path: Path, source: str | None = None) -> StackFile:
    """Read a stack file in which nothing but the meaning of the settings may be wrong.

    Args:
        path: The file, named `Pulumi.<stack>.yaml`.
        source: How problems name it; unset: the path.

    Raises:
        ConfigError: It cannot be read, or has another form.
    """
    file = scan(path, source)
    if file.problems:
        raise ConfigError(file.problems)
    return file


def scan(path: Path, source: str | None = None) -> StackFile:
    """Read a stack file as far as possible; what is wrong in single places is in `problems`.

    Raises:
        ConfigError: Nothing of it can be used.
    """
    source = source or str(path)
    stack = stack_of(path.name, source)
    tree = parse(_content(path, source), source)
    file = StackFile(source, stack, tree.root, tree.problems)
    if not tree.root.flawed:
        file.problems.extend(_Form(file).problems())
    return file


def stack_of(file_name: str, source: str) -> StackName:
    """The stack that a file's name stands for.

    Raises:
        ConfigError: It stands for none.
    """
    name = file_name.removeprefix(PREFIX).removesuffix(SUFFIX)
    try:
        stack = StackName.parse(name)
    except ValueError:
        stack = None
    if stack is None or file_name != f"{PREFIX}{stack}{SUFFIX}":
        remedy = (
            "call it Pulumi.<env>-cluster.yaml, Pulumi.<env>-platform.yaml or "
            "Pulumi.<env>-tenant-<name>.yaml, in lower-case letters and digits"
        )
        rule = "the file's name stands for no stack"
        raise ConfigError([Problem(file=source, rule=rule, remedy=remedy)])
    return stack


def stack_at(path: str) -> StackName | None:
    """The stack that a path within the project is the file of; None: of none."""
    place = PurePosixPath(path)
    if place.parent != PurePosixPath("stacks"):
        return None
    try:
        return stack_of(place.name, path)
    except ConfigError:
        return None


def _content(path: Path, source: str) -> bytes:
    try:
        if path.exists() and not path.is_file():
            rule = "is not a file"
        else:
            with path.open("rb") as stream:
                data = stream.read(SIZE_LIMIT + 1)
            if len(data) <= SIZE_LIMIT:
                return data
            rule = f"is larger than {SIZE_LIMIT // 1024} KiB"
    except OSError as error:
        rule = f"cannot be read: {(error.strerror or type(error).__name__).lower()}"
    remedy = "a stack file is a text file of a few dozen lines"
    raise ConfigError([Problem(file=source, rule=rule, remedy=remedy)])


class _Form:
    """Checks what stands around the settings."""

    def __init__(self, file: StackFile) -> None:
        self._file = file
        self._own = file.key

    def problems(self) -> Iterator[Problem]:
        root = self._file.root
        start = f"start it with `config:` and `{self._own}:` under it"
        if root.value is None:
            yield self._problem(root, (), "the file is empty", start)
        elif not isinstance(root.value, dict):
            yield self._problem(root, (), "the file must be a map", start)
        else:
            for key, node in root.value.items():
                yield from self._top(key, node)
            if "config" not in root.value and not set(root.value) & set(self._strays()):
                yield self._problem(
                    root, ("config",), "missing", f"add it, with `{self._own}:` under it"
                )

    def _top(self, key: str, node: Node) -> Iterator[Problem]:
        if node.flawed:
            return
        if key == "config":
            yield from self._config(node)
        elif key in self._strays():
            yield self._problem(
                node, (key,), "stands outside `config:`", f"indent `{self._own}:` under `config:`"
            )
        elif key in WRITTEN_BY_PULUMI:
            if not isinstance(node.value, str):
                yield self._problem(
                    node, (key,), "must be text", "let Pulumi write it: `pulumi stack init`"
                )
        else:
            allowed = ("config", *WRITTEN_BY_PULUMI)
            yield self._problem(node, (key,), "unknown key", _suggestion(key, allowed))

    def _config(self, config: Node) -> Iterator[Problem]:
        path = ("config",)
        if not isinstance(config.value, dict):
            yield self._problem(config, path, "must be a map", f"write `{self._own}:` under it")
            return
        strayed = False
        for key, node in config.value.items():
            if key == self._own:
                yield from self._secrets(node, (*path, key))
            elif not key.startswith("pulumi:"):
                remedy = self._remedy(key)
                strayed = strayed or f"`{self._own}`" in remedy
                yield self._problem(node, (*path, key), "unknown key", remedy)
        if self._own not in config.value and not strayed:
            yield self._problem(config, (*path, self._own), "missing", "add it under `config:`")

    def _remedy(self, key: str) -> str:
        if key in self._strays():
            return f"write `{self._own}`"
        namespace, _, name = key.partition(":")
        if namespace == PROJECT and name in _LAYERS:
            return (
                f"remove it: this is a {self._file.stack.layer}'s file, "
                f"`{key}` belongs in a {name}'s"
            )
        if difflib.get_close_matches(key, [self._own], cutoff=0.75):
            return f"did you mean `{self._own}`?"
        if namespace == "aws":
            return "remove it: account and region stand in `strata:cluster`"
        return f"remove it: allowed are {self._own} and pulumi:*"

    def _secrets(self, node: Node, path: tuple[str | int, ...]) -> Iterator[Problem]:
        if isinstance(node.value, dict):
            if set(node.value) == {"secure"}:
                node.flawed = True
                yield self._problem(
                    node,
                    path,
                    "holds a secret, and settings hold none",
                    "write the plain value; what is really secret stays in AWS Secrets Manager",
                )
                return
            below: list[tuple[str | int, Node]] = list(node.value.items())
        elif isinstance(node.value, list):
            below = list(enumerate(node.value))
        else:
            yield from self._secret_text(node, path)
            return
        for part, child in below:
            yield from self._secrets(child, (*path, part))

    def _secret_text(self, node: Node, path: tuple[str | int, ...]) -> Iterator[Problem]:
        kind = secret_kind(node.value) if isinstance(node.value, str) else ""
        if kind:
            node.flawed = True
            yield Problem(
                file=self._file.source,
                line=node.line,
                key=spoken(path),
                rule=f"looks like {kind}, and settings hold no secrets",
                remedy="revoke it, for whoever saw the file has it, and write it nowhere",
            )

    def _strays(self) -> tuple[str, ...]:
        layer = self._file.stack.layer
        return (layer, self._own, f"{PROJECT}:config:{layer}")

    def _problem(self, node: Node, path: tuple[str | int, ...], rule: str, remedy: str) -> Problem:
        told = rule in {"unknown key", "missing"} or node.value is None or not path
        return Problem(
            file=self._file.source,
            line=node.line,
            key=spoken(path),
            value="" if told else node.written or shown(node.value),
            rule=rule,
            remedy=remedy,
        )


def _suggestion(key: str, allowed: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(key.lower(), allowed, n=1)
    return f"did you mean `{close[0]}`?" if close else f"allowed here: {', '.join(allowed)}"


def _below(node: Node, key: str) -> Node | None:
    return node.value.get(key) if isinstance(node.value, dict) else None
