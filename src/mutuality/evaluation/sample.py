"""The figures that an evaluation stands on, without gaps.

In:    a panel frame, a window and a pool of donors.
Out:   a matrix of periods by units, and what follows from it: the estimate, its path, its variants.
Never: a value for a unit and period that nobody reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from mutuality.base import Refusal
from mutuality.evaluation.adapter import impute
from mutuality.evaluation.cells import read_cells
from mutuality.evaluation.effect import Point

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutuality.evaluation.donors import Donors
    from mutuality.evaluation.placebo import Matrix
    from mutuality.evaluation.protocol import Protocol, Treatment
    from mutuality.evaluation.synthetic import SyntheticControl
    from mutuality.evaluation.windows import Window

YEAR = {"month": 12, "quarter": 4, "year": 1}
"""Periods in a year."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Periods by units without gaps; the treated unit stands first."""

    treatment: Treatment
    protocol: Protocol
    span: Window
    donors: Donors
    outcomes: Matrix

    @property
    def before(self) -> int:
        """How many rows precede the change."""
        return len(self.span.before)


def outcome_matrix(
    panel: pl.DataFrame, units: tuple[str, ...], span: Window, protocol: Protocol
) -> Matrix:
    """Periods by units, the treated one first, on the scale of the plan."""
    wide = (
        panel.filter(pl.col("period_end").is_in(list(span.periods)) & pl.col("unit").is_in(units))
        .pivot("unit", index="period_end", values="value")
        .sort("period_end")
        .select(units)
    )
    matrix = wide.cast(pl.Float64).to_numpy()
    if protocol.scale == "as-published":
        return matrix
    if matrix.min() <= 0:
        unit = units[int(matrix.min(axis=0).argmin())]
        raise Refusal(
            "EVA-017",
            f"{unit} has a value of {matrix.min():g}, which has no logarithm.",
            "Compare values as published, or leave this body out in the plan.",
            where="scale",
        )
    return np.asarray(np.log(matrix))


def imputed(sample: Sample) -> float:
    """The imputation estimator itself, on the sample as a long panel."""
    periods, units = sample.outcomes.shape
    adopted = np.zeros(units, dtype=np.int64)
    adopted[0] = sample.before + 1
    long = pl.DataFrame(
        {
            "unit": np.tile(np.arange(units), periods),
            "time": np.repeat(np.arange(1, periods + 1), units),
            "adopted": np.tile(adopted, periods),
            "outcome": sample.outcomes.ravel(),
        }
    )
    return impute(read_cells(long, unit="unit", time="time", outcome="outcome", adopted="adopted"))


def expected(sample: Sample) -> Matrix:
    """The donors' mean, shifted to the treated unit's own level before the change."""
    donors = sample.outcomes[:, 1:].mean(axis=1)
    shift = (sample.outcomes[:, 0] - donors)[: sample.before].mean()
    return np.asarray(donors + shift)


def path(sample: Sample) -> tuple[Point, ...]:
    back = np.exp if sample.protocol.scale == "log" else np.asarray
    series = zip(
        sample.span.periods,
        back(sample.outcomes[:, 0]).tolist(),
        back(expected(sample)).tolist(),
        strict=True,
    )
    return tuple(
        Point(end, row >= sample.before, actual, expected)
        for row, (end, actual, expected) in enumerate(series)
    )


def alternatives(sample: Sample, mix: SyntheticControl) -> Iterator[tuple[str, float]]:
    """The same effect under other choices that a careful reader would ask about."""
    gap = sample.outcomes[:, 0] - sample.outcomes[:, 1:].mean(axis=1)
    early, late = gap[: sample.before], gap[sample.before :]
    year, announced = YEAR[sample.protocol.frequency], sample.treatment.announced
    yield "synthetic control", mix.estimate
    if early.size - year >= 2:
        yield "last year before left out", float(late.mean() - early[:-year].mean())
    if announced is not None:
        calm = np.array([end < announced for end in sample.span.before])
        if 2 <= calm.sum() < early.size:
            yield "periods since the announcement left out", float(late.mean() - early[calm].mean())
    if late.size > year:
        yield "first year after", float(late[:year].mean() - early.mean())
        yield "later years after", float(late[year:].mean() - early.mean())
