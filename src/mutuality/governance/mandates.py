"""What a count means, in plain words.

In:    a Result, and the seal of the appraisal that the board has before it.
Out:   a Mandate that says whether and how it carries, and what it does not do.
Never: legal force that an advisory ballot lacks, nor a mandate for another appraisal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mutuality.base import Refusal, Seal
from mutuality.governance.advisory import Result, count_advisory, in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

ADVISORY = "Advisory: it does not bind the board."


@dataclass(frozen=True, slots=True)
class Mandate:
    """What staff said about one sealed appraisal. Everything it states is worked out from `result`.

    It cannot be given an outcome of its own.
    """

    result: Result

    @property
    def appraisal(self) -> Seal:
        """The seal of the appraisal that staff voted on."""
        return self.result.question.appraisal

    @property
    def carries(self) -> bool:
        """Whether turnout and support both reach the threshold, with more yes than no."""
        return not self.shortfalls

    @property
    def shortfalls(self) -> tuple[str, ...]:
        """Each reason why it does not carry; empty when it does."""
        result, threshold = self.result, self.result.question.threshold
        found = []
        if result.turnout < threshold.turnout:
            found.append(
                f"turnout was {in_words(result.turnout)} and "
                f"{in_words(threshold.turnout)} was needed"
            )
        if result.support is None:
            found.append("no paper was marked yes or no")
        elif result.support < threshold.support:
            found.append(
                f"support was {in_words(result.support)} and "
                f"{in_words(threshold.support)} was needed"
            )
        elif result.yes <= result.no:
            found.append("yes and no were level, and a tie does not carry")
        return tuple(found)

    @property
    def legal_force(self) -> str:
        """What the vote can and cannot do."""
        return ADVISORY

    @property
    def statement(self) -> str:
        """The outcome in two or three sentences, for a paper or a phone."""
        result = self.result
        outcome = "The ballot carries." if self.carries else "The ballot does not carry: "
        reasons = "" if self.carries else "; ".join(self.shortfalls) + "."
        spoilt = "paper was" if result.spoilt == 1 else "papers were"
        return (
            f"{outcome}{reasons} {result.yes} said yes, {result.no} said no and "
            f"{result.spoilt} {spoilt} spoilt, out of {result.roll} people who could vote. "
            f"{self.legal_force}"
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain data, to publish or to seal; fractions as text such as `2/3`."""
        result, question = self.result, self.result.question
        return {
            "question": question.text,
            "electorate": question.electorate,
            "appraisal": str(self.appraisal),
            "threshold": {
                "turnout": str(question.threshold.turnout),
                "support": str(question.threshold.support),
                "fixed": question.fixed.isoformat(),
            },
            "opened": result.opened.isoformat(),
            "closed": result.closed.isoformat(),
            "roll": result.roll,
            "yes": result.yes,
            "no": result.no,
            "spoilt": result.spoilt,
            "turnout": str(result.turnout),
            "support": None if result.support is None else str(result.support),
            "carries": self.carries,
            "legal_force": self.legal_force,
            "working": list(result.working),
        }


def mandate(result: Result, *, appraisal: Seal) -> Mandate:
    """Read a count as a mandate for the appraisal that the board has before it.

    Raises GOV-008 when staff voted on another appraisal: a change to the appraisal after the
    question was put, however small, changes its seal.
    """
    asked = result.question.appraisal
    if asked != appraisal:
        raise Refusal(
            "GOV-008",
            f"Staff voted on the appraisal sealed {asked.short}; this one is {appraisal.short}.",
            "Use the appraisal that staff voted on, or put the new one to a new ballot.",
            where="appraisal",
        )
    return Mandate(result)


def recount(stated: Mandate, *, papers: Iterable[str]) -> Mandate:
    """Count the papers again under the same question, roll and dates.

    Raises GOV-009 when the papers do not give the stated figures.
    """
    was = stated.result
    now = count_advisory(
        papers, roll=was.roll, question=was.question, opened=was.opened, closed=was.closed
    )
    if now != was:
        raise Refusal(
            "GOV-009",
            f"The papers give {now.yes} yes, {now.no} no and {now.spoilt} spoilt; the mandate "
            f"states {was.yes}, {was.no} and {was.spoilt}.",
            "Find the papers that were added, lost or marked otherwise before anyone relies on it.",
            where="papers",
        )
    return Mandate(now)
