"""A first pass as people read it: the sentences of a draft, put in order for one page.

In:    an appraisal with what its first pass found.
Out:   facts, rules, gaps and placeholders by what they are about, in words.
Never: an identifier where a title is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mutuality.web.appraisals.writing.places import in_words, name_of, row_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mutuality.web.appraisals.models import Appraisal

DECISIONS = {
    "rejected": ("Shuts it out", "red"),
    "condition": ("Must be met", "orange"),
    "to-check": ("Not checked", "grey"),
    "carried": ("Goes on", "green"),
    "preferred": ("Preferred", "green"),
    "answered": ("Answered", "green"),
    "set-aside": ("Set aside", "yellow"),
}
"""What a gate says of an option: words and the tone of a tag."""


@dataclass(frozen=True, slots=True)
class Told:
    """A first pass in the order in which it is read."""

    figures: tuple[Mapping[str, Any], ...]
    changes: tuple[Mapping[str, Any], ...]
    rules: tuple[tuple[Mapping[str, Any], tuple[str, ...]], ...]
    bound: int
    free: tuple[str, ...]
    gaps: tuple[tuple[str, tuple[Mapping[str, Any], ...]], ...]
    placeholders: tuple[str, ...]
    next_steps: tuple[str, ...]
    sources: tuple[str, ...]
    is_there: bool


def first_pass_of(held: Appraisal) -> Told:
    """What the first pass of an appraisal found; empty where it began from a file."""
    found, document = held.first_pass, held.document
    criteria = {row.get("id") for row in document.get("criterion", [])}
    facts = found.get("facts", [])
    figures = tuple(one for one in facts if one["about"] in criteria)
    gates = {
        _titled(document, "option", option): outcomes
        for option, outcomes in found.get("gates", {}).items()
    }
    rules: dict[str, tuple[Mapping[str, Any], list[str]]] = {}
    for option, outcomes in gates.items():
        for gate in outcomes:
            shown = gate | {"shown": DECISIONS[gate["decision"]]}
            rules.setdefault(gate["factor"], (shown, []))[1].append(option)
    gaps: dict[str, list[Mapping[str, Any]]] = {}
    for gap in found.get("gaps", []):
        gaps.setdefault(_titled(document, "criterion", gap["criterion"]), []).append(
            gap | {"option": _titled(document, "option", gap["option"])}
        )
    return Told(
        figures=figures,
        changes=tuple(one for one in facts if one not in figures),
        rules=tuple((gate, tuple(options)) for gate, options in rules.values()),
        bound=sum(bool(outcomes) for outcomes in gates.values()),
        free=tuple(title for title, outcomes in gates.items() if not outcomes),
        gaps=tuple((title, tuple(of)) for title, of in gaps.items()),
        placeholders=tuple(in_words(document, one) for one in found.get("placeholders", [])),
        next_steps=tuple(found.get("next_steps", [])),
        sources=tuple(dict.fromkeys(one["source"] for one in figures)),
        is_there=bool(found),
    )


def _titled(document: Mapping[str, Any], kind: str, name: str) -> str:
    row = row_of(document, kind, name)
    return name_of(row) if row else name.replace("-", " ")
