"""Folders exchanged together with a database, so that a kill leaves all old or all new.

In:    a journal beside the installation, which says what was to be exchanged.
Out:   the exchange carried on to its end, or taken back as if it had never begun.
Never: a guess: whether the database was exchanged decides, and it is asked.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

JOURNAL = "restoring.json"


@dataclass(frozen=True, slots=True)
class Move:
    """A folder that is to stand in another's place. All three are on one disk."""

    fresh: Path
    place: Path
    before: Path


@dataclass(frozen=True, slots=True)
class Journal:
    """What a restore exchanges besides the database, and what it leaves to be removed."""

    restore: str
    moves: tuple[Move, ...]
    removed: tuple[Path, ...]

    def write(self, folder: Path) -> None:
        """Keep it, whole, until the exchange is done."""
        told = {
            "restore": self.restore,
            "moves": [[str(one.fresh), str(one.place), str(one.before)] for one in self.moves],
            "removed": [str(path) for path in self.removed],
        }
        beside = folder / f".{JOURNAL}"
        with beside.open("w", encoding="utf-8") as file:
            json.dump(told, file)
            file.flush()
            os.fsync(file.fileno())  # it must outlive a power cut that the database outlives
        beside.replace(folder / JOURNAL)


def journal_in(folder: Path) -> Journal | None:
    """The journal of a restore that did not end; None where there is none."""
    path = folder / JOURNAL
    if not path.is_file():
        return None
    told = json.loads(path.read_text(encoding="utf-8"))
    return Journal(
        told["restore"],
        tuple(Move(*map(Path, paths)) for paths in told["moves"]),
        tuple(Path(path) for path in told["removed"]),
    )


def carry_on(folder: Path, *, was_restored: Callable[[str], bool]) -> bool | None:
    """End what a restore began: forwards where the database is the new one, else backwards.

    Gives whether what is there now is the new; None where nothing was begun. It can itself be
    killed and begun again at any point.
    """
    journal = journal_in(folder)
    if journal is None:
        return None
    forwards = was_restored(journal.restore)
    if forwards:
        for move in journal.moves:
            if not move.fresh.exists():
                continue  # moved before
            if move.place.exists():
                shutil.rmtree(move.before, ignore_errors=True)
                move.place.rename(move.before)
            move.fresh.rename(move.place)
    for path in (*(move.fresh for move in journal.moves), *journal.removed):
        shutil.rmtree(path, ignore_errors=True)
    if forwards:
        for move in journal.moves:
            shutil.rmtree(move.before, ignore_errors=True)
    (folder / JOURNAL).unlink()
    return forwards
