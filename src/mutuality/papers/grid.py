"""A table with typed columns, made fit for any kind of spreadsheet.

In:    a paper's Table, whose cells are text, or a Polars frame.
Out:   a Grid: whole numbers, decimal numbers, dates, times, yes or no, and text that any file can
       hold.
Never: a figure turned into text where it was a number, or rounded on the way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl
from polars import selectors

from mutuality.base import Refusal
from mutuality.papers.document import Table
from mutuality.papers.markup import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NUMBER = re.compile(r"[+\u2212-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
ABSENT = {"", "-", "–", "—", "not supplied"}
"""What a numeric column of a paper says where there is no figure."""
UNFIT = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold: control characters, halves of surrogate pairs, and two that are not
characters at all."""
INSTEAD = "\ufffd"
# Spreadsheets keep fifteen digits of a number; a longer one is a label, not a quantity.
EXACT = 10**15
LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Grid:
    """`frame` holds whole and decimal numbers, yes or no, dates, times and text.

    `formats` says how the numbers of a column were printed, where that is known: `0`, `0.00`, or
    `#,##0.0` with commas.
    """

    title: str
    frame: pl.DataFrame
    formats: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    @property
    def gaps(self) -> int:
        """How many cells hold nothing."""
        return sum(self.frame.null_count().row(0))


def grid(table: Table | pl.DataFrame, *, title: str) -> Grid:
    """The table with typed columns; a frame takes `title` where a paper's Table has its caption.

    In a Table, the columns that are `numeric` and hold nothing but numbers become numbers; a sign
    of per cent moves into the heading. In a frame, lists of text are joined by `|`.

    Raises Refusal PAP-025 for a table without columns or rows, PAP-026 for a column without a name
    of its own, PAP-027 for a column that no spreadsheet can hold.
    """
    if isinstance(table, Table):
        made = _from_paper(table)
    else:
        _check(table.columns, table.height)
        made = Grid(clean(title), table.select(_typed(column) for column in table))
    names = [clean(name) for name in made.frame.columns]
    frame = made.frame.rename(dict(zip(made.frame.columns, names, strict=True)))
    return Grid(made.title, frame.with_columns(_cleaned(frame)), made.formats, made.note)


def clean(text: str) -> str:
    """Text that any file can hold: line ends alike, and a mark for each unfit character."""
    return UNFIT.sub(INSTEAD, text.replace("\r\n", "\n").replace("\r", "\n"))


def _cleaned(frame: pl.DataFrame) -> list[pl.Expr]:
    # Polars text is UTF-8 already, so only the control characters can stand in it.
    unfit = "[\\x00-\\x08\\x0b-\\x1f\ufffe\uffff]"
    text = selectors.string().str.replace_all("\r\n?", "\n").str.replace_all(unfit, INSTEAD)
    return [text] if frame.select(selectors.string()).width else []


def _check(names: Sequence[str], height: int) -> None:
    if not names or not height:
        raise Refusal(
            "PAP-025",
            f"The table has {len(names)} columns and {height:,} rows: there is nothing to save.",
            "Widen the choice until the page shows at least one row, then download again.",
            where="table",
        )
    seen: set[str] = set()
    for name in names:
        # Excel takes `Name` and `name` for one.
        if not name.strip() or len(name) > LONGEST_NAME or name.casefold() in seen:
            raise Refusal(
                "PAP-026",
                f"'{name[:60]}' cannot name a column: it is empty, too long, or stands twice.",
                f"Give each column a name of its own, of at most {LONGEST_NAME} letters.",
                where="table",
            )
        seen.add(name.casefold())


def _from_paper(table: Table) -> Grid:
    columns: list[pl.Series] = []
    formats: dict[str, str] = {}
    names = [plain(name) for name in table.columns]
    _check(names, len(table.rows))
    cells = [[clean(plain(cell)) for cell in column] for column in zip(*table.rows, strict=True)]
    for name, known, texts in zip(names, table.columns, cells, strict=True):
        figures = [None if text.strip() in ABSENT else text.strip() for text in texts]
        if known in table.numeric and _are_numbers(figures):
            heading = f"{name} (%)" if any(text and text[-1] == "%" for text in figures) else name
            numbers, formats[heading] = _numbers(figures)
            columns.append(numbers.alias(heading))
        else:
            columns.append(pl.Series(name, texts, dtype=pl.String))
    _check([column.name for column in columns], len(table.rows))
    frame = pl.DataFrame(columns)
    return Grid(clean(plain(table.caption)), frame, formats, clean(plain(table.note)))


def _are_numbers(texts: Sequence[str | None]) -> bool:
    held = [text for text in texts if text is not None]
    shares = {text[-1] == "%" for text in held}
    return bool(held) and len(shares) == 1 and all(NUMBER.fullmatch(text) for text in held)


def _numbers(texts: Sequence[str | None]) -> tuple[pl.Series, str]:
    """The numbers, and the format that they were printed in."""
    bare = [
        None if text is None else text.rstrip("%").replace(",", "").replace("\u2212", "-")
        for text in texts
    ]
    places = max(len(text.partition(".")[2]) for text in bare if text is not None)
    whole = "#,##0" if any(text and "," in text for text in texts) else "0"
    if places:
        decimals = pl.Series([None if t is None else float(t) for t in bare], dtype=pl.Float64)
        return decimals, f"{whole}.{'0' * places}"
    return pl.Series([None if t is None else int(t) for t in bare], dtype=pl.Int64), whole


def _typed(column: pl.Series) -> pl.Series:
    """The column as one of the six kinds that every form knows."""
    kind = column.dtype
    if kind.is_integer():
        exact = (column.cast(pl.Float64).abs() <= EXACT).all()
        return column.cast(pl.Int64 if exact else pl.String)
    if kind.is_float() or kind.is_decimal():
        floats = column.cast(pl.Float64).fill_nan(None)
        if floats.is_infinite().any():
            raise _unfit(column.name, "an infinite figure")
        return floats
    if kind == pl.List(pl.String):
        return column.list.join("|")
    if isinstance(kind, pl.Datetime):
        # A spreadsheet knows no time zones, so the zone stays readable beside the time.
        return column.dt.to_string("iso:strict") if kind.time_zone else column.cast(pl.Datetime)
    if kind in (pl.Boolean, pl.Date):
        return column
    if kind in (pl.String, pl.Categorical, pl.Enum, pl.Null):
        return column.cast(pl.String)
    raise _unfit(column.name, f"{kind}")


def _unfit(name: str, what: str) -> Refusal:
    return Refusal(
        "PAP-027",
        f"The column '{name}' holds {what}, which a spreadsheet cannot.",
        "Take the column out, or turn it into numbers, dates or text first.",
        where="table",
    )
