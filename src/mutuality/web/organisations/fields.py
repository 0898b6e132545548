"""The fields of a registered change that somebody may propose to correct.

In:    a change, and the name of a field such as `nature`, `parties[2]` or `facts[1]`.
Out:   what stands there now, in words; whether a new value is one that the register can hold.
Never: a correction that no maintainer could enter.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, get_args, get_type_hints

from mutuality.base import Refusal
from mutuality.register import Change
from mutuality.web.organisations.listing import word

WORDS = ("title", "programme")
TYPED = ("form", "nature", "scale", "vehicle", "power", "fate")
DATES = ("announced", "effective", "ended")
MORE = {"parties": "A party that is missing", "facts": "A fact that is missing"}
LONGEST = 90
_LISTED = re.compile(r"(parties|facts)\[(\d+)\]")


def fields_of(change: Change) -> list[tuple[str, str]]:
    """Every field with what stands there now: pairs for a form."""
    names = [*WORDS, *TYPED, *DATES]
    names += [f"parties[{number}]" for number, _ in enumerate(change.parties, 1)]
    names += [f"facts[{number}]" for number, _ in enumerate(change.facts, 1)]
    found = []
    for name in names:
        stands = value_of(change, name) or "not on record"
        short = f"{stands[:LONGEST]}…" if len(stands) > LONGEST else stands
        found.append((name, f"{field_words(name)} (now: {short})"))
    return [*found, *MORE.items()]


def field_words(name: str) -> str:
    """A field as people call it: `Party 2`."""
    if name in MORE:
        return MORE[name]
    listed = _LISTED.fullmatch(name)
    if listed:
        return f"{'Party' if listed[1] == 'parties' else 'Fact'} {listed[2]}"
    return word(name)


def value_of(change: Change, name: str) -> str:
    """What stands in a field, as the register's files have it; empty where there is nothing.

    Raises Refusal WEB-031 for a field that the change does not have.
    """
    if name in MORE:
        return ""
    listed = _LISTED.fullmatch(name)
    if listed:
        held: Any = getattr(change, listed[1])
        place = int(listed[2])
        if 1 <= place <= len(held):
            return _in_words(held[place - 1])
    elif name in (*WORDS, *TYPED):
        return str(getattr(change, name))
    elif name in DATES:
        when = getattr(change, name)
        return when.iso if when else ""
    raise Refusal(
        "WEB-031",
        f"'{name[:40]}' is not a field of this change.",
        "Choose a field from the list.",
        where="field",
    )


def _in_words(entry: Any) -> str:
    if hasattr(entry, "role"):
        code = f"{entry.code} " if entry.code else ""
        return f"{code}{entry.name}, {entry.role}"
    return f"{entry.text} ({entry.source})"


def check(change: Change, name: str, proposed: str) -> str:
    """The new value, tidied. Raises Refusal WEB-032 for one that the field cannot hold."""
    text = " ".join(proposed.split())
    if text == value_of(change, name):
        raise Refusal(
            "WEB-032",
            "That is what the register says already.",
            "Say what it should say instead, or choose another field.",
            where="proposed",
        )
    if name in TYPED:
        return _one_of(name, text)
    if name in DATES:
        return _date(text)
    return text


def _one_of(name: str, text: str) -> str:
    value = text.lower().replace(" ", "-")
    allowed = get_args(_hints()[name])
    if value not in allowed:
        raise Refusal(
            "WEB-032",
            f"'{text[:40]}' is not a word that the register uses for {name}.",
            f"Use one of: {', '.join(allowed)}.",
            where="proposed",
        )
    return value


def _date(text: str) -> str:
    kinds = get_args(_hints()["effective"])
    try:
        return str(kinds[0](text).iso)
    except Refusal as refusal:
        raise Refusal("WEB-032", refusal.problem, refusal.remedy, where="proposed") from refusal


@cache
def _hints() -> dict[str, Any]:
    """What the register allows in each field, from the register's own types."""
    return get_type_hints(Change)
