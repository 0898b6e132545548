"""Keep everything in one file, and put it back.

In:    a Home, and the path of an archive.
Out:   what was kept or put back. Before anything is replaced it is itself kept in an archive.
Never: the key that signs cookies or a session in an archive; half of an archive put back.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from mutuality.base import Refusal
from mutuality.stores import Workspace, check_archive, restore_archive, write_archive
from mutuality.web.running.children import ask
from mutuality.web.running.exchange import Journal, Move, carry_on, journal_in
from mutuality.web.running.home import Home
from mutuality.web.running.locks import IN_USE, held, where_served

DATABASE = "database.sqlite3"
UPLOADS = "uploads"
PATIENCE = 20.0
"""Seconds to wait for another command that writes to the workspace."""
SWEPT_AFTER = dt.timedelta(days=1)
INTO = "MUTUALITY_RESTORE_INTO"
"""The variable that names the database to restore into, while the settings' one is the archive's.
It stands in no argument: those of a process can be read by everybody on a machine."""


def backup(home: Home, target: Path, *, at: dt.datetime) -> dict[str, Any]:
    """Keep the database, the workspace and the uploads in one file. Others may go on working.

    Raises Refusal STO-025 where there is a file already or none can be written, WEB-185 where there
    is no workbench, WEB-187 and WEB-191 where its tables are not those of this version.
    """
    _end_what_was_begun(home)
    told = _keep(home, target, at=at)
    if not told["has_tables"]:
        target.unlink()
        raise Refusal(
            "WEB-191",
            "The database has no tables yet, so there is nothing to keep.",
            "Run `mutuality serve`, or on a server `python -m mutuality.web prepare`, first.",
        )
    return told


def _keep(home: Home, target: Path, *, at: dt.datetime) -> dict[str, Any]:
    with _private_folder(home, at=at) as folder:
        found = ask(home, "export_database", str(folder / DATABASE))
        made = write_archive(
            target,
            workspace=Workspace(home.workspace),
            parts={DATABASE: folder / DATABASE, **_uploads(home, folder)},
            made_at=at,
            about={
                "database": found["vendor"],
                "people": str(found["people"]),
                "audit lines": str(found["audit_lines"]),
                "audit breaks": str(found["audit_breaks"]),
            },
        )
    return {
        "file": str(target),
        "bytes": target.stat().st_size,
        "workspace": str(home.workspace),
        "loads": made.loads,
        "uploads": len(made.parts) - 1,
        **found,
    }


def restore(home: Home, archive: Path, *, at: dt.datetime, force: bool) -> dict[str, Any]:
    """Put an archive in the place of everything that is here.

    What is here is kept in an archive beside it first. `force` restores where the workbench runs,
    where what is here cannot be kept, and where the archive's audit record does not hold.

    Raises Refusal STO-026 to STO-030 for an archive that is damaged, newer or does not fit, WEB-187
    for a newer database, WEB-192 where it holds no workbench, WEB-193 for a broken record, WEB-194
    where the workbench runs, WEB-195 where what is here cannot be kept, and WEB-196 for a damaged
    database.
    """
    made = check_archive(archive)
    if DATABASE not in made.parts:
        raise Refusal(
            "WEB-192",
            "The archive holds no database of a workbench.",
            "Use an archive that `mutuality backup` made.",
            where=str(archive),
        )
    if not home.is_deployed:
        home.make()
    with _nobody_at_work(home, force=force):
        _end_what_was_begun(home)
        kept = _kept_before(home, at=at, force=force)
        told = _exchange(home, archive, made.parts, made_at=made.made_at, at=at, force=force)
    return {
        "file": str(archive),
        "made_at": made.made_at,
        "software": made.software,
        "loads": made.loads,
        "uploads": len(made.parts) - 1,
        "people": int(made.about["people"]),
        "kept": str(kept) if kept else None,
        **told,
    }


def _exchange(
    home: Home,
    archive: Path,
    names: tuple[str, ...],
    *,
    made_at: str,
    at: dt.datetime,
    force: bool,
) -> dict[str, Any]:
    """Unpack everything beside its place, then exchange the database, and the folders with it."""
    workspace, uploads = (
        Move(_beside(place, "restoring"), place, _beside(place, "before"))
        for place in (home.workspace.resolve(), (home.folder / UPLOADS).resolve())
    )
    stage = _beside(home.folder / "database", "restoring")
    for folder in (workspace.fresh, uploads.fresh, stage):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, mode=0o700)
    drawn = home.folder / "cache"
    journal = Journal(uuid.uuid4().hex, (workspace, uploads), removed=(stage, drawn))
    journal.write(home.folder)  # from here on, whatever happens, it is carried on or undone
    try:
        parts = {
            name: uploads.fresh / name.removeprefix(f"{UPLOADS}/")
            for name in names
            if name.startswith(f"{UPLOADS}/")
        }
        for path in parts.values():
            path.parent.mkdir(parents=True, exist_ok=True)
        parts[DATABASE] = stage / DATABASE
        restore_archive(archive, into=workspace.fresh, parts_to=parts, at=at)
        forced = ["--force"] if force else []
        addresses = {
            "DATABASE_URL": f"sqlite:///{quote(str(stage / DATABASE))}",
            INTO: home.database_url(os.environ),
        }
        with _workspace_still(workspace.place):
            told = ask(home, "put_back", journal.restore, made_at, *forced, told=addresses)
            carry_on(home.folder, was_restored=lambda _: True)
    except BaseException:
        if journal_in(home.folder):
            _end_what_was_begun(home)
        raise
    return told


def _uploads(home: Home, into: Path) -> dict[str, Path | bytes]:
    """The files of uploads and papers by their names in an archive, held against removal."""
    folder = home.folder / UPLOADS
    found: dict[str, Path | bytes] = {}
    for number, path in enumerate(sorted(folder.rglob("*"))):
        held_on = into / str(number)
        if path.is_file():
            with suppress(FileNotFoundError):  # somebody discards an upload at this moment
                os.link(path, held_on)
                found[f"{UPLOADS}/{path.relative_to(folder).as_posix()}"] = held_on
    return found


def _kept_before(home: Home, *, at: dt.datetime, force: bool) -> Path | None:
    """What is here, kept in an archive; None where there is nothing to keep."""
    target = home.folder / f"before-restore-{at:%Y%m%d-%H%M%S}.zip"
    try:
        told = _keep(home, target, at=at)
    except Refusal as refusal:
        if force:
            return None
        raise Refusal(
            "WEB-195",
            f"What is here cannot be kept first: {refusal.problem}",
            "Mend that, or replace what is here all the same with --force. Nothing was changed.",
        ) from refusal
    if not (told["has_tables"] or told["loads"] or told["uploads"]):
        target.unlink()
        return None
    return target


def _end_what_was_begun(home: Home) -> None:
    if journal_in(home.folder):
        ask(home, "carry_on")


def _beside(place: Path, why: str) -> Path:
    return place.with_name(f".{place.name}.{why}")


@contextmanager
def _private_folder(home: Home, *, at: dt.datetime) -> Iterator[Path]:
    """A folder for a copy of the database, on the disk of the installation, gone afterwards.

    What a backup that was killed left there goes too, once none can still be at it.
    """
    home.environment(os.environ)  # refuses where there is no workbench
    for left in home.folder.glob(".backup-*"):
        if left.stat().st_mtime < (at - SWEPT_AFTER).timestamp():
            shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=home.folder) as name:
        yield Path(name)


@contextmanager
def _nobody_at_work(home: Home, *, force: bool) -> Iterator[None]:
    """See that no server and no worker runs, and that none can start meanwhile."""
    busy = Refusal(
        "WEB-194",
        f"The workbench in '{home.folder}' is running{where_served(home)}.",
        "Stop it first (Ctrl+C, or `systemctl stop mutuality-web mutuality-worker`). With --force "
        "it is restored all the same, and what people do meanwhile is lost.",
        where="--home",
    )
    lock = held(home.lock(IN_USE), alone=True, otherwise=busy)
    with nullcontext() if force or os.name == "nt" else lock:
        yield


@contextmanager
def _workspace_still(workspace: Path) -> Iterator[None]:
    """Keep other processes from loading into the workspace while it is exchanged."""
    manifest = workspace / "manifest.sqlite"
    if not manifest.is_file():
        yield
        return
    with closing(sqlite3.connect(manifest, timeout=PATIENCE, isolation_level=None)) as there:
        try:
            there.execute("begin immediate")
        except sqlite3.OperationalError as error:
            raise Refusal(
                "WEB-194",
                f"Another command is writing to the workspace '{workspace}' ({error}).",
                "Wait until it has ended. Nothing was changed.",
            ) from error
        yield
        there.execute("rollback")
