"""Directions, designs, settings and sizes of findings, in words.

In:    the terms of a finding, and numbers with their unit.
Out:   words fit to print, and the Axis that sizes must share to be compared.
Never: a size without its unit, or an association called by another name.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

DOMAINS = {
    "care-quality": "Care quality",
    "efficiency": "Efficiency",
    "staff": "Staff",
    "money": "Money",
    "delivery": "Delivery of the change",
}
"""The domain of a finding, by its identifier, in the words of a heading."""
DESIGNS = {
    "randomised": "randomised trial",
    "quasi-experimental": "quasi-experimental",
    "comparative": "comparison, association only",
    "review": "review of mixed designs",
    "uncontrolled": "no comparison, association only",
    "self-report": "own account, association only",
}
SETTINGS = {
    "same-system": "this health system",
    "tax-funded": "another tax-funded system",
    "us": "United States",
    "other-sector": "another sector",
    "international": "several countries",
}
DIRECTIONS = {
    "favourable": "Better",
    "adverse": "Worse",
    "null": "No clear difference",
    "mixed": "Mixed",
    "unclear": "Unclear",
}
RATIO = "times"


@dataclass(frozen=True, slots=True)
class Axis:
    """What sizes must share to stand on one axis: the kind of effect, its unit, which way is good.

    `better` is higher, lower, or empty where neither is. Ratios are held as logarithms.
    """

    scale: str
    unit: str
    better: str

    @property
    def is_ratio(self) -> bool:
        """Whether sizes are logarithms, to be printed as ratios."""
        return self.scale == "log-ratio"

    @property
    def title(self) -> str:
        """The unit as a heading."""
        return "Ratio (1 is no difference)" if self.is_ratio else sentence(self.unit)

    def text(self, value: float, *, digits: int = 4) -> str:
        """A size without its unit, to so many significant figures; ratios to two decimals."""
        shown = f"{math.exp(value):.2f}" if self.is_ratio else f"{value:.{digits}g}"
        return f"−{shown[1:]}" if shown.startswith("-") else shown


def sentence(words: str) -> str:
    """The words with a capital letter in front."""
    return words[:1].upper() + words[1:]


def address(link: str) -> str:
    """A web address from an address or a DOI, without the brackets that would end it early."""
    whole = f"https://doi.org/{link}" if link.startswith("10.") else link
    return whole.replace("(", "%28").replace(")", "%29")


def quantity(number: str, unit: str) -> str:
    """A number with its unit; the pound sign goes in front."""
    if not unit.startswith("£"):
        return f"{number} {unit}"
    sign = "−" if number.startswith("−") else ""
    return f"{sign}£{number.removeprefix('−')}{unit.removeprefix('£')}"
