"""Facts, ranges and dates that know where they come from.

In:    entries of reviewed files.
Out:   Reference, Fact, Span and When.
Never: a fact without a source; background knowledge that reads as if it had been checked.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from mutuality.base import Period, Refusal
from mutuality.register.entries import Entry

Status = Literal["found", "background", "not-found"]
Precision = Literal["day", "month", "year"]
STATUSES: tuple[Status, ...] = get_args(Status)
PRECISIONS: tuple[Precision, ...] = ("year", "month", "day")
ISO = re.compile(r"\d{4}(-\d{2}){0,2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reference:
    """A publication, under the short name that facts cite. An unknown year is None."""

    short: str
    title: str
    year: int | None = None
    url: str = ""


# Every file may cite these three without declaring them. None of them can carry a found fact.
UNCHECKED = {
    reference.short: reference
    for reference in (
        Reference("Background knowledge", "Generally known, but checked against no source."),
        Reference("Our judgement", "Judged by the project; open for editing."),
        Reference("Not found", "Not found, or not yet looked for; open for editing."),
    )
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One or two sentences, the short name of their source, and how far they can be trusted.

    `found` was read in the source. `background` was not checked. `not-found` says what is not
    known, so that somebody can fill it in. Show people `stated`, never `text` alone.
    """

    text: str
    source: str
    status: Status

    @property
    def is_checked(self) -> bool:
        """Whether it may be shown as a fact."""
        return self.status == "found"

    @property
    def stated(self) -> str:
        """The text, with its warning in front where nobody checked it."""
        return {
            "found": self.text,
            "background": f"Not checked: {self.text}",
            "not-found": f"Not known: {self.text}",
        }[self.status]


@dataclass(frozen=True, slots=True)
class Span(Fact):
    """A fact about a range in `unit`. An end that nobody knows is None; both may be."""

    low: float | None = None
    high: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """A date known to the day (2017-10-01), the month (2017-10) or only the year (2017).

    Raises Refusal REG-106 for anything else.
    """

    iso: str
    status: Status = "found"

    def __post_init__(self) -> None:
        try:
            sound = bool(ISO.fullmatch(self.iso) and self.period)
        except (ValueError, IndexError):  # month 13, or 30 February
            sound = False
        if not sound:
            raise Refusal(
                "REG-106",
                f"'{self.iso}' is not a date.",
                "Write 2017-10-01, or 2017-10 or 2017 where the rest is not known.",
            )

    @property
    def precision(self) -> Precision:
        """How much of the date is known."""
        return PRECISIONS[self.iso.count("-")]

    @property
    def period(self) -> Period:
        """All the days that it could be."""
        year, *rest = (int(part) for part in self.iso.split("-"))
        if not rest:
            return Period.year(year)
        if len(rest) == 1:
            return Period.month(year, rest[0])
        day = dt.date(year, *rest)
        return Period(day, day)

    @property
    def day(self) -> dt.date | None:
        """The day, or None where only the month or the year is known."""
        return self.period.start if self.precision == "day" else None

    @property
    def stated(self) -> str:
        """As people write it, with its warning where nobody checked it."""
        warning = "" if self.status == "found" else " (not checked)"
        return f"{self}{warning}"

    def __str__(self) -> str:
        first = self.period.start
        return {
            "year": f"{first:%Y}",
            "month": f"{first:%B %Y}",
            "day": f"{first.day} {first:%B %Y}",
        }[self.precision]


def read_references(documents: Mapping[str, Mapping[str, Any]]) -> dict[str, Reference]:
    """Every `[[reference]]` of the files, by short name, with the three that need no declaring.

    Raises Refusal REG-105 where one short name is given to two publications.
    """
    library = dict(UNCHECKED)
    for file, document in documents.items():
        for entry in Entry(document, file).tables("reference"):
            entry.only("short", "title", "year", "url")
            reference = Reference(
                short=entry.text("short"),
                title=entry.text("title"),
                year=entry.whole("year"),
                url=entry.text("url", ""),
            )
            if library.setdefault(reference.short, reference) != reference:
                raise Refusal(
                    "REG-105",
                    f"'{reference.short}' already names another publication.",
                    "Give one of the two another short name, or make them the same.",
                    where=entry.where,
                )
    return library


def cite(
    names: Iterable[str], library: Mapping[str, Reference], where: str
) -> tuple[Reference, ...]:
    """The publications behind the short names, each once, in order.

    Raises Refusal REG-107 for a name that no file declares, or for no name at all.
    """
    once = tuple(dict.fromkeys(names))
    unknown = [name for name in once if name not in library]
    if unknown or not once:
        raise Refusal(
            "REG-107",
            f"The source '{unknown[0]}' is declared nowhere." if unknown else "No source is named.",
            f"Add a [[reference]] with that short name, or cite one of: {', '.join(UNCHECKED)}.",
            where=where,
        )
    return tuple(library[name] for name in once)


def vouch(status: Status, sources: Iterable[Reference], where: str) -> None:
    """Refuse (REG-108) what calls itself found without a source that anyone could open."""
    if status == "found" and all(reference.short in UNCHECKED for reference in sources):
        raise Refusal(
            "REG-108",
            "This is marked as found, but nothing that it cites was read.",
            "Name the publication, or mark it as background.",
            where=where,
        )


def read_fact(entry: Entry, library: Mapping[str, Reference]) -> Fact:
    """A fact from `{ text, source, status }`. The status is never assumed."""
    entry.only("text", "source", "status")
    return Fact(entry.text("text"), *_standing(entry, library))


def read_facts(entry: Entry, field: str, library: Mapping[str, Reference]) -> tuple[Fact, ...]:
    """The facts of a list, in order."""
    return tuple(read_fact(item, library) for item in entry.tables(field))


def read_span(entry: Entry, library: Mapping[str, Reference]) -> Span:
    """A range from `{ text, source, status, low, high, unit }`.

    Raises Refusal REG-109 where the range runs backwards or its numbers have no unit.
    """
    entry.only("text", "source", "status", "low", "high", "unit")
    low, high, unit = entry.number("low"), entry.number("high"), entry.text("unit", "")
    backwards = low is not None and high is not None and low > high
    if backwards or (unit == "" and (low, high) != (None, None)):
        raise Refusal(
            "REG-109",
            f"A range cannot run from {low} to {high} with unit '{unit}'.",
            "Put the smaller end first and name the unit.",
            where=entry.where,
        )
    return Span(entry.text("text"), *_standing(entry, library), low, high, unit)


def read_when(entry: Entry, field: str, status: Status) -> When | None:
    """A date as `"2014"` or as `{ on = "2014", status = "background" }`; None where absent.

    Without a status of its own a date has the standing of the entry that it belongs to.
    """
    value = entry.values.get(field)
    if value is None:
        return None
    if isinstance(value, Mapping):
        table = entry.table(field)
        table.only("on", "status")
        value, status = table.values.get("on"), table.choice("status", STATUSES, status)
    try:
        return When(str(value), status)
    except Refusal as no:
        raise Refusal(no.code, no.problem, no.remedy, where=f"{entry.where}, {field}") from None


def _standing(entry: Entry, library: Mapping[str, Reference]) -> tuple[str, Status]:
    source, status = entry.text("source", ""), entry.choice("status", STATUSES)
    vouch(status, cite([source] if source else [], library, entry.where), entry.where)
    return source, status
