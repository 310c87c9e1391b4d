"""The layers of an environment as a picture: where each stack's tile lies, and what is on it.

Lengths are the units of a drawing that is `WIDTH` wide: narrow, so that it is readable on a phone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from layers.stack import Layer, StackName
from strata.comparison.resources import Action
from strata.report import sentences
from strata.report.model import StackReport

WIDTH = 400
MOST_TENANTS = 12
"""Tiles of tenants; the worst are shown, and of the others it is said how many they are."""

_MARGIN, _GAP = 12, 8
_TITLE, _TILE, _NOTE = 30, 50, 22
_COLUMNS = 2
_LONGEST = 24


@dataclass(frozen=True, kw_only=True, slots=True)
class Tile:
    """One stack.

    Attributes:
        x: Left edge.
        y: Upper edge.
        width: Width.
        height: Height.
        name: What it is called there, shortened.
        stack: What becomes of the stack.
        marks: How many resources meet which fate, the worst first; what is kept is left out.
        note: What there is to say besides the marks.
    """

    x: int
    y: int
    width: int
    height: int = _TILE
    name: str
    stack: StackReport
    marks: tuple[tuple[Action, int], ...]
    note: str

    @property
    def worst(self) -> str:
        """The worst that happens there; empty if nothing does."""
        return self.marks[0][0].value if self.marks else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """One layer.

    Attributes:
        layer: Which.
        y: Upper edge.
        height: Height.
        tiles: Its stacks.
        note: What there is to say of stacks that have no tile.
    """

    layer: Layer
    y: int
    height: int
    tiles: tuple[Tile, ...]
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """One environment.

    Attributes:
        environment: Its name.
        height: Height of the drawing.
        bands: Its layers: tenants on top, the cluster at the bottom.
    """

    environment: str
    height: int
    bands: tuple[Band, ...]

    @property
    def told(self) -> str:
        """The picture in words."""
        tiles = [tile for band in self.bands for tile in band.tiles]
        notes = [band.note for band in self.bands if band.note]
        return "; ".join([*(f"{one.stack.stack}: {told(one.stack)}" for one in tiles), *notes])


def pictures(stacks: Sequence[StackReport]) -> list[Picture]:
    """One picture for each environment, in the order of the stacks."""
    environments = dict.fromkeys(StackName.parse(one.stack).environment for one in stacks)
    return [_picture(name, stacks) for name in environments]


def told(stack: StackReport) -> str:
    """What becomes of a stack, in one line."""
    return ", ".join(filter(None, [sentences.fate(stack), sentences.counts(stack)]))


def is_touched(stack: StackReport) -> bool:
    """Whether anything becomes of a stack, or of what it costs."""
    return bool(stack.changes or stack.is_new or stack.is_gone or stack.cost.changes)


def _picture(environment: str, stacks: Iterable[StackReport]) -> Picture:
    mine: dict[Layer, list[StackReport]] = {"tenant": [], "platform": [], "cluster": []}
    for one in stacks:
        name = StackName.parse(one.stack)
        if name.environment == environment:
            mine[name.layer].append(one)
    bands: list[Band] = []
    y = 0
    for layer, found in mine.items():
        bands.append(_tenants(found, y) if layer == "tenant" else _single(layer, found, y))
        y += bands[-1].height + _GAP
    return Picture(environment=environment, height=y - _GAP, bands=tuple(bands))


def _single(layer: Layer, found: Sequence[StackReport], y: int) -> Band:
    width = WIDTH - 2 * _MARGIN
    tiles = tuple(_tile(one, one.stack, _MARGIN, y + _TITLE, width) for one in found)
    note = "" if found else "was not asked for"
    return Band(layer=layer, y=y, height=_height(bool(found), note), tiles=tiles, note=note)


def _tenants(found: Sequence[StackReport], y: int) -> Band:
    touched = [one for one in found if is_touched(one)]
    shown = {one.stack for one in sorted(touched, key=_worst)[:MOST_TENANTS]}
    width = (WIDTH - 2 * _MARGIN - _GAP * (_COLUMNS - 1)) // _COLUMNS
    tiles = []
    for place, one in enumerate(one for one in touched if one.stack in shown):
        row, column = divmod(place, _COLUMNS)
        x = _MARGIN + column * (width + _GAP)
        tenant = StackName.parse(one.stack).tenant
        tiles.append(_tile(one, tenant, x, y + _TITLE + row * (_TILE + _GAP), width))
    note = _tenants_note(len(found), len(touched), len(tiles))
    rows = -(-len(tiles) // _COLUMNS)
    return Band(layer="tenant", y=y, height=_height(rows, note), tiles=tuple(tiles), note=note)


def _tenants_note(found: int, touched: int, shown: int) -> str:
    if not found:
        return "none was asked for"
    more, calm = touched - shown, found - touched
    stay = "1 stays as it is" if calm == 1 else f"{calm:,} stay as they are"
    return ", ".join(
        [*([f"{more:,} more change: see the table"] if more else []), *([stay] if calm else [])]
    )


def _height(rows: int, note: str) -> int:
    tiles = rows * (_TILE + _GAP) - _GAP if rows else 0
    return _TITLE + tiles + (_NOTE if note else 0) + (_MARGIN if rows and not note else 0)


def _tile(stack: StackReport, name: str, x: int, y: int, width: int) -> Tile:
    marks = [(action, len(stack.of(action))) for action in Action]
    short = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
    return Tile(
        x=x,
        y=y,
        width=width,
        name=short,
        stack=stack,
        marks=tuple((action, count) for action, count in marks if count),
        note=_note(stack),
    )


def _note(stack: StackReport) -> str:
    if stack.is_new:
        return "new stack"
    if stack.is_gone:
        return "stack goes"
    if stack.changes:
        return ""
    return "costs otherwise" if stack.cost.changes else "stays as it is"


def _worst(stack: StackReport) -> tuple[int, int]:
    """Sort key: the worst fate first, then how many meet it."""
    for place, action in enumerate(Action):
        if count := len(stack.of(action)):
            return place, -count
    return len(Action), 0
