"""Two values compared, property by property: where they differ, and how; secrets never shown."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from strata.plan.document import MASK, shown
from strata.wire import Secret

# What names an item of a list, the first that all items have.
_NAMES = ("name", "Sid", "sid", "key", "id")


class Absent(Enum):
    """The type of `ABSENT`: there is no such property."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Difference:
    """One property that differs.

    Attributes:
        path: Where: `a.b`, `a[2]` by position, `a[driver]` by the item's name, `a[]` one of a
            list of plain values. It leads into a text that holds a JSON document, too.
        old: Value before, `ABSENT` if there was none; `[secret]` in the place of a secret.
        new: Value after, likewise.
    """

    path: str
    old: Any
    new: Any


def differences(old: Any, new: Any, path: str = "") -> tuple[Difference, ...]:
    """Where two values differ, in the order of the paths; nothing and None are the same.

    Items of a list are matched by their name if all have one of their own, plain values of a list
    by themselves, anything else by position. Two JSON documents that mean the same do not differ.
    """
    found = _differences(_absent(old), _absent(new), path)
    return tuple(sorted(found, key=lambda one: (one.path, _text(one.old), _text(one.new))))


def same(old: Any, new: Any) -> bool:
    """Whether two values do not differ."""
    return next(_differences(_absent(old), _absent(new), ""), None) is None


def value_at(value: Any, path: str) -> Any:
    """What a dotted path leads to; `ABSENT` if it leads nowhere."""
    for step in path.split("."):
        value = _absent(_plain(value).get(step)) if isinstance(_plain(value), Mapping) else ABSENT
    return value


def _differences(old: Any, new: Any, path: str) -> Iterator[Difference]:
    if isinstance(old, Secret) or isinstance(new, Secret):
        if isinstance(old, Secret) != isinstance(new, Secret) or not same(old.value, new.value):
            yield Difference(path, _masked(old), _masked(new))
        return
    if isinstance(old, str) and isinstance(new, str):
        before, after = _document(old), _document(new)
        if before is not None and after is not None:
            yield from _differences(before, after, path)
            return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in {**old, **new}:
            where = f"{path}.{name}" if path else str(name)
            yield from _differences(_absent(old.get(name)), _absent(new.get(name)), where)
    elif isinstance(old, list | tuple) and isinstance(new, list | tuple):
        yield from _of_lists(old, new, path)
    elif old != new or isinstance(old, bool) != isinstance(new, bool):
        yield Difference(path, _shown(old), _shown(new))


def _of_lists(old: Sequence[Any], new: Sequence[Any], path: str) -> Iterator[Difference]:
    key = next((name for name in _NAMES if all(_named(items, name) for items in (old, new))), None)
    if key is not None:
        yield from _of_named(old, new, key, path)
    elif all(isinstance(item, str | int | float) for item in (*old, *new)):
        yield from _of_plain(old, new, path)
    else:
        for index in range(max(len(old), len(new))):
            before, after = (_item(items, index) for items in (old, new))
            yield from _differences(before, after, f"{path}[{index}]")


def _item(items: Sequence[Any], index: int) -> Any:
    return _absent(items[index]) if index < len(items) else ABSENT


def _of_named(old: Sequence[Any], new: Sequence[Any], key: str, path: str) -> Iterator[Difference]:
    before, after = ({item[key]: item for item in items} for items in (old, new))
    for name in {**before, **after}:
        yield from _differences(
            before.get(name, ABSENT), after.get(name, ABSENT), f"{path}[{name}]"
        )
    orders = [name for name in before if name in after], [name for name in after if name in before]
    if orders[0] != orders[1]:
        yield Difference(path, *orders)


def _of_plain(old: Sequence[Any], new: Sequence[Any], path: str) -> Iterator[Difference]:
    before, after = (Counter(map(_text, items)) for items in (old, new))
    if before == after and list(old) != list(new):
        yield Difference(path, list(old), list(new))
    for gone in (before - after).elements():
        yield Difference(f"{path}[]", json.loads(gone), ABSENT)
    for come in (after - before).elements():
        yield Difference(f"{path}[]", ABSENT, json.loads(come))


def _named(items: Sequence[Any], key: str) -> bool:
    """Whether each item has a name of its own."""
    names = [item.get(key) for item in items if isinstance(item, Mapping)]
    mine = [name for name in names if isinstance(name, str)]
    return len(mine) == len(items) == len(set(mine))


def _document(text: str) -> Any:
    """What a text holds if that is a JSON object or list; None if not."""
    if text[:1] not in ("{", "["):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Secret) else value


def _absent(value: Any) -> Any:
    return ABSENT if value is None else value


def _masked(value: Any) -> Any:
    return value if value is ABSENT else MASK


def _shown(value: Any) -> Any:
    return value if value is ABSENT else shown(value)


def _text(value: Any) -> str:
    return "" if value is ABSENT else json.dumps(value, sort_keys=True)
