"""Did this change move this measure?

In:    one treatment, a panel whose units are composites over the whole window, a sealed plan.
Out:   an Effect, or NotEnough.
Never: an estimate across a gap, a second change, or a body that was itself reorganised.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from mutuality.base import Refusal
from mutuality.evaluation.donors import (
    UNREGISTERED_TRANSFERS,
    UnregisteredTransfer,
    choose_donors,
)
from mutuality.evaluation.effect import Effect, NotEnough, grade
from mutuality.evaluation.placebo import FEWEST_TO_STUDENTISE, PlaceboTest, placebo_test
from mutuality.evaluation.sample import (
    YEAR,
    Sample,
    alternatives,
    imputed,
    outcome_matrix,
    path,
)
from mutuality.evaluation.shortfall import too_few_donors, too_short
from mutuality.evaluation.synthetic import SyntheticControl, synthetic_control
from mutuality.evaluation.windows import window

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mutuality.evaluation.protocol import Protocol, Treatment

COVID = (dt.date(2020, 3, 1), dt.date(2021, 6, 30))
ALARM = 0.05
"""A pre-trend or a late shift as rare as this among donors is flagged."""
COLUMNS = (
    "unit", "period_start", "period_end", "value", "parts_expected", "parts_present", "flags",
)  # fmt: skip
DESIGN = (
    "difference in differences by imputation against {n} bodies that did not change; ranked among "
    "placebos; checked by a synthetic control"
)


def evaluate(
    treatment: Treatment,
    panel: pl.DataFrame,
    *,
    protocol: Protocol,
    others: Sequence[Treatment] = (),
    transfers: Iterable[UnregisteredTransfer] = UNREGISTERED_TRANSFERS,
    volume: pl.DataFrame | None = None,
    systems: Mapping[str, str | None] | None = None,
    kinds: Mapping[str, str | None] | None = None,
) -> Effect | NotEnough:
    """One change, one measure.

    `panel` is a panel frame with units as at `treatment.effective`: then predecessors are added up
    before the change and the units of later changes are not yet joined. `others` are every other
    registered change; they end the window of the treated unit and bar units from the pool.
    `volume`, `systems` and `kinds` serve the donor rule (see `choose_donors`).

    Raises Refusal EVA-002 (a column is missing), EVA-003 (a unit has two rows for a period),
    EVA-009 (the measure never varies) and EVA-017 (a logarithm of a value not above zero).
    """
    _need_panel(panel)
    moved = list(transfers)
    span = window(
        panel,
        treatment=treatment,
        protocol=protocol,
        disturbed=_disturbances(treatment, others, moved),
    )
    short = too_short(panel, treatment, protocol, span)
    if short:
        return short
    donors = choose_donors(
        panel,
        treatment=treatment,
        periods=span.periods,
        rule=protocol.donor_rule,
        others=others,
        exclusions=protocol.exclusions,
        transfers=moved,
        volume=volume,
        systems=systems,
        kinds=kinds,
    )
    if len(donors.units) < protocol.donor_rule.fewest:
        return too_few_donors(treatment, protocol, span, donors)
    matrix = outcome_matrix(panel, (treatment.unit, *donors.units), span, protocol)
    return _effect(Sample(treatment, protocol, span, donors, matrix), panel)


def _need_panel(panel: pl.DataFrame) -> None:
    for name in COLUMNS:
        if name not in panel.columns:
            raise Refusal(
                "EVA-002",
                f"The panel has no column '{name}'.",
                "Give a panel frame, as `mutuality panel` writes it.",
                where=name,
            )
    twice = panel.filter(panel.select("unit", "period_end").is_duplicated())
    if not twice.is_empty():
        raise Refusal(
            "EVA-003",
            f"{twice['unit'][0]} has more than one row for the period to {twice['period_end'][0]}.",
            "Keep one row for each unit and period.",
            where="unit, period_end",
        )


def _disturbances(
    treatment: Treatment, others: Iterable[Treatment], transfers: Iterable[UnregisteredTransfer]
) -> list[tuple[dt.date, str]]:
    """Whatever else happened to the treated unit itself."""
    codes = frozenset(treatment.unit.split("+"))
    changes = [
        (o.effective, o.change_id)
        for o in others
        if o.change_id != treatment.change_id and o.all_codes & codes
    ]
    receipts = [
        (t.date, f"a transfer of services from {t.given_up_by}")
        for t in transfers
        if t.receiver in codes
    ]
    return changes + receipts


def _effect(sample: Sample, panel: pl.DataFrame) -> Effect:
    treatment, protocol, span = sample.treatment, sample.protocol, sample.span
    test = placebo_test(sample.outcomes, treated=0, before=sample.before)
    mix = synthetic_control(
        sample.outcomes,
        units=(treatment.unit, *sample.donors.units),
        treated=0,
        before=sample.before,
    )
    flags = tuple(_flags(sample, test, mix, panel))
    return Effect(
        change_id=treatment.change_id,
        unit=treatment.unit,
        measure=protocol.measure,
        domain=protocol.domain,
        estimate=imputed(sample),
        standard_error=test.standard_error,
        interval=test.interval,
        p=test.p,
        p_floor=test.p_floor,
        rank=test.rank,
        smallest_seen=test.smallest_seen,
        n_treated=1,
        n_donors=test.donors,
        periods_before=len(span.before),
        periods_after=len(span.after),
        first=span.start,
        last=span.end,
        scale=protocol.scale,
        design=DESIGN.format(n=test.donors),
        synthetic=mix,
        alternatives=tuple(alternatives(sample, mix)),
        diagnostics=(
            ("pre_trend_max", test.pre_trend_max),
            ("pre_trend_p", test.pre_trend_p),
            ("late_shift", test.late_shift),
            ("late_shift_p", test.late_shift_p),
            ("spread_before", test.spread),
            ("pre_rmspe", mix.pre_rmspe),
        ),
        path=path(sample),
        left_out=sample.donors.left_out,
        not_applied=sample.donors.not_applied,
        flags=flags,
        grade=grade(flags),
        seal=protocol.seal,
    )


def _flags(
    sample: Sample, test: PlaceboTest, mix: SyntheticControl, panel: pl.DataFrame
) -> Iterator[str]:
    treatment, span, protocol = sample.treatment, sample.span, sample.protocol
    long_enough = sample.before >= FEWEST_TO_STUDENTISE
    if not long_enough or len(span.after) <= YEAR[protocol.frequency]:
        yield "few-periods"
    if long_enough and test.pre_trend_p <= ALARM:
        yield "pre-trend"
    if long_enough and test.late_shift_p <= ALARM:
        yield "late-shift"
    if treatment.chosen_on_outcome:
        yield "chosen-on-outcome"
    if treatment.announced is None:
        yield "announcement-unknown"
    elif span.before[-1] >= treatment.announced:
        yield "announced-inside"
    if span.start <= COVID[1] and span.end >= COVID[0]:
        yield "covid"
    inside = panel.filter(
        (pl.col("unit") == treatment.unit) & pl.col("period_end").is_in(list(span.periods))
    )
    if inside["flags"].fill_null("").str.contains("break:").any():
        yield "break"
    if sample.donors.not_applied:
        yield "rule-not-applied"
    if not test.is_studentised:
        yield "not-studentised"
    if mix.rank is None:
        yield "perfect-mix"
    if not test.interval[0] <= mix.estimate <= test.interval[1]:
        yield "mix-disagrees"
