"""Names and titles that a file brings with it, and that people will read on a page.

In:    one file's reading.
Out:   nothing, or a Refusal.
Never: a formula run. `=HYPERLINK(...)` is a name like any other: it is kept as it stands, and made
       harmless where a table is exported for a spreadsheet.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mutuality.base import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutuality.stores.sources import Reading

LONGEST = 300
UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
"""Characters that do not print, and those that make a text read otherwise than it is written."""


def refuse_unreadable(reading: Reading, *, file: str) -> None:
    """Refuse a name that cannot be shown as it is written, or that fills a page (STO-131)."""
    for what, texts in _labels(reading):
        # All of them at once: there are hundreds in a file, and hardly ever a bad one.
        if UNREADABLE.search("".join(texts)):
            text = next(text for text in texts if UNREADABLE.search(text))
            why = "holds characters that do not print, or that turn the text around"
        elif max(map(len, texts), default=0) > LONGEST:
            text = max(texts, key=len)
            why = f"has {len(text):,} characters; up to {LONGEST} can be shown"
        else:
            continue
        shown = UNREADABLE.sub("?", text[:40])
        raise Refusal(
            "STO-131", f"The {what} '{shown}' {why}.", "Type it again as plain text.", where=file
        )


def _labels(reading: Reading) -> Iterator[tuple[str, list[str]]]:
    """Every text of a file that is shown to people, by what it is."""
    yield "name", list(reading.names.values())
    measures = reading.declared.values()
    yield "title", [measure.title for measure in measures]
    yield "unit", [measure.unit for measure in measures]
    yield "publisher", [measure.publisher for measure in measures]
    tables = reading.tables.values()
    # All the rows of a file come from one sheet.
    sheets = [table["sheet"].head(1).to_list() for table in tables if "sheet" in table.columns]
    yield "sheet", [name for names in sheets for name in names]
    bodies = [table["name"].to_list() for table in tables if "name" in table.columns]
    yield "name", [name for names in bodies for name in names if name]
