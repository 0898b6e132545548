"""Rows under a header, by our names for the columns.

In:    a Grid, and the wordings that each column goes by.
Out:   a Table of text; `figures` makes numbers of it.
Never: a row lost without a count, or a column found by its place where it has a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import polars as pl

from mutuality.base import Refusal
from mutuality.stores.sources.reading import Dropped

if TYPE_CHECKING:
    from mutuality.stores.sources.grid import Grid

Wordings = Mapping[str, Sequence[str]]
"""Our name for a column, and the headers it goes by (as `plain` writes them)."""

TOTAL_WORDS = frozenset({"total", "england", "grand total"})
TOTAL_CODES = TOTAL_WORDS | {"-", "na", "eng", "all", "totals", "overall", "national", "sum"}
"""What stands for everybody in a column of codes. None of them is a code in the register."""
CODE = "[A-Z0-9]{3,8}"


@lru_cache(maxsize=256)
def constant(value: Any, kind: type[pl.DataType]) -> pl.Series:
    """A column of one row. Every file wants the same few, and they take a while to make."""
    return pl.Series([value], dtype=kind)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one sheet: `row` and our columns, all text until they are checked.

    Files come by the dozen and most hold a few hundred rows, so the time goes into the number of
    queries and not into the rows. Sums, comparisons and filters of single columns are not queries,
    which is why the columns stand side by side, and why texts are looked at in plain Python.
    """

    grid: Grid
    columns: Mapping[str, pl.Series]
    dropped: tuple[Dropped, ...] = ()

    def __getitem__(self, column: str) -> pl.Series:
        """One column."""
        return self.columns[column]

    def __contains__(self, column: str) -> bool:
        """Whether the file has the column."""
        return column in self.columns

    @property
    def height(self) -> int:
        """How many rows there are."""
        return self.columns["row"].len()

    @property
    def frame(self) -> pl.DataFrame:
        """All columns together, for what takes several of them."""
        return pl.DataFrame(self.columns)

    def having(self, **columns: pl.Series) -> Table:
        """The table with these columns added or replaced."""
        return replace(self, columns={**self.columns, **columns})

    def only(self, rows: pl.Series) -> Table:
        """The table with the rows that are marked, and no others."""
        return replace(
            self, columns={name: column.filter(rows) for name, column in self.columns.items()}
        )

    def throughout(self, value: Any, kind: type[pl.DataType]) -> pl.Series:
        """A column that says the same in every row."""
        return constant(value, kind).new_from_index(0, self.height)

    def where(self, row: int | None = None) -> str:
        """File, sheet and row, for a person to find."""
        return self.grid.where(row)

    def refuse(
        self, wrong: pl.Series, code: str, problem: Callable[[dict[str, Any]], str], remedy: str
    ) -> None:
        """Raise a Refusal about the first row that is marked, if one is."""
        if wrong.any():
            row = self.frame.filter(wrong).row(0, named=True)
            raise Refusal(code, problem(row), remedy, where=self.where(int(row["row"])))


def has_columns(grid: Grid, wordings: Wordings) -> bool:
    """Whether some row near the top holds all these columns."""
    rows = list(grid.plain_head)
    for known in map(frozenset, wordings.values()):
        rows = [row for row in rows if not known.isdisjoint(row)]
    return bool(rows)


def table(grid: Grid, wordings: Wordings, optional: Wordings | None = None) -> Table:
    """The rows under the first header that has all the columns, in whatever order.

    Raises Refusal STO-106 that names the missing columns.
    """
    found = [len(_placed(row, wordings)) for row in grid.plain_head]
    header = found.index(max(found))
    places = _placed(grid.plain_head[header], {**(optional or {}), **wordings})
    if missing := [known[0] for name, known in wordings.items() if name not in places]:
        raise missing_columns(grid, header + 1, missing)
    _check_width(grid, header)
    return under(grid, header + 1, places)


def _check_width(grid: Grid, header: int) -> None:
    """Refuse a line of a CSV that runs on beyond its header: its cells may all be one too far.

    A sheet may hold notes to the right of its table, and often does.
    """
    named = max(place for place, cell in enumerate(grid.head[header]) if cell)
    beyond = [f"c{place}" for place in range(named + 1, grid.cells.width - 1)]
    if grid.sheet or not beyond:
        return
    over = grid.cells.slice(header + 1).filter(pl.any_horizontal(pl.col(beyond).is_not_null()))
    if over.height:
        raise Refusal(
            "STO-105",
            f"The row has a cell beyond the {named + 1} that its header names.",
            "Look for a stray comma, or a comma in a name that has no quotes.",
            where=grid.where(over["row"][0]),
        )


def missing_columns(grid: Grid, row: int, names: Iterable[str]) -> Refusal:
    """The refusal for a header that lacks something."""
    listed = "', '".join(names)
    return Refusal(
        "STO-106",
        f"The header has no column '{listed}'.",
        "Give the file as the publisher offers it, with its header; columns may stand in any "
        "order. A column under another name must be renamed.",
        where=grid.where(row),
    )


def under(grid: Grid, header_row: int, places: Mapping[str, int]) -> Table:
    """The rows below a header (row 0 where there is none), blank ones left out and counted."""
    body = grid.cells.slice(header_row)
    if body.is_empty():
        raise Refusal(
            "STO-101",
            "The file has a header and nothing under it.",
            "Download it again, or check that it was saved with its figures.",
            where=grid.where(header_row),
        )
    columns = {name: body[f"c{place}"] for name, place in places.items()}
    # Only a row that lacks its first column can be blank, and few do.
    first_column = next(iter(columns.values()))
    blank = [
        cell is None and not any(body.row(place)[1:])
        for place, cell in enumerate(first_column.to_list())
    ]
    found = Table(grid, {"row": body["row"], **columns})
    return leave_out(found, pl.Series(blank), "blank row")


def leave_out(found: Table, out: pl.Series, reason: str, *, show: str = "row") -> Table:
    """The table without the rows that are marked, which are counted under the reason."""
    if not out.any():
        return found
    rows, shown = found["row"].filter(out), found[show].filter(out)
    example = f"row {rows[0]}" + (f": {shown[0]}" if show != "row" else "")
    dropped = (*found.dropped, Dropped(reason, rows.len(), example))
    return replace(found.only(~out), dropped=dropped)


def says_total(found: Table, *columns: str) -> pl.Series:
    """Which rows are totals: their code or one of these columns says so. A dash does for a code."""
    total = found.throughout(value=False, kind=pl.Boolean)
    for column in columns:
        if column in found:
            words = TOTAL_CODES if column == "code" else TOTAL_WORDS
            said = [text is not None and text.lower() in words for text in found[column].to_list()]
            total |= pl.Series(said, dtype=pl.Boolean)
    return total


def without_notes(found: Table, figures: Sequence[str], *, show: str = "row") -> Table:
    """Leave out rows with text but no figure and no code: notes and copyright lines."""
    note = [
        not is_code and all(found[column][place] is None for column in figures)
        for place, is_code in enumerate(_are_codes(found["code"].to_list(), CODE))
    ]
    return leave_out(found, pl.Series(note, dtype=pl.Boolean), "note under the table", show=show)


def with_codes(found: Table, *, pattern: str = CODE, columns: Sequence[str] = ("code",)) -> Table:
    """The table with its codes in capitals. Raises Refusal STO-107 for one that cannot be ODS."""
    capitals: dict[str, pl.Series] = {}
    for column in columns:
        codes = [text and text.upper() for text in found[column].to_list()]
        capitals[column] = pl.Series(codes, dtype=pl.String)
        found.refuse(
            ~pl.Series(_are_codes(codes, pattern), dtype=pl.Boolean),
            "STO-107",
            lambda row, column=column: (  # type: ignore[misc] # the loop's own column
                f"'{row[column] or ''}' is not an organisation's code: letters and digits were "
                "expected, 3 to 8 of them."
            ),
            "Correct the code. Figures for several bodies together cannot be stored for one.",
        )
    return found.having(**capitals)


def _are_codes(texts: Iterable[str | None], pattern: str) -> list[bool]:
    matches = re.compile(pattern).fullmatch
    return [text is not None and matches(text) is not None for text in texts]


def names_in(found: Table) -> dict[str, str]:
    """Codes and the names that the file gives them; the last row wins."""
    if "name" not in found:
        return {}
    pairs = zip(found["code"].to_list(), found["name"].to_list(), strict=True)
    return {body: called for body, called in pairs if called}


def _placed(row: Sequence[str], wordings: Wordings) -> dict[str, int]:
    """Where each column stands in a plain header, if it does. The first of two alike counts."""
    cells = {cell: place for place, cell in reversed(list(enumerate(row)))}
    return {
        name: next(cells[wording] for wording in known if wording in cells)
        for name, known in wordings.items()
        if any(wording in cells for wording in known)
    }
