"""A quick first pass on the figures that are held.

In:    a workspace, an ODS code, a problem in words with its kinds, and a date.
Out:   a Draft of a case.
Never: a figure after the date, or peers of another type or another period.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import polars as pl

from mutuality.appraisal import Baseline, Draft, FirstPass, Subject, Yardstick, draft
from mutuality.appraisal import parse_first_pass as parse
from mutuality.base import Period
from mutuality.stores import shipped
from mutuality.stores.panels import registered_or_tidy
from mutuality.stores.profiles import ChartDesk

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mutuality.outcomes import Measure
    from mutuality.register import Change, Register
    from mutuality.stores.workspace import Workspace


def first_pass() -> FirstPass:
    """What a first pass starts from: kinds of problem with their criteria and models."""
    return parse(shipped.document("first-pass.toml"))


def draft_case(
    store: Workspace,
    code: str,
    *,
    problem: str,
    kinds: Sequence[str],
    at: dt.date,
    draws: int | None = None,
) -> Draft:
    """A draft case for an organisation's problem, as at a date, on the figures that are held.

    `kinds` are identifiers of `first_pass().kinds`. Raises Refusal REG-001 for an unknown code,
    and what `appraisal.draft` refuses.
    """
    start = first_pass()
    start.chosen(kinds)
    desk = ChartDesk(store, code, at=at)
    measures = dict.fromkeys(name for plan in start.criteria for name in plan.measures)
    found = {name: stick for name in measures if (stick := _yardstick(desk, name))}
    more: dict[str, Any] = {} if draws is None else {"draws": draws}
    return draft(
        Subject(desk.body.code, desk.name, found, _changes(desk)),
        problem=problem,
        kinds=kinds,
        at=at,
        first_pass=start,
        models=desk.register.models,
        findings=shipped.findings(),
        rules=shipped.gates(),
        defaults=shipped.defaults(),
        tried=_tried(desk.register, at),
        **more,
    )


def _yardstick(desk: ChartDesk, name: str) -> Yardstick | None:
    """The last whole figure of a measure, its peers in the same period, and its own record."""
    measure = registered_or_tidy(desk.store, name)
    built = desk.panel(measure)
    if built is None:
        return None
    part = pl.col("flags").str.contains("short-period|part-missing")
    whole = built.frame.filter(pl.col("value").is_not_null() & ~part)
    own = whole.filter(pl.col("unit") == desk.unit).sort("period_end")
    if own.is_empty():
        return None
    last = own.row(-1, named=True)
    start, end = last["period_start"], last["period_end"]
    resets = [known.start for known in measure.breaks if known.resets and known.start <= start]
    since = max(resets, default=own["period_start"].min())
    record = own.filter(pl.col("period_start") >= since)
    peers = whole.filter(
        pl.col("unit").is_in(desk.peers - {desk.unit})
        & (pl.col("period_start") == start)
        & (pl.col("period_end") == end)
    )
    first = record.row(0, named=True)
    whose = "trusts" if desk.register.is_trust(desk.body.code) else "bodies"
    return Yardstick(
        measure=name,
        title=measure.title,
        today=Baseline(
            value=last["value"],
            period=Period(start, end).label,
            source=desk.store.source_of(name).attribution,
            end=end,
        ),
        better=None if measure.polarity == "neutral" else measure.polarity,
        unit=measure.unit,
        decimals=measure.decimals,
        peers=tuple(peers["value"]) if _is_comparable(measure) else (),
        peers_are=f"{whose} of its type",
        record=tuple(record["value"]),
        since=Period(first["period_start"], first["period_end"]).label,
        lowest=measure.lowest,
        highest=measure.highest,
    )


def _is_comparable(measure: Measure) -> bool:
    """Whether bodies of different size can be set side by side: counts cannot."""
    return measure.pooling != "sum"


def _changes(desk: ChartDesk) -> tuple[Change, ...]:
    """The changes that the unit's bodies took part in, as known at the date, oldest first."""
    found = {
        change.id: change
        for code in desk.units.codes(desk.unit)
        for change in desk.register.changes_of(code)
        if change.dated is None or change.dated.period.start <= desk.at
    }
    return tuple(sorted(found.values(), key=lambda one: (str(one.dated and one.dated.iso), one.id)))


def _tried(register: Register, at: dt.date) -> Counter[str]:
    """How many checked changes of each form took effect by the date."""
    return Counter(
        change.form
        for change in register.changes
        if change.status == "found" and change.effective and change.effective.period.end <= at
    )
