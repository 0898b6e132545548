"""One way to ask for an estimate on any panel.

In:    a long frame and the names of its unit, time, outcome and adoption columns.
Out:   an Estimate, the same shape whichever estimator made it.
Never: a number from a panel that could not give one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from mutuality.base import Refusal
from mutuality.evaluation.adapter import (
    Control,
    Fit,
    Number,
    fit_callaway_santanna,
    fit_imputation,
)
from mutuality.evaluation.cells import Cells, read_cells
from mutuality.evaluation.synthetic import synthetic_control
from mutuality.evaluation.twfe import two_way

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

FEW = 5
TOO_FEW_TREATED = (
    "Only {n} treated units: a standard error that relies on many is too small here. Rank the "
    "estimate among placebos instead."
)
MISLEADS = (
    "Two-way fixed effects is shown because it misleads: where changes happen at different dates "
    "or grow over time it sets already changed units against newly changed ones."
)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an estimator said, in the outcome's own unit.

    `se`, `ci` and `p` are None where the design gives none. `event_study` counts periods from the
    change; `weights` is filled by the synthetic control alone.
    """

    estimator: str
    estimate: float
    se: Number
    ci: tuple[Number, Number]
    p: Number
    n_units: int
    n_treated: int
    group_time: tuple[dict[str, Any], ...] = ()
    event_study: tuple[dict[str, Any], ...] = ()
    aggregations: dict[str, dict[str, Number]] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)
    diagnostics: dict[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain data for `--json`: the keys above, lists for tuples, dates as ISO text."""
        return {
            "estimator": self.estimator,
            "estimate": self.estimate,
            "se": self.se,
            "ci": list(self.ci),
            "p": self.p,
            "n_units": self.n_units,
            "n_treated": self.n_treated,
            "group_time": [_plain(cell) for cell in self.group_time],
            "event_study": [_plain(point) for point in self.event_study],
            "aggregations": self.aggregations,
            "weights": self.weights,
            "diagnostics": self.diagnostics,
            "warnings": list(self.warnings),
        }


@dataclass(frozen=True, slots=True)
class _Ask:
    cells: Cells
    anticipation: int
    control: Control
    level: float


def estimate(
    panel: pl.DataFrame,
    *,
    unit: str,
    time: str,
    outcome: str,
    adopted: str,
    estimator: str = "imputation",
    anticipation: int = 0,
    control: Control = "never",
    level: float = 0.95,
) -> Estimate:
    """The mean effect on the treated in their treated periods.

    `panel` is long, one row a unit and period, in any order. `adopted` is a unit's first treated
    period; null, NaN, 0 or empty for never. `estimator` is one of ESTIMATORS: `imputation`
    (Borusyak, Jaravel and Spiess 2024), `callaway-santanna` (2021; `control` says whether only
    units that never change, or also those not yet changed, are compared with), `synthetic-control`
    (one treated unit, fitted on outcomes alone, p by placebo rank) and `twfe`, a warning in itself.
    `anticipation` counts periods before adoption that may already be touched.

    Raises Refusal EVA-001 to EVA-014 and EVA-018.
    """
    if estimator not in _ESTIMATORS:
        raise Refusal(
            "EVA-001",
            f"There is no estimator '{estimator}'.",
            f"Choose one of: {', '.join(ESTIMATORS)}.",
            where="estimator",
        )
    if anticipation < 0:
        raise Refusal(
            "EVA-018",
            f"Anticipation of {anticipation} periods makes no sense.",
            "Give 0 or the number of periods before adoption that may already be touched.",
            where="anticipation",
        )
    cells = read_cells(panel, unit=unit, time=time, outcome=outcome, adopted=adopted)
    return _ESTIMATORS[estimator](_Ask(cells, anticipation, control, level))


def _imputation(ask: _Ask) -> Estimate:
    fit = fit_imputation(ask.cells, anticipation=ask.anticipation, level=ask.level)
    return _of_fit("imputation", ask.cells, fit)


def _callaway_santanna(ask: _Ask) -> Estimate:
    fit = fit_callaway_santanna(
        ask.cells, anticipation=ask.anticipation, level=ask.level, control=ask.control
    )
    return _of_fit("callaway-santanna", ask.cells, fit)


def _of_fit(name: str, cells: Cells, fit: Fit) -> Estimate:
    return Estimate(
        estimator=name,
        estimate=fit.estimate,
        se=fit.se,
        ci=fit.ci,
        p=fit.p,
        n_units=len(cells.units),
        n_treated=cells.n_treated,
        group_time=fit.group_time,
        event_study=fit.event_study,
        aggregations=fit.aggregations,
        warnings=(*cells.notes, *_few(cells), *fit.notes),
    )


def _twfe(ask: _Ask) -> Estimate:
    value, error, interval, p = two_way(ask.cells, level=ask.level)
    return Estimate(
        estimator="twfe",
        estimate=value,
        se=error,
        ci=interval,
        p=p,
        n_units=len(ask.cells.units),
        n_treated=ask.cells.n_treated,
        aggregations={"simple": {"estimate": value, "se": error}},
        warnings=(MISLEADS, *ask.cells.notes, *_few(ask.cells)),
    )


def _synthetic_control(ask: _Ask) -> Estimate:
    cells = ask.cells
    outcomes, treated, adopted = _one_treated(cells)
    before = adopted - 1 - ask.anticipation
    if before < 2:
        raise Refusal(
            "EVA-014",
            f"{max(before, 0)} periods come before the change; a synthetic control needs 2 to fit.",
            "Start the panel earlier.",
        )
    kept = np.r_[0:before, adopted - 1 : len(cells.times)]
    found = synthetic_control(outcomes[kept], units=cells.units, treated=treated, before=before)
    study = tuple(
        {"event_time": int(row) - adopted + 1, "estimate": gap, "se": None, "is_reference": False}
        for row, gap in zip(kept, found.gap, strict=True)
    )
    return Estimate(
        estimator="synthetic-control",
        estimate=found.estimate,
        se=None,
        ci=(None, None),
        p=found.p,
        n_units=len(cells.units),
        n_treated=1,
        event_study=study,
        aggregations={"simple": {"estimate": found.estimate, "se": None}},
        weights=dict(found.weights),
        diagnostics={
            "pre_rmspe": found.pre_rmspe,
            "post_rmspe": found.post_rmspe,
            "rank": found.rank,
            "p_floor": found.p_floor,
            "effective_donors": found.effective_donors,
        },
        warnings=cells.notes,
    )


def _one_treated(cells: Cells) -> tuple[Any, int, int]:
    """Periods by units, the treated column, and its first treated period (from 1)."""
    if cells.n_treated != 1:
        raise Refusal(
            "EVA-010",
            f"A synthetic control is for one treated unit; this panel has {cells.n_treated}.",
            "Keep one treated unit and the units that never change, or use imputation.",
        )
    if not cells.is_balanced:
        missing = len(cells.units) * len(cells.times) - cells.outcome.size
        raise Refusal(
            "EVA-014",
            f"{missing} unit-periods have no outcome; a synthetic control needs every one.",
            "Leave out the units or the periods with gaps.",
        )
    if len(cells.units) < 3:
        raise Refusal(
            "EVA-005",
            f"{len(cells.units) - 1} donors are too few to mix or to rank among.",
            "Add units that never change: 2 at the very least, 19 for a rank of 5 %.",
        )
    row = int(np.flatnonzero(cells.cohort)[0])
    matrix = cells.outcome.reshape(len(cells.units), len(cells.times)).T
    return matrix, int(cells.unit[row]), int(cells.cohort[row])


def _few(cells: Cells) -> tuple[str, ...]:
    return (TOO_FEW_TREATED.format(n=cells.n_treated),) if cells.n_treated <= FEW else ()


def _plain(point: dict[str, Any]) -> dict[str, Any]:
    return {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in point.items()}


_ESTIMATORS: dict[str, Callable[[_Ask], Estimate]] = {
    "imputation": _imputation,
    "callaway-santanna": _callaway_santanna,
    "synthetic-control": _synthetic_control,
    "twfe": _twfe,
}
ESTIMATORS: tuple[str, ...] = tuple(_ESTIMATORS)
"""The names that `estimate` takes; the first is the default."""
