"""A zip, and what office software saves as one, looked at before it is opened.

In:    the bytes of a zip.
Out:   its one CSV, or notes on a workbook; else a Refusal.
Never: a size believed that the archive states of itself: everything is unpacked and counted.

Workbooks are read by a parser of its own, which might look for the directory elsewhere than we do.
So a workbook must have its directory at its very end, and nothing after it.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from mutuality.base import Refusal
from mutuality.stores.bounds import Limits, bomb
from mutuality.stores.sheets import OdsPart, Part, XlsxPart, XlsxTexts
from mutuality.stores.sources.grid import damaged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHUNK = 1 << 20
ENCRYPTED = 0x1
END, END_BYTES, LOCATOR_BYTES = b"PK\x05\x06", 22, 42
LARGE_LOCATOR = b"PK\x06\x07"
CONTENT_TYPES, MIME_TYPE = "[Content_Types].xml", "mimetype"
BINARY_WORKBOOK = "xl/workbook.bin"
ODS_CONTENT = "content.xml"
ARCHIVES = (".zip", ".gz", ".tgz", ".7z", ".rar", ".xz", ".bz2", ".tar", ".zst", ".jar")
OUTWARD = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:|\x00")
MACROS = "The workbook holds macros. They were not run, and nothing of them was kept."
LINKS = "The workbook refers to other files. They were not opened: the figures are as last saved."


def inspect_zip(name: str, data: bytes, *, limits: Limits) -> tuple[bytes | None, tuple[str, ...]]:
    """The one CSV of a zip; or None for a workbook, with notes on what it holds besides cells.

    Raises Refusal STO-102 (locked), STO-103 (damaged), STO-104 (no table in it), STO-126 (unpacks
    to too much), STO-127 (an archive in it), STO-128 (a name that leads elsewhere), STO-129 (XML
    that defines words of its own) and STO-130 (absurdly many cells).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _refuse_members(name, data, members, limits)
            if not {CONTENT_TYPES, MIME_TYPE} & set(archive.namelist()):
                return _only_table(name, archive, limits), ()
            _refuse_ambiguous(name, data, archive)
            _count_cells(name, len(data), archive, limits)
            return None, _notes([member.filename.lower() for member in members])
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError, OSError) as fault:
        raise damaged(name, fault) from fault


def _refuse_members(name: str, data: bytes, members: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse by the archive's own directory, before anything is unpacked."""
    if len(members) > limits.entries:
        raise bomb(name, f"The zip holds {len(members):,} files; {limits.entries:,} are allowed.")
    if sum(member.compress_size for member in members) > len(data):
        raise bomb(name, "The files in the zip lie over one another, as they do in a trap.")
    limits.check_growth(name, len(data), sum(member.file_size for member in members))
    for member in members:
        if OUTWARD.search(member.orig_filename):
            raise Refusal(
                "STO-128",
                f"The zip holds '{member.filename[:60]}', a name that leads out of its folder.",
                "Do not trust this file. Ask its sender for the table alone.",
                where=name,
            )
        if member.flag_bits & ENCRYPTED:
            raise Refusal(
                "STO-102",
                "The zip is locked with a password.",
                "Unlock it, and load the file inside.",
                where=name,
            )


def _refuse_ambiguous(name: str, data: bytes, archive: zipfile.ZipFile) -> None:
    """Refuse a workbook whose directory two programs might find in two places."""
    end = data[-END_BYTES:]
    names = archive.namelist()
    if (
        not end.startswith(END)
        or end[-2:] != b"\x00\x00"
        or data[-LOCATOR_BYTES:].startswith(LARGE_LOCATOR)
        or len(set(names)) < len(names)
    ):
        raise damaged(name, "its directory can be read in two ways")
    if BINARY_WORKBOOK in (member.lower() for member in names):
        raise Refusal(
            "STO-104",
            "The file is a binary workbook (xlsb).",
            "Open it in a spreadsheet, save it as xlsx, and give that.",
            where=name,
        )


def _count_cells(name: str, size: int, archive: zipfile.ZipFile, limits: Limits) -> None:
    """Unpack every part once, to count what there is and how far the cells reach."""
    found: list[XlsxPart] = []

    def part_of(member: str) -> Part:
        if member.lower() == ODS_CONTENT:
            return OdsPart(name, member, limits)
        found.append(XlsxPart(name, member, limits))
        return found[-1]

    _walk(name, size, archive, limits, part_of)
    lengths = next((part.lengths for part in found if part.lengths), [])
    if sum(part.shared for part in found) * max(lengths, default=0) <= limits.repeated:
        return
    texts: list[XlsxTexts] = []

    def again(member: str) -> Part:
        texts.append(XlsxTexts(name, member, limits, lengths))
        return texts[-1]

    _walk(name, size, archive, limits, again)
    for part in texts:
        part.refuse_repetition(part.repeated)


def _walk(
    name: str,
    size: int,
    archive: zipfile.ZipFile,
    limits: Limits,
    part_of: Callable[[str], Part],
) -> None:
    total = 0
    for member in archive.infolist():
        part = part_of(member.filename)
        for piece in _pieces(archive, member):
            total += len(piece)
            limits.check_growth(name, size, total)
            part.feed(piece)
        part.end()


def _only_table(name: str, archive: zipfile.ZipFile, limits: Limits) -> bytes:
    """The one CSV in the zip, unpacked and counted."""
    names = archive.namelist()
    nested = next((member for member in names if member.lower().endswith(ARCHIVES)), None)
    if nested:
        raise Refusal(
            "STO-127",
            f"The zip holds another archive, '{nested[:60]}'.",
            "Unpack it by hand, and load the table that is inside.",
            where=name,
        )
    texts = [member for member in archive.infolist() if member.filename.lower().endswith(".csv")]
    if len(texts) != 1:
        raise Refusal(
            "STO-104",
            f"The zip holds {len(texts)} CSV files; exactly one was expected.",
            "Unpack it and load the file that is wanted.",
            where=name,
        )
    found = io.BytesIO()
    for piece in _pieces(archive, texts[0]):
        found.write(piece)
        limits.check_growth(name, texts[0].compress_size, found.tell())
    return found.getvalue()


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a member holds, piece by piece. More than it says of itself is a damaged archive."""
    # Python stops at the size that the directory states; the other parser does not. So the member
    # is told here to be one byte longer than it says, and must end by itself.
    claimed, member.file_size = member.file_size, member.file_size + 1
    seen = 0
    with archive.open(member) as part:
        while piece := part.read(CHUNK):
            seen += len(piece)
            yield piece
    member.file_size = claimed
    if seen != claimed:
        raise zipfile.BadZipFile("a file in it is not as long as its directory says")


def _notes(names: list[str]) -> tuple[str, ...]:
    notes = []
    if any(part.endswith("vbaproject.bin") or part.startswith("basic/") for part in names):
        notes.append(MACROS)
    if any(part.startswith("xl/externallinks/") for part in names):
        notes.append(LINKS)
    return tuple(notes)
