"""How the options compare, who disagrees, and what would change the answer.

In:    the material of a paper.
Out:   three sections, in words, one picture and tables.
Never: a total score, or an order of options without saying which of them are level.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutuality.appraisal import chance
from mutuality.papers.board.glance import (
    by_variant,
    changes,
    disagreements,
    verdict_text,
    verdict_title,
)
from mutuality.papers.board.words import HOW, NOT_SUPPLIED, day, listed, money, points
from mutuality.papers.document import Block, Bullets, Callout, Figure, Heading, Paragraph, Table
from mutuality.papers.ranks import rank_chart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutuality.papers.board.material import Material


HALF = 0.5
FEW = 10
LOST = (
    "Points lost: average",
    "Points lost: worst tenth",
    "Points lost: worst group",
    "Points lost: worst model",
)


def results(m: Material) -> Iterator[Block]:
    """The verdict, and the figures behind it."""
    verdict = m.appraisal.verdict
    yield Heading("Results", 2, "results")
    yield Callout("verdict", verdict_title(m), verdict_text(m))
    if verdict.reasons:
        yield Paragraph("Why it is not surer than that:")
        yield Bullets(verdict.reasons)
    if m.appraisal.standings:
        yield from _compared(m)
    else:
        yield Paragraph("The options were not compared, so there are no results to show.")
    yield from _costs(m)


def who_disagrees(m: Material) -> Iterator[Block]:
    """What each group would put first, and where they lie furthest apart."""
    yield Heading("Who disagrees about what", 2, "who-disagrees")
    yield Bullets(disagreements(m))
    if m.case.groups and m.appraisal.groups:
        names = [criterion.name for criterion in m.case.criteria]
        yield Table(
            "What each group would put first, and how it weighs the criteria",
            ("Group", "Would put first", "How often", *names),
            [
                (
                    view.title,
                    m.title(view.leader),
                    chance(view.first[view.leader]),
                    *(points(100 * view.weights[c.id]) for c in m.case.criteria),
                )
                for view in m.appraisal.groups
            ],
            frozenset(names),
            f"Weights are means of the ranges that each group gave, out of 100. {HOW}",
        )


def what_would_change(m: Material) -> Iterator[Block]:
    """Weights, judgements, groups and ways to build the model that give another answer."""
    yield Heading("What would change the answer", 2, "what-would-change")
    yield Bullets(changes(m))
    lines = changes(m)
    conditions = [line for line in m.appraisal.verdict.conditions if line not in lines]
    if conditions:
        yield Paragraph("What would settle it, or must be met first:")
        yield Bullets(conditions)
    if m.appraisal.variants:
        steady = [] if by_variant(m) else ["Every way to build the model puts the same one first."]
        yield from map(Paragraph, steady)
        yield Table(
            "Who comes first under each way to build the model",
            ("Way to build it", "Comes first", "How often"),
            [
                (view.title, m.title(view.leader), chance(view.first[view.leader]))
                for view in m.appraisal.variants
            ],
            note=f"Comes first: loses the fewest points on average. {HOW}",
        )


def _compared(m: Material) -> Iterator[Block]:
    yield _rank_figure(m)
    verdict, ties = m.appraisal.verdict, m.case.head.tie_points
    level = (
        f"Read these as level: {m.titles(verdict.options)}. "
        if verdict.kind == "too-close-to-call"
        else ""
    )
    set_by = (
        ""
        if ties is None
        else f"Options within {ties:g} points are level: the board set that before any score. "
    )
    yield Table(
        "How the options compare",
        (
            "Option",
            "Comes first",
            "Better than carrying on",
            *LOST,
        ),
        [_standing(m, option.id) for option in m.inside if option.id in m.appraisal.standings],
        frozenset(LOST),
        f"{level}{set_by}Points lost: what choosing this option gives "
        f"up, of 100, against whichever turns out best. Fewer is better. {HOW}",
    )
    names = [criterion.name for criterion in m.case.criteria]
    yield Table(
        "Where each option gains: mean points by criterion",
        ("Option", *names),
        [
            (option.title, *(points(option.points[c.id]) for c in m.case.criteria))
            for option in m.inside
            if option.points is not None
        ],
        frozenset(names),
        f"0 is as bad as the worst level stated in the case, 100 as good as the best. {HOW}",
    )


def _standing(m: Material, name: str) -> tuple[str, ...]:
    standing = m.appraisal.standings[name]
    usual = m.case.option(name).is_business_as_usual
    lost = (standing.mean, standing.cvar90, standing.worst_group, standing.worst_variant)
    better = "the comparison" if usual else chance(standing.beats_usual)
    return (m.title(name), chance(standing.ranks[0]), better, *map(points, lost))


def _rank_figure(m: Material) -> Figure:
    standings = m.appraisal.standings
    order = [option.id for option in m.inside if option.id in standings]
    top = max(order, key=lambda name: standings[name].ranks[0])
    head, often = m.case.head, chance(standings[top].ranks[0])
    title = f"{m.title(top)} comes first {often}"
    if standings[top].ranks[0] < HALF:
        title = f"No option stands out: none comes first more often than {often}"
    return rank_chart(
        {m.title(name): [_to_a_twentieth(s) for s in standings[name].ranks] for name in order},
        title=title,
        subtitle="How often each option takes each place in the futures played out, to 1 in 20",
        source=f"Source: this appraisal, {head.draws:,} draws, seed {head.seed}.",
        last_period=f"judged as at {day(head.date)}",
    )


def _to_a_twentieth(share: float) -> float:
    return round(share * 20) / 20


def _costs(m: Material) -> Iterator[Block]:
    yield Heading("Costs", 3, "costs")
    unpriced = [option.title for option in m.inside if option.cost is None]
    if unpriced:
        yield Paragraph(f"Costs of these options were {NOT_SUPPLIED}: {listed(unpriced)}.")
    if len(unpriced) == len(m.inside):
        return
    yield Table(
        "Cost over the years in the case, in today's money, less savings",
        ("Option", "Even chance of less", "8 in 10", "19 in 20", "Savings that would pay for it"),
        [
            (
                option.title,
                money(option.cost.p50),
                money(option.cost.p80),
                money(option.cost.p95),
                _needed(option.cost.saving_needed),
            )
            for option in m.inside
            if option.cost is not None
        ],
        frozenset({"Even chance of less", "8 in 10", "19 in 20"}),
        "Money is kept apart from points. Sums include an allowance for optimism where the case "
        f"names the class of cost. {HOW}",
    )


def _needed(factor: float | None) -> str:
    if factor is None:
        return "no saving is claimed"
    if factor <= 1:
        return "those expected are enough"
    return f"{factor:,.{0 if factor > FEW else 1}f} times those expected to arrive"
