"""What exists in the stand-in cloud, and everything that ever happened to it, on disk.

SQLite with a write-ahead log: what was acknowledged survives a killed process, and another
process may read while this one writes.

Source: https://www.sqlite.org/wal.html
"""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, Self

Action = Literal["create", "update", "delete", "refuse"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS resources (
    serial INTEGER PRIMARY KEY AUTOINCREMENT,
    urn TEXT NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL, home TEXT NOT NULL,
    inputs TEXT NOT NULL, outputs TEXT NOT NULL,
    clash TEXT UNIQUE
);
CREATE INDEX IF NOT EXISTS resources_by_urn ON resources (urn, id);
CREATE TABLE IF NOT EXISTS handles (
    type TEXT NOT NULL, home TEXT NOT NULL, value TEXT NOT NULL,
    serial INTEGER NOT NULL REFERENCES resources ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS handles_by_value ON handles (type, value);
CREATE INDEX IF NOT EXISTS handles_by_serial ON handles (serial);
CREATE TABLE IF NOT EXISTS uses (
    user INTEGER NOT NULL REFERENCES resources ON DELETE CASCADE,
    used INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS uses_by_used ON uses (used);
CREATE INDEX IF NOT EXISTS uses_by_user ON uses (user);
CREATE TABLE IF NOT EXISTS events (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL, action TEXT NOT NULL, urn TEXT NOT NULL, type TEXT NOT NULL,
    name TEXT NOT NULL, message TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS events_by_urn ON events (urn, action);
CREATE TABLE IF NOT EXISTS stuck (urn TEXT PRIMARY KEY, why TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS remains (clash TEXT PRIMARY KEY, what TEXT NOT NULL);
"""

_ROW = "SELECT serial, urn, type, id, home, inputs, outputs FROM resources "

_USERS = (
    "SELECT DISTINCT r.serial, r.urn, r.type, r.id, r.home, r.inputs, r.outputs "
    "FROM uses u JOIN resources r ON r.serial = u.user "
    "WHERE u.used = ? AND u.user <> ? ORDER BY r.serial"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that exists.

    Attributes:
        serial: Order of creation.
        urn: The engine's name of it.
        type: Type token.
        id: Physical identifier.
        home: Where it lives: an AWS account, or the URL of a Kubernetes API.
        inputs: Inputs as they were checked.
        outputs: Every output, inputs among them.
    """

    serial: int
    urn: str
    type: str
    id: str
    home: str
    inputs: dict[str, Any]
    outputs: dict[str, Any]

    @property
    def name(self) -> str:
        """Logical name: the last part of the URN."""
        return self.urn.rpartition("::")[2]

    def __str__(self) -> str:
        return f"{self.name} ({self.type})"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    Attributes:
        sequence: 1, 2, 3 ... without a gap.
        at: When, in UTC.
        action: What happened.
        urn: To which resource.
        type: Its type token.
        name: Its logical name.
        message: Its identifier, or why it was refused.
    """

    sequence: int
    at: datetime
    action: Action
    urn: str
    type: str
    name: str
    message: str


@dataclass(frozen=True, slots=True)
class Handle:
    """A value by which others refer to a resource: an id, an ARN, a name.

    Attributes:
        type: Type token of what the value names; not always the resource's own, since a cluster
            brings a security group along.
        value: The value.
    """

    type: str
    value: str


class Inventory:
    """The rows and the event log."""

    def __init__(self, path: Path) -> None:
        # Autocommit: each transaction below says itself where it begins and ends.
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._lock = threading.RLock()
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.executescript(_SCHEMA)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[Self]:
        """Judge and change as one step: nothing changes in between, and an error undoes all."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def rows(self) -> list[Row]:
        """Everything that exists, in order of creation."""
        return self._rows(_ROW + "ORDER BY serial", ())

    def of_type(self, type_: str) -> list[Row]:
        """Everything of one type, in order of creation."""
        return self._rows(_ROW + "WHERE type = ? ORDER BY serial", (type_,))

    def get(self, urn: str, id_: str) -> Row | None:
        """The resource of that URN and identifier."""
        found = self._rows(_ROW + "WHERE urn = ? AND id = ? ORDER BY serial DESC", (urn, id_))
        return found[0] if found else None

    def find(self, type_: str, value: str, home: str = "") -> Row | None:
        """The resource that `value` refers to as a `type_`; with `home`: only what lives there."""
        found = self._rows(
            "SELECT r.serial, r.urn, r.type, r.id, r.home, r.inputs, r.outputs "
            "FROM handles h JOIN resources r USING (serial) "
            "WHERE h.type = ? AND h.value = ? AND (? = '' OR h.home = ?) ORDER BY serial",
            (type_, value, home, home),
        )
        return found[0] if found else None

    def stick(self, urn: str, why: str | None) -> None:
        """Keep a resource from going, or let it go again if `why` is None."""
        with self.transaction():
            self._connection.execute("DELETE FROM stuck WHERE urn = ?", (urn,))
            if why is not None:
                self._connection.execute("INSERT INTO stuck VALUES (?, ?)", (urn, why))

    def stuck(self, urn: str) -> str | None:
        """Why a resource cannot go just now; None if it can."""
        row = self._connection.execute("SELECT why FROM stuck WHERE urn = ?", (urn,)).fetchone()
        return str(row[0]) if row else None

    def leave(self, clash: str, what: str) -> None:
        """Remember what a deletion leaves behind: it still holds what must be unique."""
        self._execute("INSERT INTO remains VALUES (?, ?)", (clash, what))

    def remains(self) -> dict[str, str]:
        """What deletions left behind, by what it still holds."""
        return dict(self._query("SELECT clash, what FROM remains", ()))

    def clash(self, row: Row) -> str:
        """What no other resource may have, because this one does; empty: nothing."""
        held = self._query("SELECT clash FROM resources WHERE serial = ?", (row.serial,))
        return str(held[0][0] or "")

    def clashing(self, clash: str) -> Row | None:
        """The resource that already holds what must be unique."""
        found = self._rows(_ROW + "WHERE clash = ?", (clash,))
        return found[0] if found else None

    def users(self, row: Row) -> list[Row]:
        """What cannot live without `row`, in order of creation."""
        return self._rows(
            _USERS,
            (row.serial, row.serial),
        )

    def generation(self, urn: str) -> int:
        """How many resources of that URN were ever created."""
        counted = self._query(
            "SELECT COUNT(*) FROM events WHERE urn = ? AND action = 'create'", (urn,)
        )
        return int(counted[0][0])

    def add(self, row: Row, clash: str | None, handles: Iterable[Handle], uses: list[Row]) -> None:
        """Put a resource into the inventory; its serial is given here."""
        cursor = self._execute(
            "INSERT INTO resources (urn, type, id, home, inputs, outputs, clash) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (row.urn, row.type, row.id, row.home, _text(row.inputs), _text(row.outputs), clash),
        )
        self._relate(int(cursor.lastrowid or 0), row.home, handles, uses)
        self.log("create", row.urn, row.type, row.id)

    def change(
        self, row: Row, clash: str | None, handles: Iterable[Handle], uses: list[Row]
    ) -> None:
        """Replace what is known of a resource; another URN than it had has adopted it."""
        self._execute(
            "UPDATE resources SET urn = ?, inputs = ?, outputs = ?, clash = ? WHERE serial = ?",
            (row.urn, _text(row.inputs), _text(row.outputs), clash, row.serial),
        )
        self._execute("DELETE FROM handles WHERE serial = ?", (row.serial,))
        self._execute("DELETE FROM uses WHERE user = ?", (row.serial,))
        self._relate(row.serial, row.home, handles, uses)
        self.log("update", row.urn, row.type, row.id)

    def remove(self, row: Row) -> None:
        """Take a resource out of the inventory."""
        self._execute("DELETE FROM resources WHERE serial = ?", (row.serial,))
        self.log("delete", row.urn, row.type, row.id)

    def log(self, action: Action, urn: str, type_: str, message: str) -> None:
        """Append to the event log."""
        self._execute(
            "INSERT INTO events (at, action, urn, type, name, message) VALUES (?, ?, ?, ?, ?, ?)",
            (datetime.now(UTC).isoformat(), action, urn, type_, urn.rpartition("::")[2], message),
        )

    def events(self) -> list[Event]:
        """Everything that happened, oldest first."""
        found = self._query(
            "SELECT sequence, at, action, urn, type, name, message FROM events ORDER BY sequence",
            (),
        )
        return [
            Event(e[0], datetime.fromisoformat(e[1]), e[2], e[3], e[4], e[5], e[6]) for e in found
        ]

    def _relate(self, serial: int, home: str, handles: Iterable[Handle], uses: list[Row]) -> None:
        for handle in dict.fromkeys(handles):
            self._execute(
                "INSERT INTO handles (type, home, value, serial) VALUES (?, ?, ?, ?)",
                (handle.type, home, handle.value, serial),
            )
        for used in sorted({row.serial for row in uses}):
            self._execute("INSERT INTO uses (user, used) VALUES (?, ?)", (serial, used))

    def _rows(self, statement: str, values: tuple[Any, ...]) -> list[Row]:
        found = self._query(statement, values)
        return [
            Row(f[0], f[1], f[2], f[3], f[4], json.loads(f[5]), json.loads(f[6])) for f in found
        ]

    def _query(self, statement: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()

    def _execute(self, statement: str, values: tuple[Any, ...]) -> sqlite3.Cursor:
        with self._lock:
            return self._connection.execute(statement, values)


def _text(values: dict[str, Any]) -> str:
    return json.dumps(values, sort_keys=True)
