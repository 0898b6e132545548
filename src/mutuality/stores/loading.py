"""Load publishers' files into a workspace: all of a file, or none of it.

In:    paths to files and folders.
Out:   a LoadReport: what each file said, what was kept, dropped or refused, and why.
Never: half a file in the store, or a figure overwritten.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from mutuality.base import Refusal
from mutuality.stores import shipped
from mutuality.stores.editions import Entry, Key, entries_of, refuse_clash
from mutuality.stores.manifest import Manifest
from mutuality.stores.meanings import refuse_impossible, refuse_other_meaning, refuse_reserved
from mutuality.stores.sources import Reading, offer, reader, recognise

if TYPE_CHECKING:
    import datetime as dt
    import sqlite3
    from pathlib import Path

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: loaded, `already` there, or refused."""

    path: Path
    reading: Reading | None = None
    already: str = ""
    refusal: Refusal | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain data for `--json`."""
        if self.refusal:
            return {"file": self.path.name, "status": "refused", **self.refusal.as_dict()}
        if self.reading is None:
            return {"file": self.path.name, "status": "already loaded", "as": self.already}
        return {"file": self.path.name, "status": "loaded", **report_of(self.reading)}


@dataclass(frozen=True, slots=True)
class LoadReport:
    """One call of `load`. `load_id` is None where nothing new was kept."""

    load_id: str | None
    outcomes: tuple[Outcome, ...]

    @property
    def refused(self) -> tuple[Outcome, ...]:
        """Files that were not taken."""
        return tuple(outcome for outcome in self.outcomes if outcome.refusal)

    @property
    def loaded(self) -> tuple[Outcome, ...]:
        """Files that are new in the store."""
        return tuple(outcome for outcome in self.outcomes if outcome.reading)


def load(
    root: Path,
    source: str,
    paths: Iterable[Path],
    *,
    at: dt.datetime,
    progress: Progress | None = None,
    supersede: bool = False,
) -> LoadReport:
    """Read files into the workspace at `root` as one load.

    `source` is a reader's identifier or `auto`. The same file twice changes nothing. A file that
    is refused leaves the store as it was; the others of the same call are kept. A second file for
    a period that is already held, of the same edition but other content, is refused unless
    `supersede` says that it is a correction.

    Raises Refusal STO-004 where there is nothing to read at a path.
    """
    correction = at.isoformat() if supersede else ""
    files = _expand(paths)
    manifest = Manifest(root / "manifest.sqlite")
    held = manifest.hashes()
    known: dict[str, dict[Key, str]] = {}
    meanings = manifest.declared()
    outcomes: list[Outcome] = []
    fresh: list[_Taken] = []
    for number, path in enumerate(files, start=1):
        if progress:
            progress(number, len(files), path.name)
        try:
            taken = _take(path, source=source, held=held, correction=correction)
        except Refusal as refusal:
            outcomes.append(Outcome(path, refusal=refusal))
            continue
        if isinstance(taken, str):
            outcomes.append(Outcome(path, already=taken))
            continue
        reader_id, declared = taken.reading.reader, taken.reading.declared
        if reader_id not in known:
            known[reader_id] = manifest.editions(reader_id)
        editions = known[reader_id]
        try:
            if not supersede:
                refuse_clash(taken.entries, editions, file=path.name)
                refuse_other_meaning(declared, meanings, file=path.name)
        except Refusal as refusal:
            outcomes.append(Outcome(path, refusal=refusal))
            continue
        editions.update({key: path.name for entry in taken.entries for key in entry.keys})
        meanings.update({name: asdict(measure) for name, measure in declared.items()})
        held[taken.sha256] = path.name
        fresh.append(taken)
        outcomes.append(Outcome(path, reading=taken.reading))
    load_id = _keep(root, manifest, fresh, at=at) if fresh else None
    return LoadReport(load_id, tuple(outcomes))


@dataclass(frozen=True, slots=True)
class _Taken:
    """One file as read, with what it speaks for. Its bytes and cells are not kept in memory."""

    path: Path
    sha256: str
    size: int
    reading: Reading
    entries: tuple[Entry, ...]


def _take(path: Path, *, source: str, held: Mapping[str, str], correction: str) -> _Taken | str:
    """Read a file with the reader that is named, or with the one that recognises it.

    A file that the store holds already stays unread: what comes back is the name it has there.
    """
    try:
        file = offer(path)
        if file.sha256 in held:
            return held[file.sha256]
        if source == "reference":
            reading = shipped.reading(file)
        else:
            chosen = recognise(file) if source == "auto" else reader(source)
            reading = chosen.read(file)
        refuse_reserved(reading.declared, file=file.name)
        refuse_impossible(reading, file=file.name)
    except OSError as error:
        raise Refusal(
            "STO-100",
            f"The file cannot be read ({error.strerror}).",
            "Check that it is still there, and that you may read it.",
            where=str(path),
        ) from error
    entries = entries_of(reading, correction=correction)
    return _Taken(path, file.sha256, len(file.data), reading, entries)


def _is_hidden(path: Path) -> bool:
    """Whether a file, or a folder that it lies in, is hidden or a spreadsheet's lock."""
    return any(part.startswith((".", "~$")) for part in path.parts)


def report_of(reading: Reading) -> dict[str, Any]:
    """What a reading kept and dropped, as plain data."""
    return {
        "reader": reading.reader,
        "publication": reading.source.title,
        "vintage": reading.vintage.label,
        "kept": {name: table.height for name, table in reading.tables.items()},
        "dropped": [
            {"reason": row.reason, "rows": row.rows, "example": row.example}
            for row in reading.dropped
        ],
        "checks": list(reading.checks),
    }


def _expand(paths: Iterable[Path]) -> list[Path]:
    """The files at the paths, folders walked, hidden files left out, in order of name."""
    found: list[Path] = []
    for path in paths:
        if path.is_file():
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
            where=", ".join(str(path) for path in paths),
        )
    return list(dict.fromkeys(found))


def _keep(root: Path, manifest: Manifest, fresh: Sequence[_Taken], *, at: dt.datetime) -> str:
    """Write the tables beside the store, rename them in, then enter them in the manifest.

    A folder that the manifest does not name is not part of the store, so a crash between the
    rename and the entry loses nothing and shows nothing.
    """
    digest = hashlib.sha256("".join(taken.sha256 for taken in fresh).encode()).hexdigest()
    stem = f"{at:%Y%m%dT%H%M%S}-{digest[:8]}"
    observations = root / "observations"
    with manifest.connect(writing=True) as con:
        load_id = _unused(con, stem)
        beside, place = observations / f".{load_id}", observations / load_id
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        first = con.execute("select coalesce(max(id), 0) + 1 from files").fetchone()[0]
        tables: dict[str, list[pl.DataFrame]] = {}
        numbers: dict[str, list[int]] = {}
        for number, taken in enumerate(fresh, start=first):
            for name, table in taken.reading.tables.items():
                tables.setdefault(name, []).append(table)
                numbers.setdefault(name, []).extend([number] * table.height)
        for name, frames in tables.items():
            table = pl.concat(frames).with_columns(file=pl.Series(numbers[name], dtype=pl.Int32))
            table.write_parquet(beside / f"{name}.parquet", compression="zstd")
        if place.exists():
            shutil.rmtree(place)
        beside.rename(place)
        con.execute("insert into loads(id, loaded_at) values (?, ?)", (load_id, at.isoformat()))
        for number, taken in enumerate(fresh, start=first):
            _enter(con, number, load_id, taken)
        # A load is seen or hidden whole, so of its names for a body only the newest can ever show.
        newest = {
            code: (code, name, number)
            for number, taken in enumerate(fresh, start=first)
            for code, name in taken.reading.names.items()
        }
        con.executemany("insert into names values (?,?,?)", newest.values())
    return load_id


def _unused(con: Any, stem: str) -> str:
    """A name that no load has had, not even a hidden one of the same second."""
    used = {row["id"] for row in con.execute("select id from loads")}
    names = (stem, *(f"{stem}-{number}" for number in range(2, len(used) + 2)))
    return next(name for name in names if name not in used)


def _enter(con: sqlite3.Connection, number: int, load_id: str, taken: _Taken) -> None:
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
