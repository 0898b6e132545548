"""A weighted mix of donors that tracked the unit before the change.

In:    an outcome matrix (periods by units, no gaps), the changed column, how many rows are before.
Out:   the weights, the gap after the change, and its rank when each donor takes a turn.
Never: a rank where the mix fits perfectly: then many mixes do, and any of them could come up.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from mutuality.evaluation.placebo import rank_among

Matrix = NDArray[np.float64]

PERFECT = 1e-7
"""A fit is perfect when its error is below this share of the spread of all outcomes before."""


@dataclass(frozen=True, slots=True)
class Mix:
    """One unit's synthetic control. `weights` follow the donors' columns and add up to one."""

    weights: Matrix
    gap: Matrix
    pre_rmspe: float
    post_rmspe: float
    is_perfect: bool

    @property
    def ratio(self) -> float:
        """Error after over error before; infinite for a perfect fit, which never helps us."""
        return math.inf if self.is_perfect else self.post_rmspe / self.pre_rmspe


@dataclass(frozen=True, slots=True)
class SyntheticControl:
    """The treated unit's mix and its place among the donors' own mixes.

    `estimate` is the mean gap after the change. `rank` and `p` compare the ratio of root mean
    squared errors after and before; both are None where the fit is perfect. `p_floor` is the
    smallest p there could have been: 1 over donors plus 1.
    """

    estimate: float
    weights: tuple[tuple[str, float], ...]
    gap: tuple[float, ...]
    pre_rmspe: float
    post_rmspe: float
    rank: int | None
    p: float | None
    p_floor: float
    donors: int
    effective_donors: float

    def as_dict(self) -> dict[str, object]:
        """Plain data; weights as {unit: share}."""
        return {
            "estimate": self.estimate,
            "weights": dict(self.weights),
            "gap": list(self.gap),
            "pre_rmspe": self.pre_rmspe,
            "post_rmspe": self.post_rmspe,
            "rank": self.rank,
            "p": self.p,
            "p_floor": self.p_floor,
            "donors": self.donors,
            "effective_donors": self.effective_donors,
        }


def simplex_weights(donors: Matrix, target: Matrix) -> Matrix:
    """Weights w >= 0 with sum 1 that minimise |donors w - target|, by an exact active set.

    `donors` is periods by units. Because the weights add up to one, the error is A w with
    A = donors - target. Non-negative least squares of [A; 1'] v = [0; 1] has its minimum at a
    multiple of the wanted weights: for v = s w the objective is s^2 |A w|^2 + (s - 1)^2, whose best
    value over s grows with |A w|^2. So one Lawson-Hanson solve, then divide by the sum.
    """
    errors = donors - target[:, None]
    size = np.sqrt(np.square(errors).mean()) or 1.0
    system = np.vstack([errors / size, np.ones(donors.shape[1])])
    goal = np.zeros(len(system))
    goal[-1] = 1.0
    scaled, _ = nnls(system, goal)
    return np.asarray(scaled / scaled.sum(), dtype=np.float64)


def mix(donors: Matrix, target: Matrix, *, before: int) -> Mix:
    """Fit on the rows before, read the gap on the rows after."""
    weights = simplex_weights(donors[:before], target[:before])
    gap = target - donors @ weights
    pre, post = (float(np.sqrt(np.square(part).mean())) for part in (gap[:before], gap[before:]))
    spread = float(np.column_stack([donors, target])[:before].std())
    return Mix(weights, gap, pre, post, pre <= PERFECT * spread)


def synthetic_control(
    outcomes: Matrix, *, units: tuple[str, ...], treated: int, before: int
) -> SyntheticControl:
    """Fit the treated unit, then let every donor take a turn among the other donors.

    A donor whose own fit is perfect counts as at least as extreme as the treated unit: that can
    only make p larger.
    """
    donors = np.delete(outcomes, treated, axis=1)
    names = [name for index, name in enumerate(units) if index != treated]
    own = mix(donors, outcomes[:, treated], before=before)
    rank, p = None, None
    if not own.is_perfect:
        turns = [
            mix(np.delete(donors, j, axis=1), donors[:, j], before=before).ratio
            for j in range(donors.shape[1])
        ]
        rank, p = rank_among(own.ratio, np.array(turns))
    listed = sorted(zip(names, own.weights.tolist(), strict=True), key=lambda w: (-w[1], w[0]))
    return SyntheticControl(
        estimate=float(own.gap[before:].mean()),
        weights=tuple((name, weight) for name, weight in listed if weight > 0),
        gap=tuple(own.gap.tolist()),
        pre_rmspe=own.pre_rmspe,
        post_rmspe=own.post_rmspe,
        rank=rank,
        p=p,
        p_floor=1 / (donors.shape[1] + 1),
        donors=donors.shape[1],
        effective_donors=float(1 / np.square(own.weights).sum()),
    )
