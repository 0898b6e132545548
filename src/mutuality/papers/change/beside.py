"""What was promised beside what happened.

In:    the material of a page: promises, published findings that name the change, our comparisons.
Out:   one table: a row for each promise and each measure.
Never: an absence left blank, a finding nobody checked told as a fact, or what came after told as
       what the change did.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutuality.papers.board.words import HOW
from mutuality.papers.change.words import interval, opened, shift, smallest, study, trust, yardstick
from mutuality.papers.document import Block, Heading, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutuality.evaluation import Effect
    from mutuality.evidence import Finding
    from mutuality.papers.change.material import Material, Promise
    from mutuality.register.facts import Fact

COLUMNS = (
    "About",
    "What was promised",
    "What others report",
    "Our estimate, beside bodies that did not change",
    "Of those, moved as far",
    "Smallest that could be seen",
    "Trust in it",
)
NO_PROMISE = "No promise on record"
NOTHING = "Nothing on record that names this change"
UNCOMPARED = ("No measure of ours speaks of this", *("not supplied",) * 3)
NO_COMPARISON = ("uncontrolled", "self-report", "review")


def beside(m: Material) -> Iterator[Block]:
    """The table, and what it takes to fill its gaps."""
    yield Heading("What was promised beside what happened", 2, "promised")
    if not m.around.promises:
        yield Paragraph(
            "**No promise is on record for this change.** Without one, nobody can be held to it. "
            "The business case, the regulator's clearance or the board's minutes would fill the "
            "gap: propose a correction with its source."
        )
    rows = [*_promised(m), *_measured(m), *_reported(m)]
    if rows:
        yield Table(
            "Promises, reports and our own comparison, side by side",
            COLUMNS,
            rows,
            note="What others report says what came after the change, not what the change did, "
            f"unless it says that it was compared. In brackets, the 95% interval. {HOW}",
        )
    else:
        ours = "Not yet evaluated here" if m.results is None else "No measure could be compared"
        yield Paragraph(f"{ours}, and nobody's report names this change.")


def _promised(m: Material) -> Iterator[tuple[str, ...]]:
    for promise in m.around.promises:
        found = [_fact(fact) for fact in promise.happened]
        found += [f"{f.outcome}: {_finding(f)}" for f in m.findings if f.id in promise.findings]
        reported = " ".join(found) or NOTHING
        yield opened(promise.about), _fact(promise.fact), reported, *_ours(m, promise)


def _ours(m: Material, promise: Promise) -> tuple[str, ...]:
    if promise.measure is None:
        return UNCOMPARED
    effect = next((e for e in m.effects if e.measure == promise.measure), None)
    if effect is None and m.results is None:
        return ("Not yet evaluated here", *("not known",) * 3)
    return _compared(m, effect)


def _measured(m: Material) -> Iterator[tuple[str, ...]]:
    """The measures that no promise speaks of."""
    spoken, placed = {promise.measure for promise in m.around.promises}, _placed(m)
    effects = {effect.measure: effect for effect in m.effects}
    for name in (r.measure for r in m.results or () if r.measure not in spoken):
        told = [_finding(f) for f in m.findings if f.measure == name and f.id not in placed]
        reported = " ".join(told) or NOTHING
        yield m.title(name), NO_PROMISE, reported, *_compared(m, effects.get(name))


def _reported(m: Material) -> Iterator[tuple[str, ...]]:
    """Findings that name this change, of what stands in no row above."""
    spoken, placed = {promise.measure for promise in m.around.promises}, _placed(m)
    shown = {result.measure for result in m.results or ()} - spoken
    for finding in m.findings:
        if finding.id not in placed and finding.measure not in shown:
            yield finding.outcome, NO_PROMISE, opened(_finding(finding)), *UNCOMPARED


def _placed(m: Material) -> set[str]:
    """Findings that stand beside a promise."""
    return {name for promise in m.around.promises for name in promise.findings}


def _compared(m: Material, effect: Effect | None) -> tuple[str, ...]:
    if effect is None:
        return ("Not enough data: see [what would settle it](#unsettled)", *("not known",) * 3)
    stick = yardstick(m, effect)
    estimate = stick.signed(shift(effect, effect.estimate))
    chance = "**further than chance allows**" if effect.stands_out else "within chance"
    return (
        f"{estimate} {stick.unit} ({stick.span(*interval(effect))}): {chance}",
        f"{effect.rank - 1} of {effect.n_donors}",
        smallest(m, effect),
        trust(effect),
    )


def _fact(fact: Fact) -> str:
    return f"{fact.stated} ({fact.source})"


def _finding(finding: Finding) -> str:
    how = "compared with nobody" if finding.design in NO_COMPARISON else finding.design
    note = f" {finding.note.rstrip('.')}." if finding.note else ""
    told = finding.summary.replace(f"{finding.outcome}: ", "", 1)
    return f"{told}{note} {study(finding.link, finding.citation)}; {how}."
