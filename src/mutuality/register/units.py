"""The units that figures can be followed in across mergers and splits.

In:    successions, and the date as at which we look.
Out:   for every code the unit it belongs to, named by the codes that survive.
Never: a unit that depends on the measure: the same body has the same name everywhere.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mutuality.register.successions import Succession

EPOCH = dt.date(2010, 4, 1)
"""The first day that any measure we read covers.

Links on or before it are left out: the old code never reports, and the splits of 2001 and 2002
would tie half of Lancashire into one unit for no gain (docs/decisions/0004-units.md).
"""


@dataclass(frozen=True, slots=True)
class Units:
    """Which unit each code belongs to, as at a date.

    `of` holds only codes that took part in a succession; any other code is its own unit.
    `closes` holds the legal date on which a code handed over to its first successor.
    """

    as_of: dt.date
    of: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]
    closes: Mapping[str, dt.date]

    def unit(self, code: str) -> str:
        """The unit of a code: itself, where it never merged or split."""
        return self.of.get(code, code)

    def codes(self, unit: str) -> tuple[str, ...]:
        """Every code, living or not, whose figures make up a unit."""
        return self.members.get(unit, (unit,))


def units(successions: Iterable[Succession], *, as_of: dt.date, since: dt.date = EPOCH) -> Units:
    """Connected components of the successions after `since` and on or before `as_of`.

    A component is named by its surviving codes (those with no successor by then), sorted and
    joined by `+`, so a split makes `R0A+RM3`. Linear in the number of successions.
    """
    links = [link for link in successions if since < link.date <= as_of]
    parent: dict[str, str] = {}

    def root(code: str) -> str:
        while (above := parent.setdefault(code, code)) != code:
            parent[code] = parent[above]
            code = parent[code]
        return code

    closes: dict[str, dt.date] = {}
    for link in links:
        parent[root(link.old)] = root(link.new)
        closes[link.old] = min(closes.get(link.old, link.date), link.date)
    components: dict[str, list[str]] = defaultdict(list)
    for code in sorted(parent):
        components[root(code)].append(code)
    of: dict[str, str] = {}
    members: dict[str, tuple[str, ...]] = {}
    for codes in components.values():
        # A code can hand over and live on (a circle of part-transfers); then all of them name it.
        name = "+".join([code for code in codes if code not in closes] or codes)
        members[name] = tuple(codes)
        of.update(dict.fromkeys(codes, name))
    return Units(as_of, of, members, closes)
