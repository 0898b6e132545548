"""The verdict, which may abstain.

In:    a finished simulation, the gates, and what the board fixed before it saw any score.
Out:   a Verdict: a clear lead, a lead with conditions, too close to call, or unscored.
Never: a winner by a margin that people cannot tell apart, or one that a variant overturns.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal

import numpy as np

from mutuality.appraisal.words import chance, listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mutuality.appraisal.flips import Flip
    from mutuality.appraisal.gates import GateOutcome
    from mutuality.appraisal.simulation import Plan, Run

Kind = Literal["clear-lead", "lead-with-conditions", "too-close-to-call", "unscored"]
WEAK = ("Very low", "None")
CONDITIONS = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """`options` are those that lead, tie, or are unscored. `recommend` is None in an abstention
    for want of scores. `reasons` say why it is not a surer verdict; `words` says it in a line."""

    kind: Kind
    options: tuple[str, ...]
    recommend: str | None
    conditions: tuple[str, ...]
    reasons: tuple[str, ...]
    words: str

    def as_dict(self) -> dict[str, object]:
        """The verdict as plain data."""
        return {
            "kind": self.kind,
            "options": list(self.options),
            "recommend": self.recommend,
            "conditions": list(self.conditions),
        }


@dataclass(frozen=True, slots=True)
class Lead:
    """What the numbers say about who leads."""

    leader: str
    tied: tuple[str, ...]
    same_everywhere: bool
    beats: float
    groups_agree: bool
    weak_share: float


def abstain(unscored: Mapping[str, Sequence[str]], titles: Mapping[str, str]) -> Verdict:
    """The verdict where cells are missing, or nothing is left to compare."""
    if not unscored:
        words = "Nothing is left to compare: every other option is shut out by a gate."
        return Verdict("unscored", (), None, (), (words,), words)
    reasons = tuple(
        f"{titles[option]} is not scored on {listed(list(criteria))}."
        for option, criteria in unscored.items()
    )
    words = (
        f"No verdict: {listed([titles[option] for option in unscored])} cannot be compared until "
        "every criterion is scored."
    )
    needed = tuple(
        f"Score {titles[option]} on {listed(list(criteria))}: with evidence that can be a number, "
        "or with low, likely, high, author and reason."
        for option, criteria in unscored.items()
    )
    return Verdict("unscored", tuple(unscored), None, needed, reasons, words)


def lead(plan: Plan, run: Run, *, tie_points: float) -> Lead:
    """Who leads, who is level, and how well the lead holds."""
    rule = plan.defaults.verdict
    regret = run.main.regret
    leader = int(np.argmin(regret))
    variants = [run.main, *run.variants.values()]
    always = np.min([tally.acceptability[:, 0] for tally in variants], axis=0)
    near = (regret - regret.min() <= tie_points) | (always >= rule.always_first)
    leaders = {int(np.argmin(tally.regret)) for tally in variants}
    usual = plan.ranked.index(plan.usual) if plan.usual in plan.ranked else None
    if leader == usual:
        others = np.delete(run.main.beats_usual, leader)
        beats = 1.0 - float(others.max(initial=0.0))
    else:
        beats = float(run.main.beats_usual[leader])
    by_group = np.array([tally.regret for tally in run.groups.values()])
    worst = by_group.max(axis=0)
    agree = worst[leader] <= worst.min() + rule.group_regret_ties * tie_points
    weak = sum(
        weight
        for weight, criterion in zip(run.weights, plan.criteria, strict=True)
        if plan.cells[plan.ranked[leader], criterion.id].strength.label in WEAK
    )
    return Lead(
        leader=plan.ranked[leader],
        tied=tuple(option for option, close in zip(plan.ranked, near, strict=True) if close),
        same_everywhere=leaders == {leader},
        beats=beats,
        groups_agree=bool(agree),
        weak_share=float(weak),
    )


def verdict(
    plan: Plan,
    run: Run,
    *,
    tie_points: float,
    flips: Sequence[Flip],
    gates: Mapping[str, Sequence[GateOutcome]],
) -> Verdict:
    """Apply the rule that was fixed beforehand (docs/methods/rank-acceptability-and-regret.md)."""
    found, rule = lead(plan, run, tie_points=tie_points), plan.defaults.verdict
    doubts = _doubts(plan, found, tie_points)
    close = len(found.tied) > 1 or not found.same_everywhere or found.beats < rule.lead
    if close:
        return _too_close(plan, run, found, doubts, flips, gates)
    title = plan.case.option(found.leader).title
    better = f"Chance that it does better than {_rival(plan, found)}: {chance(found.beats)}."
    conditions = (*_of_gates(gates[found.leader]), *_of_flips(flips))[:CONDITIONS]
    if not doubts:
        words = f"{title} leads clearly. {better}"
        return Verdict("clear-lead", (found.leader,), found.leader, conditions, (), words)
    words = f"{title} leads, with conditions. {better}"
    return Verdict(
        "lead-with-conditions", (found.leader,), found.leader, conditions or doubts, doubts, words
    )


def _doubts(plan: Plan, found: Lead, tie_points: float) -> tuple[str, ...]:
    rule = plan.defaults.verdict
    title = plan.case.option(found.leader).title
    checks = (
        (len(found.tied) > 1, f"Options within {tie_points:g} points cannot be told apart."),
        (not found.same_everywhere, "Another way to build the model puts another option first."),
        (
            found.beats < rule.clear,
            f"Chance that {title} does better than {_rival(plan, found)}: only "
            f"{chance(found.beats)}.",
        ),
        (not found.groups_agree, "One group would lose much more by this than by another option."),
        (found.weak_share > 0.5, "Most of the weight rests on judgement or very weak evidence."),
    )
    return tuple(why for holds, why in checks if holds)


def _rival(plan: Plan, found: Lead) -> str:
    """What the leader is told against."""
    if found.leader == plan.usual:
        return "the option likeliest to beat it"
    return "business as usual"


def _too_close(
    plan: Plan,
    run: Run,
    found: Lead,
    doubts: tuple[str, ...],
    flips: Sequence[Flip],
    gates: Mapping[str, Sequence[GateOutcome]],
) -> Verdict:
    """Name those that cannot be told apart and recommend the one most easily undone."""
    names = set(found.tied)
    if len(names) == 1 and not found.same_everywhere:
        # Alone on these numbers, but not on others: it is level with whoever leads there.
        tallies = (run.main, *run.variants.values())
        names |= {plan.ranked[int(np.argmin(tally.regret))] for tally in tallies}
    if found.beats < plan.defaults.verdict.lead and plan.usual in plan.ranked:
        names.add(plan.usual)
    order = sorted(names, key=lambda option: plan.tasks[option].reversibility)
    titles = [plan.case.option(option).title for option in order]
    words = (
        f"Too close to call between {listed(titles)}. Of these, {titles[0]} is the most easily "
        "undone."
    )
    conditions = [*_of_gates(gates[order[0]]), *_of_flips(flips)]
    if order[0] == plan.usual and len(order) > 1:
        conditions.insert(
            0,
            f"If something must change now, {titles[1]} is the most easily undone of the others.",
        )
    return Verdict(
        "too-close-to-call", tuple(order), order[0], tuple(conditions[:CONDITIONS]), doubts, words
    )


def _of_gates(outcomes: Sequence[GateOutcome]) -> list[str]:
    return [
        f"{outcome.title}: {outcome.would_have_to_change}"
        for outcome in outcomes
        if outcome.decision == "condition"
    ]


def _of_flips(flips: Sequence[Flip]) -> list[str]:
    """Weights and inputs in turn, so that neither crowds the other out."""
    numbers = [flip for flip in flips if flip.then is not None]
    turns = [[flip.words for flip in numbers if flip.kind == kind] for kind in ("weight", "input")]
    return [words for pair in zip_longest(*turns) for words in pair if words]
