"""How far the cells of a workbook reach, told from its XML before a parser makes room for them.

In:    the parts of an xlsx or an ODS, piece by piece.
Out:   nothing, or a Refusal.
Never: an entity of the file's own expanded.

The parser that reads workbooks makes room for every cell between the first and the last that hold
something, so two cells in opposite corners of a sheet would end the process. It also copies a
shared text into each cell that refers to it. Both are counted here first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from mutuality.base import Refusal
from mutuality.stores.bounds import too_much
from mutuality.stores.sources.grid import damaged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mutuality.stores.bounds import Limits

XML_START = re.compile(rb"\A(\xef\xbb\xbf)?\s*<")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
REFERENCE = re.compile(r"([A-Za-z]{1,4})([0-9]{1,8})")
ROWS_OF_A_SHEET = b"sheetData"
FAR = 1 << 40
SAYS_SOMETHING = frozenset({"value-type", "value", "string-value", "formula"})


class Extent:
    """From where to where the cells of a sheet hold something; rows and columns from 0."""

    def __init__(self) -> None:
        self.top = self.left = FAR
        self.bottom = self.right = -1

    def take_in(self, row: int, column: int) -> None:
        """A cell holds something."""
        self.top, self.left = min(self.top, row), min(self.left, column)
        self.bottom, self.right = max(self.bottom, row), max(self.right, column)

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns from the first to the last."""
        if self.bottom < 0:
            return 0, 0
        return self.bottom - self.top + 1, self.right - self.left + 1


class Part:
    """One part of a workbook: fed piece by piece, then ended.

    Raises Refusal STO-103 (no XML where XML must be) and STO-129 (a document type, and so words of
    its own). What else is refused is up to the kind of part.
    """

    def __init__(self, file: str, name: str, limits: Limits) -> None:
        self.file = file
        self.name = name
        self.limits = limits
        self.is_xml: bool | None = None
        self._tail = b""
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self.start

    def feed(self, piece: bytes) -> None:
        """More of the part."""
        if self.is_xml is None:
            self.is_xml = bool(XML_START.match(piece)) or piece.startswith(UTF_16)
            if not self.is_xml and self.name.lower().endswith((".xml", ".rels")):
                raise damaged(self.file, f"'{self.name}' is no XML")
        if self.is_xml:
            self._parse(piece, last=False)
            return
        # A parser that forgives what stands before the first tag could find a sheet in a picture.
        if ROWS_OF_A_SHEET in self._tail + piece:
            raise damaged(self.file, f"'{self.name}' hides a sheet")
        self._tail = piece[-len(ROWS_OF_A_SHEET) :]

    def end(self) -> None:
        """The part ends."""
        if self.is_xml:
            self._parse(b"", last=True)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A tag begins. A part of no interest is only checked for being sound XML."""

    def number(self, text: str) -> int:
        """A number of rows or columns. Raises Refusal STO-103 for anything else."""
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise damaged(self.file, f"'{text[:20]}' is no row or column")
        return int(text)

    def refuse_repetition(self, characters: int) -> None:
        """Raise Refusal STO-130 where cells repeat too much text."""
        if characters > self.limits.repeated:
            raise too_much(
                self.file,
                f"cells that repeat more than {self.limits.repeated:,} characters of text",
                "Give the table as CSV, without the long texts.",
            )

    def _parse(self, piece: bytes, *, last: bool) -> None:
        try:
            self.parser.Parse(piece, last)
        except expat.ExpatError as fault:
            raise damaged(self.file, f"'{self.name}': {fault}") from fault

    def _doctype(self, *_: object) -> None:
        raise Refusal(
            "STO-129",
            "The workbook defines words of its own in its XML, which can be made to unfold "
            "without end. Spreadsheets never do that.",
            "Do not trust this file. Ask its sender for the table as CSV.",
            where=f"{self.file}, '{self.name}'",
        )


class XlsxPart(Part):
    """A part of an xlsx: `shared` counts cells that refer to a text, `lengths` measures texts."""

    def __init__(self, file: str, name: str, limits: Limits) -> None:
        super().__init__(file, name, limits)
        self.extent = Extent()
        self.shared = 0
        self.lengths: list[int] = []
        self._row = self._column = -1

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A row, a cell, what a cell holds, or a shared text."""
        local = local_of(name)
        if local == "c":
            self._cell(attributes)
        elif local in ("v", "is", "f"):
            self.extent.take_in(max(self._row, 0), max(self._column, 0))
        elif local == "row":
            said = attributes.get("r")
            self._row = self.number(said) - 1 if said else self._row + 1
            self._column = -1
        elif local == "si":
            self.lengths.append(0)
            self.parser.CharacterDataHandler = self._measure

    def end(self) -> None:
        """Raises Refusal STO-130 for a sheet whose cells reach too far."""
        super().end()
        rows, columns = self.extent.size
        self.limits.check_cells(self.file, rows, columns, sheet=f"'{self.name}'")

    def _cell(self, attributes: Mapping[str, str]) -> None:
        said = attributes.get("r")
        if said is None:
            self._column += 1
        else:
            found = REFERENCE.fullmatch(said)
            if found is None:
                raise damaged(self.file, f"'{said[:20]}' is no cell")
            self._row, self._column = int(found[2]) - 1, column_of(found[1])
        if attributes.get("t") == "s":
            self.shared += 1

    def _measure(self, text: str) -> None:
        self.lengths[-1] += len(text)


class XlsxTexts(Part):
    """The same part a second time, where it matters which text each cell refers to."""

    def __init__(self, file: str, name: str, limits: Limits, lengths: Sequence[int]) -> None:
        super().__init__(file, name, limits)
        self.repeated = 0
        self._lengths = lengths
        self._refers = self._listens = False
        self.parser.CharacterDataHandler = self._refer

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A cell, or the number of the text in it."""
        local = local_of(name)
        self._listens = local == "v" and self._refers
        self._refers = local == "c" and attributes.get("t") == "s"

    def _refer(self, text: str) -> None:
        if self._listens:
            self._listens = False
            place = self.number(text.strip())
            self.repeated += self._lengths[place] if place < len(self._lengths) else 0


class OdsPart(Part):
    """The contents of an ODS. Its tables are all read at once, so they count together."""

    def __init__(self, file: str, name: str, limits: Limits) -> None:
        super().__init__(file, name, limits)
        self._cells = self._repeated = 0
        self._extent = Extent()
        self._row, self._rows, self._column, self._columns = -1, 1, -1, 1

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A table, a row or a cell, each of which may be repeated, or a paragraph in a cell."""
        local = local_of(name)
        if local in ("table-cell", "covered-table-cell"):
            self._column += self._columns
            self._columns = self._repeats(attributes, "number-columns-repeated")
            said = [text for key, text in attributes.items() if local_of(key) in SAYS_SOMETHING]
            if said:
                self._holds()
            self._measure("".join(said))
            self.parser.CharacterDataHandler = self._measure
        elif local == "p":
            self._holds()
        elif local == "table-row":
            self._row += self._rows
            self._rows = self._repeats(attributes, "number-rows-repeated")
            self._column, self._columns = -1, 1
        elif local == "table":
            self._end_table()
            self._begin_table()

    def end(self) -> None:
        """Raises Refusal STO-130 for tables that reach too far."""
        super().end()
        self._end_table()

    def _begin_table(self) -> None:
        self._extent = Extent()
        self._row, self._rows, self._column, self._columns = -1, 1, -1, 1

    def _end_table(self) -> None:
        rows, columns = self._extent.size
        self._cells += rows * columns
        self.limits.check_cells(self.file, rows, columns)
        self.limits.check_cells(self.file, self._cells, 1)

    def _holds(self) -> None:
        """The cell holds something, in all the places where it is repeated."""
        self._extent.take_in(0, 0)
        last_row, last_column = self._row + self._rows - 1, self._column + self._columns - 1
        self._extent.take_in(max(last_row, 0), max(last_column, 0))

    def _measure(self, text: str) -> None:
        self._repeated += len(text) * self._rows * self._columns
        self.refuse_repetition(self._repeated)

    def _repeats(self, attributes: Mapping[str, str], name: str) -> int:
        said = (text for key, text in attributes.items() if local_of(key) == name)
        return self.number(next(said, "1"))


def local_of(name: str) -> str:
    """A tag's or attribute's name without the prefix of its namespace."""
    return name.rpartition(":")[2]


def column_of(letters: str) -> int:
    """The place of a column from 0: A, B, ..., Z, AA, ..."""
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - 64
    return place - 1
