"""A table as an Excel workbook.

In:    a Grid and its Attribution.
Out:   the bytes of an .xlsx: each table marked up as one, numbers as numbers, dates as dates, the
       header frozen. The same table gives the same bytes.
Never: a formula. Whatever looks like one is text, and stays text when somebody edits it.
"""

from __future__ import annotations

import datetime as dt
import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

import polars as pl
import xlsxwriter

from mutuality.papers import theme
from mutuality.papers.comma_separated import STARTS
from mutuality.papers.sheets import (
    CONTENTS,
    FIGURES,
    HEAD,
    LANGUAGE,
    MISSING,
    NOTES,
    Sheets,
    sheets,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mutuality.papers.attribution import Attribution
    from mutuality.papers.grid import Grid

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A workbook must say when it was made; a clock here would change the bytes each time.
MADE = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
RUNS = re.compile(STARTS)
FACE = "Arial"


def to_xlsx(grid: Grid, attribution: Attribution) -> bytes:
    """The workbook. Raises Refusal PAP-028 for a table that no spreadsheet can hold."""
    words = sheets(grid, attribution)
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties(
        {
            "title": words.title,
            "subject": grid.title,
            "comments": "\n".join(f"{label}: {text}" for label, text in words.notes),
            "created": MADE,
        }
    )
    book.set_custom_property("Language", LANGUAGE)
    book.formats[0].set_font_name(FACE)
    _Writer(book, grid, words).write()
    book.close()
    return file.getvalue()


class _Writer:
    """Holds the open workbook and its formats."""

    def __init__(self, book: Any, grid: Grid, words: Sheets) -> None:
        self.book, self.grid, self.words = book, grid, words
        self.title = self._format(bold=True, font_size=15)
        self.head = self._format(bold=True, text_wrap=True, valign="bottom", bottom=2)
        self.text = self._format(text_wrap=True, valign="top")
        self.quoted = self._format(text_wrap=True, valign="top", quote_prefix=True)
        self.missing = self._format(align="right", valign="top")

    def write(self) -> None:
        contents, notes = self._sheet(CONTENTS), self._sheet(NOTES)
        for row, line in enumerate((self.words.title, *self.words.above[2:])):
            contents.write_string(row, 0, line, self.text if row else self.title)
        contents.set_row(0, 24)
        heads = ("Sheet", "What is on it")
        self._words(contents, "Contents", heads, self.words.contents, start=3, link=True)
        notes.write_string(0, 0, "Notes", self.title)
        self._words(notes, "Notes", ("About", "Note"), self.words.notes, start=2)
        self._figures(self._sheet(FIGURES))

    def _format(self, **properties: Any) -> Any:
        return self.book.add_format({"font_name": FACE, "font_color": theme.INK, **properties})

    def _sheet(self, name: str) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        return sheet

    def _words(
        self,
        sheet: Any,
        name: str,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        start: int,
        link: bool = False,
    ) -> None:
        """Two columns of words, marked up as a table."""
        self._mark_up(sheet, f"{name}_table", heads, len(rows), start=start)
        linked = self._format(font_color=theme.BLUE, underline=1, valign="top")
        for place, (label, text) in enumerate(rows, start=start + 1):
            if link:
                sheet.write_url(place, 0, f"internal:'{label}'!A1", linked, label)
            else:
                sheet.write_string(place, 0, label, self.text)
            sheet.write_string(place, 1, text, self._as_text(text))
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 90)

    def _figures(self, sheet: Any) -> None:
        frame = self.grid.frame
        for row, line in enumerate(self.words.above):
            sheet.write_string(row, 0, line, self._format() if row else self.title)
        sheet.set_row(0, 24)
        self._mark_up(sheet, FIGURES, frame.columns, frame.height, start=HEAD)
        for place, (column, width) in enumerate(zip(frame, self.words.widths, strict=True)):
            sheet.set_column(place, place, width)
            self._column(sheet, place, column)
        sheet.freeze_panes(HEAD + 1, 1)
        sheet.repeat_rows(HEAD)
        sheet.set_landscape()

    def _column(self, sheet: Any, place: int, column: pl.Series) -> None:
        write, shape = self._kind(sheet, column)
        text = column.dtype == pl.String
        for row, value in enumerate(column, start=HEAD + 1):
            if value is None:
                sheet.write_string(row, place, MISSING, self.missing)
            elif text:
                write(row, place, value, self._as_text(value))
            else:
                write(row, place, value, shape)

    def _kind(self, sheet: Any, column: pl.Series) -> tuple[Any, Any]:
        """How a column's cells are written, and how they look."""
        kind = column.dtype
        if kind == pl.Boolean:
            return sheet.write_boolean, self._format(valign="top", align="left")
        if kind == pl.Date:
            return sheet.write_datetime, self._format(num_format="d mmmm yyyy", valign="top")
        if isinstance(kind, pl.Datetime):
            shape = self._format(num_format="d mmmm yyyy hh:mm:ss", valign="top")
            return sheet.write_datetime, shape
        if kind == pl.String:
            return sheet.write_string, None
        shown = self.grid.formats.get(column.name, "General")
        return sheet.write_number, self._format(num_format=shown, valign="top")

    def _as_text(self, text: str) -> Any:
        """Text that would start a formula is marked, so that editing the cell does not make one."""
        return self.quoted if RUNS.match(text) else self.text

    def _mark_up(
        self, sheet: Any, name: str, heads: Sequence[str], rows: int, *, start: int
    ) -> None:
        sheet.add_table(
            start, 0, start + rows, len(heads) - 1,
            {
                "name": name,
                "title": name,
                "description": self.words.above[0] if name == FIGURES else name,
                "style": "Table Style Light 1",
                "banded_rows": False,
                "autofilter": sheet.get_name() == FIGURES,
                "columns": [{"header": head, "header_format": self.head} for head in heads],
            },
        )  # fmt: skip
