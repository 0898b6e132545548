"""Playing out the options, draw by draw.

In:    the case, its cells, what each option takes, default parameters.
Out:   a Run: points, ranks and regrets, as set out, by group and by variant.
Never: an option that was shut out or left unscored among those that are compared.

Draws come in chunks, so memory does not grow with their number. All options, groups and variants
use the same draws: a difference between two of them is never luck.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from mutuality.appraisal.cells import Baseline, Cell, unit_of
from mutuality.appraisal.delivery import Outcome, Undertaking, change, deliver
from mutuality.appraisal.draws import Stream, triangular
from mutuality.appraisal.tally import Tally
from mutuality.appraisal.value import belonging, combine, outside, points, weights
from mutuality.appraisal.variants import MAIN, VARIANTS, Variant

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from mutuality.appraisal.case import Case, Criterion, Group
    from mutuality.appraisal.parameters import Defaults

CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a simulation needs. Options, criteria and groups are in order of name."""

    case: Case
    defaults: Defaults
    cells: Mapping[tuple[str, str], Cell]
    tasks: Mapping[str, Undertaking]
    baselines: Mapping[str, Baseline]
    criteria: tuple[Criterion, ...]
    groups: tuple[Group, ...]
    played: tuple[str, ...]
    ranked: tuple[str, ...]
    usual: str

    @property
    def places(self) -> list[int]:
        """Where the ranked options stand among those played."""
        return [self.played.index(option) for option in self.ranked]

    def unit(self, criterion: Criterion) -> float:
        """One standard deviation of the criterion, in its own units."""
        today = self.baselines.get(criterion.measure) if criterion.measure else None
        return unit_of(criterion, today, span_in_sd=self.defaults.value.span_in_sd)

    def streams(self, chunk: int) -> Iterator[Stream]:
        """The draws, a chunk at a time."""
        head = self.case.head
        for start in range(0, head.draws, chunk):
            yield Stream(head.seed, start, min(chunk, head.draws - start))


@dataclass(slots=True)
class Run:
    """What came of a simulation.

    Rows follow `Plan.ranked` (for `worths` and `beyond`, `Plan.played`), columns the criteria.
    `firsts` sums the pooled weights over the draws in which an option comes first.
    """

    main: Tally
    groups: dict[str, Tally]
    variants: dict[str, Tally]
    worths: NDArray[np.float64]
    beyond: NDArray[np.float64]
    weights: NDArray[np.float64]
    group_weights: dict[str, NDArray[np.float64]]
    firsts: NDArray[np.float64]
    draws: int = 0

    def central_weights(self, option: int) -> NDArray[np.float64] | None:
        """Mean weights of the draws in which the option leads; None where it never does."""
        total: float = self.firsts[option].sum()
        return self.firsts[option] / total if total else None


@dataclass(slots=True)
class Chunk:
    """One stretch of draws, and what all variants of it have in common."""

    plan: Plan
    stream: Stream
    levels: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    _promises: dict[tuple[object, ...], NDArray[np.float64]] = field(default_factory=dict)
    _outcomes: dict[tuple[str, str], Outcome] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for criterion in self.plan.criteria:
            cell = self.plan.cells[self.plan.usual, criterion.id]
            name = self.plan.tasks[self.plan.usual].option.identity
            uniform = self.stream.uniform("score", criterion.id, *name)
            self.levels[criterion.id] = triangular(uniform, *cell.range)

    def promise(self, cell: Cell, criterion: Criterion, variant: Variant) -> NDArray[np.float64]:
        """The benefit promised against business as usual, in the criterion's units, up is good."""
        key = (cell.option, criterion.id, variant.reading if cell.forecasts else None)
        if key not in self._promises:
            usual = self.levels[criterion.id]
            target = self._target(cell, criterion, variant)
            self._promises[key] = _way(criterion) * (target - usual)
        return self._promises[key]

    def _target(self, cell: Cell, criterion: Criterion, variant: Variant) -> NDArray[np.float64]:
        usual = self.levels[criterion.id]
        name = self.plan.tasks[cell.option].option.identity
        uniform = self.stream.uniform("score", criterion.id, *name)
        if cell.basis == "evidence":
            tau = self.stream.uniform("tau", criterion.id, *name)
            effect = cell.forecasts[variant.reading].draws(tau, uniform)
            if cell.scale == "log-ratio":
                return usual * np.exp(effect)
            return usual + effect * self.plan.unit(criterion)
        judged = triangular(uniform, *cell.range)
        return usual + judged if cell.scale == "change" else judged

    def attained(
        self, cell: Cell, criterion: Criterion, variant: Variant, *, shift: float = 0.0
    ) -> NDArray[np.float64]:
        """The level reached under the option; `shift` moves its promise, in the same units."""
        usual = self.levels[criterion.id]
        if cell.option == self.plan.usual:
            return usual
        gained = change(
            self.promise(cell, criterion, variant) + _way(criterion) * shift,
            self.outcome(cell.option, variant),
            criterion=criterion,
            sd=self.plan.unit(criterion),
            defaults=self.plan.defaults,
            stream=self.stream,
        )
        return usual + _way(criterion) * gained

    def outcome(self, option: str, variant: Variant) -> Outcome:
        """What becomes of the option."""
        key = (option, variant.id)
        if key not in self._outcomes:
            self._outcomes[key] = deliver(
                self.plan.tasks[option],
                case=self.plan.case,
                defaults=self.plan.defaults,
                variant=variant,
                stream=self.stream,
            )
        return self._outcomes[key]

    def worth(
        self, criterion: Criterion, levels: NDArray[np.float64], variant: Variant
    ) -> NDArray[np.float64]:
        """Points for levels of a criterion."""
        midpoint = self.plan.defaults.value.concave_midpoint
        return points(criterion, levels, midpoint=midpoint, bend=variant.bend)

    def worths(self, variant: Variant) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Points of every option on every criterion, and the share of draws beyond an anchor."""
        plan = self.plan
        shape = (len(plan.played), len(plan.criteria))
        worths = np.empty((*shape, self.stream.count))
        beyond = np.empty(shape)
        for a, option in enumerate(plan.played):
            for c, criterion in enumerate(plan.criteria):
                levels = self.attained(plan.cells[option, criterion.id], criterion, variant)
                worths[a, c] = self.worth(criterion, levels, variant)
                beyond[a, c] = outside(criterion, levels).sum()
        return worths, beyond


def simulate(plan: Plan, *, chunk: int = CHUNK) -> Run:
    """Play out the ranked options. `chunk` changes speed and memory, never the result."""
    size, width, played = len(plan.ranked), len(plan.criteria), len(plan.played)
    run = Run(
        main=Tally(size, keep_regrets=True),
        groups={group.id: Tally(size) for group in plan.groups},
        variants={variant.id: Tally(size) for variant in VARIANTS},
        worths=np.zeros((played, width)),
        beyond=np.zeros((played, width)),
        weights=np.zeros(width),
        group_weights={group.id: np.zeros(width) for group in plan.groups},
        firsts=np.zeros((size, width)),
    )
    for stream in plan.streams(chunk):
        _add(run, plan, Chunk(plan, stream))
    run.worths /= run.draws
    run.beyond /= run.draws
    run.weights /= run.draws
    for name in run.group_weights:
        run.group_weights[name] /= run.draws
    return run


def _add(run: Run, plan: Plan, chunk: Chunk) -> None:
    stream = chunk.stream
    by_group = np.array([weights(group, plan.criteria, stream) for group in plan.groups])
    whose = belonging(plan.groups, stream.uniform("group"))
    pooled = by_group[whose, :, np.arange(stream.count)].T
    run.draws += stream.count
    run.weights += pooled.sum(axis=1)
    worths, beyond = chunk.worths(MAIN)
    run.worths += worths.sum(axis=2)
    run.beyond += beyond
    first = _tally(run.main, plan, combine(worths, pooled))
    run.firsts += first @ pooled.T
    for group, own in zip(plan.groups, by_group, strict=True):
        run.group_weights[group.id] += own.sum(axis=1)
        _tally(run.groups[group.id], plan, combine(worths, own))
    for variant in VARIANTS:
        other = worths if variant.geometric else chunk.worths(variant)[0]
        total = combine(other, pooled, geometric=variant.geometric)
        _tally(run.variants[variant.id], plan, total)


def _tally(tally: Tally, plan: Plan, total: NDArray[np.float64]) -> NDArray[np.float64]:
    return tally.add(total[plan.places], total[plan.played.index(plan.usual)])


def _way(criterion: Criterion) -> float:
    """1 where more is better, -1 where less is."""
    return 1.0 if criterion.best.value > criterion.worst.value else -1.0
