"""What was found, in words fit to print, whether by a study or by our own evaluation.

In:    findings of studies, and our own effects with what they are about.
Out:   Claim: one finding with its result, design, setting and standing as words, and an Axis where
       its size can be drawn.
Never: a direction turned into a number, or an association told like an effect.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mutuality.evidence import Finding, strength
from mutuality.papers.finding_words import (
    DESIGNS,
    DIRECTIONS,
    RATIO,
    SETTINGS,
    Axis,
    address,
    quantity,
    sentence,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mutuality.evaluation import Effect
    from mutuality.outcomes import Measure

STRONG = frozenset({"randomised", "quasi-experimental"})
NORMAL = 1.959964  # standard errors to the end of a 95 per cent interval
OURS = "our own evaluation, quasi-experimental"


@dataclass(frozen=True, slots=True)
class Own:
    """An effect of ours with what its own record does not hold.

    `title` names the change, `models` are the catalogue's words for what it is, and `measure` is
    the measure that the effect is on.
    """

    effect: Effect
    title: str
    models: tuple[str, ...]
    measure: Measure


@dataclass(frozen=True, slots=True)
class Claim:
    """One finding as it is shown.

    `result` is its size, interval and direction in words; a claim with an `axis` also has its size
    and a 95 per cent interval as numbers on it. `standing` warns, where there is something to warn
    of. `study` is the published finding, None for our own effects.
    """

    id: str
    outcome: str
    models: tuple[str, ...]
    domain: str
    measure: str | None
    direction: str
    result: str
    design: str
    rank: int
    is_strong: bool
    setting: str
    size: str
    strength: str
    standing: str
    note: str
    source: str
    year: int | None
    axis: Axis | None = None
    effect: float = 0.0
    low: float = 0.0
    high: float = 0.0
    study: Finding | None = None

    @property
    def is_own(self) -> bool:
        """Whether it is our own evaluation."""
        return self.study is None

    @property
    def is_solid(self) -> bool:
        """Whether its mark is filled: a strong design, checked, and an effect of the change."""
        return self.is_strong and not self.standing

    @property
    def is_effect(self) -> bool:
        """Whether it may speak for or against: somebody checked it and it is an effect."""
        return self.study is None or (self.study.verified and self.study.poolable)

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands below its mark: warning, result, design and setting, strength."""
        where = f"{sentence(self.design)}; {self.setting}"
        alone = "Our grade" if self.is_own else "Strength on its own"
        said = (self.standing, sentence(self.result), where, f"{alone}: {self.strength}")
        return tuple(filter(None, said))

    @property
    def event(self) -> str:
        """What it shares with other claims that count once: a study, or a change of ours."""
        return self.study.overlap if self.study else self.id.partition(",")[0]


def claims(findings: Iterable[Finding], *, own: Iterable[Own] = ()) -> tuple[Claim, ...]:
    """Published findings in their order, then our own effects."""
    return (*map(_published, findings), *map(_ours, own))


def is_strong(finding: Finding) -> bool:
    """Whether the finding counts where strong designs only are asked for.

    It is randomised or quasi-experimental, without a serious risk of bias: the same test as in the
    strict variant of an appraisal.
    """
    return finding.design in STRONG and not finding.serious_bias


def by_model(
    shown: Sequence[Claim], models: Sequence[str]
) -> list[tuple[tuple[str, ...], tuple[Claim, ...]]]:
    """The claims about each model; models about which the very same is claimed stand together."""
    groups: dict[tuple[str, ...], tuple[list[str], tuple[Claim, ...]]] = {}
    for model in models:
        about = tuple(claim for claim in shown if model in claim.models)
        key = tuple(claim.id for claim in about)
        groups.setdefault(key or (f"none {model}",), ([], about))[0].append(model)
    return [(tuple(named), about) for named, about in groups.values()]


def _published(finding: Finding) -> Claim:
    axis = None
    if finding.effect is not None and finding.se is not None:
        unit = RATIO if finding.scale == "log-ratio" else finding.unit
        axis = Axis(finding.scale, unit, finding.better or "")
    effect, error = finding.effect or 0.0, finding.se or 0.0
    low, high = finding.low, finding.high
    if low is None or high is None:
        low, high = effect - NORMAL * error, effect + NORMAL * error
    standing = "" if finding.poolable else "Not an effect of the change"
    if not finding.verified:
        standing = "Not checked at its source"
    return Claim(
        id=finding.id,
        outcome=finding.outcome,
        models=finding.models,
        domain=finding.domain,
        measure=finding.measure,
        direction=finding.direction,
        result=_result(finding, axis, (low, high)),
        design=DESIGNS[finding.design],
        rank=list(DESIGNS).index(finding.design),
        is_strong=is_strong(finding),
        setting=SETTINGS[finding.setting],
        size=finding.size,
        strength=strength((finding,)).label.lower(),
        standing=standing,
        note=finding.note,
        source=f"[{finding.citation}]({address(finding.link)})",
        year=finding.year_to,
        axis=axis,
        effect=effect,
        low=low,
        high=high,
        study=finding,
    )


def _result(finding: Finding, axis: Axis | None, interval: tuple[float, float]) -> str:
    way = DIRECTIONS[finding.direction].lower()
    if finding.effect is None:
        return f"Direction only: {way}"
    if axis is None:
        plain = Axis("log-ratio" if finding.scale == "log-ratio" else "", finding.unit, "")
        unit = RATIO if plain.is_ratio else finding.unit
        size = quantity(plain.text(finding.effect), unit)
        return f"{size}, no interval published: {way}"
    low, high = map(axis.text, interval)
    return f"{quantity(axis.text(finding.effect), axis.unit)} ({low} to {high}): {way}"


def _ours(own: Own) -> Claim:
    effect, measure = own.effect, own.measure
    times = 100 if effect.scale != "log" and measure.unit == "share" else 1
    better = "" if measure.polarity == "neutral" else measure.polarity
    unit = "percentage points" if measure.unit == "share" else measure.unit
    axis = Axis("log-ratio", RATIO, better) if effect.scale == "log" else None
    axis = axis or Axis("pp" if unit == "percentage points" else "natural", unit, better)
    size, low, high = (times * part for part in (effect.estimate, *effect.interval))
    bounded = math.isfinite(low) and math.isfinite(high)
    way = _way(effect, better)
    told = [axis.text(part, digits=3) for part in (size, low, high)]
    ends = f"{told[1]} to {told[2]}" if bounded else "nothing bounds it"
    return Claim(
        id=f"{effect.change_id}, {measure.id}",
        outcome=f"{measure.title}: {own.title}",
        models=own.models,
        domain=effect.domain,
        measure=measure.id,
        direction=way,
        result=f"{quantity(told[0], axis.unit)} ({ends}): {DIRECTIONS[way].lower()}",
        design=OURS,
        rank=list(DESIGNS).index("quasi-experimental"),
        is_strong=effect.grade != "very low",
        setting=SETTINGS["same-system"],
        size=f"1 body that changed, {effect.n_donors} that did not",
        strength=effect.grade,
        standing="Exploratory" if effect.exploratory else "",
        note=" ".join(effect.cautions),
        source=f"Our own evaluation, plan sealed {effect.seal.short}",
        year=effect.last.year,
        axis=axis if bounded else None,
        effect=size,
        low=low,
        high=high,
    )


def _way(effect: Effect, better: str) -> str:
    if not effect.stands_out:
        return "null"
    if not better:
        return "unclear"
    return "favourable" if (effect.estimate > 0) == (better == "higher") else "adverse"
