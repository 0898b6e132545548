"""The regression everybody used to run, shown for what it hides.

In:    Cells.
Out:   the coefficient on "treated by now" in a regression with unit and period effects.
Never: the answer. With changes at different dates it sets treated units against each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtr, stdtrit

if TYPE_CHECKING:
    from mutuality.evaluation.cells import Cells, Floats


def two_way(cells: Cells, *, level: float) -> tuple[float, float, tuple[float, float], float]:
    """Estimate, standard error, interval and p.

    Frisch-Waugh: both sides lose their unit and period effects, then one division. Errors are
    clustered by unit with the usual factor G/(G-1) * (n-1)/(n-k), k counting the coefficient
    and the period effects (unit effects are nested in the clusters); t has G-1 degrees of freedom.
    """
    design = np.column_stack([cells.is_treated.astype(float), cells.outcome])
    treated, outcome = _residuals(design, cells).T
    weight = float(treated @ treated)
    estimate = float(treated @ outcome) / weight
    scores = np.bincount(cells.unit, weights=treated * (outcome - estimate * treated))
    groups, rows, columns = len(cells.units), cells.outcome.size, 1 + len(cells.times)
    factor = groups / (groups - 1) * (rows - 1) / (rows - columns)
    error = float(np.sqrt(factor * np.square(scores).sum())) / weight
    reach = float(stdtrit(groups - 1, (1 + level) / 2)) * error
    p = float(2 * stdtr(groups - 1, -abs(estimate) / error)) if error > 0 else 0.0
    return estimate, error, (estimate - reach, estimate + reach), p


def _residuals(columns: Floats, cells: Cells) -> Floats:
    """What unit and period effects leave over; exact for unbalanced panels too."""
    periods = (cells.period[:, None] == np.arange(2, len(cells.times) + 1)).astype(float)
    both = np.column_stack([periods, columns])
    counts = np.bincount(cells.unit)
    means = np.column_stack([np.bincount(cells.unit, weights=c) / counts for c in both.T])
    within = both - means[cells.unit]
    dummies, rest = within[:, : periods.shape[1]], within[:, periods.shape[1] :]
    return np.asarray(rest - dummies @ np.linalg.lstsq(dummies, rest, rcond=None)[0])
