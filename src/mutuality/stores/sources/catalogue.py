"""Which reader takes which file.

In:    a path, or a reader's identifier.
Out:   an Offered file, and the Reader for it.
Never: two readers for one file. The first in order of precedence takes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutuality.base import Refusal
from mutuality.stores.bounds import LIMITS, Limits, oversize
from mutuality.stores.sources.ae_monthly import AE_MONTHLY
from mutuality.stores.sources.ae_series import AE_TRUST_SERIES
from mutuality.stores.sources.beds import BEDS_KH03
from mutuality.stores.sources.engagement import ENGAGEMENT_SHMI
from mutuality.stores.sources.ods import ODS_SUCC, ODS_SUCC_COMBINED
from mutuality.stores.sources.places import TRUST_ICB, TRUST_POINTS, TRUST_TYPES
from mutuality.stores.sources.reading import Offered, Reader
from mutuality.stores.sources.rtt import RTT_LONG_WAITS
from mutuality.stores.sources.shmi import SHMI
from mutuality.stores.sources.sickness import SICKNESS
from mutuality.stores.sources.staff_survey import STAFF_SURVEY
from mutuality.stores.sources.tidy import TIDY
from mutuality.stores.sources.trusts import ODS_ETR, ODS_ETRUST

if TYPE_CHECKING:
    from pathlib import Path

READERS: tuple[Reader, ...] = (
    TIDY,
    AE_TRUST_SERIES,
    AE_MONTHLY,
    RTT_LONG_WAITS,
    SHMI,
    ENGAGEMENT_SHMI,
    STAFF_SURVEY,
    SICKNESS,
    BEDS_KH03,
    ODS_SUCC,
    ODS_SUCC_COMBINED,
    ODS_ETR,
    ODS_ETRUST,
    TRUST_POINTS,
    TRUST_TYPES,
    TRUST_ICB,
)
"""In order of precedence. Tidy comes first: its four columns together are nobody else's."""

ALSO = {
    "shmi-annual": "engagement-shmi",
    "engagement": "engagement-shmi",
    "recommend-care": "engagement-shmi",
    "recommend-work": "engagement-shmi",
}
"""Measures that come out of one file, and the reader that a person may ask for by their name."""

_SHOWN_LETTERS = 90


def offer(path: Path | Offered, *, limits: Limits = LIMITS) -> Offered:
    """The file at a path, or one that was offered by name, to be read once.

    Raises Refusal STO-100 where there is none, and STO-125 where it is larger than allowed, which
    is looked at before it is read.
    """
    file = path if isinstance(path, Offered) else Offered(path, limits=limits)
    if isinstance(file.content, bytes):
        size = len(file.content)
    else:
        place = file.content or file.path
        if not place.is_file():
            raise Refusal(
                "STO-100",
                f"There is no file at '{place}'.",
                "Check the spelling, and whether the file was moved.",
                where=str(place),
            )
        size = place.stat().st_size
    if size > file.limits.largest:
        raise oversize(file.name, size, file.limits)
    return file


def reader(code: str) -> Reader:
    """The reader with this identifier. Raises Refusal STO-123 for any other."""
    wanted = ALSO.get(code, code)
    for known in READERS:
        if known.id == wanted:
            return known
    raise Refusal(
        "STO-123",
        f"There is no reader called '{code}'.",
        f"Use 'auto', or one of: {', '.join(known.id for known in READERS)}.",
        where="source",
    )


def recognise(file: Offered) -> Reader:
    """The reader for what a file holds, whatever it is called.

    Raises the Refusal that opening the file gives (STO-101 to STO-105), and STO-124 for a table
    that no reader knows.
    """
    grid = file.grid
    for known in READERS:
        if known.recognises(file):
            return known
    size = f"{grid.cells.height:,} rows and {grid.cells.width - 1} columns"
    first = next((row for row in grid.head if any(row)), ())
    shown = " | ".join(cell for cell in first if cell)[:_SHOWN_LETTERS]
    raise Refusal(
        "STO-124",
        f"The layout is not known. The file has {size} and begins: {shown}.",
        "It can be read if it is one of these: "
        + "; ".join(f"{known.id} ({known.reads})" for known in READERS)
        + ". Any other figures can be brought in the tidy layout.",
        where=grid.where(),
    )
