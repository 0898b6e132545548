"""The sections of a case, and which section a place of it belongs to.

In:    places as refusals name them, such as `option[2].score[1].low`.
Out:   sections with their titles; the section of a place, and its words.
Never: a place that belongs to no section, for then nobody would be told where to mend it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Section:
    """One line of the task list: its name in addresses, its title, and what it is for."""

    name: str
    title: str
    about: str


_ALL = (
    Section("problem", "Problem", "What is wrong, for whom, and as at which day"),
    Section("front", "Front sheet", "Who wrote it, who asked for it, what the paper is for"),
    Section("objectives", "Objectives", "What the change is for"),
    Section("criteria", "Criteria", "What success would be seen by, from worst to best"),
    Section("options", "Options", "The ways of working together to compare"),
    Section("gates", "Gates", "What would shut an option out before anything is scored"),
    Section("evidence", "Evidence", "What published studies say, and where they say nothing"),
    Section("judgements", "Judgements", "Low, likely and high where no study can be a number"),
    Section("costs", "Costs", "One-off, yearly and saved, in £ million"),
    Section("readiness", "Readiness", "How ready the organisation is for a change"),
    Section("groups", "Groups", "Who weighs what matters"),
    Section("weights", "Weights", "How much each step from worst to best matters to each group"),
)
SECTIONS = {one.name: one for one in _ALL}
"""Every section by its name, in the order in which a case is written."""

LISTS = {
    "objectives": ("objective", "objective"),
    "criteria": ("criterion", "criterion"),
    "options": ("option", "option"),
    "groups": ("group", "group"),
}
"""Sections that are lists: the list's name in the document, and one of them in words."""

_OF = (
    (r"option\[\d+\]\.gate", "gates"),
    (r"option\[\d+\]\.score", "judgements"),
    (r"option\[\d+\]\.cost", "costs"),
    (r"option", "options"),
    (r"objective", "objectives"),
    (r"criterion", "criteria"),
    (r"group\[\d+\]\.swing", "weights"),
    (r"group", "groups"),
    (r"readiness", "readiness"),
    (r"front", "front"),
)
_HEAD = {
    "case.title": "the question",
    "case.tie_points": "how close still counts as level",
    "case.organisations": "the organisations",
    "case.problem": "the problem",
    "case.date": "the date",
}
_ENTRY = re.compile(r"^(objective|criterion|option|group)\[(\d+)\]")


def section_of(where: str) -> str:
    """The section of a place. What is said of the case as a whole belongs to the problem."""
    for pattern, name in _OF:
        if re.match(rf"{pattern}(?![\w-])", where):
            return name
    return "problem"


def entry(document: Mapping[str, Any], where: str) -> Mapping[str, Any] | None:
    """The objective, criterion, option or group that a place lies in, where there is one."""
    found = _ENTRY.match(where)
    if found is None:
        return None
    rows = document.get(found[1], [])
    number = int(found[2])
    return rows[number - 1] if number <= len(rows) else None


def in_words(document: Mapping[str, Any], where: str) -> str:
    """A place as people say it: `Buddy with a trust: scope`."""
    if where in _HEAD:
        return _HEAD[where]
    row = entry(document, where)
    rest = _ENTRY.sub("", where).strip(".") if row is not None else where
    said = re.sub(r"\[(\d+)\]", r" \1", rest).replace(".", ", ").replace("_", " ")
    return ": ".join(part for part in (name_of(row) if row else "", said) if part)


def name_of(row: Mapping[str, Any]) -> str:
    """What an entry is called: its title, else its identifier in words."""
    return str(row.get("title") or str(row.get("id", "")).replace("-", " "))


def row_of(document: Mapping[str, Any], kind: str, name: str) -> Mapping[str, Any] | None:
    """An entry by its identifier; `kind` is the name of its list in the document."""
    rows: list[Mapping[str, Any]] = document.get(kind, [])
    return next((row for row in rows if row.get("id") == name), None)


def number_of(document: Mapping[str, Any], kind: str, name: str) -> int:
    """The place of an entry in its list, counted from 1; 0 where it is not there."""
    names = [row.get("id") for row in document.get(kind, [])]
    return names.index(name) + 1 if name in names else 0
