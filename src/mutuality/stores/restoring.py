"""An archive put back in place, or everything left as it was.

In:    an archive, the workspace it goes into, and where each part of it goes.
Out:   what was restored, and where what stood there before is kept.
Never: anything touched before every byte of the archive was checked, or old and new mixed.

Everything is unpacked beside its place and checked. Loads are moved in first: a load that the
manifest does not name is not part of the workspace. Then parts and the manifest are exchanged,
each in one step of its own that a crash undoes whole or leaves whole: a database by one
transaction, any other file by one rename. What stood there before is kept beside it.
"""

from __future__ import annotations

import datetime as dt
import filecmp
import shutil
import sqlite3
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mutuality.base import Refusal
from mutuality.stores import layout
from mutuality.stores.archives import (
    MANIFEST,
    PART,
    TABLE,
    Archive,
    Entry,
    copy_entry,
    damaged,
    opened,
    tables_of,
)
from mutuality.stores.databases import copy_database, copy_if_sound, is_database
from mutuality.stores.keeping import settle, unused
from mutuality.stores.manifest import Manifest

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Mapping

STAGE = ".restoring-"
KEPT = ".before-restore"
SIDE_FILES = ("-wal", "-shm", "-journal")
"""What SQLite may leave beside a database, and would read into another one in its place."""
SWEPT_AFTER = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place, and the files in which what stood there before is kept."""

    archive: Archive
    kept: tuple[Path, ...]


def restore_archive(
    path: Path,
    *,
    into: Path,
    parts_to: Mapping[str, Path],
    at: dt.datetime,
    by: str = "",
) -> Restored:
    """Put an archive's workspace into a folder, and each part that is named into its file.

    Parts that `parts_to` does not name are left in the archive. What stood there before is kept
    beside, with `.before-restore` in its name, until the next restore; loads that only the old
    manifest names stay on disk.

    Raises Refusal STO-026 to STO-028 (see check_archive), STO-029 (no such part), STO-030 (no
    room, or a place that cannot be written) and STO-016 (another process holds the workspace).
    """
    with ExitStack() as stack:
        try:
            archive, found = stack.enter_context(opened(path))
            _refuse_absent(found, parts_to)
            if not into.exists():
                stack.callback(_remove_if_empty, into)
            into.mkdir(parents=True, exist_ok=True)
            _sweep(into, at)
            stage = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=STAGE, dir=into)))
            _refuse_no_room(found, stage)
            manifest = _unpack(path, archive, found, stage)
            parts = {
                target: _unpack_part(stack, path, archive, found.entry(PART + name), target)
                for name, target in parts_to.items()
            }
            undo = stack.enter_context(ExitStack())
            _adopt(manifest, stage, into, undo)
            kept = [_exchange(staged, target, undo) for target, staged in parts.items()]
            kept.append(_exchange_manifest(manifest, into, at=at, by=by))
            undo.pop_all()
        except (OSError, sqlite3.DatabaseError) as error:
            raise Refusal(
                "STO-030",
                f"The archive cannot be restored there ({error}).",
                "Make room, or name a place that you may write to. What was there is as it was.",
                where=str(into),
            ) from error
    return Restored(found, tuple(before for before in kept if before))


def _refuse_absent(found: Archive, parts_to: Mapping[str, Path]) -> None:
    for name in parts_to:
        if name not in found.parts:
            listed = ", ".join(found.parts) or "none"
            raise Refusal(
                "STO-029",
                f"The archive has no part '{name}'.",
                f"Its parts are: {listed}.",
                where="parts",
            )


def _refuse_no_room(found: Archive, stage: Path) -> None:
    free = shutil.disk_usage(stage).free
    if free < found.size:
        raise Refusal(
            "STO-030",
            f"The archive needs {found.size:,} bytes and {free:,} are free.",
            "Make room, or restore into a folder on another disk. Nothing was changed.",
            where=str(stage.parent),
        )


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _sweep(into: Path, at: dt.datetime) -> None:
    """Clear what a restore that was killed left behind, once no restore can still be at it."""
    for left in into.glob(f"{STAGE}*"):
        if left.stat().st_mtime < (at - SWEPT_AFTER).timestamp():
            shutil.rmtree(left)


def _unpack(path: Path, archive: zipfile.ZipFile, found: Archive, stage: Path) -> Manifest:
    """The workspace, beside its place. Returns its manifest, brought up to date."""
    for entry in found.entries:
        if entry.name == MANIFEST or TABLE.fullmatch(entry.name):
            place = stage / entry.name.removeprefix("workspace/")
            place.parent.mkdir(parents=True, exist_ok=True)
            copy_entry(path, archive, entry, to=place)
    manifest = Manifest(stage / "manifest.sqlite")
    with manifest.connect():
        pass
    absent = set(tables_of(manifest)) - {entry.name for entry in found.entries}
    if absent:
        raise damaged(path, f"'{min(absent)}' is not in it")
    return manifest


def _unpack_part(
    stack: ExitStack, path: Path, archive: zipfile.ZipFile, entry: Entry, target: Path
) -> Path:
    """A part, on the disk where it will be needed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = tempfile.TemporaryDirectory(prefix=STAGE, dir=target.parent)
    staged = Path(stack.enter_context(beside)) / target.name
    copy_entry(path, archive, entry, to=staged)
    return staged


def _adopt(manifest: Manifest, stage: Path, into: Path, undo: ExitStack) -> None:
    """Move loads in that are not there yet. One of the same name and other content is renamed."""
    place = into / "observations"
    place.mkdir(exist_ok=True)
    loads = sorted({name.split("/")[2] for name in tables_of(manifest)})
    for load in loads:
        staged = stage / "observations" / load
        if not (place / load).exists():
            name = load
        elif _same(staged, place / load):
            continue
        else:
            name = unused(load, {*loads, *(path.name for path in place.iterdir())})
            _rename_load(manifest, load, name)
        settle(staged)
        staged.rename(place / name)
        undo.callback(shutil.rmtree, place / name)
    settle(place)


def _same(one: Path, other: Path) -> bool:
    """Whether two loads hold the same tables, byte for byte."""
    names = sorted(path.name for path in one.iterdir())
    return names == sorted(path.name for path in other.iterdir()) and all(
        filecmp.cmp(one / name, other / name, shallow=False) for name in names
    )


def _rename_load(manifest: Manifest, old: str, new: str) -> None:
    with manifest.connect(writing=True) as con:
        for table, column in (("loads", "id"), ("files", "load_id"), ("events", "load_id")):
            con.execute(f"update {table} set {column} = ? where {column} = ?", (new, old))


def _exchange(staged: Path, target: Path, undo: ExitStack) -> Path | None:
    """Put a part in its place in one step. Returns the file that keeps what was there."""
    before = target.with_name(target.name + KEPT)
    if not target.exists():
        _set_aside_sides(target)
        staged.replace(target)
        undo.callback(target.unlink)
        return None
    if is_database(staged) and copy_if_sound(target, before):
        copy_database(staged, target)
        undo.callback(copy_database, before, target)
        return before
    shutil.copy2(target, before)
    _set_aside_sides(target)
    staged.replace(target)
    undo.callback(shutil.copy2, before, target)
    return before


def _set_aside_sides(target: Path) -> None:
    """SQLite would read what an earlier database left beside it into the one put in its place."""
    for ending in SIDE_FILES:
        side = target.with_name(target.name + ending)
        if side.exists():
            side.replace(side.with_name(side.name + KEPT))


def _exchange_manifest(staged: Manifest, into: Path, *, at: dt.datetime, by: str) -> Path | None:
    """Put the restored rows in place of those of the workspace, in one transaction.

    A manifest that cannot be read is set aside, since it could not be emptied either.
    """
    live = Manifest(into / "manifest.sqlite")
    before = into / f"manifest{KEPT}.sqlite"
    existed = live.exists
    is_sound = existed and _is_sound(live)
    if existed and not is_sound:
        live.path.replace(before)
        _set_aside_sides(live.path)
    with live.connect(writing=True) as con:
        if is_sound:
            before.unlink(missing_ok=True)
            copy_database(live.path, before)
        for table in sorted(layout.TABLES):
            con.execute(f"delete from {table}")
            rows = staged.rows(f"select * from {table}")
            if rows:
                marks = ",".join("?" * len(rows[0]))
                con.executemany(f"insert into {table} values ({marks})", map(tuple, rows))
        layout.record(con, layout.RESTORED, "", at=at.isoformat(), who=by)
    return before if existed else None


def _is_sound(manifest: Manifest) -> bool:
    """Whether a manifest can be read. Raises the Refusal for one that is newer, or held."""
    try:
        with manifest.connect() as con:
            return bool(con.execute("pragma quick_check").fetchone()[0] == "ok")
    except Refusal as refusal:
        if refusal.code != "STO-001":
            raise
        return False
