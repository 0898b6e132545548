"""From marked papers to a result that can be checked by hand.

In:    the papers, the size of the roll frozen at opening, and the question with its threshold.
Out:   a Result: the three totals, exact shares, and every step from one to the other.
Never: who marked which paper. By the time papers come here nothing ties them to people.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, get_args

from mutuality.base import Refusal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from mutuality.governance.questions import Question

Paper = Literal["yes", "no", "spoilt"]
"""What a paper of an advisory ballot can say."""
MARKS: tuple[str, ...] = get_args(Paper)


@dataclass(frozen=True, slots=True)
class Result:
    """What the papers say. Turnout and support are exact fractions; nothing is rounded.

    Spoilt papers were returned, so they count towards turnout; they say neither yes nor no, so
    they do not count towards support.
    """

    question: Question
    yes: int
    no: int
    spoilt: int
    roll: int
    opened: dt.date
    closed: dt.date

    @property
    def returned(self) -> int:
        """Papers returned, spoilt ones included."""
        return self.yes + self.no + self.spoilt

    @property
    def turnout(self) -> Fraction:
        """Papers returned over the roll."""
        return Fraction(self.returned, self.roll)

    @property
    def support(self) -> Fraction | None:
        """Yes over yes and no; None when nobody marked yes or no."""
        marked = self.yes + self.no
        return Fraction(self.yes, marked) if marked else None

    @property
    def yes_of_roll(self) -> Fraction:
        """Yes over everyone who could vote: the figure that a low turnout cannot flatter."""
        return Fraction(self.yes, self.roll)

    @property
    def working(self) -> tuple[str, ...]:
        """Every step of the count, as lines that can be checked by hand."""
        threshold = self.question.threshold
        support = "none: no paper was marked yes or no"
        if self.support is not None:
            support = f"{self.yes} ÷ ({self.yes} + {self.no}) = {in_words(self.support)}"
        return (
            f"Papers: {self.yes} yes + {self.no} no + {self.spoilt} spoilt = {self.returned}.",
            f"Turnout: {self.returned} ÷ {self.roll} on the roll = {in_words(self.turnout)}; "
            f"needed at least {in_words(threshold.turnout)}.",
            f"Support: {support}; needed at least {in_words(threshold.support)}, "
            "and more yes than no.",
            f"Yes as a share of the whole roll: {self.yes} ÷ {self.roll} = "
            f"{in_words(self.yes_of_roll)}.",
        )

    @property
    def secrecy(self) -> str:
        """A warning where the totals give away how people voted; else an empty string."""
        for mark, count in (("yes", self.yes), ("no", self.no), ("spoilt", self.spoilt)):
            if count and count == self.returned:
                return (
                    f"Every paper returned was marked {mark}. "
                    "Anyone who is known to have voted is known to have voted that way."
                )
        return ""


def count_advisory(
    papers: Iterable[str],
    *,
    roll: int,
    question: Question,
    opened: dt.date,
    closed: dt.date,
) -> Result:
    """Tally papers marked `yes`, `no` or `spoilt`; their order never matters.

    `roll` is how many people could vote. Refuses an unknown mark (GOV-003), more papers than people
    (GOV-004), a ballot that closes before it opens (GOV-005) and a threshold that was not fixed
    before the day of opening (GOV-006). A share of nobody is not a number: GOV-007 for a roll
    below one.
    """
    _check_dates(question, opened=opened, closed=closed)
    tally = Counter(_known(mark, place) for place, mark in enumerate(papers, start=1))
    if roll < 1:
        raise Refusal(
            "GOV-007",
            f"The roll holds {roll} people.",
            "Give the size of the roll as frozen when voting opened: at least 1.",
            where="roll",
        )
    if tally.total() > roll:
        raise Refusal(
            "GOV-004",
            f"{tally.total()} papers were returned but the roll holds {roll}.",
            "Find out which is wrong, the papers or the size of the roll at opening. Then recount.",
            where="papers",
        )
    return Result(question, tally["yes"], tally["no"], tally["spoilt"], roll, opened, closed)


def in_words(share: Fraction) -> str:
    """A fraction as people read it: `2/3 (66.7%)`."""
    return f"{share} ({float(share):.1%})" if share.denominator > 1 else f"{share * 100}%"


def _known(mark: str, place: int) -> str:
    if mark not in MARKS:
        raise Refusal(
            "GOV-003",
            f"'{mark}' is not a mark that can be counted.",
            "Mark each paper yes, no or spoilt. A paper whose meaning is not clear is spoilt.",
            where=f"paper {place}",
        )
    return mark


def _check_dates(question: Question, *, opened: dt.date, closed: dt.date) -> None:
    if closed < opened:
        raise Refusal(
            "GOV-005",
            f"The ballot closed on {closed}, before it opened on {opened}.",
            "Correct one of the two dates.",
            where="closed",
        )
    if question.fixed >= opened:
        raise Refusal(
            "GOV-006",
            f"The threshold was fixed on {question.fixed} but voting opened on {opened}.",
            "Fix the threshold on an earlier day than the opening, and hold the ballot again.",
            where="fixed",
        )
