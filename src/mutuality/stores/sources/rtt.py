"""Long waits from referral to treatment, from a third party's extract.

In:    one row a provider and month: waits over 18 and over 52 weeks.
Out:   `rtt-over-18`, `rtt-over-52`, as counts: the extract has no denominator.
Never: more waits over 52 weeks than over 18.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutuality.stores.sources import publications
from mutuality.stores.sources.editions import EXTRACT
from mutuality.stores.sources.figures import at_least_nought, months, numbers, once_each, part_of
from mutuality.stores.sources.observed import counts
from mutuality.stores.sources.publication import Publication
from mutuality.stores.sources.reading import Reading
from mutuality.stores.sources.table import has_columns, names_in, table, with_codes

if TYPE_CHECKING:
    from mutuality.stores.sources.grid import Grid

_FIGURES = ("waits over 18 weeks", "waits over 52 weeks")
_COLUMNS = {
    "code": ("nhs trust22 code", "nhs trust code", "trust code", "provider code"),
    "period": ("date", "month"),
    **{name: (name,) for name in _FIGURES},
}
_NAMES = {"name": ("nhs trust22 name", "nhs trust name", "trust name", "provider name")}


def _read(grid: Grid) -> Reading:
    found = numbers(with_codes(table(grid, _COLUMNS, _NAMES)), _FIGURES)
    at_least_nought(found, _FIGURES)
    part_of(found, "waits over 52 weeks", "waits over 18 weeks")
    found = months(found)
    once_each(found, "code", "period_start")
    return Reading(
        reader="rtt-long-waits",
        source=publications.RTT,
        vintage=EXTRACT,
        tables={
            "rtt-over-18": counts(found, "waits over 18 weeks"),
            "rtt-over-52": counts(found, "waits over 52 weeks"),
        },
        dropped=found.dropped,
        names=names_in(found),
        rows=found.height,
    )


RTT_LONG_WAITS = Publication(
    id="rtt-long-waits",
    reads="Waits over 18 and 52 weeks by provider and month, third party's extract (csv)",
    looks_like=lambda grid: has_columns(grid, _COLUMNS),
    of=_read,
)
