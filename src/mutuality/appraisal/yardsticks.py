"""Today's figure of one organisation, and the levels that are worst and best for it.

In:    its own figures of a measure, and those of its peers in the same period.
Out:   a Yardstick, and from it the anchors of a criterion, or None where nothing can set them.
Never: an anchor that no published figure stands behind.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from mutuality.appraisal.case import Anchor

if TYPE_CHECKING:
    from mutuality.appraisal.cells import Baseline

Better = Literal["higher", "lower"]
ENOUGH = 20
"""Peers that it takes before a tenth or a quarter of them says anything."""
LONG_ENOUGH = 4
"""Figures of its own that it takes before the highest and the lowest say anything."""
SHORT = 2
"""As many where what would be best is known beforehand."""
WORST_SHARE, BEST_SHARE = 0.10, 0.25
ROOM = 0.5
"""Standard deviations that an anchor keeps from today's figure, so that harm and gain both tell."""


@dataclass(frozen=True, slots=True)
class Yardstick:
    """A measure of one organisation beside its peers.

    `today` is its latest figure. `peers` are others' figures for the same period, empty where
    they cannot be compared, as counts of bodies of different size cannot. `peers_are` says who
    they are ("acute trusts"). `record` holds its own figures, oldest first, from `since` on, all
    of them meaning the same thing. `unit` and `decimals` say how a figure is written.
    """

    measure: str
    title: str
    today: Baseline
    better: Better | None
    unit: str
    decimals: int
    peers: tuple[float, ...] = ()
    peers_are: str = "others"
    record: tuple[float, ...] = ()
    since: str = ""
    lowest: float = float("-inf")
    highest: float = float("inf")

    def told(self, value: float) -> str:
        """A figure in words, with its unit where it needs one."""
        if self.unit == "share":
            return f"{100 * value:.1f}%"
        text = f"{value:,.{self.decimals}f}"
        if self.unit == "ratio":
            return text
        return f"{text} ({self.unit})" if self.unit.startswith("score") else f"{text} {self.unit}"

    @property
    def comparable(self) -> bool:
        """Whether there are enough peers to set it beside."""
        return len(self.peers) >= ENOUGH


@dataclass(frozen=True, slots=True)
class Anchors:
    """Where a criterion starts and ends, and one standard deviation between organisations."""

    worst: Anchor
    best: Anchor
    spread: Anchor | None


def anchors(yardstick: Yardstick, *, better: Better, aim: Anchor | None = None) -> Anchors | None:
    """Worst and best by the peers: the worst tenth and the best quarter. Without enough peers, by
    the worst and the best figure on the organisation's own record; where `aim` is given, that is
    the best and the record need not be long. None where that says nothing.

    An anchor nearer to today's figure than half a standard deviation moves out to that distance,
    so that there is room to fall and to rise, and says so.
    """
    way = 1.0 if better == "higher" else -1.0
    period = yardstick.today.period
    if yardstick.comparable:
        every = np.array([*yardstick.peers, yardstick.today.value])
        whom = f"{len(every)} {yardstick.peers_are}"
        low, high = np.quantile(way * every, [WORST_SHARE, 1 - BEST_SHARE])
        spread = float(np.std(every, ddof=1))
        worst = (way * float(low), f"where the worst tenth of {whom} begins, {period}")
        best = (way * float(high), f"where the best quarter of {whom} begins, {period}")
        between = f"standard deviation between {whom}, {period}"
        shown = Anchor(value=float(f"{spread:.2g}"), means=between)
    elif len(yardstick.record) >= (LONG_ENOUGH if aim is None else SHORT):
        every = np.array(yardstick.record)
        own = f"of its own {len(every)} figures since {yardstick.since}"
        spread = float(np.std(every, ddof=1))
        worst = (way * float((way * every).min()), f"the worst {own}")
        best = (way * float((way * every).max()), f"the best {own}")
        shown = None
    else:
        return None
    lowest = _anchor(yardstick, -way, spread, *worst)
    highest = _anchor(yardstick, way, spread, *best)
    if aim is not None and not yardstick.comparable:
        highest = aim
    is_apart = way * (highest.value - lowest.value) > 0
    return Anchors(lowest, highest, shown) if is_apart else None


def _anchor(stick: Yardstick, side: float, spread: float, value: float, what: str) -> Anchor:
    """The level `value`, or half a standard deviation beyond today's figure if that lies further
    out on that side."""
    edge = stick.today.value + side * ROOM * spread
    level = max(value, edge) if side > 0 else min(value, edge)
    kept = round(min(max(level, stick.lowest), stick.highest), stick.decimals)
    if level == value:
        return Anchor(value=kept, means=what)
    return Anchor(
        value=kept,
        means=f"half a standard deviation beyond today's {stick.told(stick.today.value)}, to leave "
        f"room; {stick.told(value)} is {what}",
    )
