"""What would change the answer.

In:    a finished simulation.
Out:   Flips: other weights, another value of one input, another group, another way to build it.
Never: a flip that would take weights or scores beyond what they can be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from mutuality.appraisal.draws import Stream
from mutuality.appraisal.figures import change_unit, changes_apart, level
from mutuality.appraisal.simulation import Chunk
from mutuality.appraisal.variants import MAIN, VARIANTS
from mutuality.appraisal.words import times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from mutuality.appraisal.case import Criterion
    from mutuality.appraisal.simulation import Plan, Run

Kind = Literal["weight", "input", "group", "variant"]
RIVALS = 2
SAMPLE = 4_000
BISECTIONS = 30
NEGLIGIBLE = 0.01


@dataclass(frozen=True, slots=True)
class Flip:
    """One change that would put `against` in front of `option`.

    `now` and `then` are the weight, level or points before and after, where it is a number.
    """

    kind: Kind
    option: str
    against: str
    about: str
    words: str
    now: float | None = None
    then: float | None = None

    def as_dict(self) -> dict[str, object]:
        """The flip as plain data."""
        return {
            "kind": self.kind,
            "option": self.option,
            "against": self.against,
            "about": self.about,
            "now": None if self.now is None else round(self.now, 4),
            "then": None if self.then is None else round(self.then, 4),
            "words": self.words,
        }


def flips(plan: Plan, run: Run) -> tuple[Flip, ...]:
    """Everything found, for the leader against its two nearest rivals."""
    order = np.argsort(run.main.regret, kind="stable")
    leader, rivals = plan.ranked[order[0]], [plan.ranked[i] for i in order[1 : 1 + RIVALS]]
    found: list[Flip] = []
    for rival in rivals:
        found += _weights(plan, run, leader, rival)
    found += _inputs(plan, run, leader, rivals[0])
    found += _groups(plan, run, leader)
    found += _variants(plan, run, leader)
    return tuple(found)


def nearest_weights(
    gaps: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64] | None:
    """The weights nearest to `weights` (by sum of absolute changes) with gaps @ weights >= 0.

    `gaps` are the rival's points less the leader's. The linear programme has one constraint
    besides the simplex, so it is solved by moving weight to the criterion where the rival gains
    most, from where it loses most first. None where no weights would do.
    """
    target = int(np.argmax(gaps))
    if gaps[target] < 0:
        return None
    moved = weights.copy()
    short = -float(gaps @ weights)
    for source in np.argsort(gaps, kind="stable"):
        gain = gaps[target] - gaps[source]
        step = min(moved[source], max(short, 0.0) / gain) if gain > 0 else 0.0
        moved[source] -= step
        moved[target] += step
        short -= step * gain
    return moved


def _weights(plan: Plan, run: Run, leader: str, rival: str) -> Iterator[Flip]:
    gaps = run.worths[plan.played.index(rival)] - run.worths[plan.played.index(leader)]
    moved = nearest_weights(gaps, run.weights)
    title, ahead = _title(plan, rival), _title(plan, leader)
    if moved is None:
        words = f"No weights at all would put {title} before {ahead}: it does no better anywhere."
        yield Flip("weight", leader, rival, "", words)
        return
    gained = int(np.argmax(moved - run.weights))
    criterion, now, then = plan.criteria[gained], run.weights[gained], moved[gained]
    if then <= now:
        words = f"{title} and {ahead} are level already at the weights people gave on average."
    elif now < NEGLIGIBLE:
        words = (
            f"{title} would draw level with {ahead} only if {criterion.name}, which carries "
            f"almost no weight, carried {round(100 * then)} of 100."
        )
    else:
        words = (
            f"{title} would draw level with {ahead} only if {criterion.name} mattered "
            f"{times(then / now)} as much as people said on average."
        )
    yield Flip("weight", leader, rival, criterion.id, words, float(now), float(then))


def _inputs(plan: Plan, run: Run, leader: str, rival: str) -> list[Flip]:
    """Break-evens: each judged score of the two, moved alone until they draw level.

    Only those that stay within what the judgement itself held possible, the nearest first.
    """
    points = run.main.mean
    gap = float(points[plan.ranked.index(leader)] - points[plan.ranked.index(rival)])
    head = plan.case.head
    chunk = Chunk(plan, Stream(head.seed, 0, min(SAMPLE, head.draws)))
    found: list[tuple[float, Flip]] = []
    for option, sign in ((leader, -1.0), (rival, 1.0)):
        for c, criterion in enumerate(plan.criteria):
            cell = plan.cells[option, criterion.id]
            if cell.basis != "judgement" or option == plan.usual or run.weights[c] == 0:
                continue
            shift = _break_even(chunk, option, criterion, sign * gap / run.weights[c])
            low, likely, high = cell.range
            if shift is not None and low <= likely + shift <= high and low < high:
                flip = _input_flip(plan, leader, rival, option, criterion, shift)
                found.append((abs(shift) / (high - low), flip))
    return [flip for _, flip in sorted(found, key=lambda pair: pair[0])]


def _break_even(chunk: Chunk, option: str, criterion: Criterion, points: float) -> float | None:
    """How far the promise must move for the mean to change by `points`; None beyond the anchors."""
    cell = chunk.plan.cells[option, criterion.id]

    def mean(shift: float) -> float:
        levels = chunk.attained(cell, criterion, MAIN, shift=shift)
        return float(chunk.worth(criterion, levels, MAIN).mean())

    aim = mean(0.0) + points
    span = criterion.best.value - criterion.worst.value
    near, far = 0.0, span if points > 0 else -span
    if (mean(far) - aim) * (1 if points > 0 else -1) < 0:
        return None
    for _ in range(BISECTIONS):
        middle = (near + far) / 2
        if (mean(middle) - aim) * (1 if points > 0 else -1) < 0:
            near = middle
        else:
            far = middle
    return far


def _input_flip(
    plan: Plan, leader: str, rival: str, option: str, criterion: Criterion, shift: float
) -> Flip:
    cell = plan.cells[option, criterion.id]
    now = cell.likely or 0.0
    then = now + shift
    if cell.scale == "change":
        needed, judged = changes_apart(criterion, then, now)
        values = f"by {needed} rather than {judged}"
        done = f"changed {criterion.name} {values}{change_unit(criterion)}"
    else:
        values = f"to {level(criterion, then)} rather than {level(criterion, now)}"
        done = f"brought {criterion.name} {values}"
    ahead, behind = _title(plan, leader), _title(plan, rival)
    words = (
        f"{ahead} would lose its lead to {behind} if it {done}."
        if option == leader
        else f"{behind} would draw level with {ahead} if it {done}."
    )
    return Flip("input", leader, rival, f"{option}:{criterion.id}", words, now, then)


def _groups(plan: Plan, run: Run, leader: str) -> Iterator[Flip]:
    for group in plan.groups:
        first = plan.ranked[int(np.argmin(run.groups[group.id].regret))]
        if first != leader:
            words = f"{group.title} alone would put {_title(plan, first)} first."
            yield Flip("group", leader, first, group.id, words)


def _variants(plan: Plan, run: Run, leader: str) -> Iterator[Flip]:
    for variant in VARIANTS:
        first = plan.ranked[int(np.argmin(run.variants[variant.id].regret))]
        if first != leader:
            words = f"{variant.title}: then {_title(plan, first)} comes first."
            yield Flip("variant", leader, first, variant.id, words)


def _title(plan: Plan, option: str) -> str:
    title = plan.case.option(option).title
    return f"\N{LEFT DOUBLE QUOTATION MARK}{title}\N{RIGHT DOUBLE QUOTATION MARK}"
