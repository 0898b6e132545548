"""What a reader should be told besides the result.

In:    the case, its cells, today's figures, a finished simulation.
Out:   sentences: who disagrees about what, what is missing or old, what to mend in the case.
Never: a warning that can be acted on by nobody.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from mutuality.appraisal.delivery import FACTORS
from mutuality.appraisal.words import chance, listed, number

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from mutuality.appraisal.case import Case, Criterion, Group
    from mutuality.appraisal.cells import Baseline
    from mutuality.appraisal.result import View
    from mutuality.appraisal.simulation import Plan, Run

OLD_MONTHS = 18
MEANS = ("engagement", "burnout")
ENDS = ("sickness", "shmi", "shmi-annual")
OFTEN_OUTSIDE = 0.2


def disagreements(case: Case, views: Sequence[View]) -> Iterator[str]:
    """Who would put what first, and where what people want lies furthest apart."""
    leaders: dict[str, list[str]] = {}
    for view in views:
        leaders.setdefault(view.leader, []).append(view.title)
    if len(leaders) > 1:
        for leader, people in leaders.items():
            title = case.option(leader).title
            yield f"First for {listed(people)}: {title}."
    for criterion in case.criteria:
        apart = [
            (low, high)
            for low, high in _pairs(case.groups)
            if _swing(low, criterion)[1] < _swing(high, criterion)[0]
        ]
        if apart:
            low, high = max(
                apart,
                key=lambda pair: _swing(pair[1], criterion)[0] - _swing(pair[0], criterion)[1],
            )
            yield (
                f"How much {criterion.name} matters, of 100: {high.title}, "
                f"{_said(high, criterion)}; {low.title}, {_said(low, criterion)}."
            )


def missing(case: Case, baselines: Mapping[str, Baseline]) -> Iterator[str]:
    """Measures that the case names and nobody supplied."""
    for criterion in case.criteria:
        if criterion.measure and criterion.measure not in baselines:
            yield f"{criterion.name}: the figure for {criterion.measure} was not supplied."


def out_of_date(case: Case, baselines: Mapping[str, Baseline]) -> Iterator[str]:
    """Figures that end more than 18 months before the date of the case."""
    for criterion in case.criteria:
        today = baselines.get(criterion.measure) if criterion.measure else None
        if today is not None and today.end is not None:
            months = _months(today.end, case.head.date)
            if months > OLD_MONTHS:
                yield (
                    f"{criterion.name}: the last figure is for {today.period}, "
                    f"{months} months before the date of this case."
                )


def notes(case: Case, baselines: Mapping[str, Baseline]) -> Iterator[str]:
    """What to mend in the case, or to know when reading it."""
    if all(option.model != "do-minimum" for option in case.options):
        yield "The case has no do-minimum option; a short list should hold one."
    total = sum(group.share for group in case.groups)
    if not case.groups:
        yield "Nobody has weighed the criteria: every set of weights counts as equally likely."
    elif abs(total - 1) > 1e-9:
        yield f"The groups' shares add up to {number(total)}; they are used in proportion."
    for group in case.groups:
        yield from _swing_notes(case, group)
    unknown = [factor for factor in FACTORS if getattr(case.readiness, factor) is None]
    if unknown:
        named = listed([factor.replace("_", " ") for factor in unknown])
        yield f"Nobody judged readiness on {named}: it counts as wholly unknown."
    means = [c.name for c in case.criteria if c.measure in MEANS]
    ends = [c.name for c in case.criteria if c.measure in ENDS]
    if means and ends:
        yield (
            f"{listed(means)} may be the means to {listed(ends)}: with both as criteria, part of "
            "the same benefit may count twice."
        )
    for criterion in case.criteria:
        yield from _anchor_notes(criterion, baselines)


def outside_notes(plan: Plan, run: Run) -> Iterator[str]:
    """Criteria on which options often lie beyond the anchors, where more earns nothing."""
    for c, criterion in enumerate(plan.criteria):
        for a, option in enumerate(plan.played):
            if run.beyond[a, c] > OFTEN_OUTSIDE:
                title = plan.case.option(option).title
                yield (
                    f"{title} may lie beyond the anchors of {criterion.name} "
                    f"({chance(run.beyond[a, c])}); what lies beyond earns nothing more. "
                    "Consider wider anchors."
                )


def _swing_notes(case: Case, group: Group) -> Iterator[str]:
    if not group.swing:
        yield f"{group.title} weighed nothing: every set of weights counts as equally likely."
        return
    silent = [c.name for c in case.criteria if c.id not in group.swing]
    if silent:
        yield f"{group.title} did not weigh {listed(silent)}: it runs from 0 to 100."
    elif max(high for _, high in group.swing.values()) < 100:
        yield f"{group.title} gave no swing of 100; only the proportions are used."


def _anchor_notes(criterion: Criterion, baselines: Mapping[str, Baseline]) -> Iterator[str]:
    today = baselines.get(criterion.measure) if criterion.measure else None
    if today is not None:
        low, high = sorted((criterion.worst.value, criterion.best.value))
        if not low <= today.value <= high:
            yield (
                f"Today's figure for {criterion.name} ({number(today.value)}) lies outside its "
                f"anchors ({number(low)} to {number(high)}); what lies outside earns nothing more."
            )


def _pairs(groups: Sequence[Group]) -> Iterator[tuple[Group, Group]]:
    for one, other in combinations(groups, 2):
        yield (one, other)
        yield (other, one)


def _swing(group: Group, criterion: Criterion) -> tuple[float, float]:
    return group.swing.get(criterion.id, (0.0, 100.0))


def _said(group: Group, criterion: Criterion) -> str:
    low, high = _swing(group, criterion)
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def _months(start: dt.date, end: dt.date) -> int:
    """Whole months from one day to another."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
