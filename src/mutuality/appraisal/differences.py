"""Where people differ, and how much hangs on it.

In:    a case, what people think, and where there is one the appraisal of the two combined.
Out:   Differences, those that most points hang on first.
Never: a difference left out because a middle value was found for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from mutuality.appraisal.figures import change, level
from mutuality.appraisal.opinions import combine, is_from_evidence, label, people, voices
from mutuality.appraisal.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mutuality.appraisal.case import Case, Criterion
    from mutuality.appraisal.opinions import Estimate, Opinion
    from mutuality.appraisal.result import Appraisal

Kind = Literal[
    "preference", "score", "weight-between", "weight-within", "alone", "silent", "set-aside"
]
NOTABLE = 20.0
"""How far apart the middles of two swings lie, of 100, before it is worth a line."""
FEW = 3
Weigher = tuple[str, Mapping[str, tuple[float, float]]]
"""Who weighs, as they may be shown, and the swing that each criterion has for them."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that people see differently, or that only one of them has seen to.

    `points` says roughly how many points of 100 hang on it; None where it is not about points.
    `option`, `criterion` and `group` name what it is about, empty where it is about none.
    """

    kind: Kind
    words: str
    points: float | None = None
    option: str = ""
    criterion: str = ""
    group: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The difference as plain data."""
        return {
            "kind": self.kind,
            "words": self.words,
            "points": None if self.points is None else round(self.points, 1),
            "option": self.option,
            "criterion": self.criterion,
            "group": self.group,
        }


def disagreements(
    case: Case, opinions: Sequence[Opinion], *, appraisal: Appraisal | None = None
) -> tuple[Difference, ...]:
    """Everything that people differ on, what most points hang on first.

    `appraisal` is of `combine(case, opinions)`; it says which options groups prefer, and what
    points are at stake. Without it criteria count alike and any of them could move 100 points.
    docs/methods/combining-judgements.md says how points are reckoned. Raises what `combine` does.
    """
    heard = sorted(opinions, key=lambda opinion: (opinion.group, opinion.person))
    table = _Table(combine(case, heard), tuple(heard), appraisal)
    found = [
        *_preferences(table),
        *_scores(case, table),
        *_between_groups(table),
        *_within_groups(table),
        *_alone(case, table),
        *_silent(table),
        *_set_aside(case, table),
    ]
    return tuple(sorted(found, key=lambda one: (-(one.points or 0.0), one.kind, one.words)))


@dataclass(frozen=True, slots=True)
class _Table:
    """Who is there, and what their words are worth."""

    case: Case
    opinions: tuple[Opinion, ...]
    appraisal: Appraisal | None

    def weight(self, criterion: Criterion) -> float:
        """The share of all weight that a criterion has on average."""
        weights = self.appraisal.weights if self.appraisal else {}
        return weights.get(criterion.id, 1 / len(self.case.criteria))

    def reach(self, criterion: Criterion) -> float:
        """How many points options lie apart on a criterion; all 100 where nobody knows."""
        compared = self.appraisal.options if self.appraisal else ()
        points = [option.points[criterion.id] for option in compared if option.points]
        return max(points) - min(points) if points else 100.0

    def members(self, group: str) -> list[Opinion]:
        """Those of a group who weighed anything."""
        return [o for o in self.opinions if o.group == group and o.swings]


def _preferences(table: _Table) -> Iterator[Difference]:
    appraisal = table.appraisal
    if appraisal is None or not appraisal.standings:
        return
    first = min(appraisal.standings, key=lambda name: (appraisal.standings[name].mean, name))
    title = table.case.option(first).title
    for view in appraisal.groups:
        if view.leader != first:
            lost = view.regret[first]
            yield Difference(
                "preference",
                f"{view.title} would put {table.case.option(view.leader).title} first. "
                f"{title}, which comes first over everybody, would cost them "
                f"{_points(lost)} on average.",
                points=lost,
                option=view.leader,
                group=view.id,
            )


def _scores(case: Case, table: _Table) -> Iterator[Difference]:
    for option in case.options:
        for criterion in case.criteria:
            said = voices(case, table.opinions, option.id, criterion.id)
            if len(said) < 2:
                continue
            low = min(said, key=lambda voice: (voice[1].high, label(case, voice[0])))
            high = max(said, key=lambda voice: (voice[1].low, label(case, voice[0])))
            gap = high[1].low - low[1].high
            if gap <= 0:
                continue
            span = abs(criterion.best.value - criterion.worst.value)
            yield Difference(
                "score",
                f"{option.title} on {criterion.name}: {label(case, low[0])} says "
                f"{_range(criterion, low[1])}, {label(case, high[0])} says "
                f"{_range(criterion, high[1])}. What they hold possible does not meet.",
                points=100 * min(gap / span, 1.0) * table.weight(criterion),
                option=option.id,
                criterion=criterion.id,
            )


def _between_groups(table: _Table) -> Iterator[Difference]:
    weighers = [(group.title, group.swing) for group in table.case.groups]
    for criterion in table.case.criteria:
        yield from _apart(table, criterion, weighers, "weight-between")


def _within_groups(table: _Table) -> Iterator[Difference]:
    for group in table.case.groups:
        weighers = [(label(table.case, one), one.weighs) for one in table.members(group.id)]
        for criterion in table.case.criteria:
            yield from _apart(table, criterion, weighers, "weight-within", group=group.id)


def _apart(
    table: _Table,
    criterion: Criterion,
    weighers: Sequence[Weigher],
    kind: Kind,
    *,
    group: str = "",
) -> Iterator[Difference]:
    """The two who lie furthest apart on what a criterion matters, if they lie apart at all."""
    said = sorted(
        ((_middle(swings[criterion.id]), name, swings) for name, swings in weighers
         if criterion.id in swings),
        key=lambda voice: voice[:2],
    )  # fmt: skip
    if not said:
        return
    (least, low, lower), (most, high, higher) = said[0], said[-1]
    swings = lower[criterion.id], higher[criterion.id]
    meet = swings[0][1] >= swings[1][0]
    if meet and most - least < NOTABLE:
        return
    yield Difference(
        kind,
        f"How much {criterion.name} matters, of 100: {high}, {_swing(swings[1])}; "
        f"{low}, {_swing(swings[0])}." + ("" if meet else " What they say does not meet."),
        points=abs(_share(higher, criterion) - _share(lower, criterion)) * table.reach(criterion),
        criterion=criterion.id,
        group=group,
    )


def _share(swings: Mapping[str, tuple[float, float]], criterion: Criterion) -> float:
    """The weight that a set of swings gives a criterion, taken at their middles."""
    return _middle(swings[criterion.id]) / sum(_middle(swing) for swing in swings.values())


def _middle(swing: tuple[float, float]) -> float:
    return (swing[0] + swing[1]) / 2


def _alone(case: Case, table: _Table) -> Iterator[Difference]:
    """Cells that one person alone has scored, and groups for which one alone has weighed."""
    cells: dict[str, list[str]] = {}
    shown: dict[str, str] = {}
    for option in case.options:
        for criterion in case.criteria:
            said = voices(case, table.opinions, option.id, criterion.id)
            if len(said) == 1:
                speaker = said[0][0]
                shown[speaker.person] = label(case, speaker)
                cells.setdefault(speaker.person, []).append(f"{option.title} on {criterion.name}")
    for person, names in cells.items():
        what = listed(names) if len(names) <= FEW else f"{len(names)} of the cells"
        yield Difference("alone", f"One person alone scored {what}: {shown[person]}.")
    for group in table.case.groups:
        members = table.members(group.id)
        if len(members) == 1:
            words = f"One person alone weighed for {group.title}: {label(case, members[0])}."
            yield Difference("alone", words, group=group.id)


def _silent(table: _Table) -> Iterator[Difference]:
    for group in table.case.groups:
        if not group.swing:
            words = f"Nobody has weighed for {group.title}: any weights count as equally likely."
            yield Difference("silent", words, group=group.id)


def _set_aside(case: Case, table: _Table) -> Iterator[Difference]:
    for option in case.options:
        for criterion in case.criteria:
            said = [o for o in table.opinions if criterion.id in o.scores.get(option.id, {})]
            if said and is_from_evidence(option, criterion.id):
                yield Difference(
                    "set-aside",
                    f"{option.title} on {criterion.name} is scored from studies, so what "
                    f"{people(case, said)} said of it is kept but not used.",
                    option=option.id,
                    criterion=criterion.id,
                )


def _range(criterion: Criterion, guess: Estimate) -> str:
    told = level if guess.scale == "level" else change
    return f"{told(criterion, guess.low)} to {told(criterion, guess.high)}"


def _swing(swing: tuple[float, float]) -> str:
    low, high = swing
    return f"{low:.0f}" if low == high else f"{low:.0f} to {high:.0f}"


def _points(points: float) -> str:
    return "less than a point" if points < 0.5 else f"{points:.0f} point{'s' * (points >= 1.5)}"
