"""What staff are asked, and what it takes to carry.

In:    the words of the question, the seal of the appraisal it is about, a threshold and the day
       on which that threshold was fixed.
Out:   a Question that cannot be changed once voting has opened without changing its seal.
Never: the appraisal itself. A ballot names it by its seal and knows nothing else about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from mutuality.base import Refusal, Seal

if TYPE_CHECKING:
    import datetime as dt

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Threshold:
    """How many must take part, and how many of those must say yes. Exact, so that nothing rounds.

    `turnout` is the least share of the roll that must return a paper. `support` is the least share
    of yes among papers marked yes or no. A tie never carries: whatever the threshold, there must be
    more yes than no. Raises GOV-001 for a share outside its range.
    """

    turnout: Fraction
    support: Fraction

    def __post_init__(self) -> None:
        _share("turnout", self.turnout, least=Fraction(0))
        _share("support", self.support, least=HALF)


@dataclass(frozen=True, slots=True)
class Question:
    """One yes/no question to staff about one sealed appraisal.

    `electorate` says in words who is on the roll. `fixed` is the day on which the threshold was
    settled; `count_advisory` refuses a ballot that opened on or before that day. Raises GOV-002 for
    a question without words.
    """

    text: str
    electorate: str
    appraisal: Seal
    threshold: Threshold
    fixed: dt.date

    def __post_init__(self) -> None:
        for name, words in (("text", self.text), ("electorate", self.electorate)):
            if not words.strip():
                raise Refusal(
                    "GOV-002",
                    f"The {name} of the question is empty.",
                    "Write what staff are asked, and who is asked, in full sentences.",
                    where=name,
                )


def _share(name: str, value: Fraction, *, least: Fraction) -> None:
    if not isinstance(value, Fraction) or not least <= value <= 1:
        raise Refusal(
            "GOV-001",
            f"A {name} threshold of {value} was given.",
            f"Give a fraction from {least} to 1, such as 2/3.",
            where=name,
        )
