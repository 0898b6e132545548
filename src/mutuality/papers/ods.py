"""A table as an OpenDocument spreadsheet, the editable format that government asks for.

In:    a Grid and its Attribution.
Out:   the bytes of an .ods: numbers as numbers, dates as dates, the header repeated and frozen.
       The same table gives the same bytes.
Never: a formula. Cells hold values and text, and nothing that is worked out.

The rows are written as text, a slice of the frame at a time: a library that holds each cell as an
object would take a minute and a half, and a gigabyte, for 100,000 rows.
"""

from __future__ import annotations

import zipfile
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

import polars as pl
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from mutuality.papers import theme
from mutuality.papers.sheets import CONTENTS, FIGURES, HEAD, LANGUAGE, MISSING, NOTES, sheets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutuality.papers.attribution import Attribution
    from mutuality.papers.grid import Grid

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
# A zip entry must have a date; this is the earliest it can hold.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
PARTS = ("META-INF/manifest.xml", "meta.xml", "styles.xml", "settings.xml", "content.xml")
SLICE = 10_000
LETTER = 0.21  # centimetres
EMPTY = (
    '<table:table-cell table:style-name="missing" office:value-type="string">'
    f"<text:p>{MISSING}</text:p></table:table-cell>"
)


def to_ods(grid: Grid, attribution: Attribution) -> bytes:
    """The workbook. Raises Refusal PAP-028 for a table that no spreadsheet can hold."""
    words = sheets(grid, attribution)
    frame = grid.frame
    last = f"{_letters(frame.width)}{HEAD + 1 + frame.height}"
    told = {
        "sheets": words,
        "names": {"contents": CONTENTS, "notes": NOTES, "figures": FIGURES},
        "software": attribution.software,
        "language": LANGUAGE,
        "ink": theme.INK,
        "frozen": HEAD + 1,
        "column_widths": [f"{width * LETTER:.2f}" for width in words.widths],
        "shapes": {
            place: grid.formats[name]
            for place, name in enumerate(frame.columns)
            if name in grid.formats
        },
        "heads": frame.columns,
        "range": f"{FIGURES}.A{HEAD + 1}:{FIGURES}.{last}",
        "rows": _rows(grid),
    }
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        # First and not packed, so that the kind of file can be told from its first bytes.
        package.writestr(zipfile.ZipInfo("mimetype", ZIP_EPOCH), MEDIA_TYPE)
        for name in PARTS:
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with package.open(entry, "w") as part:
                for piece in _environment().get_template(f"ods/{name}").generate(told):
                    part.write(piece.encode())
    return file.getvalue()


def _rows(grid: Grid) -> Iterator[Markup]:
    cells = [
        _cell(pl.col(name), kind, f"number-{place}" if name in grid.formats else "number")
        for place, (name, kind) in enumerate(grid.frame.schema.items())
    ]
    row = pl.concat_str(pl.lit("<table:table-row>"), *cells, pl.lit("</table:table-row>"))
    for piece in grid.frame.iter_slices(SLICE):
        # Safe as it is: `_cell` escapes the text, and the other kinds hold none.
        yield Markup("\n".join(piece.select(row.alias("row"))["row"]))


def _cell(column: pl.Expr, kind: pl.DataType, number: str) -> pl.Expr:
    """The markup of a cell, value and look, from the value."""
    if kind == pl.String:
        filled = _filled("text", "string", _escaped(column))
    elif kind == pl.Boolean:
        value = column.cast(pl.String)
        filled = _filled("boolean", "boolean", value.str.to_uppercase(), ("boolean-value", value))
    elif kind == pl.Date:
        value = column.dt.to_string("%Y-%m-%d")
        shown = column.dt.to_string("%-d %B %Y")
        filled = _filled("date", "date", shown, ("date-value", value))
    elif isinstance(kind, pl.Datetime):
        value = column.dt.to_string("%Y-%m-%dT%H:%M:%S%.f")
        shown = column.dt.to_string("%-d %B %Y %H:%M:%S")
        filled = _filled("time", "date", shown, ("date-value", value))
    else:
        value = column.cast(pl.String)
        filled = _filled(number, "float", value, ("value", value))
    return pl.when(column.is_null()).then(pl.lit(EMPTY)).otherwise(filled)


def _filled(
    style: str, kind: str, shown: pl.Expr, value: tuple[str, pl.Expr] | None = None
) -> pl.Expr:
    start = f'<table:table-cell table:style-name="{style}" office:value-type="{kind}"'
    held = [pl.lit(f' office:{value[0]}="'), value[1], pl.lit('"')] if value else []
    end = pl.lit("</text:p></table:table-cell>")
    return pl.concat_str(pl.lit(start), *held, pl.lit("><text:p>"), shown, end)


def _escaped(column: pl.Expr) -> pl.Expr:
    """Text as XML; OpenDocument folds runs of space unless they are spelt out."""
    text = column.str
    for plain, spelt in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\t", "<text:tab/>")):
        text = text.replace_all(plain, spelt, literal=True).str
    text = text.replace_all("(?m)^ | $", "<text:s/>").str
    text = text.replace_all("  ", " <text:s/>", literal=True).str
    return text.replace_all("\n", "</text:p><text:p>", literal=True)


def _letters(place: int) -> str:
    """The name of a column, counted from 1: A, B, ... Z, AA."""
    name = ""
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("mutuality.papers"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
