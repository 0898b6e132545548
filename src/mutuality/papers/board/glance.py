"""Page one: what a board member reads on the way into the room.

In:    the material of a paper.
Out:   the front sheet, and one page with the verdict, the problem, the options in and out, who
       disagrees, what would change the answer, and the dates of the data.
Never: more than a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutuality.appraisal import chance
from mutuality.papers.board.words import UNDO, counted, day, level, listed, lower
from mutuality.papers.document import Block, Bullets, Callout, Heading, Paragraph, Table
from mutuality.papers.pages import AT_A_GLANCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mutuality.appraisal.case import Group
    from mutuality.appraisal.gates import GateOutcome
    from mutuality.appraisal.result import OptionResult
    from mutuality.governance import Mandate
    from mutuality.papers.board.material import Material

MOST = 3
LONGEST = 420
SHORT = 100


def front_sheet(m: Material) -> list[tuple[str, str]]:
    """Label and value pairs, in the order of a usual front sheet."""
    return [
        ("Author", m.front.author),
        ("Sponsor", m.front.sponsor),
        ("Purpose", m.front.purpose),
        ("Summary", _summary(m)),
        ("Recommendation", recommendation(m)),
        ("Previous consideration", m.front.previous),
        ("Equality and quality impact", m.front.equality),
        ("Risks and appendices", "[Risks](#risks), [How was this calculated?](#how-calculated)"),
    ]


def recommendation(m: Material) -> str:
    """What the board is asked to do, in a sentence or two."""
    verdict, chosen = m.appraisal.verdict, m.recommended
    if chosen is None:
        if not any(option.unscored for option in m.inside):
            return "Do not decide yet: every other option is ruled out. See what would lift a gate."
        return "Do not decide yet. First settle what is missing: see what would change the answer."
    if verdict.kind == "too-close-to-call":
        if m.case.option(chosen.id).is_business_as_usual:
            return (
                f"Nothing can be told from **{chosen.title}**. Change nothing that is hard to undo "
                "until what would separate the options is settled."
            )
        return f"Start with **{chosen.title}**, the most easily undone of those that are level."
    rest = " on the conditions set out below" if verdict.conditions else ""
    return f"Choose **{chosen.title}**{rest}."


def at_a_glance(m: Material) -> Iterator[Block]:
    """The blocks of page one."""
    yield Heading("At a glance", 2, AT_A_GLANCE)
    yield Callout("verdict", verdict_title(m), verdict_text(m))
    if m.case.head.notice:
        yield Callout("warning", "About this paper", m.case.head.notice)
    yield Heading("The problem", 3, "problem-in-short")
    yield Paragraph(_shortened(m.case.head.problem))
    yield Heading("The data and their dates", 3, "dates-in-short")
    dated = [_dated(m, name) for name in _measures(m)] or ["No published figure is used."]
    yield Bullets([*dated, _judged(m)])
    yield Heading("Options, in and out", 3, "options-in-short")
    yield Table(
        f"{len(m.inside)} in, {len(m.outside)} out. Level: cannot be told apart. Loses: points of "
        "100 given up on average. To undo: our judgement of each model.",
        ("Option", "Status", "Loses", "Why", "To undo"),
        [
            (
                option.title,
                _in_or_out(m, option),
                _points(m, option),
                _why(m, option),
                UNDO[option.ease_rank],
            )
            for option in (*m.inside, *m.outside)
        ],
        frozenset({"Loses"}),
    )
    yield Heading("Who disagrees about what", 3, "disagree-in-short")
    yield Bullets(_first(disagreements(m), "who-disagrees"))
    yield Heading("What would change the answer", 3, "change-in-short")
    yield Bullets(_first(changes(m), "what-would-change"))


def verdict_title(m: Material) -> str:
    """The verdict in a few words."""
    verdict = m.appraisal.verdict
    return {
        "clear-lead": f"A clear lead: {m.titles(verdict.options)}",
        "lead-with-conditions": f"A lead, with conditions: {m.titles(verdict.options)}",
        "too-close-to-call": "Too close to call",
        "unscored": "No verdict yet",
    }[verdict.kind]


def verdict_text(m: Material) -> str:
    """The verdict in a sentence or two, under its title."""
    verdict, chosen = m.appraisal.verdict, m.recommended
    if verdict.kind != "too-close-to-call" or chosen is None:
        return verdict.words
    return (
        f"On what is known, these cannot be told apart: {m.titles(verdict.options)}. "
        f"**{chosen.title}** is the most easily undone of them."
    )


def disagreements(m: Material) -> list[str]:
    """Who disagrees about what; or why nobody does. A ballot of staff comes first."""
    staff = [] if m.mandate is None else [_asked(m.mandate)]
    return [*staff, *_between_groups(m)]


def _asked(found: Mandate) -> str:
    return f"Asked: {found.result.question.electorate}. {found.statement}"


def _between_groups(m: Material) -> list[str]:
    if m.appraisal.disagreements:
        return list(m.appraisal.disagreements)
    if len(_weighers(m)) < 2 or not m.appraisal.groups:
        return ["Not known: fewer than two groups have said what matters to them."]
    return ["Nobody: at the weights they gave, every group would put the same option first."]


def _weighers(m: Material) -> list[Group]:
    """Groups that said what matters to them. One without a swing has said nothing yet."""
    return [group for group in m.case.groups if group.swing]


def changes(m: Material) -> list[str]:
    """What would change the answer, the most telling of each kind first."""
    flips = m.appraisal.flips
    if not m.appraisal.standings and m.outside:
        return [
            f"{m.title(option.id)} could be compared if: {lower(gate.would_have_to_change)}"
            for option in m.outside
            for gate in option.gates
            if gate.shuts_out and gate.would_have_to_change
        ] or ["Lifting the gates that rule the options out."]
    if not flips:
        return list(m.appraisal.verdict.conditions) or [
            "Nothing that we tried: no weight, judgement, group or way to build the model."
        ]
    weights = [f for f in flips if f.kind == "weight" and f.about]
    inputs = [f for f in flips if f.kind == "input"]
    lines = [f.words for f in flips if f.kind == "group"]
    lines += [f.words for f in weights[:1]] + [f.words for f in inputs[:1]] + by_variant(m)
    lines += [f.words for f in (*weights[1:], *inputs[1:])]
    return lines + [f.words for f in flips if f.kind == "weight" and not f.about]


def by_variant(m: Material) -> list[str]:
    """Other ways to build the model that put another option first, one line for each option."""
    found: dict[str, list[str]] = {}
    titles = {view.id: view.title for view in m.appraisal.variants}
    for flip in m.appraisal.flips:
        if flip.kind == "variant":
            found.setdefault(flip.against, []).append(lower(titles[flip.about]))
    return [
        f"{m.title(option)} comes first if {listed(titles, 'or if')}."
        for option, titles in found.items()
    ]


def _summary(m: Material) -> str:
    compared = len(m.appraisal.standings)
    weighers = _weighers(m)
    groups = counted(len(weighers), "group") if weighers else "nobody yet"
    return (
        f"{counted(len(m.appraisal.options), 'option')}: {len(m.outside)} ruled out, "
        f"{compared} compared on {counted(len(m.case.criteria), 'criterion', 'criteria')}, as "
        f"weighed by {groups}. Appraised as at {day(m.case.head.date)}."
    )


def _in_or_out(m: Material, option: OptionResult) -> str:
    if option.gated_out:
        return "**Out**"
    verdict = m.appraisal.verdict
    if verdict.kind == "too-close-to-call" and option.id in verdict.options:
        return "Level"
    return "Not scored" if option.unscored else "In"


def _why(m: Material, option: OptionResult) -> str:
    if option.gated_out:
        return " ".join(_shut(gate) for gate in option.gates if gate.shuts_out)
    if option.unscored:
        wanting = listed([m.case.criterion(name).name for name in option.unscored])
        return f"No score on {wanting}."
    standing = m.appraisal.standings.get(option.id)
    if standing is None:
        return "Nothing is left to compare it with."
    if m.case.option(option.id).is_business_as_usual:
        return f"The comparison. First {chance(standing.ranks[0])}."
    to_meet = sum(gate.decision in ("condition", "to-check") for gate in option.gates)
    conditions = f" {counted(to_meet, 'condition')}." if to_meet else ""
    if any(gate.decision == "set-aside" for gate in option.gates):
        conditions += " A gate was set aside."
    return (
        f"First {chance(standing.ranks[0])}; beats carrying on "
        f"{chance(standing.beats_usual)}.{conditions}"
    )


def _points(m: Material, option: OptionResult) -> str:
    """Mean regret in whole points; empty where the option was not compared."""
    standing = m.appraisal.standings.get(option.id)
    return "" if standing is None else f"{standing.mean:.0f}"


def _shut(gate: GateOutcome) -> str:
    """The gate with the first sentence of its reason, where page one can hold it."""
    reason = gate.reason.partition(". ")[0].rstrip(".")
    return f"{gate.title}: {lower(reason)}." if len(reason) <= SHORT else f"{gate.title}."


def _judged(m: Material) -> str:
    cells = [m.appraisal.cell(o.id, c.id) for o in m.inside for c in m.case.criteria]
    studies = sum(cell.basis == "evidence" for cell in cells)
    judged = sum(cell.basis == "judgement" for cell in cells)
    return (
        f"Of {counted(len(cells), 'score')}, {studies} rest on studies and {judged} on judgement."
    )


def _measures(m: Material) -> list[str]:
    return list(dict.fromkeys(c.measure for c in m.case.criteria if c.measure))


def _dated(m: Material, measure: str) -> str:
    name = next(c.name for c in m.case.criteria if c.measure == measure)
    today = m.appraisal.baselines.get(measure)
    if today is None:
        return f"{name}: **not supplied**."
    old = any(line.startswith(f"{name}:") for line in m.appraisal.out_of_date)
    said = f"{name}: {level(measure, today.value)}, {today.period}"
    return f"{said}, **out of date**." if old else f"{said}."


def _first(lines: Sequence[str], anchor: str) -> list[str]:
    left = len(lines) - MOST
    if left <= 0:
        return list(lines)
    return [*lines[:MOST], f"[{counted(left, 'more', 'more')}, further on](#{anchor})."]


def _shortened(text: str) -> str:
    """As many whole sentences as page one can hold, with a link to the rest."""
    if len(text) <= LONGEST:
        return text
    kept = text[: text.rfind(". ", 0, LONGEST) + 1] or text[: text.rfind(" ", 0, LONGEST)] + " …"
    return f"{kept} [More](#problem)."
