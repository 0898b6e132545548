"""Which edition of a publication a file is.

In:    the lines above a table (`Published:`, `Revised:`) and the name of the file.
Out:   a Vintage, which sorts.
Never: a revision taken for a first edition because its date was misspelt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutuality.stores.sources.months import day_in, packed_day_in
from mutuality.stores.sources.reading import Vintage

if TYPE_CHECKING:
    from mutuality.stores.sources.grid import Grid

FIRST = Vintage("", "first published")
EXTRACT = Vintage("", "as extracted")
LABEL_WIDTH = 6
NOT_REVISED = ("n/a", "na", "-", "–", "none", "no", "not applicable", "not revised", "tbc")
"""What publishers write beside "Revised:" on a first edition, where they do not leave it empty."""


def edition(grid: Grid) -> Vintage:
    """The edition that the lines above the table state, else the one that the name tells.

    A date that cannot be read is kept as written, and counts as a revision.
    """
    revised = label(grid, "revised")
    if revised and revised.strip(" .").lower() not in NOT_REVISED:
        day = day_in(revised)
        if day is None:
            return Vintage("revised", f"revised {revised}")
        return Vintage(day.isoformat(), f"revised {day.day} {day:%B %Y}")
    if "revised" in (name := grid.file.lower()):
        day = packed_day_in(name.split("revised", 1)[1])
        if day is None:
            return Vintage("revised", "revised")
        return Vintage(day.isoformat(), f"revised {day.day} {day:%B %Y}")
    if (published := label(grid, "published")) and (day := day_in(published)):
        return Vintage(day.isoformat(), f"published {day.day} {day:%B %Y}")
    return FIRST


def label(grid: Grid, word: str) -> str:
    """What stands beside a label above the table, such as `Period:`; "" where there is none."""
    for row in grid.head:
        cells = [cell for cell in row[:LABEL_WIDTH] if cell]
        if cells and cells[0].lower().rstrip(": ") == word:
            return cells[1] if len(cells) > 1 else ""
    return ""
