"""A file that a stranger hands us, looked at before any parser sees it.

In:    a file's name, its bytes, and limits.
Out:   notes on what was set aside (macros, links to other files), or a Refusal.
Never: a name believed, a program opened, or memory promised on a file's own word.

The kind of a file is told by its first bytes, never by its name. Text that a spreadsheet would run
as a formula is text here: it is kept as it stands, and made harmless where it is exported.
"""

from __future__ import annotations

import gzip
import io
import zlib
from typing import TYPE_CHECKING

from mutuality.base import Refusal
from mutuality.stores.bounds import LIMITS, Limits, oversize, too_much
from mutuality.stores.packages import inspect_zip
from mutuality.stores.records import inspect_compound
from mutuality.stores.sources import compound
from mutuality.stores.sources.grid import damaged

if TYPE_CHECKING:
    from collections.abc import Mapping

GZIP, ZIP, PARQUET = b"\x1f\x8b", b"PK\x03\x04", b"PAR1"
CHUNK = 1 << 20
HEAD = 4096
LONGEST_NAME = 200
CONTROLS = bytes(sorted(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1a")))
"""What stands in no text: not tabs, line ends, or the mark that old systems end a text with."""
MOST_ODD = 20
"""A stray one is forgiven in so many bytes."""
TURNED = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that make a name read otherwise than it is written."""
SAVE_AS = "Give a CSV, xls, xlsx, ODS or Parquet file as the publisher offers it."
RESAVE = "Open it in a spreadsheet, save the table as xlsx or CSV, and give that."
UNPACK = "Unpack it, and give the table that is inside."
WINDOWS = b"MZ"
KINDS: Mapping[bytes, tuple[str, str]] = {
    WINDOWS: ("a Windows program", SAVE_AS),
    b"\x7fELF": ("a Linux program", SAVE_AS),
    b"\xfe\xed\xfa\xce": ("a macOS program", SAVE_AS),
    b"\xfe\xed\xfa\xcf": ("a macOS program", SAVE_AS),
    b"\xce\xfa\xed\xfe": ("a macOS program", SAVE_AS),
    b"\xcf\xfa\xed\xfe": ("a macOS program", SAVE_AS),
    b"\xca\xfe\xba\xbe": ("a program", SAVE_AS),
    b"\x00asm": ("a program", SAVE_AS),
    b"#!": ("a script", SAVE_AS),
    b"%PDF": ("a PDF", "Ask the publisher for the table behind it, as a CSV or a workbook."),
    b"%!PS": ("a PostScript document", SAVE_AS),
    b"{\\rtf": ("a text document", RESAVE),
    b"\x89PNG": ("a picture", SAVE_AS),
    b"\xff\xd8\xff": ("a picture", SAVE_AS),
    b"GIF8": ("a picture", SAVE_AS),
    b"II*\x00": ("a picture", SAVE_AS),
    b"MM\x00*": ("a picture", SAVE_AS),
    b"RIFF": ("a picture, a sound or a film", SAVE_AS),
    b"SQLite format 3\x00": ("a database", SAVE_AS),
    b"7z\xbc\xaf\x27\x1c": ("a 7z archive", UNPACK),
    b"Rar!": ("a RAR archive", UNPACK),
    b"\xfd7zXZ\x00": ("an xz archive", UNPACK),
    b"BZh": ("a bzip2 archive", UNPACK),
    b"\x28\xb5\x2f\xfd": ("a Zstandard archive", UNPACK),
    b"PK\x05\x06": ("an empty zip", UNPACK),
}
"""What files that are no tables begin with."""
MARKUP = (
    b"<!doctype", b"<html", b"<head", b"<body", b"<table", b"<script", b"<style", b"<svg",
    b"<?xml", b"<?php", b"<!--", b"<workbook", b"<%", b"@echo off",
)  # fmt: skip
"""What web pages and their like begin with, in small letters."""
TAR = 257
"""Where an archive of Unix's says what it is."""


def inspect(
    name: str, data: bytes, *, limits: Limits = LIMITS, inside: bool = False
) -> tuple[str, ...]:
    """Look at a file. Returns sentences on what it holds that was set aside and not used.

    `inside` says that it was found in a gzip or a zip. Raises Refusal STO-101 (empty), STO-102
    (locked), STO-103 (damaged), STO-104 (not a table), STO-125 (larger than allowed), STO-126
    (unpacks to too much), STO-127 (an archive in an archive), STO-128 (a name that no file should
    have), STO-129 (XML that defines words of its own) and STO-130 (absurdly many cells).
    """
    refuse_name(name)
    if len(data) > limits.largest:
        raise oversize(name, len(data), limits)
    head = data[:HEAD]
    if not head.strip() and not data.strip():
        raise Refusal(
            "STO-101",
            "The file is empty.",
            "Download it again, or check that it was saved before it was copied.",
            where=name,
        )
    if inside and head.startswith((GZIP, ZIP)):
        raise Refusal(
            "STO-127",
            "The archive holds another archive.",
            "Unpack it by hand, and load the table that is inside.",
            where=name,
        )
    refuse_kind(name, head)
    if head.startswith(GZIP):
        return inspect(name, unzipped(name, data, limits), limits=limits, inside=True)
    if head.startswith(ZIP):
        member, notes = inspect_zip(name, data, limits=limits)
        if member is not None:
            notes += inspect(name, member, limits=limits, inside=True)
        return notes
    if head.startswith(compound.MAGIC):
        return inspect_compound(name, data, limits=limits)
    if head.startswith(PARQUET):
        inspect_parquet(name, data, limits=limits)
    else:
        inspect_text(name, data, limits=limits)
    return ()


def refuse_name(name: str) -> None:
    """Refuse a name with a path in it, or with characters that do not print (STO-128)."""
    shown = "".join(sign if sign.isprintable() else "?" for sign in name[:60])
    why = ""
    if not name.strip(". "):
        why = "it is empty"
    elif "/" in name or "\\" in name:
        why = "it leads into a folder"
    elif not name.isprintable() or TURNED & set(name):
        why = "it holds characters that do not print"
    elif len(name.encode()) > LONGEST_NAME:
        why = f"it has more than {LONGEST_NAME} characters"
    if why:
        raise Refusal(
            "STO-128",
            f"'{shown}' is not a name that a file can have here: {why}.",
            "Give the file a plain name, such as ae-april-2024.csv.",
            where="name",
        )


def refuse_kind(name: str, head: bytes) -> None:
    """Refuse what its first bytes show to be something else than a table (STO-104)."""
    for start, (what, remedy) in KINDS.items():
        # Two letters may begin a table's first heading; a program is full of noughts.
        if head.startswith(start) and (start != WINDOWS or b"\x00" in head):
            raise not_a_table(name, what, remedy)
    if head[TAR : TAR + 5] == b"ustar":
        raise not_a_table(name, "a tar archive", UNPACK)
    text = head.replace(b"\x00", b"")
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        text = text.removeprefix(mark)
    if text.lstrip().lower().startswith(MARKUP):
        raise not_a_table(name, "a web page, XML or a script", RESAVE)


def not_a_table(name: str, what: str, remedy: str) -> Refusal:
    """The refusal for a file of another kind, whatever its name says."""
    return Refusal("STO-104", f"The file is {what}, whatever its name says.", remedy, where=name)


def unzipped(name: str, data: bytes, limits: Limits) -> bytes:
    """What a gzip holds, up to the limits."""
    found = io.BytesIO()
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            while piece := packed.read(CHUNK):
                found.write(piece)
                limits.check_growth(name, len(data), found.tell())
    except (OSError, EOFError, zlib.error) as fault:
        raise damaged(name, fault) from fault
    return found.getvalue()


def inspect_text(name: str, data: bytes, *, limits: Limits) -> None:
    """Refuse binary data under a table's name, and a table that no one could have meant."""
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        odd = len(data[:CHUNK]) - len(data[:CHUNK].translate(None, CONTROLS))
        if b"\x00" in data or odd * MOST_ODD > len(data[:CHUNK]):
            raise Refusal(
                "STO-104",
                "The file is neither a table of text nor a workbook: it holds bytes that no text "
                "has.",
                SAVE_AS,
                where=name,
            )
    for start in range(0, len(data) - limits.longest_line, limits.longest_line):
        end = start + limits.longest_line
        if data.find(b"\n", start, end) < 0 and data.find(b"\r", start, end) < 0:
            raise too_much(
                name,
                f"a line of more than {limits.longest_line:,} bytes",
                "Check that the lines end, and that no quotation mark is left open.",
            )
    lines = max(data.count(b"\n"), data.count(b"\r")) + 1
    head = data[: limits.longest_line].splitlines()[: limits.head_lines]
    width = 1 + max(line.count(mark) for line in head for mark in (b",", b"\t", b";"))
    limits.check_cells(name, lines, width)


def inspect_parquet(name: str, data: bytes, *, limits: Limits) -> None:
    """Refuse a Parquet file that says it has more cells than allowed, by its own footer."""
    import polars as pl  # noqa: PLC0415 - most files are not Parquet

    if not limits.parquet:
        raise not_a_table(
            name, "a Parquet file", "Give the table as CSV or xlsx: Parquet is not taken here."
        )
    try:
        table = pl.scan_parquet(io.BytesIO(data))
        width = len(table.collect_schema())
        rows = table.select(pl.len()).collect().item()
    except (pl.exceptions.PolarsError, OSError) as fault:
        raise damaged(name, fault) from fault
    limits.check_cells(name, rows, width)
