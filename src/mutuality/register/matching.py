"""How well what was typed fits the codes and names in an index.

In:    an Index and what somebody typed.
Out:   a Hit for each body that fits, with the kind of fit, how well, and why.
Never: a hit by likeness where the words themselves are found.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from mutuality.register.organisations import kind_of
from mutuality.register.places import BOARDS, board_name
from mutuality.register.wording import telling, within

if TYPE_CHECKING:
    from collections.abc import Callable

    from mutuality.register.finding import Index, Label

CODE = re.compile(r"[0-9A-Z]{2,9}")
SITE_NUMBER = re.compile(r".{3}(?=.*\d)..")
BOARD_WORDS = frozenset({"icb", "ic", "integrated", "care", "board", "system"})
ENOUGH = 0.6  # of what the words tell must be found in a name
CROWD = 150  # bodies weighed for one search: where more share a word, no order of them helps
FEW = 12  # names with a word that may be a slip of whoever wrote the list
SITES = 50  # the same for sites, of which there are a hundred to a trust


class Tier(IntEnum):
    """The kinds of fit, the surest first."""

    CODE = 1
    CODE_START = 2
    NAME_START = 3
    WORDS = 4
    BOARD = 5
    SITE = 6
    NEAR = 7
    SITE_NEAR = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """A body that fits. `quality` is from 0 to 1 within its tier; `via` as in a Match."""

    code: str
    tier: Tier
    quality: float
    why: str
    via: str | None = None


def by_code(index: Index, query: str, *, known: Callable[[str], bool]) -> list[Hit]:
    """Bodies with this code, or with one that begins so; those of the board with this code."""
    code = "".join(query.split()).upper()
    if not CODE.fullmatch(code):
        return []
    hits = [Hit(code, Tier.CODE, 1.0, f"Its code is {code}.")] if known(code) else []
    if len(query.split()) == 1:
        hits += [
            Hit(other, Tier.CODE_START, len(code) / len(other), f"Its code begins with {code}.")
            for other in sorted(index.codes_from(code), key=len)[:CROWD]
        ]
        trust = code[:3]
        if not hits and kind_of(code) == "site" and SITE_NUMBER.fullmatch(code) and known(trust):
            why = f"{code} has the shape of a site's code of {trust}."
            hits.append(Hit(trust, Tier.CODE_START, 0.6, why, code))
    return hits + _of_board(index, code, 1.0)


def by_name(index: Index, query: str) -> list[Hit]:
    """Bodies whose names, of today or before, fit the words; what is near only where none do."""
    words = telling(query)
    if not words:
        return []
    start = " ".join(words)
    hits = [_begins(index.labels[number], start) for number in index.labels_from(start)[:CROWD]]
    hits += _ranked(index, words, [_exact(index, word) for word in words], near=False)
    for board in _boards(words):
        hits += _of_board(index, board, 0.9)
    if all(hit.tier is Tier.SITE for hit in hits):
        hits += _ranked(index, words, [_near(index, word) for word in words], near=True)
        hits += _joined(index, words)
    return _first(hits) + _spelt(index, words)


def _first(hits: list[Hit]) -> list[Hit]:
    """The best hits: only so many, and of sites fewer."""
    found = sorted(hits, key=lambda hit: (hit.tier, -hit.quality))
    sites = [hit for hit in found if hit.tier in (Tier.SITE, Tier.SITE_NEAR)]
    others = [hit for hit in found if hit.tier not in (Tier.SITE, Tier.SITE_NEAR)]
    return others[:CROWD] + sites[:SITES]


def nearest(index: Index, query: str, *, count: int = 3) -> tuple[Label, ...]:
    """The names of trusts that look most like what was typed, if any does at all."""
    keys = {number: index.labels[number].key for number in index.letters}
    start = " ".join(telling(query))
    rows = process.extract(start, keys, scorer=fuzz.token_set_ratio, score_cutoff=55, limit=count)
    return tuple(index.labels[number] for _, _, number in rows)


Held = dict[int, float]  # labels that hold a word of the query, and how surely


def _exact(index: Index, word: str) -> Held:
    """Labels with the word itself or as their code (1), their initials (0.95), or the beginning of
    a word (0.9)."""
    held: Held = {}
    for longer in index.words_from(word) if len(word) > 1 else ():
        held |= dict.fromkeys(index.holders[longer], 0.9)
    held |= dict.fromkeys(index.short.get(word, ()), 0.95)
    held |= dict.fromkeys(index.holders.get(word, ()), 1.0)
    return held | dict.fromkeys(index.of_code.get(word.upper(), ()), 1.0)


def _near(index: Index, word: str) -> Held:
    """The same, and labels with a word that a slip of the key would turn into this one.

    A word that many names have is taken at its word; one that few have may be a slip in a list.
    """
    held: Held = {}
    for near, likeness in () if len(index.holders.get(word, ())) > FEW else index.words_near(word):
        for number in index.holders[near]:
            held[number] = max(held.get(number, 0), likeness * 0.9)
    return held | _exact(index, word)


def _ranked(index: Index, words: tuple[str, ...], held: list[Held], *, near: bool) -> list[Hit]:
    """Labels that hold the words: all of them, or with `near` most of what they tell."""
    weights = [math.log(1 + len(index.labels) / max(1, len(found))) for found in held]
    whole = sum(weights)
    hits = []
    for number in _candidates(held, weights) if near else _holding_all(held):
        points = sum(w * found.get(number, 0) for w, found in zip(weights, held, strict=True))
        if near and points < ENOUGH * whole:
            continue
        label = index.labels[number]
        cover = min(1.0, len(words) / len(label.words))  # short names before long ones
        called = [word for word in words if number in index.short.get(word, ())]
        why = f"Its initials are {called[0].upper()}." if called and not label.change else ""
        tier = Tier.NEAR if near else Tier.WORDS
        hits.append(_hit(label, tier, points / whole * (0.7 + 0.3 * cover), why))
    return hits


def _holding_all(held: list[Held]) -> list[int]:
    return sorted(set.intersection(*map(set, held)))[:CROWD]


def _candidates(held: list[Held], weights: list[float]) -> list[int]:
    """Labels that hold one of the telling words: the rest of the words cannot make up enough."""
    found: set[int] = set()
    rest = sum(weights)
    enough = ENOUGH * rest
    for weight, labels in sorted(zip(weights, held, strict=True), key=lambda pair: -pair[0]):
        if rest >= enough:
            found.update(labels)
        rest -= weight
    return sorted(found)[: CROWD * 8]


def _begins(label: Label, start: str) -> Hit:
    """A name that begins so: best where the last word is whole, King's before Kingston."""
    whole = f"{label.key} ".startswith(f"{start} ")
    return _hit(label, Tier.NAME_START, (1 if whole else 0.7) * len(start) / len(label.key))


def _joined(index: Index, words: tuple[str, ...]) -> list[Hit]:
    """One word typed as two: `tame side`."""
    hits: list[Hit] = []
    for place, (first, second) in enumerate(pairwise(words)):
        if index.words_from(first + second):
            together = (*words[:place], first + second, *words[place + 2 :])
            held = [_near(index, word) for word in together]
            hits += _ranked(index, together, held, near=True)
    return hits


def _spelt(index: Index, words: tuple[str, ...]) -> list[Hit]:
    """Initials with letters left out, such as MFT for Manchester University NHS FT."""
    short = words[0]
    if len(words) > 1 or not 3 <= len(short) <= 6 or index.words_from(short):
        return []
    why = f"Its initials have {short.upper()} in this order."
    return [
        _hit(index.labels[number], Tier.NEAR, _fill(short, letters), why)
        for number, letters in index.letters.items()
        if len(short) >= len(letters) / 2 and within(short, letters)
    ]


def _fill(short: str, letters: str) -> float:
    """How much of the initials is given; all of their beginning is better than as many apart."""
    return (0.95 if letters.startswith(short) else 0.9) * len(short) / len(letters)


def _boards(words: tuple[str, ...]) -> list[str]:
    """Boards with this name; with part of it where the words say that a board is meant."""
    place = {word for word in words if word not in BOARD_WORDS}
    named = len(place) < len(set(words))
    names = {code: set(telling(name)) for code, name in BOARDS.items()} if place else {}
    return [code for code, name in names.items() if place == name or (named and place <= name)]


def _of_board(index: Index, board: str, quality: float) -> list[Hit]:
    name = board_name(board)
    called = f"{name} ({board})" if name != board else board
    why = f"Its integrated care board is {called}."
    return [Hit(code, Tier.BOARD, quality, why, board) for code in index.boards.get(board, ())]


FITS = {
    Tier.NAME_START: "begins with these words",
    Tier.WORDS: "has these words",
    Tier.NEAR: "is near to these words",
}


def _hit(label: Label, tier: Tier, quality: float, why: str = "") -> Hit:
    via = label.name if label.change else None
    if label.change:
        when = f" of {label.change.dated}" if label.change.dated else ""
        why, quality = f"It stands as {label.name} in a change{when}.", quality * 0.99
    elif label.kind == "site":
        why = f"Its name {FITS[tier]}."
        tier = Tier.SITE_NEAR if tier is Tier.NEAR else Tier.SITE
    return Hit(label.code, tier, quality, why or f"Its name {FITS[tier]}.", via)
