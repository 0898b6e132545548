"""How strong the evidence is, by rule and with the reasons.

In:    the findings that bear on one question.
Out:   a Strength: High, Moderate, Low, Very low or None, and why.
Never: a label without its reasons. This is not GRADE: our starting points are finer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mutuality.evidence.findings import Design, Finding
    from mutuality.evidence.synthesis import Predictive

Label = Literal["High", "Moderate", "Low", "Very low", "None"]
LADDER: tuple[Label, ...] = ("Very low", "Low", "Moderate", "High")
STARTS: dict[Design, int] = {
    "randomised": 3,
    "quasi-experimental": 2,
    "comparative": 1,
    "review": 1,
    "uncontrolled": 0,
    "self-report": 0,
}
FEW_SITES = 3
LARGE = math.log(2)


@dataclass(frozen=True, slots=True)
class Strength:
    """A label, where it started, every step up or down in words, and the findings it rests on."""

    label: Label
    start: Label
    reasons: tuple[str, ...]
    findings: tuple[str, ...]


def strength(
    findings: Sequence[Finding],
    *,
    predictive: Predictive | None = None,
    important: float = 0.1,
) -> Strength:
    """Label the evidence. Findings that nobody checked, or that are no effect, do not count.

    Starts from the best design among them and takes one step down for each weakness. `predictive`
    adds what only numbers can show: whether sites differ by more than half the `important`
    difference (on the scale of the effects), and whether the interval holds benefit and harm.
    """
    bearing = [f for f in findings if f.verified and f.poolable]
    if not bearing:
        return Strength("None", "None", ("No checked study bears on this.",), ())
    best = max(_start(f) for f in bearing)
    leading = [f for f in bearing if _start(f) == best]
    down = [why for why, holds in WEAKNESSES if holds(bearing, leading)]
    down += _spread(leading, predictive, important)
    up = [why for why, holds in MERITS if holds(leading)]
    step = min(max(best - len(down) + len(up), 0), len(LADDER) - 1)
    reasons = (f"Best design: {leading[0].design}, so it starts at {LADDER[best]}.", *down, *up)
    return Strength(LADDER[step], LADDER[best], reasons, tuple(f.id for f in bearing))


def _start(finding: Finding) -> int:
    few = finding.sites is not None and finding.sites < FEW_SITES
    return 0 if few else STARTS[finding.design]


def _biased(_bearing: Sequence[Finding], leading: Sequence[Finding]) -> bool:
    return 2 * sum(f.serious_bias for f in leading) >= len(leading)


def _indirect(_bearing: Sequence[Finding], leading: Sequence[Finding]) -> bool:
    return not any(f.setting == "same-system" and not f.outcome_indirect for f in leading)


def _disagree(_bearing: Sequence[Finding], leading: Sequence[Finding]) -> bool:
    return {"favourable", "adverse"} <= {f.direction for f in leading}


def _single(bearing: Sequence[Finding], _leading: Sequence[Finding]) -> bool:
    return len({f.overlap for f in bearing}) == 1


WEAKNESSES: tuple[tuple[str, Callable[[Sequence[Finding], Sequence[Finding]], bool]], ...] = (
    ("Down one: half or more of the best studies have a serious risk of bias.", _biased),
    ("Down one: another health system, another sector, or not quite this outcome.", _indirect),
    ("Down one: the best studies point in opposite directions.", _disagree),
    ("Down one: a single study.", _single),
)
MERITS: tuple[tuple[str, Callable[[Sequence[Finding]], bool]], ...] = (
    ("Up one: more of it did more.", lambda leading: any(f.dose_response for f in leading)),
    (
        "Up one: a large effect.",
        lambda leading: any(
            f.scale == "log-ratio" and abs(f.effect or 0) >= LARGE for f in leading
        ),
    ),
)


def _spread(
    leading: Sequence[Finding], predictive: Predictive | None, important: float
) -> list[str]:
    """What imprecision takes away: by the numbers where there are some, else by direction."""
    if predictive is None:
        clear = any(f.direction in ("favourable", "adverse") for f in leading)
        return [] if clear else ["Down one: the best studies found no clear effect."]
    down = []
    if predictive.studies >= FEW_SITES and predictive.tau > important / 2:
        down.append("Down one: sites differ by more than half the difference that matters.")
    low, high = predictive.mean_interval()
    if low < 0 < high:
        down.append("Down one: the interval holds both benefit and harm.")
    return down
