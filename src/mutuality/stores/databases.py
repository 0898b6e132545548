"""SQLite databases copied as they are at one moment, whoever writes to them.

In:    two paths.
Out:   the second a copy of the first, or as it was before.
Never: half a database: SQLite makes the copy in one transaction, which a crash undoes.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from mutuality.base import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADER = b"SQLite format 3\x00"
PAUSE = 0.25
PATIENCE = 20.0
"""Seconds that a copy waits for a process that holds one of the two."""


def is_database(path: Path) -> bool:
    """Whether a file is an SQLite database, by its first bytes."""
    with path.open("rb") as file:
        return file.read(len(HEADER)) == HEADER


def copy_database(source: Path, target: Path) -> None:
    """Make the target what the source is. A target that is there already is changed in one step.

    Raises Refusal STO-016 where another process holds one of them, and sqlite3.DatabaseError where
    one is damaged.
    """
    address = f"{source.resolve().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True)) as there,
        closing(sqlite3.connect(target, timeout=0)) as here,
    ):
        there.backup(here, progress=_patient(target), sleep=PAUSE)


def copy_if_sound(source: Path, target: Path) -> bool:
    """Copy a database to a new file. False, and no file, where SQLite cannot read it."""
    target.unlink(missing_ok=True)
    if not is_database(source):
        return False
    try:
        copy_database(source, target)
    except sqlite3.DatabaseError:
        target.unlink(missing_ok=True)
        return False
    return True


def _patient(target: Path) -> Callable[[int, int, int], None]:
    """SQLite would wait for ever for a database that another process holds. This does not."""
    waited = 0.0

    def step(status: int, _: int, __: int) -> None:
        nonlocal waited
        waited += PAUSE
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and waited > PATIENCE:
            raise Refusal(
                "STO-016",
                "Another process is writing to this database.",
                "Wait until it is done, then try again. Nothing was changed.",
                where=str(target),
            )

    return step
