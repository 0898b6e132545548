"""The one place that knows diff-diff.

In:    Cells.
Out:   plain numbers in dictionaries: overall, group-time, event study.
Never: a name of diff-diff's outside this file: its interface is young and moves.
"""

from __future__ import annotations

import importlib
import math
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from mutuality.evaluation.cells import Cells

Control = Literal["never", "notyet"]
Number = float | None
NOISE = ("inplace keyword", "Pandas4Warning")
"""Complaints that pandas makes to diff-diff's authors, not to us."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What a package said, in the outcome's own unit. None where it gave no number."""

    estimate: float
    se: Number
    ci: tuple[Number, Number]
    p: Number
    group_time: tuple[dict[str, Any], ...]
    event_study: tuple[dict[str, Any], ...]
    aggregations: dict[str, dict[str, Number]]
    notes: tuple[str, ...]


def impute(cells: Cells) -> float:
    """The imputation estimate alone: no event study, which takes ten times as long."""
    model = importlib.import_module("diff_diff").ImputationDiD()
    data, size = _frame(cells)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return float(_fit(model, data).overall_att) * size


def fit_imputation(cells: Cells, *, anticipation: int, level: float) -> Fit:
    """Borusyak, Jaravel and Spiess (2024), with leads for the event study."""
    package = importlib.import_module("diff_diff")
    model = package.ImputationDiD(anticipation=anticipation, alpha=1 - level, pretrends=True)
    return _run(model, cells)


def fit_callaway_santanna(
    cells: Cells, *, anticipation: int, level: float, control: Control
) -> Fit:
    """Callaway and Sant'Anna (2021), doubly robust, analytic standard errors.

    Where the panel has gaps, each two-by-two table uses the units seen at both its times.
    """
    package = importlib.import_module("diff_diff")
    groups = {"never": "never_treated", "notyet": "not_yet_treated"}
    model = package.CallawaySantAnna(
        control_group=groups[control],
        anticipation=anticipation,
        alpha=1 - level,
    )
    return _run(model, cells)


def _run(model: Any, cells: Cells) -> Fit:
    """Fit, aggregate, and give every number its unit back."""
    data, size = _frame(cells)
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        result = _fit(model, data)
        study = result.aggregate("event_study")
    low, high = result.overall_conf_int
    dynamic = _dynamic(study)
    simple = {"estimate": _number(result.overall_att, size), "se": _number(result.overall_se, size)}
    return Fit(
        estimate=float(result.overall_att) * size,
        se=simple["se"],
        ci=(_number(low, size), _number(high, size)),
        p=_number(result.overall_p_value, 1),
        group_time=_group_time(result, cells, size),
        event_study=_event_study(study, size),
        aggregations={
            "simple": simple,
            "dynamic": {name: _number(value, size) for name, value in dynamic.items()},
        },
        notes=_notes(heard),
    )


def _frame(cells: Cells) -> tuple[Any, float]:
    """A pandas frame with the outcome in standard deviations, and how large one is.

    Scaled, because outcomes of the order of 1e15 otherwise lose their digits on the way.
    """
    middle, size = float(cells.outcome.mean()), float(cells.outcome.std())
    columns = {
        "unit": cells.unit,
        "period": cells.period,
        "cohort": cells.cohort,
        "y": (cells.outcome - middle) / size,
    }
    return importlib.import_module("pandas").DataFrame(columns), size


def _fit(model: Any, data: Any) -> Any:
    return model.fit(data, outcome="y", unit="unit", time="period", first_treat="cohort")


def _number(value: Any, size: float) -> Number:
    number = float(value) * size
    return number if math.isfinite(number) else None


def _notes(heard: list[warnings.WarningMessage]) -> tuple[str, ...]:
    said = dict.fromkeys(" ".join(str(w.message).split()) for w in heard)
    return tuple(text for text in said if not any(noise in text for noise in NOISE))


def _group_time(result: Any, cells: Cells, size: float) -> tuple[dict[str, Any], ...]:
    """ATT(g, t), which only Callaway and Sant'Anna give as such."""
    table = getattr(result, "group_time_effects", None) or {}
    return tuple(
        {
            "group": cells.times[int(group) - 1],
            "time": cells.times[int(period) - 1],
            "estimate": _number(cell["effect"], size),
            "se": _number(cell["se"], size),
        }
        for (group, period), cell in sorted(table.items())
    )


def _event_study(study: Any, size: float) -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            "event_time": int(time),
            "estimate": _number(att, size),
            "se": _number(se, size),
            "is_reference": bool(reference),
        }
        for time, att, se, reference in zip(
            study.event_time, study.att, study.se, study.is_reference, strict=True
        )
    )


def _dynamic(study: Any) -> dict[str, float]:
    """The plain mean over event times from 0 on, with its standard error where the covariances are
    known."""
    late = np.asarray(study.event_time) >= 0
    mean = float(np.asarray(study.att)[late].mean())
    if study.vcov is None:
        return {"estimate": mean, "se": math.nan}
    places = np.isin(np.asarray(study.vcov_index), np.asarray(study.event_time)[late])
    block = np.asarray(study.vcov)[np.ix_(places, places)]
    return {"estimate": mean, "se": float(np.sqrt(block.sum())) / int(places.sum())}
