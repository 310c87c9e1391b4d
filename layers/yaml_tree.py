"""YAML as a tree in which every value knows its line."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from layers.problem import ConfigError, Problem, shown, spoken
from layers.yaml_scalar import MisreadError, Scalar, plain

DEEPEST = 20
"""Levels of nesting that are read. The settings need five."""

Path = tuple[str | int, ...]


@dataclass(slots=True)
class Node:
    """One value of a YAML file.

    Attributes:
        line: The line of its key, or of the value itself in a list; counted from 1.
        value: A map or list of nodes, or a text, number, boolean or None.
        written: An unquoted value as it stands in the file.
        flawed: A problem was already told, so nothing more is said about what is in it.
    """

    line: int
    value: "dict[str, Node] | list[Node] | Scalar"
    written: str = ""
    flawed: bool = False

    def plain(self) -> Any:
        """The value without lines."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def nearest(self, path: Path) -> "tuple[Node, bool]":
        """The deepest node on a path, and whether that is the path's end."""
        node = self
        for part in path:
            below: Node | None = None
            if isinstance(node.value, dict):
                below = node.value.get(str(part))
            elif isinstance(node.value, list) and isinstance(part, int):
                below = node.value[part] if part < len(node.value) else None
            if below is None:
                return node, False
            node = below
        return node, True


@dataclass(slots=True)
class Tree:
    """A YAML file that could be read.

    Attributes:
        root: The whole of it; its value is None when the file holds nothing.
        problems: What is wrong in single places: duplicate keys, aliases, tags, odd numbers.
    """

    root: Node
    problems: list[Problem] = field(default_factory=list)


def parse(data: bytes, source: str) -> Tree:
    """Read YAML.

    Raises:
        ConfigError: It is not UTF-8, not YAML, nested too deeply or more than one document.
    """
    reader = _Reader(source, _events(_decoded(data, source), source))
    return reader.tree()


class _Reader:
    """Builds a tree from a stream of events; problems in single places do not stop it."""

    def __init__(self, source: str, events: Iterator[Event]) -> None:
        self._source = source
        self._events = events
        self._problems: list[Problem] = []

    def tree(self) -> Tree:
        root = Node(1, None)
        documents = 0
        for event in self._events:
            if not isinstance(event, DocumentStartEvent):
                continue
            documents += 1
            if documents > 1:
                raise self._fatal(
                    _line(event),
                    "starts a second YAML document",
                    "keep one, without `---` between keys",
                )
            root = self._node(next(self._events), ())
        return Tree(root, self._problems)

    def _node(self, event: Event, path: Path, key_line: int = 0) -> Node:
        line = key_line or _line(event)
        if len(path) > DEEPEST:
            raise self._fatal(
                line, f"is nested deeper than {DEEPEST} levels", "no setting lies that deep"
            )
        if isinstance(event, AliasEvent):
            return self._flaw(
                path, line, f"*{event.anchor}", "aliases are not allowed", "write the value itself"
            )
        if isinstance(event, MappingStartEvent):
            node = Node(line, self._map(path))
        elif isinstance(event, SequenceStartEvent):
            node = Node(line, self._list(path))
        elif isinstance(event, ScalarEvent):
            node = self._scalar(event, path, line)
        else:
            raise TypeError(f"{type(event).__name__} starts no value")
        if tag := getattr(event, "tag", None):
            return self._flaw(
                path, line, str(tag), "tags are not allowed", "remove it; quotes make a text"
            )
        return node

    def _map(self, path: Path) -> dict[str, Node]:
        nodes: dict[str, Node] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            line = _line(event)
            key = event.value if isinstance(event, ScalarEvent) else None
            if key is None or not _encodable(key):
                self._node(event, (*path, "?"))
                self._node(next(self._events), (*path, "?"))
                self._flaw((*path, "?"), line, "", "is no plain key", "write a word as the key")
                continue
            node = self._node(next(self._events), (*path, key), line)
            if key in nodes:
                self._flaw(
                    (*path, key),
                    line,
                    "",
                    f"stands here and in line {nodes[key].line}",
                    "keep one of them",
                )
            else:
                nodes[key] = node
        return nodes

    def _list(self, path: Path) -> list[Node]:
        nodes: list[Node] = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            nodes.append(self._node(event, (*path, len(nodes))))
        return nodes

    def _scalar(self, event: ScalarEvent, path: Path, line: int) -> Node:
        text = event.value
        if not _encodable(text):
            return self._flaw(path, line, shown(text), "is no text", "remove the \\u escape")
        if event.style is not None:
            return Node(line, text)
        try:
            return Node(line, plain(text), written=text)
        except MisreadError as error:
            return self._flaw(path, line, text, error.rule, error.remedy)

    def _flaw(self, path: Path, line: int, value: str, rule: str, remedy: str) -> Node:
        self._problems.append(
            Problem(
                file=self._source,
                line=line,
                key=spoken(path),
                value=value,
                rule=rule,
                remedy=remedy,
            )
        )
        return Node(line, None, flawed=True)

    def _fatal(self, line: int, rule: str, remedy: str) -> ConfigError:
        problem = Problem(file=self._source, line=line, rule=rule, remedy=remedy)
        return ConfigError([*self._problems, problem])


def _decoded(data: bytes, source: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(
            [
                Problem(
                    file=source,
                    line=1 + data[: error.start].count(b"\n"),
                    rule=f"byte 0x{data[error.start]:02x} is not UTF-8",
                    remedy="save the file as UTF-8 text",
                )
            ]
        ) from None


def _events(text: str, source: str) -> Iterator[Event]:
    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise ConfigError([_syntax(source, mark.line + 1 if mark else 0, error)]) from None
    except ReaderError as error:
        line = 1 + text[: error.position].count("\n")
        problem = Problem(
            file=source,
            line=line,
            rule=f"character {error.character!r} is not text",
            remedy="remove it",
        )
        raise ConfigError([problem]) from None
    except (YAMLError, ValueError, OverflowError) as error:
        # The scanner passes the number of an escape such as "\UFFFFFFFF" to chr() unchecked.
        raise ConfigError([_syntax(source, 0, error)]) from None


def _syntax(source: str, line: int, error: Exception) -> Problem:
    what = " ".join(str(getattr(error, "problem", None) or error).split())
    if "'\\t'" in what:
        rule, remedy = "a tab indents this line", "indent with spaces"
    else:
        rule = f"is not YAML: {what}"
        remedy = "look at indentation, quotes and brackets here and in the line above"
    return Problem(file=source, line=line, rule=rule, remedy=remedy)


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1


def _encodable(text: str) -> bool:
    # An escape can name half of a surrogate pair, which no file and no JSON can hold.
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
