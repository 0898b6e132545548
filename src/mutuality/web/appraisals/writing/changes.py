"""What differs between two versions of a case, in words.

In:    two documents.
Out:   a Change for each thing that differs: where it stands, what was there, what is there now.
Never: a change of order or of a single word passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mutuality.web.appraisals.writing.places import LISTS, SECTIONS, name_of, row_of
from mutuality.web.appraisals.writing.words import typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Document = Mapping[str, Any]
    Key = tuple[str, str]

WITHIN = {"gate", "score", "cost", "swing"}
WORDS = {
    "tie_points": "how close counts as level",
    "planned_months": "months to full effect",
    "measure": "published measure",
    "quality_focus": "shared focus on quality",
    "estate_it": "estate and IT",
    "id": "identifier",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. An empty text means that nothing stood, or stands, there."""

    section: str
    what: str
    before: str
    after: str


def changes(before: Document, after: Document) -> tuple[Change, ...]:
    """Everything that differs, in the order of the sections."""
    old, new = dict(_leaves(before)), dict(_leaves(after))
    order = {section.title: number for number, section in enumerate(SECTIONS.values())}
    keys = sorted(dict.fromkeys([*new, *old]), key=lambda key: order[key[0]])
    return tuple(
        Change(section, what, old.get((section, what), ""), new.get((section, what), ""))
        for section, what in keys
        if old.get((section, what), "") != new.get((section, what), "")
    )


def _leaves(document: Document) -> Iterator[tuple[Key, str]]:
    for name, table in (("problem", "case"), ("front", "front"), ("readiness", "readiness")):
        for key, value in document.get(table, {}).items():
            yield (SECTIONS[name].title, _label(key)), _said(value)
    for name, (kind, _) in LISTS.items():
        rows = document.get(kind, [])
        for row in rows:
            yield from _entry(document, name, kind, row)
        order = "; ".join(name_of(row) for row in rows)
        yield (SECTIONS[name].title, "Which there are, in order"), order


def _entry(
    document: Document, name: str, kind: str, row: Mapping[str, Any]
) -> Iterator[tuple[Key, str]]:
    title, who = SECTIONS[name].title, f"{name_of(row)} ({row.get('id')})"
    for key, value in row.items():
        if key in WITHIN or key == "id":
            continue
        if isinstance(value, dict):
            for part, told in value.items():
                yield (title, f"{who}: {_label(key).lower()}, {_label(part).lower()}"), _said(told)
        else:
            yield (title, f"{who}: {_label(key).lower()}"), _said(value)
    for gate in row.get("gate", []):
        said = f"{gate.get('decision')}: {gate.get('reason')}"
        yield (SECTIONS["gates"].title, f"{who}: {gate.get('factor')}"), said
    for score in row.get("score", []):
        criterion = row_of(document, "criterion", str(score.get("criterion")))
        on = name_of(criterion) if criterion else str(score.get("criterion"))
        section = "evidence" if score.get("basis") == "evidence" else "judgements"
        yield (SECTIONS[section].title, f"{who} on {on}"), _score(score)
    for cost in row.get("cost", []):
        kind_of = f", {cost['class']}" if cost.get("class") else ""
        yield (SECTIONS["costs"].title, f"{who}: year {cost.get('year')}{kind_of}"), _cost(cost)
    for weighed, swing in row.get("swing", {}).items():
        held = row_of(document, "criterion", weighed)
        yield (
            (SECTIONS["weights"].title, f"{who} on {name_of(held) if held else weighed}"),
            _said(swing),
        )


def _score(score: Mapping[str, Any]) -> str:
    if score.get("basis") == "evidence":
        return "from published studies"
    low, likely, high = (typed(score.get(end)) for end in ("low", "likely", "high"))
    scale = "a change of " if score.get("scale") == "change" else ""
    return f"{scale}{likely} ({low} to {high}), {score.get('author')}: {score.get('reason')}"


def _cost(cost: Mapping[str, Any]) -> str:
    parts = [
        f"{word} {_said(cost[kind])}"
        for kind, word in (("transition", "one-off"), ("running", "each year"), ("saving", "saved"))
        if kind in cost
    ]
    if cost.get("mitigation"):
        parts.append(f"{cost['mitigation']:.0%} dealt with")
    return "; ".join(parts)


def _label(key: str) -> str:
    words = WORDS.get(key, key.replace("_", " "))
    return words[:1].upper() + words[1:]


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_said(part) for part in value) or "none"
    return typed(value)
