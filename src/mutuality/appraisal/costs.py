"""What each option costs, kept apart from what it is worth.

In:    low, likely and high sums by year; the discount rate and optimism bias as data.
Out:   the present social cost of each option: even chance, 8 in 10, 19 in 20.
Never: money added to points. What a pound is worth in points is for the board to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mutuality.appraisal.draws import beta, triangular
from mutuality.appraisal.simulation import CHUNK, Chunk
from mutuality.appraisal.variants import MAIN
from mutuality.base import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from mutuality.appraisal.case import Cost, Option
    from mutuality.appraisal.parameters import Defaults
    from mutuality.appraisal.simulation import Plan

QUANTILES = (50, 80, 95)
MIDDLE = 6  # months into a year at which its money is taken to move


@dataclass(frozen=True, slots=True)
class CostResult:
    """Net present cost in £ million (a saving is below zero), before and after savings.

    `saving_needed` is how many times the savings expected to arrive would pay for the option;
    None where the case claims no saving.
    """

    p50: float
    p80: float
    p95: float
    gross: float
    saving: float
    saving_needed: float | None
    unclassed: bool


def costs(plan: Plan, options: Sequence[str], *, chunk: int = CHUNK) -> dict[str, CostResult]:
    """The costs of the options for which the case gives any.

    Raises Refusal APP-008 where a class of cost has no optimism bias on file.
    """
    priced = [plan.case.option(name) for name in options if plan.case.option(name).costs]
    for option in priced:
        _check(option, plan.defaults)
    parts: dict[str, list[tuple[NDArray[np.float64], NDArray[np.float64]]]] = {
        option.id: [] for option in priced
    }
    for stream in plan.streams(chunk):
        draws = Chunk(plan, stream)
        for option in priced:
            parts[option.id].append(_present(draws, option))
    return {option.id: _result(option, parts[option.id]) for option in priced}


def _check(option: Option, defaults: Defaults) -> None:
    for n, cost in enumerate(option.costs, start=1):
        if cost.kind is not None and cost.kind not in defaults.cost.optimism:
            raise Refusal(
                "APP-008",
                f"There is no optimism bias on file for costs of class '{cost.kind}'.",
                f"Use one of: {', '.join(defaults.cost.optimism)}; or leave the class out.",
                where=f"option '{option.id}', cost[{n}].class",
            )


def _present(draws: Chunk, option: Option) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Present costs and present savings, draw by draw."""
    defaults, stream = draws.plan.defaults, draws.stream
    outcome = draws.outcome(option.id, MAIN)
    gross, saving = np.zeros(stream.count), np.zeros(stream.count)
    for n, cost in enumerate(sorted(option.costs, key=_content)):
        name = ("cost", *option.identity, str(cost.year), str(n))
        worth = (1 + defaults.cost.rate) ** -cost.year
        spent = sum(
            triangular(stream.uniform(*name, part), *getattr(cost, part))
            for part in ("transition", "running")
        )
        gross += worth * spent * (1 + _optimism(cost, defaults, stream.uniform(*name, "bias")))
        ramp = np.clip((12 * cost.year + MIDDLE - outcome.months) / 12, 0.0, 1.0)
        claimed = triangular(stream.uniform(*name, "saving"), *cost.saving)
        saving += worth * claimed * outcome.share * ramp
    return gross, saving


def _optimism(cost: Cost, defaults: Defaults, uniform: NDArray[np.float64]) -> NDArray[np.float64]:
    """OB = low + (high - low)(1 - mitigation) Beta(2, 2); nothing where no class is given."""
    if cost.kind is None:
        return np.zeros_like(uniform)
    rule = defaults.cost.optimism[cost.kind]
    return rule.low + (rule.high - rule.low) * (1 - cost.mitigation) * beta(uniform, 2, 2)


def _content(cost: Cost) -> tuple[object, ...]:
    return (cost.year, cost.kind or "", cost.transition, cost.running, cost.saving)


def _result(
    option: Option, parts: Sequence[tuple[NDArray[np.float64], NDArray[np.float64]]]
) -> CostResult:
    gross = np.concatenate([spent for spent, _ in parts])
    saving = np.concatenate([saved for _, saved in parts])
    p50, p80, p95 = (float(value) for value in np.percentile(gross - saving, QUANTILES))
    expected = float(saving.mean())
    return CostResult(
        p50=p50,
        p80=p80,
        p95=p95,
        gross=float(gross.mean()),
        saving=expected,
        saving_needed=float(gross.mean()) / expected if expected > 0 else None,
        unclassed=any(cost.kind is None for cost in option.costs),
    )
