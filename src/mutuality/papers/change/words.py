"""The register's words, and sizes of effects, as people read them.

In:    fields of a change, effects and their measures.
Out:   words.
Never: a size without its unit, or "effect" said of what chance explains.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from mutuality.papers.axes import Numbers
from mutuality.papers.board.words import day, listed, short_source

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from mutuality.base import Period
    from mutuality.evaluation import Effect
    from mutuality.outcomes import Measure
    from mutuality.papers.change.material import Material
    from mutuality.register.changes import Change, Party
    from mutuality.register.facts import Reference, Status, When

STANDINGS: dict[Status, str] = {
    "found": "",
    "background": " (not checked)",
    "not-found": " (not known)",
}
SAID = {
    "unknown": "not known",
    "cic": "community interest company",
    "cic-by-shares": "community interest company limited by shares",
    "cic-by-guarantee": "community interest company limited by guarantee",
    "llp": "limited liability partnership",
    "ft-plus": "staff governance inside a foundation trust",
    "one-leads": "one party leads",
    "none": "none: no contract, no new body",
}
"""Words of the typology that need more than their hyphens taken out."""
DOMAINS = {"care-quality": "care quality", "efficiency": "efficiency", "staff": "staff"}
LENGTHS = ((45, "month"), (135, "quarter"))


def said(word: str) -> str:
    """A word of the typology, in lower case."""
    return SAID.get(word, word.replace("-", " "))


def opened(words: str) -> str:
    """The words with a capital to open a sentence or a cell with."""
    return words[:1].upper() + words[1:]


def standing(change: Change) -> str:
    """How the entry is known, for the front sheet."""
    if change.status == "found":
        return f"Checked ({change.confidence} confidence)"
    return "Not checked at any source" if change.status == "background" else "Not known"


def dated(when: When | None) -> str:
    """A date of the change as people write it, with its warning."""
    return when.stated if when else "not known"


def moments(change: Change) -> list[tuple[str, When]]:
    """What happened to the change itself, with its date, in order."""
    told = [
        ("announced", change.announced),
        ("took effect" if change.fate != "planned" else "due to take effect", change.effective),
        ("ended", change.ended),
    ]
    return [(words, when) for words, when in told if when]


def party(one: Party) -> str:
    """A party with its code and its part in the change."""
    code = f" ({one.code})" if one.code else ""
    return f"{one.name}{code}, {said(one.role)}{STANDINGS[one.status]}"


def named(change: Change, *roles: str) -> str:
    """The parties in these roles, or in any, by name and code."""
    return listed(
        [
            f"{one.name} ({one.code})" if one.code and one.code != one.name else one.name
            for one in change.parties
            if one.role in roles or not roles
        ]
    )


def is_unborn(change: Change) -> bool:
    """Whether it was only looked at, planned or given up, as far as the register knows."""
    return change.effective is None and change.fate in ("abandoned", "explored", "planned")


def marks(change: Change) -> list[tuple[dt.date, str]]:
    """Moments for the time axis of a chart: those that are known to the month at least."""
    told = moments(change)
    return [(when.period.start, words) for words, when in told if when.precision != "year"]


def citation(reference: Reference) -> str:
    """A publication as a line of a list of sources."""
    year = f", {reference.year}" if reference.year else ""
    title = reference.title.rstrip(".")
    linked = f"[{title}]({_address(reference.url)})" if reference.url else title
    return f"{reference.short}: {linked}{year}."


def _address(url: str) -> str:
    return url.replace("(", "%28").replace(")", "%29").replace(" ", "%20")


def study(link: str, words: str) -> str:
    """The words as a link to a study, where it has an address or a DOI."""
    url = f"https://doi.org/{link}" if link.startswith("10.") else link
    return f"[{words}]({_address(url)})" if url else words


@dataclass(frozen=True, slots=True)
class Yardstick:
    """How differences in a measure are written. `unit` follows a single size."""

    numbers: Numbers
    unit: str

    @classmethod
    def of(cls, measure: Measure | None, *, scale: str) -> Yardstick:
        """For a measure, or for one that we know nothing of; differences of logarithms in
        per cent."""
        if scale == "log":
            return cls(Numbers(1, 100), "per cent")
        if measure is None:
            return cls(Numbers(2), "")
        written = Numbers.of(measure)
        plain = Numbers(written.decimals, written.times)
        if written.suffix == "%":
            return cls(plain, "percentage points")
        units = {"ratio": "in the ratio", "score, 1 to 5": "points on the scale of 1 to 5"}
        return cls(plain, units.get(measure.unit, measure.unit))

    def number(self, value: float) -> str:
        """A size without its sign or its unit."""
        return self.numbers.text(abs(value))

    def size(self, value: float) -> str:
        """A size without its sign, with its unit."""
        return f"{self.number(value)} {self.unit}".strip()

    def signed(self, value: float) -> str:
        """A difference with its sign, without its unit."""
        if not math.isfinite(value):
            return "no bound"
        plus = "+" if value > 0 and self.is_seen(value) else ""
        return f"{plus}{self.numbers.text(value)}"

    def is_seen(self, value: float) -> bool:
        """Whether a difference is more than nothing once it is rounded for print."""
        return any(digit in self.numbers.text(value) for digit in "123456789")

    def span(self, low: float, high: float) -> str:
        """An interval, without its unit."""
        if not math.isfinite(low + high):
            return "too few bodies to bound it"
        return f"{self.signed(low)} to {self.signed(high)}"


def yardstick(m: Material, effect: Effect) -> Yardstick:
    """How an effect's differences are written."""
    return Yardstick.of(m.measure(effect.measure), scale=effect.scale)


def shift(effect: Effect, value: float) -> float:
    """A difference as it is printed: a difference of logarithms as a share."""
    return math.expm1(value) if effect.scale == "log" else value


def interval(effect: Effect) -> tuple[float, float]:
    """The interval as it is printed."""
    low, high = (shift(effect, bound) for bound in effect.interval)
    return low, high


def smallest(m: Material, effect: Effect) -> str:
    """The smallest effect that could have been seen, in words."""
    seen = shift(effect, effect.smallest_seen)
    return yardstick(m, effect).size(seen) if math.isfinite(seen) else "no size, however large"


def is_overstated(effect: Effect) -> bool:
    """Whether it shows although its size would often have been missed.

    Of effects of such a size only the largest draws show, so that what shows overstates it.
    """
    return effect.stands_out and abs(effect.estimate) < effect.smallest_seen


def moved(m: Material, effect: Effect) -> str:
    """What the comparison says, with its interval and how many unchanged bodies moved as far."""
    stick = yardstick(m, effect)
    estimate = shift(effect, effect.estimate)
    way = f"{stick.size(estimate)} {'higher' if estimate > 0 else 'lower'} than"
    if not stick.is_seen(estimate):
        way = "No different from what was"
    chance = "further than chance allows" if effect.stands_out else "within what chance allows"
    return (
        f"{way} expected (95% interval {stick.span(*interval(effect))}), {chance}: "
        f"{effect.rank - 1} of {effect.n_donors} bodies that did not change moved at least as far."
    )


def trust(effect: Effect) -> str:
    """How far one comparison can be trusted, in a few words."""
    return opened(effect.grade) + (", exploratory" if effect.exploratory else "")


def length(effect: Effect) -> str:
    """month, quarter or year: how long the periods of the comparison are."""
    ends = [point.period_end for point in effect.path]
    step = min(((b - a).days for a, b in pairwise(ends)), default=366)
    return next((name for most, name in LENGTHS if step < most), "year")


def period_name(period: Period) -> str:
    """A period as the NHS writes it; a calendar year by its number."""
    calendar = period.frequency == "year" and period.start.month == 1
    return str(period.end.year) if calendar else period.label


def window(effect: Effect) -> str:
    """The stretch that was compared."""
    return f"{day(effect.first)} to {day(effect.last)}"


def sources_line(lines: Iterable[str]) -> str:
    """Several attributions as one: each publication once, then each licence once."""
    whole = list(dict.fromkeys(lines))
    named = [short_source(line) for line in whole]
    licences = [
        line.partition(name)[2].lstrip(". ") for line, name in zip(whole, named, strict=True)
    ]
    told = "; ".join(dict.fromkeys(named))
    return f"Source: {told}. {' '.join(dict.fromkeys(licences))}".strip()
