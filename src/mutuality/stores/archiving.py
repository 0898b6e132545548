"""A workspace and what belongs to it, written to one file.

In:    a workspace, further parts by name, when it is made, and a few words about it.
Out:   an archive (see archives.py), whole or not at all.
Never: a copy of a database that was half written, or an archive written over another.

The manifest of the workspace, and every part that is an SQLite database, are copied by SQLite
itself, so that they are whole while others write. Loads are never changed once they are written, so
whatever the copy of the manifest names is there.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sqlite3
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from mutuality import __version__
from mutuality.base import Refusal
from mutuality.stores.archives import (
    CHUNK,
    CONTENTS,
    DIGEST,
    FORMAT,
    MANIFEST,
    PART,
    Archive,
    Entry,
    digest_of,
    listed,
    refuse_outward,
    tables_of,
)
from mutuality.stores.databases import copy_database, is_database
from mutuality.stores.keeping import settle
from mutuality.stores.manifest import Manifest

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from mutuality.stores.workspace import Workspace


def write_archive(
    path: Path,
    *,
    workspace: Workspace,
    parts: Mapping[str, Path | bytes],
    made_at: dt.datetime,
    about: Mapping[str, str],
) -> Archive:
    """Write a workspace and further parts to one file, which is there whole or not at all.

    `parts` are files or bytes by a name such as `database.sqlite3` or `audit/chain.json`; an SQLite
    database is copied as SQLite does it. The file can be read by its owner alone.

    Raises Refusal STO-025 (there is a file already, or it cannot be written), STO-028 (a part's
    name leads elsewhere), STO-029 (a part is not there or cannot be copied) and STO-019 (a table
    of the workspace is missing).
    """
    if path.exists():
        raise _unwritable(path, "there is a file of this name already")
    try:
        with tempfile.TemporaryDirectory(prefix=".archive-", dir=path.parent) as folder:
            made = _write(Path(folder), workspace, parts, made_at=made_at, about=about)
            (Path(folder) / "archive").rename(path)
            settle(path.parent)
    except OSError as error:
        raise _unwritable(path, str(error.strerror or error)) from error
    return made


def _write(
    folder: Path,
    workspace: Workspace,
    parts: Mapping[str, Path | bytes],
    *,
    made_at: dt.datetime,
    about: Mapping[str, str],
) -> Archive:
    """Write the archive to a file called `archive` in the folder."""
    copy = Manifest(folder / "manifest.sqlite")
    if workspace.manifest.exists:
        with workspace.manifest.connect():  # which sees that it is one of ours, and up to date
            pass
        copy_database(workspace.manifest.path, copy.path)
    target = folder / "archive"
    stamp = made_at.timetuple()[:6]
    with target.open("xb") as file, zipfile.ZipFile(file, "w") as archive:
        target.chmod(0o600)
        with copy.connect():  # lays out an empty one where nothing was ever loaded
            pass
        entries = [_put(archive, MANIFEST, copy.path, stamp)]
        for name in tables_of(copy):
            table = workspace.root / name.removeprefix("workspace/")
            if not table.is_file():
                raise Refusal(
                    "STO-019",
                    f"A table of this workspace is missing ({table.name}).",
                    "Restore the folder from a backup, or load the publishers' files into an "
                    "empty one with --workspace.",
                    where=str(table.parent),
                )
            entries.append(_put(archive, name, table, stamp))
        for name, part in sorted(parts.items()):
            refuse_outward(f"{PART}{name}", where="parts")
            entries.append(_put(archive, f"{PART}{name}", _part(folder, name, part), stamp))
        made = Archive(FORMAT, __version__, made_at.isoformat(), dict(about), tuple(entries))
        _put(archive, CONTENTS, json.dumps(listed(made), indent=1).encode(), stamp)
        archive.comment = b"mutuality archive %04d sha256 " % FORMAT + b"0" * DIGEST
    _sign(target)
    return made


def _put(
    archive: zipfile.ZipFile, name: str, source: Path | bytes, stamp: tuple[int, ...]
) -> Entry:
    """Add a file, piece by piece. Parquet is packed already."""
    info = zipfile.ZipInfo(name, (*stamp,))  # type: ignore[arg-type] # six numbers
    info.compress_type = zipfile.ZIP_STORED if name.endswith(".parquet") else zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    digest, size = hashlib.sha256(), 0
    file = source.open("rb") if isinstance(source, Path) else io.BytesIO(source)
    with file, archive.open(info, "w", force_zip64=True) as out:
        while piece := file.read(CHUNK):
            digest.update(piece)
            size += len(piece)
            out.write(piece)
    return Entry(name, size, digest.hexdigest())


def _part(folder: Path, name: str, part: Path | bytes) -> Path | bytes:
    """A part to be read: a database is copied first."""
    if isinstance(part, bytes):
        return part
    try:
        if not is_database(part):
            return part
        copy = folder / f"part-{hashlib.sha256(name.encode()).hexdigest()}"
        copy_database(part, copy)
    except (OSError, sqlite3.DatabaseError) as error:
        raise Refusal(
            "STO-029",
            f"The part '{name}' cannot be copied ({error}).",
            "Check that the file is there, whole, and that you may read it.",
            where=str(part),
        ) from error
    return copy


def _sign(target: Path) -> None:
    """Put the hash of all that stands before it at the end of the file."""
    with target.open("r+b") as file:
        digest = digest_of(file)
        file.seek(-DIGEST, os.SEEK_END)
        file.write(digest.encode())
    settle(target)


def _unwritable(path: Path, why: str) -> Refusal:
    return Refusal(
        "STO-025",
        f"The archive cannot be written ({why}).",
        "Name a new file in a folder that you may write to.",
        where=str(path),
    )
