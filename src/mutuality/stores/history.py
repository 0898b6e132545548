"""What was done to a workspace, and undoing it.

In:    a manifest; a load, when, and who by the caller's own label.
Out:   every load with its files, and a mark that changes whenever anything does.
Never: a load deleted, or one shown again that contradicts what was loaded since.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mutuality.base import Refusal
from mutuality.stores import layout
from mutuality.stores.editions import keys_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from mutuality.stores.editions import Key
    from mutuality.stores.manifest import Held, Manifest

UNTOUCHED = "0"
"""The version of a workspace that nothing was ever loaded into."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done: `loaded`, `undone` or `redone`, when (ISO), and by whom.

    `by` is whatever label the caller gave; it is empty where none was given.
    """

    kind: str
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class PastLoad:
    """One load, with its files and all that was done to it, oldest first."""

    load_id: str
    at: str
    by: str
    hidden: bool
    files: tuple[Held, ...]
    steps: tuple[Step, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain data for `--json` and for a page."""
        return {
            "load": self.load_id,
            "at": self.at,
            "by": self.by,
            "hidden": self.hidden,
            "files": [{"name": held.name, "kept": held.kept} for held in self.files],
            "steps": [{"kind": step.kind, "at": step.at, "by": step.by} for step in self.steps],
        }


def version(manifest: Manifest) -> str:
    """A mark of the present state: it changes with every load, undo, redo and restore.

    Two processes that look at one workspace see the same mark. Loads done in another order, at
    another time or in another workspace give another one.
    """
    rows = manifest.rows("select id, digest from events order by id desc limit 1")
    return f"{rows[0]['id']}-{rows[0]['digest']}" if rows else UNTOUCHED


def history(manifest: Manifest) -> tuple[PastLoad, ...]:
    """Every load, the newest first, hidden ones too."""
    # Asked for first, so that a load which is entered meanwhile is not looked for in what follows.
    loads = manifest.rows("select * from loads order by rowid desc")
    files: dict[str, list[Held]] = {}
    for held in manifest.held():
        files.setdefault(held.load_id, []).append(held)
    steps: dict[str, list[Step]] = {}
    for row in manifest.rows("select * from events order by id"):
        steps.setdefault(row["load_id"], []).append(Step(row["kind"], row["at"], row["who"]))
    return tuple(
        PastLoad(
            row["id"],
            row["loaded_at"],
            steps[row["id"]][0].by,
            row["hidden_at"] is not None,
            tuple(files[row["id"]]),
            tuple(steps[row["id"]]),
        )
        for row in loads
    )


def hide(manifest: Manifest, load_id: str, *, at: str, by: str) -> int:
    """Hide a load from every view; its files stay. Returns how many files it held.

    Raises Refusal STO-003 for a load that is not here or is hidden already.
    """
    _refuse_stranger(manifest, load_id, kind=layout.UNDONE)
    with manifest.connect(writing=True) as con:
        _refuse_stranger(manifest, load_id, kind=layout.UNDONE)
        con.execute("update loads set hidden_at = ? where id = ?", (at, load_id))
        layout.record(con, layout.UNDONE, load_id, at=at, who=by)
        return _files(con, load_id)


def unhide(manifest: Manifest, load_id: str, *, at: str, by: str) -> int:
    """Show a hidden load again. Returns how many files it holds.

    Raises Refusal STO-022 for a load that is not here or is not hidden, and STO-023 where one of
    its files was loaded again since, or contradicts one that was.
    """
    _refuse_stranger(manifest, load_id, kind=layout.REDONE)
    with manifest.connect(writing=True) as con:
        _refuse_stranger(manifest, load_id, kind=layout.REDONE)
        _refuse_contradiction(manifest, load_id)
        con.execute("update loads set hidden_at = null where id = ?", (load_id,))
        layout.record(con, layout.REDONE, load_id, at=at, who=by)
        return _files(con, load_id)


def _refuse_stranger(manifest: Manifest, load_id: str, *, kind: str) -> None:
    """Asked before a lock is taken, so that nothing is made, and again where nobody can write."""
    code, verb, hidden = {
        layout.UNDONE: ("STO-003", "undo", "null"),
        layout.REDONE: ("STO-022", "redo", "not null"),
    }[kind]
    rows = manifest.rows(f"select id from loads where hidden_at is {hidden} order by rowid")
    known = [row["id"] for row in rows]
    if load_id not in known:
        listed = ", ".join(known[-5:]) or "none"
        raise Refusal(
            code,
            f"There is no load '{load_id}' to {verb}.",
            f"The last loads that can be {kind} are: {listed}.",
            where="load",
        )


def _refuse_contradiction(manifest: Manifest, load_id: str) -> None:
    """Raise Refusal STO-023 where showing a load again would make the store say two things."""
    held = manifest.hashes()
    editions: dict[str, Mapping[Key, str]] = {}
    rows = manifest.rows(
        "select f.sha256, f.name, f.reader, s.* from files f left join series s on s.file_id = f.id"
        " where f.load_id = ? order by f.id",
        (load_id,),
    )
    for row in rows:
        if row["sha256"] in held:
            raise _contradicted(row["name"], f"it is loaded again, as '{held[row['sha256']]}'")
        if row["measure"] is None:
            continue
        if row["reader"] not in editions:
            editions[row["reader"]] = manifest.editions(row["reader"])
        claim = (row["measure"], row["period_start"], row["period_end"], row["edition"])
        for key in keys_of(*claim, bodies=row["bodies"]):
            if key in editions[row["reader"]]:
                other = editions[row["reader"]][key]
                raise _contradicted(
                    row["name"],
                    f"'{other}' was loaded since for '{row['measure']}', {row['period_start']} to "
                    f"{row['period_end']}, as the same edition",
                )


def _contradicted(name: str, why: str) -> Refusal:
    return Refusal(
        "STO-023",
        f"The load cannot be shown again because of '{name}': {why}.",
        "Undo the newer load first, if the older one is right.",
        where="load",
    )


def _files(con: sqlite3.Connection, load_id: str) -> int:
    query = "select count(*) from files where load_id = ?"
    return int(con.execute(query, (load_id,)).fetchone()[0])
