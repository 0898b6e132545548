"""Lists: organisations by type and region, changes by the words of the typology.

In:    a register, a day, and what somebody filters by.
Out:   rows in order, ready for a table.
Never: a change that nobody checked shown without saying so.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from mutuality.register import (
    Change,
    Organisation,
    Register,
    board_name,
    readable,
    region_name,
    standing,
)

UNKNOWN_TYPE = "Type not held"
UNKNOWN_REGION = "Region not held"
FORMS = {"ft-plus": "FT plus"}
STANDINGS = {"checked": "Checked at a source", "background": "Not checked"}


@dataclass(frozen=True, slots=True)
class Row:
    """One organisation of a list."""

    code: str
    name: str
    type: str
    region: str
    board: str
    live: bool
    words: str


def organisations(register: Register, *, at: dt.date) -> tuple[Row, ...]:
    """Every trust on record, by name."""
    rows = (_row(register, body, at) for body in register.organisations.values())
    return tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.code)))


def _row(register: Register, body: Organisation, at: dt.date) -> Row:
    held = standing(register, body.code, at=at)
    return Row(
        code=body.code,
        name=readable(body.name or body.code),
        type=body.category or UNKNOWN_TYPE,
        region=region_name(body.region) if body.region else UNKNOWN_REGION,
        board=board_name(body.icb) if body.icb else "",
        live=held.live,
        words=held.words,
    )


def counted(rows: Iterable[Row], field: str) -> list[tuple[str, int]]:
    """How many open organisations there are of each type or region, the unknown last."""
    found = Counter(getattr(row, field) for row in rows if row.live)
    return sorted(found.items(), key=lambda one: (one[0] in (UNKNOWN_TYPE, UNKNOWN_REGION), one[0]))


def name_of(register: Register, code: str) -> str:
    """A body's name as people read it; its code where no name is held."""
    return readable(register.organisation(code).name or code)


def word(value: str) -> str:
    """A word of the typology, as people read it."""
    plain = FORMS.get(value, value.replace("-", " "))
    return plain[:1].upper() + plain[1:]


def typed(value: str) -> str:
    """Nature or scale in words, where unknown is said to be so."""
    return "Not known" if value == "unknown" else word(value)


def when(change: Change) -> str:
    """The date of a change in words."""
    if change.dated is None:
        return "No date"
    said = change.dated.stated
    return said if change.effective else f"{said}, announced"


def standing_of(change: Change) -> str:
    """Whether anybody checked it at its source."""
    return STANDINGS["checked" if change.status == "found" else "background"]


def change_rows(register: Register, code: str, at: dt.date) -> list[list[str]]:
    """Changes of a body and of those that became part of it: a row each, linked to its page."""
    codes = {code, *register.units(as_of=at).codes(register.units(as_of=at).unit(code))}
    found = []
    for change in register.changes:
        parts = [party for party in change.parties if party.code in codes]
        if not parts or (change.dated and change.dated.period.start > at):
            continue
        address = reverse("organisations:change", args=[change.id])
        roles = ", ".join(f"{party.code} as {word(party.role).lower()}" for party in parts)
        title = change.title.replace("[", "(").replace("]", ")")
        found.append([f"[{title}]({address})", when(change), roles, standing_of(change)])
    return found


def filtered(changes: Sequence[Change], wanted: Mapping[str, Any]) -> list[Change]:
    """Changes that fit every filter that is set; names as in forms.Filters."""
    return [change for change in changes if _fits(change, wanted)]


def _fits(change: Change, wanted: Mapping[str, Any]) -> bool:
    exact = ("form", "nature", "scale")
    if any(wanted.get(name) and getattr(change, name) != wanted[name] for name in exact):
        return False
    held = "checked" if change.status == "found" else "background"
    if wanted.get("standing") and held != wanted["standing"]:
        return False
    if not _in_years(change, wanted.get("since"), wanted.get("until")):
        return False
    code = (wanted.get("organisation") or "").strip().upper()
    if code and code not in change.codes:
        return False
    said = _text(change)
    return all(part in said for part in (wanted.get("q") or "").casefold().split())


def _in_years(change: Change, since: int | None, until: int | None) -> bool:
    if since is None and until is None:
        return True
    if change.dated is None:
        return False
    period = change.dated.period
    return (since is None or period.end.year >= since) and (
        until is None or period.start.year <= until
    )


def _text(change: Change) -> str:
    """Everything of a change that free text looks through."""
    parts = [change.id, change.title, change.form, change.programme, change.vehicle]
    parts += [f"{party.code or ''} {party.name} {party.note}" for party in change.parties]
    parts += [fact.text for fact in change.facts]
    return " ".join(parts).casefold()


def sort_key(name: str) -> Any:
    """What to sort changes by, under a name of the table; None for another."""
    return {
        "title": lambda change: change.title.casefold(),
        "form": lambda change: change.form,
        "nature": lambda change: change.nature,
        "scale": lambda change: change.scale,
        "date": lambda change: change.dated.period.start if change.dated else dt.date.max,
        "standing": lambda change: change.status != "found",
    }.get(name)
