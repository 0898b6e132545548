"""Spec: how an advisory yes/no ballot of staff is counted, and what the count means."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from mutuality.base import Refusal, canonical, seal
from mutuality.governance import (
    Question,
    Result,
    Threshold,
    count_advisory,
    mandate,
    recount,
)

APPRAISAL = seal({"case": "a made-up appraisal"})
FIXED, OPENED, CLOSED = dt.date(2026, 10, 1), dt.date(2026, 10, 5), dt.date(2026, 10, 19)


def a_question(turnout: Fraction = Fraction(1, 2), support: Fraction = Fraction(1, 2)) -> Question:
    return Question(
        "Should the service become a staff-owned mutual?",
        "Staff of the service employed on 1 October 2026",
        APPRAISAL,
        Threshold(turnout, support),
        FIXED,
    )


def a_result(
    yes: int, no: int, spoilt: int = 0, *, roll: int = 100, question: Question | None = None
) -> Result:
    return count_advisory(
        ["yes"] * yes + ["no"] * no + ["spoilt"] * spoilt,
        roll=roll,
        question=question or a_question(),
        opened=OPENED,
        closed=CLOSED,
    )


@pytest.mark.parametrize(
    ("yes", "no", "spoilt", "turnout", "support", "carries"),
    [
        (50, 10, 0, Fraction(3, 5), Fraction(5, 6), True),
        (25, 25, 0, Fraction(1, 2), Fraction(1, 2), False),  # a tie does not carry
        (26, 24, 0, Fraction(1, 2), Fraction(13, 25), True),  # both just reached
        (40, 0, 9, Fraction(49, 100), Fraction(1), False),  # turnout missed by one paper
        (40, 0, 10, Fraction(1, 2), Fraction(1), True),  # spoilt papers count for turnout
        (0, 0, 60, Fraction(3, 5), None, False),  # nobody said yes or no
        (0, 0, 0, Fraction(0), None, False),
    ],
)
def test_turnout_counts_spoilt_papers_and_support_does_not(
    yes: int, no: int, spoilt: int, turnout: Fraction, support: Fraction | None, carries: bool
) -> None:
    result = a_result(yes, no, spoilt)

    assert (result.turnout, result.support) == (turnout, support)
    assert mandate(result, appraisal=APPRAISAL).carries is carries


def test_two_thirds_means_two_thirds() -> None:
    rule = a_question(support=Fraction(2, 3))

    assert mandate(a_result(40, 20, question=rule), appraisal=APPRAISAL).carries
    assert not mandate(
        a_result(666_666, 333_334, roll=1_000_000, question=rule), appraisal=APPRAISAL
    ).carries


def test_the_working_can_be_checked_by_hand() -> None:
    assert a_result(45, 15, 3).working == (
        "Papers: 45 yes + 15 no + 3 spoilt = 63.",
        "Turnout: 63 ÷ 100 on the roll = 63/100 (63.0%); needed at least 1/2 (50.0%).",
        "Support: 45 ÷ (45 + 15) = 3/4 (75.0%); needed at least 1/2 (50.0%), and more yes than no.",
        "Yes as a share of the whole roll: 45 ÷ 100 = 9/20 (45.0%).",
    )
    assert "no paper was marked" in a_result(0, 0, 3).working[2]


def test_a_mandate_names_the_appraisal_and_says_it_does_not_bind() -> None:
    found = mandate(a_result(50, 10, 1), appraisal=APPRAISAL)

    assert found.appraisal == APPRAISAL
    assert found.statement == (
        "The ballot carries. 50 said yes, 10 said no and 1 paper was spoilt, out of 100 people "
        "who could vote. Advisory: it does not bind the board."
    )


def test_a_mandate_that_fails_says_each_reason() -> None:
    rule = a_question(turnout=Fraction(3, 4), support=Fraction(2, 3))
    found = mandate(a_result(30, 30, question=rule), appraisal=APPRAISAL)

    assert found.shortfalls == (
        "turnout was 3/5 (60.0%) and 3/4 (75.0%) was needed",
        "support was 1/2 (50.0%) and 2/3 (66.7%) was needed",
    )
    assert found.statement.startswith("The ballot does not carry: turnout was 3/5")
    assert "no paper" in mandate(a_result(0, 0, 9), appraisal=APPRAISAL).shortfalls[1]
    assert "tie" in mandate(a_result(30, 30), appraisal=APPRAISAL).shortfalls[0]


@pytest.mark.parametrize(("yes", "no", "spoilt", "mark"), [(9, 0, 0, "yes"), (0, 9, 0, "no")])
def test_a_unanimous_ballot_warns_that_it_gives_votes_away(
    yes: int, no: int, spoilt: int, mark: str
) -> None:
    assert f"marked {mark}" in a_result(yes, no, spoilt).secrecy


def test_a_divided_or_empty_ballot_gives_nothing_away() -> None:
    assert a_result(9, 1).secrecy == ""
    assert a_result(0, 0).secrecy == ""


def test_the_same_papers_recount_to_the_same_mandate() -> None:
    stated = mandate(a_result(2, 1), appraisal=APPRAISAL)

    assert recount(stated, papers=["no", "yes", "yes"]) == stated


def test_a_mandate_is_plain_data_that_can_be_sealed() -> None:
    found = mandate(a_result(40, 20, 3), appraisal=APPRAISAL).as_dict()

    assert found["support"] == "2/3"
    assert found["appraisal"] == str(APPRAISAL)
    assert canonical(found)
    assert mandate(a_result(0, 0, 1), appraisal=APPRAISAL).as_dict()["support"] is None


@pytest.mark.parametrize(
    ("code", "papers", "roll", "opened", "closed"),
    [
        ("GOV-003", ["yes", "perhaps"], 10, OPENED, CLOSED),
        ("GOV-004", ["yes"] * 11, 10, OPENED, CLOSED),
        ("GOV-005", ["yes"], 10, CLOSED, OPENED),
        ("GOV-006", ["yes"], 10, FIXED, CLOSED),
        ("GOV-006", ["yes"], 10, FIXED - dt.timedelta(1), CLOSED),
        ("GOV-007", [], 0, OPENED, CLOSED),
    ],
)
def test_what_cannot_be_counted_is_refused(
    code: str, papers: list[str], roll: int, opened: dt.date, closed: dt.date
) -> None:
    with pytest.raises(Refusal) as refused:
        count_advisory(papers, roll=roll, question=a_question(), opened=opened, closed=closed)

    assert refused.value.code == code


def test_an_unknown_mark_is_named_with_its_place() -> None:
    with pytest.raises(Refusal) as refused:
        count_advisory(["yes", "Yes"], roll=9, question=a_question(), opened=OPENED, closed=CLOSED)

    assert refused.value.where == "paper 2"
    assert "'Yes'" in refused.value.problem


@pytest.mark.parametrize(
    ("turnout", "support"),
    [
        (Fraction(-1, 2), Fraction(1, 2)),
        (Fraction(3, 2), Fraction(1, 2)),
        (Fraction(1, 2), Fraction(1, 3)),  # fewer yes than no could carry
        (Fraction(1, 2), Fraction(2)),
        (Fraction(1, 2), 0.66),
    ],
)
def test_a_threshold_outside_its_range_is_refused(turnout: Fraction, support: Fraction) -> None:
    with pytest.raises(Refusal) as refused:
        Threshold(turnout, support)

    assert refused.value.code == "GOV-001"


def test_a_question_without_words_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        Question(" ", "Everyone", APPRAISAL, Threshold(Fraction(1, 2), Fraction(1, 2)), FIXED)

    assert refused.value.code == "GOV-002"


def test_a_mandate_for_another_appraisal_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        mandate(a_result(50, 10), appraisal=seal("changed after the vote"))

    assert refused.value.code == "GOV-008"
    assert APPRAISAL.short in refused.value.problem


def test_papers_that_do_not_give_the_stated_figures_are_refused() -> None:
    with pytest.raises(Refusal) as refused:
        recount(mandate(a_result(2, 1), appraisal=APPRAISAL), papers=["yes", "no", "no"])

    assert refused.value.code == "GOV-009"
