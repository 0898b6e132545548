"""Would a body that did not change have moved as much?

In:    an outcome matrix (periods by units, no gaps), the changed column, how many rows are before.
Out:   the difference in differences, its rank among placebos, an interval, the smallest seen.
Never: a standard error from one treated unit's own residuals: it has no meaning.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

LEVEL = 0.95
POWER = 0.80
FEWEST_TO_STUDENTISE = 8
"""Below this many periods before, a unit's own spread is too rough to divide by."""
LATE = 4
"""The last periods before the change, where a slump or a spike foretells a rebound."""
SAME = 1e-9
"""Two statistics closer than this, relative to their size, are tied: the last bits are noise."""


@dataclass(frozen=True, slots=True)
class PlaceboTest:
    """One treated unit beside `donors` placebos. Everything is in the outcome's own unit.

    `is_studentised` says whether each gap was first divided by that unit's own root mean squared
    gap before the change (`spread`), so that noisy small bodies do not set the bar for large ones.
    `p` counts the treated unit among the ranked, so it cannot fall below `p_floor`.
    `smallest_seen` is the effect that would have stood out in four of five draws.
    """

    estimate: float
    standard_error: float
    interval: tuple[float, float]
    rank: int
    p: float
    p_floor: float
    donors: int
    is_studentised: bool
    spread: float
    smallest_seen: float
    pre_trend_max: float
    pre_trend_p: float
    late_shift: float
    late_shift_p: float


def placebo_test(outcomes: Matrix, *, treated: int, before: int) -> PlaceboTest:
    """Rank the treated unit's difference in differences among those of the donors.

    `outcomes` is periods by units without gaps; rows up to `before` precede the change. Each
    donor's placebo is measured against the other donors, never against the treated unit. With fewer
    than 19 donors no bound at 95 % exists and the interval is infinite.
    """
    own, theirs = _centred_gaps(outcomes, treated=treated, before=before)
    gaps = np.column_stack([own, theirs])
    effects = gaps[before:].mean(axis=0)
    spreads = np.sqrt(np.square(gaps[:before]).mean(axis=0))
    scale_free = before >= FEWEST_TO_STUDENTISE and spreads.min() > SAME * np.abs(outcomes).max()
    scale = spreads if scale_free else np.ones_like(spreads)
    statistics = effects / scale
    noise = np.abs(statistics[1:])
    bound = _bound(noise, LEVEL) * scale[0]
    rank, p = rank_among(abs(statistics[0]), noise)
    peak = np.abs(gaps[:before]).max(axis=0)
    slopes = _slope(gaps[:before]) / scale
    late = gaps[max(before - LATE, 0) : before].mean(axis=0)
    return PlaceboTest(
        estimate=float(effects[0]),
        standard_error=float(scale[0] * np.sqrt(np.square(noise).mean())),
        interval=(float(effects[0] - bound), float(effects[0] + bound)),
        rank=rank,
        p=p,
        p_floor=1 / (noise.size + 1),
        donors=noise.size,
        is_studentised=bool(scale_free),
        spread=float(spreads[0]),
        smallest_seen=bound + float(scale[0] * _power_margin(noise)),
        pre_trend_max=float(peak[0]),
        pre_trend_p=rank_among(float(slopes[0]), slopes[1:])[1],
        late_shift=float(late[0]),
        late_shift_p=rank_among(abs(late[0]) / scale[0], np.abs(late[1:]) / scale[1:])[1],
    )


def rank_among(own: float, placebos: Matrix) -> tuple[int, float]:
    """Place from the top (1 is the largest) and the share at least as large, ties against us."""
    tied = float(own) * (1 - math.copysign(SAME, own))
    rank = 1 + int(np.count_nonzero(placebos >= tied))
    return rank, rank / (placebos.size + 1)


def _centred_gaps(outcomes: Matrix, *, treated: int, before: int) -> tuple[Matrix, Matrix]:
    """Unit minus the mean of the (other) donors, less its own mean before the change."""
    donors = np.delete(outcomes, treated, axis=1)
    total, size = donors.sum(axis=1, keepdims=True), donors.shape[1]
    own = outcomes[:, treated] - donors.mean(axis=1)
    theirs = donors - (total - donors) / (size - 1)
    return own - own[:before].mean(), theirs - theirs[:before].mean(axis=0)


def _bound(noise: Matrix, level: float) -> float:
    """The smallest size that p <= 1 - level takes, counting the treated unit among the ranked."""
    place = math.ceil(level * (noise.size + 1) - SAME)
    return math.inf if place > noise.size else float(np.sort(noise)[place - 1])


def _power_margin(noise: Matrix) -> float:
    """How far beyond the bound an effect must lie to pass it in four of five placebo draws.

    Draws are taken with both signs, so that a lucky lean of the pool does not flatter us.
    """
    return float(np.quantile(np.concatenate([noise, -noise]), POWER))


def _slope(gaps: Matrix) -> Matrix:
    """Least-squares slope over the periods before, without its sign."""
    time = np.arange(len(gaps)) - (len(gaps) - 1) / 2
    return np.asarray(np.abs(time @ gaps) / np.square(time).sum())
