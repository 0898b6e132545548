"""Putting studies together, and what to expect at a new site.

In:    findings on one scale with standard errors, a prior, and how biased each design may be.
Out:   a Predictive: the distribution of the effect somewhere else, and how much of it is study.
Never: two findings of one study counted twice, or a scale converted by guesswork.

The model (docs/methods/evidence-strength.md): y ~ N(theta + bias, se), theta ~ N(mu, tau),
mu ~ N(m, v), tau ~ half-normal. Given tau all is conjugate, so a grid over tau is exact enough.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr, ndtri

from mutuality.base import Refusal
from mutuality.evidence.strength import STARTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from mutuality.evidence.findings import Finding

GRID = 400
WIDEST = 5.0  # the tau grid ends here, in units of its prior scale: beyond lies 1 in 2 million
BISECTIONS = 80


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed before any study, on the SD or log scale."""

    mean: float = 0.0
    sd: float = 0.2
    tau_scale: float = 0.1


@dataclass(frozen=True, slots=True)
class Bias:
    """Standard deviation of bias by design and by setting; older data add `old`.

    The parts add in quadrature. `factor` halves or doubles the whole.
    """

    design: Mapping[str, float]
    setting: Mapping[str, float]
    old: float
    old_before: int
    factor: float = 1.0

    def sd(self, finding: Finding) -> float:
        """The bias of one finding. Data of an unknown year count as recent."""
        aged = finding.year_to is not None and finding.year_to < self.old_before
        parts = (
            self.design[finding.design],
            self.setting[finding.setting],
            self.old if aged else 0.0,
        )
        return self.factor * float(np.hypot.reduce(parts))

    def scaled(self, factor: float) -> Bias:
        """The same table, `factor` times as large."""
        return replace(self, factor=self.factor * factor)


@dataclass(frozen=True, slots=True, eq=False)
class Predictive:
    """The effect at a new site: a mixture of normals over a grid of tau.

    `weights`, `means` and `sds` (of the average effect) have one entry a grid point.
    `information` is the share of the prior's uncertainty that the studies removed, from 0 to 1.
    """

    taus: NDArray[np.float64]
    weights: NDArray[np.float64]
    means: NDArray[np.float64]
    sds: NDArray[np.float64]
    studies: int
    findings: tuple[str, ...]
    information: float

    @property
    def mean(self) -> float:
        """Expected effect."""
        return float(self.weights @ self.means)

    @property
    def sd(self) -> float:
        """Standard deviation of the effect at a new site."""
        return float(np.sqrt(_variance(self.weights, self.means, self.sds, self.taus)))

    @property
    def tau(self) -> float:
        """Median of how much sites differ."""
        return float(np.interp(0.5, np.cumsum(self.weights), self.taus))

    def interval(self, level: float = 0.9) -> tuple[float, float]:
        """Where the effect at a new site lies with probability `level`."""
        return self._between(np.hypot(self.sds, self.taus), level)

    def mean_interval(self, level: float = 0.9) -> tuple[float, float]:
        """Where the average effect over sites lies with probability `level`."""
        return self._between(self.sds, level)

    def draws(self, first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
        """Effects at new sites from two arrays of uniforms: one chooses tau, one the effect."""
        point = np.searchsorted(np.cumsum(self.weights)[:-1], first)
        spread = np.hypot(self.sds, self.taus)
        normal: NDArray[np.float64] = ndtri(second)
        return self.means[point] + spread[point] * normal

    def _between(self, spread: NDArray[np.float64], level: float) -> tuple[float, float]:
        tails = ((1 - level) / 2, (1 + level) / 2)
        low, high = (self._quantile(spread, tail) for tail in tails)
        return low, high

    def _quantile(self, spread: NDArray[np.float64], tail: float) -> float:
        reach = 12 * float(spread.max())
        low, high = float(self.means.min()) - reach, float(self.means.max()) + reach
        for _ in range(BISECTIONS):
            middle = (low + high) / 2
            below = float(self.weights @ ndtr((middle - self.means) / spread))
            low, high = (middle, high) if below < tail else (low, middle)
        return (low + high) / 2


def count_once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """One finding for each overlap group: the best design, then the most exact, then by id."""
    best: dict[str, Finding] = {}
    for finding in sorted(findings, key=_merit):
        best.setdefault(finding.overlap, finding)
    return tuple(sorted(best.values(), key=lambda finding: finding.id))


def why_not_a_number(
    finding: Finding,
    *,
    measure: str | None,
    level: float | None,
    spread: float | None,
) -> str | None:
    """Why the finding cannot be put on a criterion's scale, in words; None where it can.

    `measure` is the criterion's measure, `level` today's figure (an effect that multiplies needs
    it, above zero), `spread` the standard deviation between organisations.
    """
    checks = (
        (not finding.verified, "nobody has checked it at its source"),
        (not finding.poolable, "it is not the effect of a change"),
        (finding.effect is None, "it gives a direction and no size"),
        (finding.se is None, "it gives a size and no standard error"),
        (measure is None or finding.measure != measure, "it measures something else"),
        (
            finding.scale not in ("log-ratio", "sd"),
            f"it is in {finding.unit or finding.scale}, which cannot be turned into this scale",
        ),
        (
            finding.scale == "log-ratio" and not (level is not None and level > 0),
            "it multiplies today's figure, which was not supplied",
        ),
        (
            finding.scale == "sd" and spread is None,
            "it is in standard deviations between organisations, which were not supplied",
        ),
    )
    return next((why for holds, why in checks if holds), None)


def synthesise(findings: Sequence[Finding], *, prior: Prior, bias: Bias) -> Predictive:
    """Put findings together. Without any, the answer is the prior.

    Effects keep the outcome's own direction. Each overlap group counts once. After Turner and
    others (2009) for additive bias and Higgins, Thompson and Spiegelhalter (2009) for the
    predictive. Raises Refusal EVI-005 where one has no effect or standard error, EVI-006 where
    scales are mixed.
    """
    chosen = count_once(findings)
    without = [f.id for f in chosen if f.effect is None or f.se is None]
    if without:
        raise Refusal(
            "EVI-005",
            f"{', '.join(without)} cannot be pooled without an effect and its standard error.",
            "Leave such findings out; show them as directions.",
        )
    scales = sorted({f.scale for f in chosen})
    if len(scales) > 1:
        raise Refusal(
            "EVI-006",
            f"Findings on the scales {' and '.join(scales)} cannot be pooled.",
            "Pool findings of one scale at a time.",
        )
    effects = np.array([f.effect for f in chosen], dtype=np.float64)
    noise = np.array([np.hypot(f.se or 0.0, bias.sd(f)) ** 2 for f in chosen], dtype=np.float64)
    return _posterior(effects, noise, prior, tuple(f.id for f in chosen))


def _posterior(
    effects: NDArray[np.float64],
    noise: NDArray[np.float64],
    prior: Prior,
    names: tuple[str, ...],
) -> Predictive:
    """Conjugate normal theory at each tau; the marginal likelihood weighs the grid."""
    taus: NDArray[np.float64] = (np.arange(GRID, dtype=np.float64) + 0.5) * (
        WIDEST * prior.tau_scale / GRID
    )
    before = np.exp(-0.5 * (taus / prior.tau_scale) ** 2)
    before /= before.sum()
    v0 = prior.sd**2
    precision = 1.0 / (noise[None, :] + taus[:, None] ** 2)
    total = precision.sum(axis=1)
    apart = effects - prior.mean
    pull = precision @ apart
    means = prior.mean + pull * v0 / (1 + v0 * total)
    sds = np.sqrt(v0 / (1 + v0 * total))
    fit = precision @ apart**2 - pull**2 * v0 / (1 + v0 * total)
    likelihood = -0.5 * (np.log1p(v0 * total) - np.log(precision).sum(axis=1) + fit)
    weights = before * np.exp(likelihood - likelihood.max())
    weights /= weights.sum()
    flat = np.full_like(taus, prior.mean)
    prior_variance = _variance(before, flat, np.full_like(taus, prior.sd), taus)
    left = _variance(weights, means, sds, taus) / prior_variance
    return Predictive(taus, weights, means, sds, len(names), names, max(0.0, 1.0 - left))


def _variance(
    weights: NDArray[np.float64],
    means: NDArray[np.float64],
    sds: NDArray[np.float64],
    taus: NDArray[np.float64],
) -> float:
    mean = weights @ means
    return float(weights @ (sds**2 + taus**2 + (means - mean) ** 2))


def _merit(finding: Finding) -> tuple[int, float, str]:
    exactness = finding.se if finding.se is not None else float("inf")
    return (-STARTS[finding.design], exactness, finding.id)
