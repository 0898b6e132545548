"""Laws of the advisory ballot: true of any papers, any roll, any threshold."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from mutuality.base import seal
from mutuality.governance import Mandate, Question, Threshold, count_advisory, mandate, recount

APPRAISAL = seal("any appraisal")
PAPERS = st.lists(st.sampled_from(["yes", "no", "spoilt"]), max_size=40)
SHARES = st.fractions(0, 1, max_denominator=12)
MAJORITIES = st.fractions(Fraction(1, 2), 1, max_denominator=12)


def carried(papers: list[str], spare: int, turnout: Fraction, support: Fraction) -> Mandate:
    question = Question(
        "Shall we?", "Staff", APPRAISAL, Threshold(turnout, support), dt.date(2026, 1, 1)
    )
    result = count_advisory(
        papers,
        roll=spare,
        question=question,
        opened=dt.date(2026, 1, 2),
        closed=dt.date(2026, 1, 9),
    )
    return mandate(result, appraisal=APPRAISAL)


@given(papers=PAPERS, spare=st.integers(1, 20), order=st.randoms(use_true_random=False),
       turnout=SHARES, support=MAJORITIES)  # fmt: skip
def test_the_order_of_papers_never_matters(papers, spare, order, turnout, support) -> None:
    shuffled = list(papers)
    order.shuffle(shuffled)
    first = carried(papers, len(papers) + spare, turnout, support)

    assert carried(shuffled, len(papers) + spare, turnout, support) == first
    assert recount(first, papers=shuffled) == first


@given(papers=PAPERS, spare=st.integers(1, 20), turnout=SHARES, support=MAJORITIES)
def test_one_more_yes_never_loses_a_mandate(papers, spare, turnout, support) -> None:
    roll = len(papers) + spare
    before = carried(papers, roll, turnout, support).carries
    after = carried([*papers, "yes"], roll, turnout, support).carries

    assert after or not before


@given(papers=PAPERS.filter(lambda p: "no" in p or "spoilt" in p), spare=st.integers(1, 20),
       turnout=SHARES, support=MAJORITIES)  # fmt: skip
def test_a_changed_mind_towards_yes_never_loses_a_mandate(papers, spare, turnout, support) -> None:
    roll = len(papers) + spare
    other = next(i for i, mark in enumerate(papers) if mark != "yes")
    kinder = [*papers[:other], "yes", *papers[other + 1 :]]

    assert carried(kinder, roll, turnout, support).carries or not (
        carried(papers, roll, turnout, support).carries
    )


@given(papers=PAPERS, spare=st.integers(1, 20), turnout=SHARES, support=MAJORITIES)
def test_a_mandate_always_has_more_yes_than_no(papers, spare, turnout, support) -> None:
    found = carried(papers, len(papers) + spare, turnout, support)

    assert not found.carries or found.result.yes > found.result.no
    assert found.carries is (not found.shortfalls)
