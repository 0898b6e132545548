"""Who became whom, and when.

In:    pairs of codes with a legal date, from two publications that do not quite agree.
Out:   one Succession a pair, with its kind and any other date that was published.
Never: a link made from names, or a successor for a body that has none on record.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SuccessionKind = Literal["merger", "acquisition", "new-code", "split"]


@dataclass(frozen=True, slots=True, order=True)
class Succession:
    """One predecessor, one successor, one legal date.

    `kind` is worked out from the pattern, because ODS leaves its reason blank: `split` where the
    predecessor has several successors on that date; `acquisition` where the successor was already
    there; `merger` where several predecessors form a new code; `new-code` where one does.
    `other_date` is the date that the second publication gives where the two disagree.
    """

    old: str
    new: str
    date: dt.date
    kind: SuccessionKind
    other_date: dt.date | None = None


Pair = tuple[str, str]


def combine(
    official: Mapping[Pair, dt.date],
    archived: Mapping[Pair, dt.date],
    *,
    opened: Mapping[str, dt.date],
) -> tuple[Succession, ...]:
    """The union of both publications, in order of date.

    Where they disagree (some pairs by a day: the last day of the old body against the first of the
    new) `official`, the current `succ.csv`, wins and the other date is kept. `opened` helps to
    tell an acquirer that was already there from a new code.
    """
    dates = {**archived, **official}
    kinds = _kinds(dates, opened)
    rows = []
    for pair, date in dates.items():
        other = archived.get(pair)
        disagrees = other is not None and other != date
        rows.append(Succession(*pair, date, kinds[pair], other if disagrees else None))
    return tuple(sorted(rows, key=lambda row: (row.date, row.old, row.new)))


def _kinds(
    dates: Mapping[Pair, dt.date], opened: Mapping[str, dt.date]
) -> dict[Pair, SuccessionKind]:
    """Read the kind off the pattern of links around each pair.

    One-day disagreements must not tear a split or a merger apart, so dates are compared to within
    two days.
    """
    leaving = Counter((old, date) for (old, _), date in dates.items())
    arriving = Counter((new, date) for (_, new), date in dates.items())
    first_seen: dict[str, dt.date] = {}
    for (old, new), date in dates.items():
        # A successor is first seen as its own predecessor's heir, so look for earlier links only.
        for code in (old, new):
            first_seen[code] = min(first_seen.get(code, date), date)
    kinds: dict[Pair, SuccessionKind] = {}
    for (old, new), date in dates.items():
        birth = min(opened.get(new, dt.date.max), first_seen[new])
        if leaving[old, date] > 1:
            kinds[old, new] = "split"
        elif birth < date - dt.timedelta(days=2):
            kinds[old, new] = "acquisition"
        elif arriving[new, date] > 1:
            kinds[old, new] = "merger"
        else:
            kinds[old, new] = "new-code"
    return kinds


def neighbours(
    successions: Iterable[Succession],
) -> tuple[dict[str, list[Succession]], dict[str, list[Succession]]]:
    """Links leaving each code, and links arriving at each code, in order of date."""
    leaving: dict[str, list[Succession]] = defaultdict(list)
    arriving: dict[str, list[Succession]] = defaultdict(list)
    for link in successions:
        leaving[link.old].append(link)
        arriving[link.new].append(link)
    return dict(leaving), dict(arriving)
