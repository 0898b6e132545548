"""Load publishers' files into a workspace: all of a file, or none of it.

In:    paths to files and folders, or files that were offered by name.
Out:   a LoadReport: what each file said, what was kept, dropped or refused, and why.
Never: half a file in the store, or a figure overwritten.

A load has three steps. Files are read, which takes long and needs no lock. What they say is judged
against what is held. What is new is written. Before it writes, a load takes the lock and looks
whether another process changed the workspace meanwhile; if one did, it judges again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from mutuality.base import Refusal
from mutuality.stores import history, layout, shipped
from mutuality.stores.bounds import LIMITS, Limits
from mutuality.stores.codes import known_codes, with_unknown
from mutuality.stores.editions import Entry, Key, entries_of, refuse_clash
from mutuality.stores.keeping import write_tables
from mutuality.stores.labels import refuse_unreadable
from mutuality.stores.manifest import Manifest
from mutuality.stores.meanings import refuse_impossible, refuse_other_meaning, refuse_reserved
from mutuality.stores.reports import LoadReport, Outcome, report_of
from mutuality.stores.sources import Offered, Reading, offer, reader, recognise

if TYPE_CHECKING:
    import datetime as dt
    import sqlite3
    from pathlib import Path

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Taken:
    """One file as read, with what it speaks for. Its bytes and cells are not kept in memory."""

    path: Path
    sha256: str
    size: int
    reading: Reading
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a load would do to the workspace as it was at a `version` (see history.version)."""

    outcomes: tuple[Outcome, ...]
    fresh: tuple[Taken, ...]
    version: str


def load(
    root: Path,
    source: str,
    paths: Iterable[Path | Offered],
    *,
    at: dt.datetime,
    progress: Progress | None = None,
    supersede: bool = False,
    by: str = "",
    expecting: str | None = None,
    limits: Limits = LIMITS,
) -> LoadReport:
    """Read files into the workspace at `root` as one load.

    `source` is a reader's identifier or `auto`. The same file twice changes nothing. A file that
    is refused leaves the store as it was; the others of the same call are kept. A second file for
    a period that is already held, of the same edition but other content, is refused unless
    `supersede` says that it is a correction. `by` is a label of the caller's for the history.
    `expecting` is the version that a preview was made of: where the workspace has changed since,
    nothing is loaded.

    Raises Refusal STO-004 where there is nothing to read at a path, and STO-024 where the
    workspace is not as expected.
    """
    loader = Loader(root, source, at=at, supersede=supersede, limits=limits)
    loader.read(paths, progress=progress)
    plan = loader.plan()
    _refuse_change(plan.version, expecting)
    if not plan.fresh:
        return LoadReport(None, plan.outcomes)
    with loader.manifest.connect(writing=True) as con:
        now = history.version(loader.manifest)
        _refuse_change(now, expecting)
        if now != plan.version:
            plan = loader.plan()
        load_id = _keep(root, con, plan.fresh, at=at, by=by) if plan.fresh else None
    return LoadReport(load_id, plan.outcomes)


def _refuse_change(version: str, expected: str | None) -> None:
    if expected is not None and version != expected:
        raise Refusal(
            "STO-024",
            "The workspace has changed since this preview was made.",
            "Look at the preview again: it may now say something else. Nothing was loaded.",
            where="workspace",
        )


class Loader:
    """Files on their way into a workspace: `read` them, then `plan` as often as need be."""

    def __init__(
        self,
        root: Path,
        source: str,
        *,
        at: dt.datetime,
        supersede: bool = False,
        limits: Limits = LIMITS,
    ) -> None:
        self.manifest = Manifest(root / "manifest.sqlite")
        self._source = source
        self._supersede = supersede
        self._correction = at.isoformat() if supersede else ""
        self._limits = limits
        self._drafts: list[tuple[Path | Offered, Path, str | Taken | Refusal]] = []
        self._known = cache(lambda: known_codes(root, self.manifest))

    def read(self, paths: Iterable[Path | Offered], *, progress: Progress | None = None) -> None:
        """Read every file that the store does not hold already. Raises Refusal STO-004."""
        files = _expand(paths)
        held = self.manifest.hashes()
        for number, item in enumerate(files, start=1):
            path = item.path if isinstance(item, Offered) else item
            if progress:
                progress(number, len(files), path.name)
            self._drafts.append((item, path, self._take(item, path, held)))

    def plan(self) -> Plan:
        """What the files would do to the workspace as it is now."""
        while True:
            version = history.version(self.manifest)
            plan = self._judge(version)
            # What is held is asked for in several questions, and must not change between them.
            if history.version(self.manifest) == version:
                return plan

    def _judge(self, version: str) -> Plan:
        held = self.manifest.hashes()
        meanings = self.manifest.declared()
        known: dict[str, dict[Key, str]] = {}
        outcomes: list[Outcome] = []
        fresh: list[Taken] = []
        for item, path, draft in self._drafts:
            taken = draft
            if isinstance(taken, str) and taken not in held:
                # It was held when it was offered, and is not now.
                taken = self._take(item, path, {})
            if isinstance(taken, Refusal):
                outcomes.append(Outcome(path, refusal=taken))
                continue
            sha256 = taken if isinstance(taken, str) else taken.sha256
            if isinstance(taken, str) or sha256 in held:
                outcomes.append(Outcome(path, already=held[sha256]))
                continue
            reader_id, declared = taken.reading.reader, taken.reading.declared
            if reader_id not in known:
                known[reader_id] = self.manifest.editions(reader_id)
            editions = known[reader_id]
            try:
                if not self._supersede:
                    refuse_clash(taken.entries, editions, file=path.name)
                    refuse_other_meaning(declared, meanings, file=path.name)
            except Refusal as refusal:
                outcomes.append(Outcome(path, refusal=refusal))
                continue
            editions.update({key: path.name for entry in taken.entries for key in entry.keys})
            meanings.update({name: asdict(measure) for name, measure in declared.items()})
            held[sha256] = path.name
            fresh.append(taken)
            outcomes.append(Outcome(path, reading=taken.reading))
        return Plan(tuple(outcomes), tuple(fresh), version)

    def _take(self, item: Path | Offered, path: Path, held: Iterable[str]) -> str | Taken | Refusal:
        """A file as read, or why it is refused.

        A file that the store holds already stays unread: what comes back is its hash.
        """
        try:
            file = offer(item, limits=self._limits)
            if file.sha256 in held:
                return file.sha256
            reading = self._reading(file)
        except OSError as error:
            return Refusal(
                "STO-100",
                f"The file cannot be read ({error.strerror}).",
                "Check that it is still there, and that you may read it.",
                where=str(path),
            )
        except Refusal as refusal:
            return refusal
        entries = entries_of(reading, correction=self._correction)
        return Taken(path, file.sha256, len(file.data), reading, entries)

    def _reading(self, file: Offered) -> Reading:
        """What the reader makes of a file that is named, or the one that recognises it."""
        if self._source == "reference":
            return shipped.reading(file)
        chosen = recognise(file) if self._source == "auto" else reader(self._source)
        reading = chosen.read(file)
        refuse_reserved(reading.declared, file=file.name)
        refuse_impossible(reading, file=file.name)
        refuse_unreadable(reading, file=file.name)
        reading = replace(reading, checks=(*reading.checks, *file.notes))
        return with_unknown(reading, self._known)


def _is_hidden(path: Path) -> bool:
    """Whether a file, or a folder that it lies in, is hidden or a spreadsheet's lock."""
    return any(part.startswith((".", "~$")) for part in path.parts)


def _expand(paths: Iterable[Path | Offered]) -> list[Path | Offered]:
    """The files at the paths, folders walked, hidden files left out, in order of name."""
    found: list[Path | Offered] = []
    given = list(paths)
    for path in given:
        if isinstance(path, Offered) or path.is_file():
            found.append(path)
        elif path.is_dir():
            found += sorted(
                child
                for child in path.rglob("*")
                if child.is_file() and not _is_hidden(child.relative_to(path))
            )
        else:
            raise Refusal(
                "STO-004",
                f"There is no file or folder at '{path}'.",
                "Check the spelling, or give the folder that holds the files.",
                where=str(path),
            )
    if not found:
        raise Refusal(
            "STO-004",
            "The folder holds no files.",
            "Give a folder with the publishers' files in it.",
            where=", ".join(map(str, given)),
        )
    return list(dict.fromkeys(found))


def _keep(
    root: Path, con: sqlite3.Connection, fresh: Sequence[Taken], *, at: dt.datetime, by: str
) -> str:
    """Write the tables beside the store, rename them in, then enter them in the manifest.

    A folder that the manifest does not name is not part of the store, so a crash between the
    rename and the entry loses nothing and shows nothing.
    """
    digest = hashlib.sha256("".join(taken.sha256 for taken in fresh).encode()).hexdigest()
    used = {row["id"] for row in con.execute("select id from loads")}
    first = con.execute("select coalesce(max(id), 0) + 1 from files").fetchone()[0]
    numbered = list(enumerate(fresh, start=first))
    load_id = write_tables(
        root / "observations",
        f"{at:%Y%m%dT%H%M%S}-{digest[:8]}",
        [(number, taken.reading.tables) for number, taken in numbered],
        used=used,
    )
    con.execute("insert into loads(id, loaded_at) values (?, ?)", (load_id, at.isoformat()))
    for number, taken in numbered:
        _enter(con, number, load_id, taken)
    # A load is seen or hidden whole, so of its names for a body only the newest can ever show.
    newest = {
        code: (code, name, number)
        for number, taken in numbered
        for code, name in taken.reading.names.items()
    }
    con.executemany("insert into names values (?,?,?)", newest.values())
    layout.record(con, layout.LOADED, load_id, at=at.isoformat(), who=by)
    return load_id


def _enter(con: sqlite3.Connection, number: int, load_id: str, taken: Taken) -> None:
    reading, source = taken.reading, taken.reading.source
    con.execute(
        "insert into files values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            number,
            load_id,
            reading.reader,
            source.publisher,
            source.title,
            source.licence,
            source.url,
            source.standing,
            taken.path.name,
            str(taken.path),
            taken.sha256,
            taken.size,
            reading.vintage.order,
            reading.vintage.label,
            sum(table.height for table in reading.tables.values()),
            json.dumps(report_of(reading), ensure_ascii=False),
        ),
    )
    con.executemany(
        "insert into series values (?,?,?,?,?,?,?)",
        [(number, *entry) for entry in taken.entries],
    )
    con.executemany(
        "insert into declared values (?,?,?)",
        [
            (name, json.dumps(asdict(measure), ensure_ascii=False), number)
            for name, measure in reading.declared.items()
        ],
    )
