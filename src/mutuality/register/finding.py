"""The index that organisations are found by: made once for a register.

In:    a register.
Out:   an Index: codes in order, and every name that a body has or had, by its words.
Never: a name that no list and no checked change gives.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from mutuality.register.wording import initials, spelt, telling

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mutuality.register.changes import Change
    from mutuality.register.organisations import Kind
    from mutuality.register.register import Register

AFTER = "\uffff"  # sorts after any letter of a name


@dataclass(frozen=True, slots=True)
class Label:
    """One name of one body. `change` is where a name that is not today's was taken from."""

    code: str
    name: str
    words: tuple[str, ...]
    kind: Kind
    change: Change | None = None

    @property
    def key(self) -> str:
        """The words in order, for comparing beginnings."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Index:
    """What a search looks in. Numbers are places in `labels`, sites last and short names first."""

    codes: tuple[str, ...]
    labels: tuple[Label, ...]
    keys: tuple[tuple[str, int], ...]
    holders: Mapping[str, frozenset[int]]
    words: tuple[str, ...]
    by_length: Mapping[int, tuple[str, ...]]
    of_code: Mapping[str, frozenset[int]]
    short: Mapping[str, frozenset[int]]
    letters: Mapping[int, str]
    boards: Mapping[str, tuple[str, ...]]

    def codes_from(self, start: str) -> tuple[str, ...]:
        """Codes that begin with these letters, in order, without the code itself."""
        low, high = bisect_left(self.codes, start), bisect_left(self.codes, start + AFTER)
        return tuple(code for code in self.codes[low:high] if code != start)

    def labels_from(self, start: str) -> list[int]:
        """Labels whose words begin with these, sites last and short names first."""
        low = bisect_left(self.keys, (start, 0))
        high = bisect_left(self.keys, (start + AFTER, 0))
        return sorted(number for _, number in self.keys[low:high])

    def words_from(self, start: str) -> tuple[str, ...]:
        """Words of names that begin with these letters, the word itself among them."""
        return self.words[bisect_left(self.words, start) : bisect_left(self.words, start + AFTER)]

    def words_near(self, word: str) -> Iterator[tuple[str, float]]:
        """Words that a slip of the key or two would turn into this one, with a likeness to 1.

        One slip (a letter more, less, wrong, or two swapped) in four letters, two from seven.
        """
        slips = 0 if len(word) < 4 else 1 if len(word) < 7 else 2
        for length in range(len(word) - slips, len(word) + slips + 1) if slips else ():
            rows = process.extract(
                word, self.by_length.get(length, ()), scorer=OSA.distance, score_cutoff=slips,
                limit=None,
            )  # fmt: skip
            for near, distance, _ in rows:
                yield near, 1 - distance / max(len(word), length)


def index_of(register: Register) -> Index:
    """Make the index: well under a second for every trust and site in England."""
    labels = tuple(sorted(_labels(register), key=lambda one: (one.kind == "site", len(one.words))))
    holders: dict[str, set[int]] = defaultdict(set)
    of_code: dict[str, set[int]] = defaultdict(set)
    short: dict[str, set[int]] = defaultdict(set)
    letters: dict[int, str] = {}
    for number, label in enumerate(labels):
        of_code[label.code].add(number)
        for word in label.words:
            holders[word].add(number)
        if label.kind == "trust":  # a site is not known by its initials
            letters[number] = spelt(label.name)
            for form in initials(label.name):
                short[form].add(number)
    words = tuple(sorted(holders))
    by_length: dict[int, list[str]] = defaultdict(list)
    for word in words:
        by_length[len(word)].append(word)
    boards: dict[str, list[str]] = defaultdict(list)
    for code, body in sorted(register.organisations.items()):
        if body.icb:
            boards[body.icb].append(code)
    return Index(
        codes=tuple(sorted(register.organisations)),
        labels=labels,
        keys=tuple(sorted((label.key, number) for number, label in enumerate(labels))),
        holders={word: frozenset(found) for word, found in holders.items()},
        of_code={code: frozenset(found) for code, found in of_code.items()},
        words=words,
        by_length={length: tuple(found) for length, found in by_length.items()},
        short={form: frozenset(found) for form, found in short.items()},
        letters=letters,
        boards={board: tuple(codes) for board, codes in boards.items()},
    )


def _labels(register: Register) -> Iterator[Label]:
    """The names of today, then those that checked changes use for the same code."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for code, body in register.organisations.items():
        words = telling(body.name or "")
        if words:
            seen.add((code, words))
            yield Label(code, body.name or "", words, body.kind)
    for change in register.changes:
        for party in change.parties:
            code, words = party.code or "", telling(party.name)
            checked = change.status == party.status == "found" and party.kind == "organisation"
            if checked and code in register.organisations and words and (code, words) not in seen:
                seen.add((code, words))
                yield Label(code, party.name, words, register.organisations[code].kind, change)
