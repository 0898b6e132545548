"""How far a case is, section by section.

In:    the document of a case, what was ticked off, and the first draft of it.
Out:   a Task for each section: its status, and what is there or missing, in words.
Never: a section said to be completed while something in it is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mutuality.appraisal import check_case
from mutuality.web.appraisals.writing.places import SECTIONS, entry, row_of, section_of
from mutuality.web.appraisals.writing.words import counted, dated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mutuality.base import Refusal

    Document = Mapping[str, Any]

USUAL = "business-as-usual"
NEEDS = {
    "gates": ("option",),
    "evidence": ("criterion", "option"),
    "judgements": ("criterion", "option"),
    "costs": ("option",),
    "weights": ("criterion", "group"),
}
"""Lists of the document without which a section has nothing to ask."""


@dataclass(frozen=True, slots=True)
class Task:
    """One section on the task list. `status` is a key of the design's task list."""

    name: str
    title: str
    status: str
    hint: str
    problems: tuple[Refusal, ...] = field(default=(), repr=False)


def tasks(
    document: Document, progress: Mapping[str, str], *, standing: Sequence[str] = ()
) -> tuple[Task, ...]:
    """Every section in order. `standing` are places where words of the first draft still stand."""
    wrong = problems(document)
    ours: defaultdict[str, int] = defaultdict(int)
    for where in standing:
        ours[section_of(where)] += 1
    return tuple(
        _task(name, document, progress.get(name, ""), tuple(wrong[name]), ours[name])
        for name in SECTIONS
    )


def problems(document: Document) -> defaultdict[str, list[Refusal]]:
    """What is wrong with the case, by section."""
    found: defaultdict[str, list[Refusal]] = defaultdict(list)
    for refusal in check_case(document, typed=True)[1]:
        found[section_of(refusal.where)].append(refusal)
    return found


def still_standing(document: Document, first: Document, places: Iterable[str]) -> list[str]:
    """Of the places that a first draft filled with words of ours, those that nobody changed.

    `first` is the document as it was drafted. Places are named as in the document of today.
    """
    found = []
    for where in places:
        row = entry(first, where)
        if row is None:
            name = where.removeprefix("case.")
            if document.get("case", {}).get(name) == first.get("case", {}).get(name):
                found.append(where)
            continue
        kind, _, rest = where.partition("[")
        part = rest.partition("].")[2]
        held = row_of(document, kind, str(row.get("id")))
        if held is not None and held.get(part) == row.get(part):
            number = [one.get("id") for one in document[kind]].index(row.get("id")) + 1
            found.append(f"{kind}[{number}].{part}")
    return found


def _task(name: str, document: Document, done: str, wrong: tuple[Refusal, ...], ours: int) -> Task:
    title = SECTIONS[name].title
    missing = [kind for kind in NEEDS.get(name, ()) if not document.get(kind)]
    if missing:
        needed = " and ".join({"criterion": "criteria"}.get(kind, f"{kind}s") for kind in missing)
        return Task(name, title, "cannot-start-yet", f"Needs {needed} first", wrong)
    hint, is_begun = HINTS[name](document)
    if name == "options" and _usual(document) != 1:
        hint, wrong_here = "Exactly one option must be business as usual", True
    else:
        wrong_here = bool(wrong)
    if wrong:
        hint = f"{counted(len(wrong), 'entry', 'entries')} to mend"
    elif ours:
        hint = f"{hint}. {counted(ours, 'entry', 'entries')} of the draft to put in your own words"
    if wrong_here:
        status = "incomplete"
    elif done == "completed":
        status = "completed"
    elif not is_begun:
        status = "not-yet-started"
    else:
        status = "in-progress"
    return Task(name, title, status, hint, wrong)


def _usual(document: Document) -> int:
    return sum(option.get("model") == USUAL for option in document.get("option", []))


def _problem(document: Document) -> tuple[str, bool]:
    head = document.get("case", {})
    said = ", ".join(head.get("organisations", [])) or "No organisation"
    level = "" if head.get("tie_points") is not None else ". Say how close counts as level"
    return f"{said}, as at {dated(document)}{level}", bool(head)


def _front(document: Document) -> tuple[str, bool]:
    held = len(document.get("front", {}))
    return (f"{held} of 5 filled in; what is empty prints as not supplied", held > 0)


def _listed(kind: str, plural: str) -> Callable[[Document], tuple[str, bool]]:
    def told(document: Document) -> tuple[str, bool]:
        held = len(document.get(kind, []))
        return counted(held, kind, plural), held > 0

    return told


def _gates(document: Document) -> tuple[str, bool]:
    options = document["option"]
    out = sum(any(g.get("decision") == "reject" for g in o.get("gate", [])) for o in options)
    decided = sum(bool(option.get("gate")) for option in options)
    said = f"Decided for {decided} of {counted(len(options), 'option')}"
    return said + (f"; {out} shut out" if out else ""), decided > 0


def scores(document: Document, basis: str) -> int:
    """How many cells of the case rest on evidence, or on judgement."""
    return sum(
        score.get("basis") == basis
        for option in document.get("option", [])
        for score in option.get("score", [])
    )


def _cells(basis: str, words: str) -> Callable[[Document], tuple[str, bool]]:
    def told(document: Document) -> tuple[str, bool]:
        every = len(document["option"]) * len(document["criterion"])
        held = scores(document, basis)
        return f"{held} of {every} cells {words}", held > 0

    return told


def _costs(document: Document) -> tuple[str, bool]:
    options = document["option"]
    held = sum(bool(option.get("cost")) for option in options)
    return f"{held} of {counted(len(options), 'option')} costed", held > 0


def _readiness(document: Document) -> tuple[str, bool]:
    held = len(document.get("readiness", {}))
    return f"{held} of 5 judged", held > 0


def _weights(document: Document) -> tuple[str, bool]:
    groups = document["group"]
    held = sum(bool(group.get("swing")) for group in groups)
    return f"{held} of {counted(len(groups), 'group')} weighed", held > 0


HINTS: dict[str, Callable[[Document], tuple[str, bool]]] = {
    "problem": _problem,
    "front": _front,
    "objectives": _listed("objective", "objectives"),
    "criteria": _listed("criterion", "criteria"),
    "options": _listed("option", "options"),
    "gates": _gates,
    "evidence": _cells("evidence", "rest on studies"),
    "judgements": _cells("judgement", "judged"),
    "costs": _costs,
    "readiness": _readiness,
    "groups": _listed("group", "groups"),
    "weights": _weights,
}
"""What a section holds, in words, and whether anything is there."""
