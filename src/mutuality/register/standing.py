"""Whether a body was there on a day, and in words why not.

In:    a register, a code and a day.
Out:   a Standing.
Never: an end that nobody published given a date.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mutuality.register.register import Register
    from mutuality.register.successions import Succession


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a body was live on a day. `words` follow its name: `became R0A on 1 October 2017`."""

    live: bool
    words: str


def standing(register: Register, code: str, *, at: dt.date = dt.date.max) -> Standing:
    """How a body stood at the end of a day; without one, by all that is on record.

    A body that was dissolved on a day that is not on record counts as gone on any day.

    Raises Refusal REG-001 for an unknown code.
    """
    body = register.organisation(code)
    links = register.successors(body.code, at=at)
    if links:
        return Standing(live=False, words=became(links))
    if body.closed and body.closed <= at:
        return Standing(live=False, words=f"closed on {written(body.closed)}")
    if body.closed is None and body.code in register.without_successor:
        return Standing(live=False, words="ended, on a day that is not on record")
    if body.opened and body.opened > at:
        return Standing(live=False, words=f"opens on {written(body.opened)}")
    return Standing(live=True, words="is open")


def became(links: tuple[Succession, ...]) -> str:
    """What became of a body, from the links that leave it: `became R0A on 1 October 2017`."""
    days = sorted({link.date for link in links})
    parts = []
    for day in days:
        codes = [link.new for link in links if link.date == day]
        listed = " and ".join(filter(None, [", ".join(codes[:-1]), codes[-1]]))
        parts.append(f"{listed} on {written(day)}")
    return f"became {', then '.join(parts)}"


def written(day: dt.date) -> str:
    """A date for print: 1 October 2017."""
    return f"{day.day} {day:%B %Y}"
