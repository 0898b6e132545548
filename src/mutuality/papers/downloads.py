"""Every table and every chart as a file that says where it comes from.

In:    a table or a Figure, its Attribution, and the form that somebody asked for.
Out:   a Download: the bytes, what kind of file they are, and a name to save them under.
Never: a file that would run something in a spreadsheet or a browser.
Read first: attribution.py, then grid.py.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from mutuality.base import Refusal

if TYPE_CHECKING:
    import polars as pl

    from mutuality.papers.attribution import Attribution
    from mutuality.papers.document import Figure, Table

TABLE_FORMS = ("csv", "xlsx", "ods")
"""The forms in which a table can be saved."""
FIGURE_FORMS = ("svg", "png")
"""The forms in which a chart can be saved."""
LONGEST_NAME = 80


class Download(NamedTuple):
    """The content of a file, its media type, and a name in plain letters with its ending."""

    content: bytes
    media_type: str
    name: str


def table_file(table: Table | pl.DataFrame, attribution: Attribution, *, form: str) -> Download:
    """The table as `csv`, `xlsx` or `ods`; the same input gives the same bytes.

    Numbers stay numbers and dates stay dates. In a paper's Table that holds for the columns that
    are `numeric` and hold numbers alone; their per cent signs move into the heading.

    Raises Refusal PAP-029 for another form, PAP-025 for a table without rows or columns, PAP-026
    for names of columns that clash, PAP-027 for a column that no spreadsheet holds, and PAP-028
    where the table is too large for one (a CSV has no limit).
    """
    _check(form, TABLE_FORMS)
    from mutuality.papers.grid import grid  # noqa: PLC0415 - Polars, for none but a table

    made = grid(table, title=attribution.title)
    name = file_name(attribution.title, form)
    if form == "csv":
        from mutuality.papers.comma_separated import to_csv  # noqa: PLC0415

        return Download(to_csv(made, attribution), "text/csv; charset=utf-8", name)
    if form == "xlsx":
        from mutuality.papers import xlsx  # noqa: PLC0415

        return Download(xlsx.to_xlsx(made, attribution), xlsx.MEDIA_TYPE, name)
    from mutuality.papers import ods  # noqa: PLC0415

    return Download(ods.to_ods(made, attribution), ods.MEDIA_TYPE, name)


def figure_file(figure: Figure, attribution: Attribution, *, form: str) -> Download:
    """The chart as `svg` or `png`, with its title above and its attribution below it.

    Raises Refusal PAP-029 for another form, and PAP-021 or PAP-022 for a picture that is none or
    that holds more than shapes.
    """
    _check(form, FIGURE_FORMS)
    from mutuality.papers import captioned  # noqa: PLC0415 - NumPy and charts, for none but these

    name = file_name(figure.title, form)
    if form == "png":
        return Download(captioned.captioned_png(figure, attribution), "image/png", name)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{captioned.captioned_svg(figure, attribution)}'
    return Download(text.encode(), "image/svg+xml", name)


def file_name(title: str, ending: str) -> str:
    """A name in small letters, digits and hyphens, safe on every system."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_NAME].strip("-")
    return f"{slug or 'mutuality'}.{ending}"


def _check(form: str, known: tuple[str, ...]) -> None:
    if form not in known:
        raise Refusal(
            "PAP-029",
            f"'{form[:20]}' is not a form in which this can be saved.",
            f"Choose one of: {', '.join(known)}.",
            where="form",
        )
