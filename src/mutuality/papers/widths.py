"""How wide each column of a table should be on a sheet of paper.

In:    a table of text, and the width of the page in centimetres.
Out:   a width for each column, in centimetres; together they fill the page.
Never: a word or a figure broken in two while there is room.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutuality.papers.markup import plain

if TYPE_CHECKING:
    from mutuality.papers.document import Table

LETTER = 0.18  # centimetres for a letter at 9 points, on the generous side
PADDING = 0.5
LONGEST_WORD, LONGEST_CELL = 18, 110


def widths(table: Table, *, page: float) -> list[float]:
    """First what each column cannot do without, then the rest by how much more it could use."""
    columns = [_column(table, place) for place in range(len(table.columns))]
    least = [PADDING + LETTER * max(_words(texts, name)) for name, texts in columns]
    wanted = [
        max(need, PADDING + LETTER * min(max(map(len, [name, *texts])), LONGEST_CELL))
        for need, (name, texts) in zip(least, columns, strict=True)
    ]
    spare = page - sum(least)
    if spare < 0:  # too many columns for one page: all give way alike
        return [need * page / sum(least) for need in least]
    more = [want - need for want, need in zip(wanted, least, strict=True)]
    if sum(more) <= spare:  # everything fits on one line: fill the page alike
        return [want * page / sum(wanted) for want in wanted]
    return [need + spare * extra / sum(more) for need, extra in zip(least, more, strict=True)]


def _column(table: Table, place: int) -> tuple[str, list[str]]:
    return plain(table.columns[place]), [plain(row[place]) for row in table.rows]


def _words(texts: list[str], name: str) -> list[int]:
    words = [word for text in (name, *texts) for word in text.split()]
    return [min(len(word), LONGEST_WORD) for word in words] or [1]
