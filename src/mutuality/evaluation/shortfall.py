"""When we cannot say, and what would let us.

In:    the window or the donor pool that fell short, and the plan.
Out:   NotEnough with exact counts.
Never: "not enough data" without how much there is, how much it takes, and whether more can come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from mutuality.evaluation.effect import NotEnough

if TYPE_CHECKING:
    from mutuality.evaluation.donors import Donors
    from mutuality.evaluation.protocol import Protocol, Treatment
    from mutuality.evaluation.windows import Window


def too_short(
    panel: pl.DataFrame, treatment: Treatment, protocol: Protocol, span: Window
) -> NotEnough | None:
    """None where the stretch is long enough on both sides."""
    before, after = len(span.before), len(span.after)
    if before >= protocol.min_before and after >= protocol.min_after:
        return None
    if treatment.unit not in panel["unit"]:
        reason = f"{treatment.unit} has no figures for {protocol.measure}"
        settle = "figures for this body, or another measure that it has"
    else:
        reason, settle = _shortfall(panel, treatment, protocol, span)
    return _not_enough(treatment, protocol, span, reason, settle)


def _shortfall(
    panel: pl.DataFrame, treatment: Treatment, protocol: Protocol, span: Window
) -> tuple[str, str]:
    said, settle = [], []
    length = protocol.frequency
    if len(span.before) < protocol.min_before:
        said.append(
            f"{len(span.before)} clean {length}s before the change, {protocol.min_before} needed "
            f"({span.why_start})"
        )
        settle.append("earlier figures from the publisher, or a measure that goes further back")
    if len(span.after) < protocol.min_after:
        said.append(
            f"{len(span.after)} clean {length}s after the change, {protocol.min_after} needed "
            f"({span.why_end})"
        )
        more = protocol.min_after - len(span.after)
        reached = span.after[-1] if span.after else treatment.effective
        is_open = panel.filter(pl.col("period_end") > reached).is_empty()
        settle.append(
            f"{more} more {length}s of figures"
            if is_open
            else "no later figures: the stretch was cut short in the past"
        )
    return "; ".join(said), "; ".join(settle)


def too_few_donors(
    treatment: Treatment, protocol: Protocol, span: Window, donors: Donors
) -> NotEnough:
    """The pool is smaller than the plan allows."""
    rules = pl.Series([o.rule for o in donors.left_out], dtype=pl.String).value_counts(sort=True)
    lost = ", ".join(f"{count} {rule}" for rule, count in rules.sort("count", "").iter_rows())
    fewest = protocol.donor_rule.fewest
    return _not_enough(
        treatment,
        protocol,
        span,
        f"{len(donors.units)} donors, {fewest} needed (left out: {lost or 'none'})",
        "figures for more bodies that did not change, or a narrower window",
        donors=len(donors.units),
    )


def _not_enough(
    treatment: Treatment,
    protocol: Protocol,
    span: Window,
    reason: str,
    settle: str,
    *,
    donors: int | None = None,
) -> NotEnough:
    return NotEnough(
        change_id=treatment.change_id,
        unit=treatment.unit,
        measure=protocol.measure,
        reason=reason,
        would_settle=settle,
        periods_before=len(span.before),
        periods_after=len(span.after),
        donors=donors,
        need_before=protocol.min_before,
        need_after=protocol.min_after,
        need_donors=protocol.donor_rule.fewest,
        seal=protocol.seal,
    )
