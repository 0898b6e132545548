"""Organisational changes: who did what with whom, when, and how sure we are.

In:    the reviewed files of changes, as `tomllib` gives them, by file name.
Out:   Change and Party, in order of date; Gap, for what is known to be missing.
Never: a name that nobody published. What is unknown is said to be unknown.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from mutuality.base import Refusal
from mutuality.register.entries import Entry
from mutuality.register.facts import (
    STATUSES,
    Fact,
    Precision,
    Reference,
    Status,
    When,
    cite,
    read_fact,
    read_facts,
    read_references,
    read_when,
    vouch,
)
from mutuality.register.typology import (
    CONFIDENCES,
    FATES,
    FORMS,
    NATURES,
    PARTY_KINDS,
    POWERS,
    ROLES,
    SCALES,
    VEHICLES,
    Confidence,
    DegreeProfile,
    Fate,
    Form,
    Nature,
    PartyKind,
    Power,
    Role,
    Scale,
    Vehicle,
    read_degree,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a change. `code` is its ODS code, or None where none is known for certain.

    `status` says how sure it is that this party took part: a buddy may be background knowledge
    in a pairing whose recipient is well documented.
    """

    code: str | None
    name: str
    kind: PartyKind
    role: Role
    status: Status
    note: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """An organisational change, placed on the typology (docs/reference/typology.md).

    The typed fields have the standing of `status`; anything less sure stands in `facts` alone, or
    carries a status of its own (a party, a date). The first party is the one that the change is
    about, and gives the id its last part.
    """

    id: str
    title: str
    form: Form
    nature: Nature
    scale: Scale
    vehicle: Vehicle
    degree: DegreeProfile | None
    power: Power
    fate: Fate
    programme: str
    announced: When | None
    effective: When | None
    ended: When | None
    parties: tuple[Party, ...]
    facts: tuple[Fact, ...]
    sources: tuple[Reference, ...]
    status: Status
    confidence: Confidence

    @property
    def dated(self) -> When | None:
        """The date that the id carries: effective, else announced, else none."""
        return self.effective or self.announced

    @property
    def precision(self) -> Precision | None:
        """How much is known of the effective date, or None where it never came or is unknown."""
        return self.effective.precision if self.effective else None

    @property
    def codes(self) -> tuple[str, ...]:
        """ODS codes of the parties that have one, in order."""
        return tuple(party.code for party in self.parties if party.code)

    def in_role(self, *roles: Role) -> tuple[Party, ...]:
        """The parties in these roles, in order."""
        return tuple(party for party in self.parties if party.role in roles)

    @property
    def canonical_id(self) -> str:
        """The id that the fields call for."""
        lead = self.parties[0]
        when = self.dated.iso if self.dated else UNDATED
        return f"{self.form}-{when}-{lead.code.lower() if lead.code else slug(lead.name)}"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the register is known to lack: how many, where that is known, and what."""

    id: str
    title: str
    programme: str
    count: int | None
    fact: Fact


def slug(name: str) -> str:
    """A name for use in an id: lower case, words joined by hyphens."""
    plain = re.sub(r"['’]", "", name.lower())
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def parse_changes(documents: Mapping[str, Mapping[str, Any]]) -> tuple[Change, ...]:
    """Every `[[change]]` of the files, oldest first, the undated last.

    `documents` maps file names to what `tomllib` reads. References may stand in any of the files.
    Raises Refusal, with file, entry and field in `where`:
    REG-101 missing or mistyped field, REG-102 unknown field, REG-103 unknown form or other word,
    REG-104 id that disagrees with its fields or stands twice, REG-105 one short name for two
    publications, REG-106 no date or dates out of order, REG-107 missing or undeclared source,
    REG-108 found without a source that was read, REG-110 impossible degree, REG-112 no party, or
    a party without a role.
    """
    library = read_references(documents)
    changes = [_change(entry, library) for entry in _entries(documents, "change")]
    return tuple(sorted(changes, key=lambda change: (_first_day(change), change.id)))


def parse_gaps(documents: Mapping[str, Mapping[str, Any]]) -> tuple[Gap, ...]:
    """Every `[[gap]]` of the files, by id. Raises as `parse_changes` does."""
    library = read_references(documents)
    gaps = [_gap(entry, library) for entry in _entries(documents, "gap")]
    return tuple(sorted(gaps, key=lambda gap: gap.id))


def _entries(documents: Mapping[str, Mapping[str, Any]], field: str) -> list[Entry]:
    """The tables of one kind in every file, named by file and id, no id twice."""
    seen: dict[str, str] = {}
    found = []
    for file, document in documents.items():
        top = Entry(document, file)
        top.only("reference", "change", "gap")
        for entry in top.tables(field):
            name = entry.text("id")
            if name in seen:
                raise Refusal(
                    "REG-104",
                    f"The id '{name}' already stands in {seen[name]}.",
                    "Remove one of the two, or merge them.",
                    where=entry.where,
                )
            seen[name] = file
            found.append(Entry(entry.values, f"{file}, {name}"))
    return found


def _change(entry: Entry, library: Mapping[str, Reference]) -> Change:
    entry.only(
        "id", "title", "form", "nature", "scale", "vehicle", "degree", "power", "fate",
        "programme", "announced", "effective", "ended", "parties", "facts", "sources", "status",
        "confidence",
    )  # fmt: skip
    status = entry.choice("status", STATUSES)
    facts = read_facts(entry, "facts", library)
    named = entry.words("sources")
    declared = cite(named, library, f"{entry.where}, sources")
    vouch(status, declared, f"{entry.where}, sources")
    change = Change(
        id=entry.text("id"),
        title=entry.text("title"),
        form=entry.choice("form", FORMS),
        nature=entry.choice("nature", NATURES),
        scale=entry.choice("scale", SCALES),
        vehicle=entry.choice("vehicle", VEHICLES),
        degree=read_degree(entry.table("degree")) if "degree" in entry.values else None,
        power=entry.choice("power", POWERS),
        fate=entry.choice("fate", FATES),
        programme=entry.text("programme", ""),
        announced=read_when(entry, "announced", status),
        effective=read_when(entry, "effective", status),
        ended=read_when(entry, "ended", status),
        parties=tuple(_party(party, status) for party in entry.tables("parties")),
        facts=facts,
        sources=cite([*named, *(fact.source for fact in facts)], library, entry.where),
        status=status,
        confidence=entry.choice("confidence", CONFIDENCES),
    )
    _check(change, entry.where)
    return change


def _party(entry: Entry, status: Status) -> Party:
    entry.only("code", "name", "kind", "role", "status", "note")
    if not entry.values.get("role"):
        raise Refusal(
            "REG-112",
            f"'{entry.values.get('name', 'A party')}' has no role.",
            f"Give it one of: {', '.join(ROLES)}.",
            where=entry.where,
        )
    return Party(
        code=entry.text("code", "") or None,
        name=entry.text("name"),
        kind=entry.choice("kind", PARTY_KINDS, "organisation"),
        role=entry.choice("role", ROLES),
        status=entry.choice("status", STATUSES, status),
        note=entry.text("note", ""),
    )


def _check(change: Change, where: str) -> None:
    """Refuse a change whose fields contradict one another."""
    if not change.parties:
        raise Refusal(
            "REG-112",
            "The change names no party.",
            "Name at least the body that it is about, first.",
            where=where,
        )
    steps = [when for when in (change.announced, change.effective, change.ended) if when]
    for earlier, later in pairwise(steps):
        # 2013 may well come before July 2013: only what cannot be so is refused.
        if earlier.period.start > later.period.end:
            raise Refusal(
                "REG-106",
                f"{later} comes before {earlier}.",
                "Announced, effective and ended must follow one another.",
                where=where,
            )
    if change.id != change.canonical_id:
        raise Refusal(
            "REG-104",
            f"The id '{change.id}' disagrees with its own fields.",
            f"By its form, date and first party it is '{change.canonical_id}'.",
            where=where,
        )


def _gap(entry: Entry, library: Mapping[str, Reference]) -> Gap:
    entry.only("id", "title", "programme", "count", "fact")
    return Gap(
        id=entry.text("id"),
        title=entry.text("title"),
        programme=entry.text("programme", ""),
        count=entry.whole("count"),
        fact=read_fact(entry.table("fact"), library),
    )


def _first_day(change: Change) -> dt.date:
    return change.dated.period.start if change.dated else dt.date.max
