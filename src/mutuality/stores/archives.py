"""Everything in one file: what such an archive holds, and whether it is sound.

In:    a zip whose last line is a hash of all before it.
Out:   an Archive, after every byte was checked.
Never: a name that leads out of the archive's own folders, or a size believed.

The archive holds `archive.json` (format, software, date, and size and SHA-256 of each entry, under
a seal), `workspace/` and `parts/`. archiving.py writes it, and restoring.py puts it back.

The hashes tell of damage, not of forgery: whoever can write the file can write its hashes.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from mutuality.base import Refusal, seal
from mutuality.stores.keeping import settle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mutuality.stores.manifest import Manifest

FORMAT = 1
CONTENTS = "archive.json"
MANIFEST = "workspace/manifest.sqlite"
TABLE = re.compile(r"workspace/observations/[0-9A-Za-z-]+/[a-z0-9-]+\.parquet")
PART = "parts/"
DIGEST = 64
LAST_LINE = re.compile(rb"mutuality archive (\d{4}) sha256 ([0-9a-f]{64})")
LAST_LINE_BYTES = len("mutuality archive 0001 sha256 ") + DIGEST
CHUNK = 1 << 20
MOST_CONTENTS = 64 << 20
REFERRED = (
    "select distinct f.load_id, s.measure from series s join files f on f.id = s.file_id"
    " union select load_id, iif(reader like 'ods-succ%', 'successions', 'organisations')"
    " from files where reader like 'ods-%' or reader like 'trust-%'"
)
"""Which tables a manifest speaks of, by load."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in an archive."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Archive:
    """What an archive holds. `about` is what its maker said of it."""

    format: int
    software: str
    made_at: str
    about: Mapping[str, str]
    entries: tuple[Entry, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """Names of the parts besides the workspace."""
        names = (entry.name for entry in self.entries)
        return tuple(name.removeprefix(PART) for name in names if name.startswith(PART))

    def entry(self, name: str) -> Entry:
        """The entry with this name."""
        return next(entry for entry in self.entries if entry.name == name)

    @property
    def loads(self) -> int:
        """How many loads the workspace in it holds, hidden ones too."""
        tables = [entry.name for entry in self.entries if TABLE.fullmatch(entry.name)]
        return len({name.split("/")[2] for name in tables})

    @property
    def size(self) -> int:
        """Bytes of all that it holds, unpacked."""
        return sum(entry.size for entry in self.entries)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for `--json`."""
        return {
            "format": self.format,
            "software": self.software,
            "made_at": self.made_at,
            "about": dict(self.about),
            "loads": self.loads,
            "parts": list(self.parts),
            "entries": len(self.entries),
            "bytes": self.size,
        }


def check_archive(path: Path) -> Archive:
    """What an archive holds, after every byte of it was checked.

    Raises Refusal STO-026 (damaged, cut short, or no archive of ours), STO-027 (a newer format) and
    STO-028 (an entry that would be written elsewhere).
    """
    with opened(path) as (archive, found):
        for entry in found.entries:
            copy_entry(path, archive, entry, to=None)
    return found


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Archive]]:
    """An archive whose bytes and list of contents are sound, open for its entries to be copied.

    Raises what `check_archive` does, but for entries that differ from the list.
    """
    try:
        file = path.open("rb")
    except OSError as fault:
        raise damaged(path, str(fault.strerror)) from fault
    try:
        with file:
            _check_whole(path, file)
            with zipfile.ZipFile(file) as archive:
                yield archive, _contents(path, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as fault:
        raise damaged(path, str(fault)) from fault


def copy_entry(path: Path, archive: zipfile.ZipFile, entry: Entry, *, to: Path | None) -> None:
    """Read an entry, and write it to a new file where one is named.

    Raises Refusal STO-026 where it is not what the list says.
    """
    digest, size = hashlib.sha256(), 0
    with archive.open(entry.name) as source:
        target = to.open("xb") if to else io.BytesIO()
        with target as out:
            while piece := source.read(CHUNK):
                size += len(piece)
                if size > entry.size:
                    raise damaged(path, f"'{entry.name}' is longer than the archive says")
                digest.update(piece)
                if to:
                    out.write(piece)
    if (size, digest.hexdigest()) != (entry.size, entry.sha256):
        raise damaged(path, f"'{entry.name}' is not what the archive says")
    if to:
        settle(to)


def tables_of(manifest: Manifest) -> list[str]:
    """The names that the tables of a manifest have in an archive."""
    return [
        f"workspace/observations/{row['load_id']}/{row['measure']}.parquet"
        for row in manifest.rows(REFERRED + " order by 1, 2")
    ]


def damaged(path: Path, why: str) -> Refusal:
    """The refusal for a file that is not a whole archive."""
    return Refusal(
        "STO-026",
        f"The archive is damaged, cut short, or not one of ours ({why}).",
        "Use another copy. Nothing was changed.",
        where=str(path),
    )


def listed(made: Archive) -> dict[str, Any]:
    """The list of contents, under its seal."""
    told = {
        "format": made.format,
        "software": made.software,
        "made_at": made.made_at,
        "about": dict(made.about),
        "entries": [
            {"name": entry.name, "size": entry.size, "sha256": entry.sha256}
            for entry in made.entries
        ],
    }
    return {**told, "seal": seal(told).digest}


def digest_of(file: BinaryIO) -> str:
    """The hash of a file but for its own hash at the end."""
    left = file.seek(0, os.SEEK_END) - DIGEST
    file.seek(0)
    digest = hashlib.sha256()
    while left > 0 and (piece := file.read(min(left, CHUNK))):
        digest.update(piece)
        left -= len(piece)
    return digest.hexdigest()


def _check_whole(path: Path, file: BinaryIO) -> None:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - LAST_LINE_BYTES))
    last = LAST_LINE.fullmatch(file.read())
    if last is None:
        raise damaged(path, "it does not end as an archive does")
    _refuse_newer(path, int(last[1]))
    if digest_of(file) != last[2].decode():
        raise damaged(path, "its bytes differ from those that were written")


def _refuse_newer(path: Path, number: int) -> None:
    if number > FORMAT:
        raise Refusal(
            "STO-027",
            f"The archive was made by a newer version of Mutuality (format {number}).",
            "Install that version, and restore with it. Nothing was changed.",
            where=str(path),
        )


def _contents(path: Path, archive: zipfile.ZipFile) -> Archive:
    """The list of contents. Raises Refusal where it, or the names in it, are not sound."""
    try:
        with archive.open(CONTENTS) as file:
            told = json.loads(file.read(MOST_CONTENTS))
        signed = told.pop("seal")
        _refuse_newer(path, told["format"])
        entries = tuple(Entry(**entry) for entry in told["entries"])
        found = Archive(**{**told, "entries": entries})
    except (KeyError, TypeError, ValueError) as fault:
        raise damaged(path, "its list of contents cannot be read") from fault
    if seal(told).digest != signed:
        raise damaged(path, "its list of contents was altered")
    for entry in found.entries:
        refuse_outward(entry.name, where=str(path))
    listed = sorted([CONTENTS, *(entry.name for entry in found.entries)])
    if listed != sorted(archive.namelist()) or MANIFEST not in listed:
        raise damaged(path, "it holds more or less than it lists")
    return found


def refuse_outward(name: str, *, where: str) -> None:
    """Refuse an entry that is neither of the workspace nor a part with a plain name (STO-028)."""
    steps = name.removeprefix(PART).split("/")
    is_plain = all(
        step.strip(". ") and step.isprintable() and not set(step) & set('\\:*?"<>|')
        for step in steps
    )
    if name == MANIFEST or TABLE.fullmatch(name) or (name.startswith(PART) and is_plain):
        return
    raise Refusal(
        "STO-028",
        f"'{name[:80]}' is not a name that anything in an archive can have.",
        "Do not trust this archive. A part has a plain name, such as database.sqlite3.",
        where=where,
    )
