"""What is on record, where it comes from, and how every number came about.

In:    the material of a page.
Out:   the record, the sources, and the appendix that "How was this calculated?" leads to.
Never: a fact without its standing, or a number without its seal, its design and its rows.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mutuality import __version__
from mutuality.base import OGL
from mutuality.papers.board.words import counted, day
from mutuality.papers.change.words import (
    STANDINGS,
    citation,
    interval,
    length,
    said,
    shift,
    smallest,
    window,
    yardstick,
)
from mutuality.papers.document import Block, Bullets, Heading, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutuality.evaluation import Effect
    from mutuality.papers.change.material import Material

METHODS = (
    "**Expected**: the mean of bodies that did not change, set to this body's own level "
    "before the change. The estimate is the mean difference after it (difference in differences, "
    "by imputation).",
    "**Bodies that did not change** took part in no registered change within the window, reported "
    "every period, lie in another care system, are of the same kind, and saw no sudden step in "
    "volume. Everybody left out is counted below, with the reason.",
    "**Chance**: each of those bodies takes a turn as if it had changed. The place of the real "
    "estimate among these placebos is its rank; the interval is what 95% of them allow. Where "
    "enough periods stand before the change, each is measured against its own usual spread first, "
    'so that "as far" means as far beyond what is usual for that body.',
    "**The smallest effect that could have been seen** would have stood out in 4 of 5 placebo "
    "draws.",
    "**Grade**: moderate is the most that a comparison without random choice earns. It falls with "
    "each weakness that is flagged, by rule.",
    "**Merged bodies** are followed as one across the change: predecessors are added up before it.",
    "**The plan** is sealed: the seal changes with any choice in it. No random number is used, so "
    "there is no seed; the same figures and the same version give the same result.",
)
DIAGNOSTICS = {
    "pre_trend_max": "Largest gap before the change",
    "pre_trend_p": "Share of bodies drifting as much before",
    "late_shift": "Mean gap in the last periods before",
    "late_shift_p": "Share of bodies as unusual just before",
    "spread_before": "Usual spread of its gaps before",
    "pre_rmspe": "Misfit of the mix before",
}
SHARES = ("pre_trend_p", "late_shift_p")
MOST_WEIGHTS = 5


def record(m: Material) -> Iterator[Block]:
    """Every fact that the register holds, each with its standing and source."""
    yield Heading("What is on record", 2, "record")
    change, mark = m.change, STANDINGS[m.change.status]
    fields = [f"Power between the parties: {said(change.power)}{mark}."]
    if change.programme:
        fields.append(f"Programme: {said(change.programme)}{mark}.")
    facts = [f"{fact.stated} ({fact.source})" for fact in change.facts]
    notes = [f"{one.name}: {one.note}." for one in change.parties if one.note]
    yield Bullets([*facts, *notes, *fields])


def sources(m: Material) -> Iterator[Block]:
    """Publications behind the entry, and behind the figures."""
    yield Heading("Sources", 2, "sources")
    yield Bullets([citation(reference) for reference in m.change.sources])
    lines = [m.line(name) for name in dict.fromkeys(_measures(m))]
    if lines:
        yield Paragraph("Figures:")
        yield Bullets(list(dict.fromkeys(lines)))


def _measures(m: Material) -> Iterator[str]:
    yield from (result.measure for result in m.results or ())
    yield from m.around.plain


def how_calculated(m: Material) -> Iterator[Block]:
    """Methods in plain words, then each comparison with all that it stands on."""
    yield Heading("How was this calculated?", 2, "how-calculated")
    if m.effects:
        yield Bullets(METHODS)
        yield _side_by_side(m)
        yield Table(
            "Who stood for what would have happened",
            ("Measure", "The mix", "Left out, by rule", "Rules that could not be applied"),
            [_pool(m, effect) for effect in m.effects],
        )
    if m.results:
        yield Table(
            "Seals of the plans, made before the answers were worked out",
            ("Measure", "Seal of the plan"),
            [(m.title(result.measure), str(result.seal)) for result in m.results],
        )
    rows = [f"**{m.title(name)}**: {'; '.join(read)}." for name, read in m.around.reads.items()]
    if rows:
        yield Heading("The rows that were read", 3, "rows")
        yield Paragraph(
            "Rows of the bodies that are followed. Every figure of every body, with its file, "
            "sheet and row: mutuality observations MEASURE -o FILE"
        )
        yield Bullets(rows)
    yield Table("This page", ("What", "Value"), _page(m))


def _page(m: Material) -> list[tuple[str, str]]:
    return [
        ("Identifier", m.change.id),
        ("Date of this page", day(m.at)),
        ("Version of Mutuality", __version__),
        ("To work it out again", f"mutuality evaluate {m.change.id} -o DIR"),
    ]


def _side_by_side(m: Material) -> Table:
    columns = [dict(_working(m, effect)) for effect in m.effects]
    rows = dict.fromkeys(row for column in columns for row in column)
    return Table(
        "The working, measure by measure",
        ("What", *(m.title(effect.measure) for effect in m.effects)),
        [(row, *(column.get(row, "none") for column in columns)) for row in rows],
    )


def _working(m: Material, effect: Effect) -> Iterator[tuple[str, str]]:
    stick = yardstick(m, effect)
    yield "Unit", stick.unit or "as published"
    yield "Estimate", stick.signed(shift(effect, effect.estimate))
    yield "95% interval", stick.span(*interval(effect))
    yield "Standard error, from placebos", stick.number(shift(effect, effect.standard_error))
    yield "Place among placebos", f"{effect.rank} of {effect.n_donors + 1}"
    yield "p, and the least it could be", f"{effect.p:.3f}, {effect.p_floor:.3f}"
    yield "Smallest that could have been seen", smallest(m, effect)
    yield "Stretch compared", window(effect)
    before, after = effect.periods_before, effect.periods_after
    yield "Periods", f"{counted(before, length(effect))} before, {after} after"
    yield "Followed as", f"{m.name(effect.unit)} ({effect.unit})"
    yield "Design", effect.design
    yield "Scale", effect.scale.replace("-", " ")
    yield "Grade", effect.grade
    for name, value in effect.alternatives:
        yield f"Under another choice: {name}", stick.signed(shift(effect, value))
    for name, value in effect.diagnostics:
        told = f"{value:.3f}" if name in SHARES else stick.number(shift(effect, value))
        yield DIAGNOSTICS.get(name, name), told


def _pool(m: Material, effect: Effect) -> tuple[str, ...]:
    weights = [
        f"{m.name(unit)} ({unit}) {weight:.0%}"
        for unit, weight in effect.synthetic.weights[:MOST_WEIGHTS]
    ]
    more = len(effect.synthetic.weights) - MOST_WEIGHTS
    out = Counter(unit.rule for unit in effect.left_out)
    rules = [f"{rule.replace('-', ' ')} {count}" for rule, count in out.most_common()]
    return (
        m.title(effect.measure),
        "; ".join(weights) + (f"; {more} more" if more > 0 else ""),
        "; ".join(rules) or "nobody",
        "; ".join(effect.not_applied) or "none",
    )


def footer(m: Material) -> list[str]:
    """What closes the page."""
    return [
        "Decision support, not legal, financial or HR advice.",
        f"As at {day(m.at)}. Made with Mutuality {__version__}.",
        OGL,
    ]
