"""The three sheets of a workbook, before it is an Excel file or an OpenDocument one.

In:    a Grid and its Attribution.
Out:   Contents (what this is, and where to find it), Notes (source, dates, licence, method and what
       the marks mean) and Table_1, as the Government Analysis Function asks of spreadsheets.
Never: more than one table on the sheet with the figures, or a gap that nothing explains.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
from polars import selectors

from mutuality.base import Refusal
from mutuality.papers.attribution import ADVICE
from mutuality.papers.grid import clean

if TYPE_CHECKING:
    from mutuality.papers.attribution import Attribution
    from mutuality.papers.grid import Grid

CONTENTS, NOTES, FIGURES = "Contents", "Notes", "Table_1"
HEAD = 3  # the header's row on the sheet with the figures, counted from 0
MISSING = "[x]"
"""The Government Analysis Function's shorthand for "not available"."""
LANGUAGE = "en-GB"
MOST_ROWS = 1_048_576 - HEAD - 1
MOST_COLUMNS = 16_384
MOST_LETTERS = 32_767
ASTRAL = "[\U00010000-\U0010ffff]"
NARROWEST, WIDEST = 9, 60
SAMPLE = 1000  # rows looked at for a column's width


@dataclass(frozen=True, slots=True)
class Sheets:
    """Rows of the two sheets of words; the figures stay in the Grid."""

    title: str
    contents: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...]
    above: tuple[str, ...]
    widths: tuple[int, ...]


def sheets(grid: Grid, attribution: Attribution) -> Sheets:
    """The words around the figures, and how many letters wide each column should be.

    Raises Refusal PAP-028 for a table that is larger than a spreadsheet can be.
    """
    _check(grid)
    notes = [(label, clean(text)) for label, text in attribution.lines]
    if grid.note:
        notes.insert(0, ("About this table", grid.note))
    notes.append(("Missing figures", _gaps(grid.gaps)))
    size = f"{grid.frame.height:,} rows and {grid.frame.width:,} columns"
    return Sheets(
        title=clean(attribution.title),
        contents=(
            (NOTES, "Source, dates, version, licence, method, and what the marks mean"),
            (FIGURES, f"{grid.title} ({size})"),
        ),
        notes=tuple(notes),
        above=(
            grid.title,
            "This sheet holds one table. Its source, dates and licence are on the sheet Notes.",
            ADVICE,
        ),
        widths=_widths(grid.frame),
    )


def _gaps(gaps: int) -> str:
    if not gaps:
        return "No figure is missing from this table."
    cells = "1 cell holds" if gaps == 1 else f"{gaps:,} cells hold"
    return f"{MISSING} means not available: no figure is held. {cells} it."


def _check(grid: Grid) -> None:
    rows, columns = grid.frame.shape
    # Excel counts a letter beyond the basic plane as two.
    letters = selectors.string().str.len_chars() + selectors.string().str.count_matches(ASTRAL)
    text = grid.frame.select(letters.max().fill_null(0))
    longest = max(text.row(0), default=0) if text.width else 0
    for seen, most, what in (
        (rows, MOST_ROWS, "rows"),
        (columns, MOST_COLUMNS, "columns"),
        (longest, MOST_LETTERS, "letters in one cell"),
    ):
        if seen > most:
            raise Refusal(
                "PAP-028",
                f"The table has {seen:,} {what}; a spreadsheet holds at most {most:,}.",
                "Choose fewer, or download the CSV, which has no such limit.",
                where="table",
            )


def _widths(frame: pl.DataFrame) -> tuple[int, ...]:
    text = frame.head(SAMPLE).select(pl.all().cast(pl.String).str.len_chars().max().fill_null(0))
    found = zip(frame.columns, text.row(0), strict=True)
    # Room for the button that filters, and for the commas in a large number.
    return tuple(min(max(len(name) + 3, most + 2, NARROWEST), WIDEST) for name, most in found)
