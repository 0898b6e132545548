"""Who may stand for what would have happened.

In:    the panel, a window, every change we know of, and the donor rule.
Out:   the units that stayed as they were, and for every other unit the reason it was left out.
Never: a unit dropped without a line that says why.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from mutuality.evaluation.protocol import DonorRule, Treatment


@dataclass(frozen=True, slots=True)
class UnregisteredTransfer:
    """A body that took over services which no succession row records."""

    receiver: str
    given_up_by: str
    date: dt.date
    reason: str
    status: str = "background"


UNREGISTERED_TRANSFERS: tuple[UnregisteredTransfer, ...] = tuple(
    UnregisteredTransfer(
        receiver,
        given_up_by,
        date,
        f"Took over services when {name} was broken up. Background knowledge, not checked against "
        "a source: it is used only to leave the unit out of comparisons.",
    )
    for given_up_by, name, date, receivers in (
        ("RYQ", "South London Healthcare NHS Trust", dt.date(2013, 10, 1), ("RJZ", "RJ2")),
        ("RJD", "Mid Staffordshire NHS Foundation Trust", dt.date(2014, 11, 1), ("RJE", "RL4")),
    )
    for receiver in receivers
)
"""Receivers of transfers that stand in no official succession file (four, all background)."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One unit that is not a donor: the first rule it fails, in words, and the others it fails."""

    unit: str
    rule: str
    detail: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Donors:
    """The pool in code order, who was left out, and which rules could not be applied."""

    units: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    not_applied: tuple[str, ...]

    def attrition(self) -> pl.DataFrame:
        """unit, rule, detail, also: one row for each unit left out."""
        return pl.DataFrame(
            [(o.unit, o.rule, o.detail, "|".join(o.also)) for o in self.left_out],
            schema={"unit": pl.String, "rule": pl.String, "detail": pl.String, "also": pl.String},
            orient="row",
        )


def choose_donors(
    panel: pl.DataFrame,
    *,
    treatment: Treatment,
    periods: Sequence[dt.date],
    rule: DonorRule,
    others: Iterable[Treatment] = (),
    exclusions: Collection[str] = (),
    transfers: Iterable[UnregisteredTransfer] = UNREGISTERED_TRANSFERS,
    volume: pl.DataFrame | None = None,
    systems: Mapping[str, str | None] | None = None,
    kinds: Mapping[str, str | None] | None = None,
) -> Donors:
    """Split every unit of the panel but the treated one into donors and the rest.

    `panel` is the panel frame, `periods` the period ends that are compared. `others` are all
    registered changes, this one included or not.
    `exclusions` are codes that the protocol leaves out by hand. `volume` is a panel frame of beds
    or attendances (`unit, period_end, value`; the denominator is used where there is one).
    `systems` maps unit or code to integrated care board, `kinds` to peer group. A rule whose table
    is not given, or does not know the parties, is listed in `not_applied`; another unit that it
    does not know is kept, because unknown is not the same as alike.
    """
    inside = panel.filter(pl.col("period_end").is_in(list(periods)))
    complete = _complete(inside, len(periods))
    span = (_day(inside["period_start"].min()), _day(inside["period_end"].max()))
    party, named = treatment.all_codes, frozenset(exclusions)
    changed = _met(
        (
            (o.all_codes, o.starts, o.effective, f"{o.change_id} took effect on {o.effective}")
            for o in others
        ),
        span,
    )
    moved = _met(
        (
            (frozenset({t.receiver}), t.date, t.date, f"took over services of {t.given_up_by}")
            for t in transfers
        ),
        span,
    )
    steps = _steps(volume, periods) if volume is not None else {}
    home, kin = _known(party, systems or {}), _known(party, kinds or {})

    tests: list[tuple[str, Callable[[str], str]]] = [
        ("party", lambda u: "is a party to the change" if _codes(u) & party else ""),
        ("protocol", lambda u: "the plan leaves it out" if _codes(u) & named else ""),
        ("incomplete", lambda u: "" if u in complete else "has a gap inside the window"),
        ("changed", lambda u: _first(changed, u)),
    ]
    if rule.exclude_receivers:
        tests.append(("receiver", lambda u: _first(moved, u)))
    if rule.exclude_same_system:
        tests.append(("same-system", lambda u: _neighbour(u, systems or {}, home)))
    if rule.same_kind:
        tests.append(("other-kind", lambda u: _unlike(u, kinds or {}, kin)))
    tests.append(("step", lambda u: _step(u, steps, rule.largest_step)))

    pool: list[str] = []
    out: list[LeftOut] = []
    for unit in sorted(panel["unit"].unique().to_list()):
        if unit == treatment.unit:
            continue
        failed = [(name, why) for name, test in tests if (why := test(unit))]
        if failed:
            out.append(LeftOut(unit, *failed[0], also=tuple(name for name, _ in failed[1:])))
        else:
            pool.append(unit)
    wanted = {
        "same-system": rule.exclude_same_system and not home,
        "same-kind": rule.same_kind and not kin,
        "step": volume is None,
    }
    return Donors(
        tuple(pool), tuple(out), tuple(name for name, missing in wanted.items() if missing)
    )


def _day(value: object) -> dt.date:
    """Polars types the least and greatest of a column as anything at all."""
    return cast("dt.date", value)


def _codes(unit: str) -> frozenset[str]:
    return frozenset(unit.split("+"))


def _complete(inside: pl.DataFrame, length: int) -> set[str]:
    whole = inside.filter(
        pl.col("value").is_finite()
        & (pl.col("parts_present").fill_null(1) >= pl.col("parts_expected").fill_null(1))
    )
    counts = whole.group_by("unit").len().filter(pl.col("len") == length)
    return set(counts["unit"].to_list())


def _met(
    events: Iterable[tuple[frozenset[str], dt.date, dt.date, str]], span: tuple[dt.date, dt.date]
) -> dict[str, str]:
    """What each code met between the first and the last day of the window."""
    met: dict[str, str] = {}
    for codes, first, last, what in events:
        if first <= span[1] and last >= span[0]:
            met.update(dict.fromkeys(codes, what))
    return met


def _first(met: Mapping[str, str], unit: str) -> str:
    return next((met[c] for c in sorted(_codes(unit)) if c in met), "")


def _known(codes: Iterable[str], table: Mapping[str, str | None]) -> set[str]:
    return {name for c in codes if (name := table.get(c))}


def _neighbour(unit: str, table: Mapping[str, str | None], home: set[str]) -> str:
    common = _known((unit, *_codes(unit)), table) & home
    return f"is in the same care system ({', '.join(sorted(common))})" if common else ""


def _unlike(unit: str, table: Mapping[str, str | None], kin: set[str]) -> str:
    known = _known((unit, *_codes(unit)), table)
    if not known or not kin or known & kin:
        return ""
    return f"is another kind of body ({', '.join(sorted(known))})"


def _step(unit: str, steps: Mapping[str, tuple[float, dt.date]], largest: float) -> str:
    size, when = steps.get(unit, (0.0, dt.date.min))
    if size <= largest:
        return ""
    return f"volume moved by {size:.0%} more than the middle unit's in the period to {when}"


def _steps(volume: pl.DataFrame, periods: Sequence[dt.date]) -> dict[str, tuple[float, dt.date]]:
    """The largest move of each unit from one period to the next, beside the middle unit's move.

    Beside the middle unit, because in spring 2020 everybody's volumes halved.
    """
    is_rate = "denominator" in volume.columns and volume["denominator"].count() > 0
    amount = pl.col("denominator" if is_rate else "value")
    moves = (
        volume.filter(pl.col("period_end").is_in(list(periods)))
        .sort("unit", "period_end")
        .select("unit", "period_end", amount=amount.cast(pl.Float64))
        .filter(pl.col("amount") > 0)
        .with_columns(
            ratio=pl.col("amount") / pl.col("amount").shift(1).over("unit"),
        )
        .filter(pl.col("ratio").is_finite())
        .with_columns(
            size=(pl.col("ratio") / pl.col("ratio").median().over("period_end") - 1).abs()
        )
        .sort("size", descending=True)
        .unique("unit", keep="first", maintain_order=True)
    )
    return {
        unit: (size, end)
        for unit, end, size in moves.select("unit", "period_end", "size").iter_rows()
    }
