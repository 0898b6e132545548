"""Figures that a worker keeps in mind, by the version of what is loaded.

In:    a measure, and what a panel is made by.
Out:   frames, and the units of a panel.
Never: figures of an old load: the version is part of what they are kept by.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mutuality.outcomes import Panel
from mutuality.register import EPOCH, Units
from mutuality.stores import VIEW, panel_of
from mutuality.web import published

if TYPE_CHECKING:
    import polars as pl


class Held(NamedTuple):
    """A panel, and what its units and dates were made from."""

    panel: Panel
    units: Units
    as_of: dt.date


def step(as_of: dt.date | None) -> dt.date | None:
    """The last day by then on which any unit changed: days between give the same panel."""
    if as_of is None:
        return None
    days = (link.date for link in published.register().trust_successions)
    return max((day for day in days if day <= as_of), default=EPOCH)


# Frames are kept by the version of what is loaded, so that a load makes them afresh.


@lru_cache(maxsize=2)
def held(version: str) -> frozenset[str]:
    del version
    return published.store().measures()


@lru_cache(maxsize=8)
def observed(version: str, measure: str, every_edition: bool) -> pl.DataFrame:  # noqa: FBT001
    del version
    frame = published.store().observations(measure, every_edition=every_edition)
    return frame.select(VIEW)


@lru_cache(maxsize=24)
def built(
    version: str,
    measure: str,
    frequency: str | None,
    as_of: dt.date | None,
    codes: str,
    weights: str | None,
    composites: str,
) -> Held:
    del version
    register = published.register()
    figures = published.store().observations(measure)
    bodies = figures["organisation"].to_list()
    ends, starts = figures["period_end"].to_list(), figures["period_start"].to_list()
    counted = [
        end
        for body, end in zip(bodies, ends, strict=True)
        if codes == "all" or register.is_trust(body)
    ]
    last = as_of or max(counted, default=None)
    made = panel_of(
        published.store(),
        measure,
        frequency=frequency,
        as_of=last,
        codes=codes,
        weights=weights,
        composites=composites,
        register=register,
        observed=figures,
    )
    units = register.units(as_of=last or EPOCH, since=min(EPOCH, *starts))
    return Held(made, units, last or EPOCH)
