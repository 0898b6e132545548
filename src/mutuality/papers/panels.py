"""Sizes that may be compared, and what they add up to.

In:    claims, and what is believed of effects and of bias before any study.
Out:   a Panel for each axis: its claims, what to expect at a new site where studies can be put
       together, and the reason in words where they cannot.
Never: two scales on one axis, or our own effects added to published ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mutuality.evidence import synthesise, why_not_a_number
from mutuality.outcomes import REGISTRY
from mutuality.papers.board.words import counted
from mutuality.papers.finding_words import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mutuality.evidence import Bias, Finding, Predictive, Prior
    from mutuality.papers.claims import Claim
    from mutuality.papers.finding_words import Axis

LEVEL = 0.9
OURS = "our own effects stand beside studies and are not added to them"
OUTSIDE = "its outcome is none of the measures that we keep, so no other study is about the same"


@dataclass(frozen=True, slots=True)
class Forecast:
    """What to expect at a new site on one measure, from studies of it."""

    measure: str
    predictive: Predictive

    @property
    def span(self) -> tuple[float, float]:
        """Where 9 in 10 new sites would lie."""
        return self.predictive.interval(LEVEL)

    @property
    def title(self) -> str:
        """What is forecast, in words where the measure is one of ours."""
        known = REGISTRY.get(self.measure)
        return f"At a new site: {known.title.lower() if known else self.measure}"

    def told(self, axis: Axis) -> str:
        """The forecast in words, with how much of it is study."""
        low, high = (axis.text(end, digits=2) for end in self.span)
        studies = self.predictive.studies
        return (
            f"Average {axis.text(self.predictive.mean, digits=2)} {axis.unit}; 9 in 10 new sites "
            f"would lie at {low} to {high}. From {counted(studies, 'study', 'studies')}, which "
            f"settled {self.predictive.information:.0%} of what was unknown before."
        )


@dataclass(frozen=True, slots=True)
class Panel:
    """The claims that share an axis, what they add up to, and why others are not added."""

    axis: Axis
    rows: tuple[Claim, ...]
    forecasts: tuple[Forecast, ...]
    left_out: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why claims take no part in a forecast, each reason once with the claims it is for."""
        return tuple(f"{sentence(why)}: {', '.join(ids)}." for why, ids in self.left_out)


def panels(
    shown: Iterable[Claim], *, prior: Prior | None = None, bias: Bias | None = None
) -> tuple[Panel, ...]:
    """The claims that have a size and an interval, by the axis on which they can be compared.

    Without `prior` and `bias` nothing is put together. Our own effects are shown beside studies
    and never added to them.
    """
    axes: dict[Axis, list[Claim]] = {}
    for claim in shown:
        if claim.axis is not None:
            axes.setdefault(claim.axis, []).append(claim)
    return tuple(_panel(axis, rows, prior, bias) for axis, rows in axes.items())


def _panel(axis: Axis, rows: list[Claim], prior: Prior | None, bias: Bias | None) -> Panel:
    usable: dict[str, list[Finding]] = {}
    left: dict[str, list[str]] = {}
    for claim in rows:
        if claim.study is None:
            left.setdefault(OURS, []).append(claim.id)
        elif why := _why_not(claim.study):
            left.setdefault(why, []).append(claim.id)
        elif prior is None or bias is None:
            left.setdefault("no prior belief was supplied", []).append(claim.id)
        else:
            usable.setdefault(claim.study.measure or "", []).append(claim.study)
    forecasts = (
        [
            Forecast(measure, synthesise(found, prior=prior, bias=bias))
            for measure, found in usable.items()
        ]
        if prior is not None and bias is not None
        else []
    )
    for forecast, found in zip(forecasts, usable.values(), strict=True):
        again = sorted({finding.id for finding in found} - set(forecast.predictive.findings))
        if again:
            left.setdefault("it is another finding of a study already counted", []).extend(again)
    parts = tuple((why, tuple(ids)) for why, ids in left.items())
    return Panel(axis, tuple(rows), tuple(forecasts), parts)


def _why_not(study: Finding) -> str | None:
    """Why a finding is not put together with others; None where it is."""
    # Nothing is converted here: sizes stay on their own axis, so no level and no spread is needed.
    why = why_not_a_number(study, measure=study.measure, level=1.0, spread=1.0)
    return OUTSIDE if why == "it measures something else" else why
