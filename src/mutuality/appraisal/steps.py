"""What to do next with a draft, in order.

In:    a draft case, its gates, its gaps and what is out of date.
Out:   sentences, each of which somebody can act on.
Never: a step that asks for something that is there already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mutuality.appraisal.case import Case
    from mutuality.appraisal.first_pass import Weighers
    from mutuality.appraisal.gaps import Gap
    from mutuality.appraisal.gates import GateOutcome

USUAL_DRAWS = 20_000


def next_steps(
    case: Case,
    *,
    gates: Mapping[str, Sequence[GateOutcome]],
    gaps: Sequence[Gap],
    old: Sequence[str],
    ask: Sequence[Weighers],
) -> Iterator[str]:
    """The steps from a draft to a case that can be appraised.

    `old` names what is out of date, and `ask` the groups that could weigh.
    """
    if old:
        yield f"Look for newer figures. Out of date: {', '.join(old)}."
    described = ", ".join(c.name for c in case.criteria if c.measure is None)
    if described:
        yield (
            f"No figure is held for: {described}. Load one, or keep the described scale and put "
            "its two ends in your own words."
        )
    yield "Strike out the options that nobody would take, name partners, and add what is missing."
    out = [case.option(name).title for name, outcomes in gates.items() if _shut(outcomes)]
    if out:
        yield f"Shut out as things stand: {', '.join(out)}. Say so to those who hoped for it."
    asked = sum(gate.decision == "condition" for outcomes in gates.values() for gate in outcomes)
    unchecked = sum(gate.decision == "to-check" for outcomes in gates.values() for gate in outcomes)
    if asked or unchecked:
        yield f"Rules that ask something of an option: {asked} to meet, {unchecked} to check first."
    yield (
        "Say of each option whether it fits the strategy, is affordable, can be carried out and "
        "has somebody to carry it out, each with a reason."
    )
    yield "Agree the ends of each criterion, and how close still counts as level, before any score."
    if gaps:
        yield f"Fill {len(gaps)} cells that have no number, with the people named beside each."
    yield (
        "Settle who weighs the criteria and how much each group counts; to start from: "
        f"{', '.join(group.title for group in ask)}. Until then any weights are equally likely."
    )
    yield "Judge how ready the organisation is, and put down what each option costs by year."
    if case.head.draws < USUAL_DRAWS:
        yield (
            f"Before it goes to a board, raise the draws from {case.head.draws:,} to "
            f"{USUAL_DRAWS:,} and take out the notice."
        )


def _shut(outcomes: Sequence[GateOutcome]) -> bool:
    return any(gate.shuts_out for gate in outcomes)
