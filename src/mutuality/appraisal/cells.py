"""What is known or judged about each option on each criterion.

In:    the case, findings, today's figures, default parameters.
Out:   a Cell for each pair: from evidence, from judgement, from today's figure, or unscored.
Never: an effect made up. Evidence that cannot be a number says so and stays words.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from mutuality.appraisal.case import Score
from mutuality.appraisal.variants import MAIN, READINGS
from mutuality.evidence import (
    Finding,
    Predictive,
    Strength,
    select,
    strength,
    synthesise,
    why_not_a_number,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from mutuality.appraisal.case import Case, Criterion, Option
    from mutuality.appraisal.parameters import Defaults

Basis = Literal["evidence", "judgement", "figure", "unscored"]
CellScale = Literal["level", "change", "log-ratio", "sd"]
STRICT = ("randomised", "quasi-experimental")
UNUSED = Strength("None", "None", (), ())


class Baseline(NamedTuple):
    """Today's figure of a measure: its value, the period in words, and the line of its source.

    `end` is the last day that it covers, and `spread` the standard deviation between
    organisations, where they are known. A plain tuple of the first three will do.
    """

    value: float
    period: str
    source: str
    end: dt.date | None = None
    spread: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One option on one criterion.

    `strength` is that of the number used: None for a judgement or for today's figure carried
    forward. `context` is the strength of all that is known about this model in this domain, and
    `unused` says of each such finding why it is not a number here. `forecasts` holds one
    Predictive for each reading of the evidence.
    """

    option: str
    criterion: str
    basis: Basis
    scale: CellScale = "level"
    low: float | None = None
    likely: float | None = None
    high: float | None = None
    author: str = ""
    reason: str = ""
    strength: Strength = UNUSED
    context: Strength = UNUSED
    unused: tuple[tuple[str, str], ...] = ()
    forecasts: Mapping[tuple[float, bool], Predictive] = field(default_factory=dict)

    @property
    def findings(self) -> tuple[str, ...]:
        """The findings that the number rests on."""
        return self.forecasts[MAIN.reading].findings if self.forecasts else ()

    @property
    def range(self) -> tuple[float, float, float]:
        """Low, likely, high; zeros where there are none."""
        return (self.low or 0.0, self.likely or 0.0, self.high or 0.0)

    @property
    def informed(self) -> float:
        """The share of what was uncertain beforehand that studies removed, from 0 to 1."""
        return self.forecasts[MAIN.reading].information if self.forecasts else 0.0


def cells(
    case: Case,
    *,
    findings: Sequence[Finding],
    baselines: Mapping[str, Baseline],
    defaults: Defaults,
) -> dict[tuple[str, str], Cell]:
    """Every pair of option and criterion.

    Where business as usual has no level on a criterion nothing can be scored on it, because every
    other option is told against it.
    """
    found: dict[tuple[str, str], Cell] = {}
    for criterion in case.criteria:
        today = baselines.get(criterion.measure) if criterion.measure else None
        usual = next(option for option in case.options if option.is_business_as_usual)
        standing = _usual(usual, criterion, today)
        level = today.value if today else standing.likely
        for option in case.options:
            cell = (
                standing
                if option is usual
                else _cell(
                    option, criterion, level, spread_of(criterion, today), findings, defaults
                )
            )
            if standing.basis == "unscored" and cell.basis != "unscored":
                cell = replace(cell, basis="unscored", reason=f"{standing.reason} {cell.reason}")
            found[option.id, criterion.id] = cell
    return found


def studied(
    case: Case,
    *,
    findings: Sequence[Finding],
    baselines: Mapping[str, Baseline],
    defaults: Defaults,
) -> dict[tuple[str, str], Cell]:
    """The cells as they would be if every option but business as usual were scored from evidence.

    It says what studies have to offer, whatever the case makes of it: basis `evidence` where a
    study can be a number, else `unscored` with every reason why none can. What the case judges of
    business as usual still stands. The case must have exactly one such option.
    """
    offered = tuple(Score(criterion=one.id, basis="evidence") for one in case.criteria)
    options = tuple(
        one if one.is_business_as_usual else one.model_copy(update={"scores": offered})
        for one in case.options
    )
    return cells(
        case.model_copy(update={"options": options}),
        findings=findings,
        baselines=baselines,
        defaults=defaults,
    )


def spread_of(criterion: Criterion, today: Baseline | None) -> float | None:
    """The standard deviation between organisations, where somebody supplied it."""
    if criterion.spread is not None:
        return criterion.spread.value
    return today.spread if today else None


def unit_of(criterion: Criterion, today: Baseline | None, *, span_in_sd: float) -> float:
    """One standard deviation for what failing costs: supplied, or read off the stated anchors."""
    supplied = spread_of(criterion, today)
    if supplied is not None:
        return supplied
    return abs(criterion.best.value - criterion.worst.value) / span_in_sd


def _usual(option: Option, criterion: Criterion, today: Baseline | None) -> Cell:
    score = option.score(criterion.id)
    if score is not None and score.basis == "judgement":
        if score.scale == "change" and today is None:
            why = "A change in business as usual needs today's figure, which was not supplied."
            return replace(_judged(option, score), basis="unscored", reason=why)
        cell = _judged(option, score)
        if score.scale == "change" and today is not None:
            low, likely, high = (today.value + number for number in score.range)
            return replace(cell, scale="level", low=low, likely=likely, high=high)
        return cell
    if today is None:
        why = (
            "Business as usual has no level here: supply today's figure, or judge it with low, "
            "likely, high, author and reason."
        )
        return Cell(option.id, criterion.id, "unscored", reason=why)
    return Cell(
        option.id,
        criterion.id,
        "figure",
        low=today.value,
        likely=today.value,
        high=today.value,
        author=today.source,
        reason=f"The figure for {today.period}, carried forward unchanged.",
    )


def _judged(option: Option, score: Score) -> Cell:
    low, likely, high = score.range
    return Cell(
        option.id,
        score.criterion,
        "judgement",
        scale=score.scale,
        low=low,
        likely=likely,
        high=high,
        author=score.author or "",
        reason=score.reason or "",
    )


def _cell(
    option: Option,
    criterion: Criterion,
    level: float | None,
    spread: float | None,
    findings: Sequence[Finding],
    defaults: Defaults,
) -> Cell:
    about = select(findings, model=option.model, domain=criterion.domain, verified_only=False)
    reasons = {
        finding.id: why_not_a_number(finding, measure=criterion.measure, level=level, spread=spread)
        for finding in about
    }
    context = strength(about)
    unused = tuple((name, why) for name, why in reasons.items() if why)
    usable = _one_scale([finding for finding in about if reasons[finding.id] is None])
    score = option.score(criterion.id)
    if score is None:
        why = "The case does not score it."
        return Cell(option.id, criterion.id, "unscored", reason=why, context=context, unused=unused)
    if score.basis == "judgement":
        return replace(_judged(option, score), context=context, unused=unused)
    if not usable:
        why = (
            "No study of this can be used as a number: judge it with low, likely, high, author "
            "and reason, or leave it unscored."
        )
        return Cell(option.id, criterion.id, "unscored", reason=why, context=context, unused=unused)
    return _evident(option, criterion, usable, context, unused, defaults)


def _one_scale(usable: list[Finding]) -> list[Finding]:
    """Ratios before standard deviations: they need only today's figure to be put to use."""
    ratios = [finding for finding in usable if finding.scale == "log-ratio"]
    return ratios or usable


def _evident(
    option: Option,
    criterion: Criterion,
    usable: list[Finding],
    context: Strength,
    unused: tuple[tuple[str, str], ...],
    defaults: Defaults,
) -> Cell:
    forecasts = {}
    for factor, strict in READINGS:
        kept = [f for f in usable if not strict or (f.design in STRICT and not f.serious_bias)]
        bias = defaults.bias_of_findings.scaled(factor)
        forecasts[factor, strict] = synthesise(kept, prior=defaults.prior, bias=bias)
    main = forecasts[MAIN.reading]
    low, high = main.interval()
    return Cell(
        option.id,
        criterion.id,
        "evidence",
        scale="log-ratio" if usable[0].scale == "log-ratio" else "sd",
        low=low,
        likely=main.mean,
        high=high,
        author="Published studies",
        reason=" ".join(f"{f.summary} {f.citation}." for f in usable if f.id in main.findings),
        strength=strength(usable, predictive=main, important=defaults.synthesis.important),
        context=context,
        unused=unused,
        forecasts=forecasts,
    )
