"""What has been loaded: the manifest of a workspace.

In:    one row a load, a file, and a file's measure and period.
Out:   which files are held, which are hidden, and which edition of each period wins.
Never: a deletion. Undo hides a load.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mutuality.base import Refusal
from mutuality.stores import layout
from mutuality.stores.editions import Key, keys_of
from mutuality.stores.layout import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OLDER = 2
"""The layout that is brought up to date in place."""
BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
DAMAGED = ("SQLITE_NOTADB", "SQLITE_CORRUPT")
UNUSABLE = ("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_PERM")
PATIENCE = 20.0
"""Seconds that one process waits for another to finish its entry."""


@dataclass(frozen=True, slots=True)
class Held:
    """One file in the workspace, as `mutuality sources` lists it."""

    id: int
    load_id: str
    reader: str
    name: str
    vintage: str
    kept: int
    hidden: bool


class Manifest:
    """The manifest of one workspace, in SQLite.

    Every use opens and closes its own connection, so that two processes can share a workspace.
    Raises Refusal STO-001 for a file that is not a manifest of ours, STO-002 for a newer one,
    STO-016 where another process holds it for longer than PATIENCE, and STO-017 where
    the folder cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def connect(self, *, writing: bool = False) -> Iterator[sqlite3.Connection]:
        """A connection inside one transaction: all of it is kept, or none.

        With `writing`, no other process can write between what is read here and what is entered.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=PATIENCE)) as con:
                con.row_factory = sqlite3.Row
                self._prepare(con)
                with con:
                    if writing:
                        con.execute("begin immediate")
                    yield con
        except OSError as error:
            raise self._unusable(error) from error
        except sqlite3.DatabaseError as error:
            refusal = self._refusal(error)
            if refusal is None:
                raise  # a bug of ours, which must be seen
            raise refusal from error

    def _prepare(self, con: sqlite3.Connection) -> None:
        """See that the file is a manifest of ours, and lay it out where it is new."""
        version, tables = _seen(con)
        if not version:
            # Another process may be laying it out: look again where nobody else can write.
            con.execute("begin immediate")
            version, tables = _seen(con)
            if not version and not tables:
                layout.lay_out(con)
                version, tables = _seen(con)
            con.execute("commit")
        if version == OLDER and tables >= layout.FIRST_TABLES:
            con.execute("begin immediate")
            if _seen(con)[0] == OLDER:
                layout.bring_up_to_date(con)
            con.execute("commit")
            version, tables = _seen(con)
        if version > VERSION:
            raise Refusal(
                "STO-002",
                f"This workspace was written by a newer version (layout {version}).",
                "Install that version of Mutuality, or choose another --workspace.",
                where=str(self.path),
            )
        if not version or not tables >= (
            layout.TABLES if version == VERSION else layout.FIRST_TABLES
        ):
            raise self._unreadable("it is a database of another kind")
        if version < VERSION:
            raise self._unreadable("it was laid out before the first release")

    def _refusal(self, error: sqlite3.DatabaseError) -> Refusal | None:
        """What a person can do about it; None where nobody but us can do anything."""
        kind = error.sqlite_errorname
        if kind.startswith(DAMAGED):
            return self._unreadable(str(error))
        if kind.startswith(UNUSABLE):
            return self._unusable(error)
        if kind.startswith(BUSY):
            return Refusal(
                "STO-016",
                "Another process is writing to this workspace.",
                "Wait until it is done, then try again. Nothing was changed.",
                where=str(self.path),
            )
        return None

    def _unreadable(self, why: str) -> Refusal:
        return Refusal(
            "STO-001",
            f"The manifest of this workspace cannot be read ({why}).",
            "Restore it from a backup, or choose an empty folder with --workspace.",
            where=str(self.path),
        )

    def _unusable(self, error: Exception) -> Refusal:
        return Refusal(
            "STO-017",
            f"The folder of this workspace cannot be used ({error}).",
            "Name a folder that you may write to with --workspace.",
            where=str(self.path.parent),
        )

    @property
    def exists(self) -> bool:
        """Whether anything was ever loaded here."""
        return self.path.is_file()

    def rows(self, query: str, values: tuple[Any, ...] = ()) -> list[sqlite3.Row]:
        """The rows of a query; none where nothing was ever loaded."""
        if not self.exists:
            return []
        with self.connect() as con:
            return con.execute(query, values).fetchall()

    def held(self) -> tuple[Held, ...]:
        """Every file ever loaded, in order, hidden ones too."""
        return tuple(
            Held(
                row["id"],
                row["load_id"],
                row["reader"],
                row["name"],
                row["vintage"],
                row["kept"],
                row["hidden_at"] is not None,
            )
            for row in self.rows(
                "select f.*, l.hidden_at from files f join loads l on l.id = f.load_id"
                " order by f.id"
            )
        )

    def hashes(self) -> dict[str, str]:
        """The hash of every visible file, with the name it was loaded under."""
        return {
            row["sha256"]: row["name"]
            for row in self.rows(
                "select f.sha256, f.name from files f join loads l on l.id = f.load_id"
                " where l.hidden_at is null"
            )
        }

    def editions(self, reader: str) -> dict[Key, str]:
        """What a reader's visible files claim to be, to the name of the file that does."""
        found = self.rows(
            "select s.*, f.name from series s join files f on f.id = s.file_id"
            " join loads l on l.id = f.load_id where l.hidden_at is null and f.reader = ?",
            (reader,),
        )
        claim = ("measure", "period_start", "period_end", "edition")
        return {
            key: row["name"]
            for row in found
            for key in keys_of(*(row[name] for name in claim), bodies=row["bodies"])
        }

    def names(self) -> dict[str, str]:
        """The name that the newest visible file uses for each code."""
        return {
            row["code"]: row["name"]
            for row in self.rows(
                "select n.code, n.name from names n join files f on f.id = n.file_id"
                " join loads l on l.id = f.load_id where l.hidden_at is null order by n.file_id"
            )
        }

    def declared(self) -> dict[str, dict[str, Any]]:
        """Measures that visible files define themselves, the newest definition of each."""
        return {
            row["measure"]: json.loads(row["definition"])
            for row in self.rows(
                "select d.* from declared d join files f on f.id = d.file_id"
                " join loads l on l.id = f.load_id where l.hidden_at is null order by d.file_id"
            )
        }

    def reports(self, load_id: str) -> list[dict[str, Any]]:
        """What each file of a load said, kept and dropped."""
        found = self.rows(
            "select name, report from files where load_id = ? order by id", (load_id,)
        )
        return [{"file": row["name"], **json.loads(row["report"])} for row in found]


def _seen(con: sqlite3.Connection) -> tuple[int, frozenset[str]]:
    """The number of the layout, and the names of the tables."""
    version = con.execute("pragma user_version").fetchone()[0]
    names = con.execute("select name from sqlite_master").fetchall()
    return version, frozenset(row["name"] for row in names)
