"""Find an organisation by what people call it: a code, an old code, a name, an old name, a board.

In:    a register and what somebody typed, slips of the key and all.
Out:   Found: matches in order, each with the reason why it is there, or advice where none is.
Never: an empty answer without a word on what would work, or a body of today without the old code
       that led to it.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mutuality.base import Refusal
from mutuality.register.matching import Hit, Tier, by_code, by_name, nearest
from mutuality.register.organisations import kind_of
from mutuality.register.standing import Standing, standing, written
from mutuality.register.wording import folded, readable, telling

if TYPE_CHECKING:
    from mutuality.register.finding import Index
    from mutuality.register.organisations import Organisation
    from mutuality.register.register import Register
    from mutuality.register.successions import Succession

LONGEST = 100  # letters; the longest name on record has 76
EXAMPLES = "a place or a word of its name, such as Tameside, or an ODS code, such as RMP"


@dataclass(frozen=True, slots=True)
class Match:
    """One organisation that fits.

    `why` is a sentence. `via` is what led here where it is not the body's own code or name of
    today: a predecessor's code, an older name, or the code of its board. `score` runs from 100 for
    the exact code down to 0. `live` is whether it is still there.
    """

    organisation: Organisation
    why: str
    via: str | None
    score: float
    live: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to one search: the best matches in order, of `total` that were weighed.

    `advice` says what would work where nothing fits, or where more fits than is given.
    """

    query: str
    matches: tuple[Match, ...]
    total: int
    advice: str = ""


def search(
    register: Register, index: Index, query: str, *, limit: int = 10, at: dt.date = dt.date.max
) -> Found:
    """Organisations that fit what was typed, as at a day.

    Exact code, then beginnings of codes, beginnings of names, words of names in any order, boards,
    names of sites, and last what is near; within each the live before the closed. A body that
    closed also brings what became of it, and a site the trust that its code names.

    Raises Refusal REG-114 for fewer than two letters or digits, REG-115 for more than 100
    characters, REG-116 for a limit below 1.
    """
    _check(query, limit)
    hits = by_code(index, query, known=register.knows)
    exact = any(hit.tier is Tier.CODE for hit in hits)
    hits += [hit for hit in by_name(index, query) if not (exact and hit.tier >= Tier.NEAR)]
    hits.sort(key=_rank)
    best: dict[str, tuple[Hit, Standing]] = {}
    for hit in hits:
        held = standing(register, hit.code, at=at)
        for one in (hit, *_led_to(register, hit, held, at)):
            other = best.get(one.code)
            if other is None or _rank(one) < _rank(other[0]):
                best[one.code] = one, standing(register, one.code, at=at)
    ranked = sorted(best.values(), key=lambda one: _order(register, *one))
    return Found(
        query=query.strip(),
        matches=tuple(_match(register, *one) for one in ranked[:limit]),
        total=len(ranked),
        advice=_advice(index, query.strip(), len(ranked), limit),
    )


def _check(query: str, limit: int) -> None:
    if len(query) > LONGEST:
        raise Refusal(
            "REG-115",
            f"The search has {len(query):,} characters.",
            f"Use at most {LONGEST}: {EXAMPLES}.",
            where="search",
        )
    if sum(map(len, folded(query))) < 2:
        raise Refusal(
            "REG-114",
            f"'{query.strip()}' is too short to search for.",
            f"Give {EXAMPLES}.",
            where="search",
        )
    if limit < 1:
        raise Refusal(
            "REG-116", f"{limit} matches were asked for.", "Ask for at least 1.", where="limit"
        )


def _led_to(register: Register, hit: Hit, held: Standing, at: dt.date) -> list[Hit]:
    """What a hit leads on to: the bodies that one became that is gone, or the trust of a site."""
    if held.live:
        trust = hit.code[:3]
        if kind_of(hit.code) != "site" or not register.knows(trust):
            return []
        why = f"{hit.code} has the code of a site of {trust}."
        parent = replace(hit, code=trust, why=why, via=hit.code)
        now = standing(register, trust, at=at)
        return [parent, *([] if now.live else _led_to(register, parent, now, at))]
    ways = _ways(register, hit.code, at)
    ends = [way for code, way in ways.items() if way and not register.successors(code, at=at)]
    return [replace(hit, code=way[-1].new, why=_told(way), via=hit.code) for way in ends]


def _ways(register: Register, code: str, at: dt.date) -> dict[str, tuple[Succession, ...]]:
    """The shortest way from a body to each that came after it, as the links walked."""
    ways: dict[str, tuple[Succession, ...]] = {code: ()}
    todo = deque([code])
    while todo:
        here = todo.popleft()
        for link in register.successors(here, at=at):
            if link.new not in ways:
                ways[link.new] = (*ways[here], link)
                todo.append(link.new)
    return ways


def _told(way: tuple[Succession, ...]) -> str:
    """`RD7 became RDU on 1 October 2014.`; a longer way is told link by link."""
    first, *rest = way
    verb = "became in part" if first.kind == "split" else "became"
    said = f"{first.old} {verb} {first.new} on {written(first.date)}"
    for link in rest:
        verb = "became in part" if link.kind == "split" else "became"
        said += f", which {verb} {link.new} on {written(link.date)}"
    return f"{said}."


def _rank(hit: Hit) -> tuple[int, bool, float]:
    """Of two reasons for one body the better: its own name or code before another's."""
    return hit.tier, hit.via is not None, -hit.quality


def _order(register: Register, hit: Hit, held: Standing) -> tuple[object, ...]:
    body = register.organisation(hit.code)
    return (
        hit.tier,
        not held.live,
        body.kind != "trust",
        -hit.quality,
        body.name or "~",
        body.code,
    )


def _match(register: Register, hit: Hit, held: Standing) -> Match:
    score = round(100 - 12 * (hit.tier - 1) - 12 * (1 - hit.quality), 1)
    why = hit.why if held.live else f"{hit.why} It {held.words}."
    return Match(register.organisation(hit.code), why, hit.via, score, held.live)


def _advice(index: Index, query: str, total: int, limit: int) -> str:
    if total > limit:
        return f"More fit than the {limit} given. Add a word of the name to see fewer."
    if total:
        return ""
    if not telling(query):
        return f"Nearly every name has the words '{query}'. Add {EXAMPLES}."
    near = nearest(index, query)
    if near:
        names = ", ".join(f"{readable(label.name)} ({label.code})" for label in near)
        return f"Nothing fits '{query}'. The nearest names are {names}."
    return f"Nothing fits '{query}'. Give {EXAMPLES}. Leave out words that you are not sure of."
