"""Panels from a workspace: where stores, register and outcomes meet.

In:    a workspace and a measure's identifier.
Out:   its Panel, on units as at a date.
Never: a private provider in a panel of trusts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import polars as pl

from mutuality.base import Refusal
from mutuality.outcomes import REGISTRY, Measure, Panel, measure, panel
from mutuality.register import EPOCH, Register

if TYPE_CHECKING:
    import datetime as dt

    from mutuality.base import Frequency
    from mutuality.stores.workspace import Workspace

QUARTER_DAYS = 92

CHOICES: dict[str, tuple[str | None, ...]] = {
    "frequency": (None, "month", "quarter", "year"),
    "codes": ("trusts", "all"),
    "weights": (None, "beds"),
    "composites": ("refuse", "exclude"),
}
"""What each choice of `panel_of` can be."""


def panel_of(
    store: Workspace,
    name: str,
    *,
    frequency: str | None = None,
    as_of: dt.date | None = None,
    codes: str = "trusts",
    weights: str | None = None,
    composites: str = "refuse",
    register: Register | None = None,
    observed: pl.DataFrame | None = None,
) -> Panel:
    """The panel of one measure from what a workspace holds.

    `as_of` defaults to the last period held. Measures that a person loaded with the tidy reader
    need not be in the registry: they are pooled as their own file says. `register` and `observed`
    spare a second reading where the caller has them already.

    Raises Refusal OUT-001 and STO-006 (no such measure, nothing held), STO-020 (no trust among the
    codes), STO-021 (a word that a choice does not have), and what `outcomes.panel` refuses.
    """
    for choice, said in (
        ("frequency", frequency),
        ("codes", codes),
        ("weights", weights),
        ("composites", composites),
    ):
        if said not in CHOICES[choice]:
            allowed = ", ".join(repr(word) for word in CHOICES[choice] if word)
            raise Refusal(
                "STO-021",
                f"'{said}' is not something that {choice} can be.",
                f"Use one of: {allowed}.",
                where=choice,
            )
    register = register or store.register()
    what = registered_or_tidy(store, name)
    observed = store.observations(name) if observed is None else observed
    if codes == "trusts":
        every = observed["organisation"].unique()
        trusts = [code for code in every if register.is_trust(code)]
        if len(every) and not trusts:
            raise Refusal(
                "STO-020",
                f"'{name}' is held for {len(every)} codes, and none of them is a trust's.",
                "Ask for every body with --codes all.",
                where="codes",
            )
        observed = observed.filter(pl.col("organisation").is_in(trusts))
    last = cast("dt.date | None", observed["period_end"].max())
    first = cast("dt.date | None", observed["period_start"].min())
    units = register.units(
        as_of=as_of or last or EPOCH, since=min(EPOCH, first) if first else EPOCH
    )
    return panel(
        observed,
        what,
        units=units,
        frequency=cast("Frequency | None", frequency),
        weights=bed_weights(store) if weights == "beds" else None,
        composites=cast("Any", composites),
    )


def panel_about(
    store: Workspace, what: Measure, code: str, *, at: dt.date, register: Register
) -> Panel | None:
    """The panel that one body's charts and baselines are made from, up to a date.

    By quarter where months are published; among trusts for a trust, among all bodies for any
    other. None where nothing is held for the body's unit by then.
    """
    if what.id not in store.measures():
        return None
    observed = store.observations(what.id).filter(pl.col("period_end") <= at)
    units = register.units(as_of=at)
    own = pl.col("organisation").is_in(units.codes(units.unit(code)))
    if observed.filter(own).is_empty():
        return None
    short = pl.col("period_end") - pl.col("period_start") < pl.duration(days=QUARTER_DAYS)
    monthly = what.native == "month" and not observed.filter(short).is_empty()
    return panel_of(
        store,
        what.id,
        as_of=at,
        frequency="quarter" if monthly else None,
        codes="trusts" if register.is_trust(code) else "all",
        composites="exclude",
        register=register,
        observed=observed,
    )


def registered_or_tidy(store: Workspace, name: str) -> Measure:
    """A measure of the registry, or one that a tidy file described."""
    if name in REGISTRY:
        return REGISTRY[name]
    return store.declared().get(name) or measure(name)


def bed_weights(store: Workspace) -> pl.DataFrame:
    """Beds available by organisation and year: what scores without a base are averaged by.

    The mean of a calendar year's quarters of general and acute overnight beds; the year is the
    score's own. Columns organisation, period_start, weight.
    """
    beds = store.observations("ga-occupancy")
    return (
        beds.filter(pl.col("denominator") > 0)
        .group_by("organisation", period_start=pl.col("period_start").dt.truncate("1y"))
        .agg(weight=pl.mean("denominator"))
    )
