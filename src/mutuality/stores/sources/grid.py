"""The cells of a file, whatever it was saved as.

In:    the bytes of a CSV (plain, gzipped, or alone in a zip), a workbook or a Parquet file, which
       guards.py has looked at.
Out:   a Grid: text cells, each row under the number that a spreadsheet shows for it.
Never: a workbook that is damaged, cut short or locked, read as far as it goes.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache

import polars as pl

from mutuality.base import Refusal
from mutuality.stores.sources import compound

HEAD_ROWS, HEAD_BYTES = 40, 4096
ENCRYPTED = 0x1  # the general-purpose flag of a zip member
PROVIDER_SHEETS = ("a&e data", "provider level data", "data")
GZIP, ZIP, PARQUET = b"\x1f\x8b", b"PK\x03\x04", b"PAR1"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_OTHER_SIGNS = re.compile(r"[^a-z0-9<>%+]+")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A header without case, punctuation or repeated spaces."""
    return _OTHER_SIGNS.sub(" ", text.lower()).strip()


@dataclass(frozen=True)
class Grid:
    """Cells as text: trimmed, and null where empty.

    `cells` has the columns `row` (1 is the first line of the file or sheet) and `c0`, `c1`, ...
    from left to right; columns that are empty to the left of everything may be missing. `head`
    holds the first rows, with "" for an empty cell.
    """

    file: str
    sheet: str
    cells: pl.DataFrame
    head: tuple[tuple[str, ...], ...]

    @cached_property
    def plain_head(self) -> tuple[tuple[str, ...], ...]:
        """The first rows as headers are compared, worked out once for all readers."""
        # Most cells are bare numbers, which are as plain as they can be.
        return tuple(
            tuple(cell if cell.isdecimal() else plain(cell) for cell in row) for row in self.head
        )

    def where(self, row: int | None = None) -> str:
        """File, sheet and row, for a person to find."""
        parts = [self.file]
        if self.sheet:
            parts.append(f"sheet '{self.sheet}'")
        if row is not None:
            parts.append(f"row {row}")
        return ", ".join(parts)


def open_grid(name: str, data: bytes, *, inspected: bool = False) -> Grid:
    """Open a file by what it holds, not by what it is called.

    `inspected` says that the guards have looked at it, so that it is not taken apart twice.
    Raises Refusal STO-101 (empty), STO-102 (locked), STO-103 (damaged or cut short), STO-104
    (neither a table nor a workbook), STO-105 (a line with more cells than the others).
    """
    if not data[:HEAD_BYTES].strip() and not data.strip():
        raise Refusal(
            "STO-101",
            "The file is empty.",
            "Download it again, or check that it was saved before it was copied.",
            where=name,
        )
    if data.startswith(GZIP):
        return open_grid(name, _gunzip(name, data))
    if data.startswith(PARQUET):
        return _grid(name, "", _trimmed(_parquet(name, data)))
    if data.startswith(ZIP):
        member = _only_text(name, data)
        return open_grid(name, member) if member is not None else _workbook(name, data)
    if data.startswith(compound.MAGIC):
        if not inspected:
            compound.check(name, data)
        return _workbook(name, data)
    return _grid(name, "", _trimmed(_text(name, data)))


def damaged(name: str, fault: object) -> Refusal:
    """The refusal for a file that breaks off or does not hang together."""
    first_line = str(fault).partition("\n")[0]
    return Refusal(
        "STO-103",
        f"The file cannot be opened: it is damaged or cut short ({first_line}).",
        "Download it again, and compare its size with the publisher's.",
        where=name,
    )


def _grid(name: str, sheet: str, cells: pl.DataFrame) -> Grid:
    cells.columns = [f"c{number}" for number in range(cells.width)]
    head = tuple(tuple(cell or "" for cell in row) for row in cells.head(HEAD_ROWS).rows())
    rows = pl.int_range(1, cells.height + 1, dtype=pl.Int32, eager=True).alias("row")
    return Grid(name, sheet, cells.insert_column(0, rows), head)


def _trimmed(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.select_seq(pl.all().str.strip_chars().replace("", None))


def _gunzip(name: str, data: bytes) -> bytes:
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as fault:
        raise damaged(name, fault) from fault


def _only_text(name: str, data: bytes) -> bytes | None:
    """The one CSV in a zip, or None where the zip is a workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.namelist()
            if {"[Content_Types].xml", "mimetype"} & set(members):
                return None
            texts = [member for member in members if member.lower().endswith(".csv")]
            if len(texts) != 1:
                raise Refusal(
                    "STO-104",
                    f"The zip holds {len(texts)} CSV files; exactly one was expected.",
                    "Unpack it and load the file that is wanted.",
                    where=name,
                )
            if archive.getinfo(texts[0]).flag_bits & ENCRYPTED:
                raise Refusal(
                    "STO-102",
                    "The zip is locked with a password.",
                    "Unlock it, and load the file inside.",
                    where=name,
                )
            return archive.read(texts[0])
    except (zipfile.BadZipFile, zlib.error) as fault:
        raise damaged(name, fault) from fault


def _workbook(name: str, data: bytes) -> Grid:
    import fastexcel  # noqa: PLC0415 - reading CSV files should not pay for it

    try:
        book = fastexcel.read_excel(data)
        sheet = _provider_sheet(book.sheet_names)
        # `skip_rows=0` keeps blank rows at the top, so that row numbers are the publisher's.
        loaded = book.load_sheet(
            sheet,
            header_row=None,
            skip_rows=0,
            dtypes="string",
            whitespace_as_null=True,
            skip_whitespace_tail_rows=True,
        )
    except BaseException as fault:
        # The Rust parser panics on some damaged files, and a panic is not an Exception.
        if isinstance(fault, fastexcel.FastExcelError) or "Panic" in type(fault).__name__:
            raise damaged(name, fault) from fault
        raise
    if not loaded.height:
        raise Refusal(
            "STO-101",
            "The sheet is empty.",
            "Check that the workbook was saved with its figures.",
            where=f"{name}, sheet '{sheet}'",
        )
    return _grid(name, sheet, loaded.to_polars().select_seq(pl.all().str.strip_chars()))


def _provider_sheet(sheets: list[str]) -> str:
    """The sheet with one line a provider: by its usual names, else the first."""
    usual = {sheet.strip().lower(): sheet for sheet in reversed(sheets)}
    return next((usual[name] for name in PROVIDER_SHEETS if name in usual), sheets[0])


def _parquet(name: str, data: bytes) -> pl.DataFrame:
    """A Parquet file as if it were a sheet: its column names are row 1."""
    try:
        frame = pl.read_parquet(io.BytesIO(data)).cast(pl.String)
    except (pl.exceptions.PolarsError, OSError) as fault:
        raise damaged(name, fault) from fault
    header = pl.DataFrame([frame.columns], schema=frame.columns, orient="row")
    return pl.concat([header, frame])


def _text(name: str, data: bytes) -> pl.DataFrame:
    # Some spreadsheets still end lines with a carriage return alone.
    text = _decoded(name, data).replace("\r\n", "\n").replace("\r", "\n")
    lines = list(zip(range(HEAD_ROWS), io.StringIO(text), strict=False))
    start = "".join(line for _, line in lines)
    mark = max(",\t;", key=start.count)
    try:
        width = max((len(row) for row in csv.reader(io.StringIO(start), delimiter=mark)), default=1)
    except csv.Error as fault:
        raise damaged(name, fault) from fault
    # Polars takes the width of a file without a header from its first line, and the publishers'
    # first lines may be titles: a header of our own says how wide the table is.
    header = mark.join(f"c{number}" for number in range(width))
    try:
        return pl.read_csv(
            f"{header}\n{text}".encode(), separator=mark, infer_schema=False, quote_char='"'
        )
    except pl.exceptions.PolarsError as fault:
        raise _ragged(name, text, mark, width) from fault


def _decoded(name: str, data: bytes) -> str:
    if data.startswith(UTF_16):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as fault:
            raise damaged(name, fault) from fault
    if b"\x00" in data:
        raise Refusal(
            "STO-104",
            "The file is neither a table of text nor a workbook.",
            "Give a CSV, xls, xlsx or Parquet file as the publisher offers it.",
            where=name,
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _ragged(name: str, text: str, mark: str, width: int) -> Refusal:
    """Find the line that is too long. Only a file that is refused pays for this."""
    # A quotation mark that stays open makes one cell of the rest, which is longer than cells are.
    with suppress(csv.Error):
        rows = csv.reader(io.StringIO(text), delimiter=mark)
        for number, row in enumerate(rows, start=1):
            if len(row) > width:
                return Refusal(
                    "STO-105",
                    f"The row has {len(row)} cells; {width} were expected.",
                    "Look for a stray comma, or for a page of text saved under a table's name.",
                    where=f"{name}, row {number}",
                )
    return Refusal(
        "STO-105",
        "A quotation mark is opened and never closed.",
        "Look for a stray double quote; the file may also have been cut short.",
        where=name,
    )
