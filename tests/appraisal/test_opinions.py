"""What several people think ends up in the case as they said it, and nobody's voice is lost."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_case import criterion, document, group, judged, option, run

from mutuality.appraisal import (
    Difference,
    Opinion,
    check_opinion,
    combine,
    disagreements,
    parse_case,
    to_document,
)
from mutuality.base import Refusal


def guess(low: float, likely: float, high: float, **more: Any) -> dict[str, Any]:
    return {"low": low, "likely": likely, "high": high, "reason": "because", **more}


def opinion(person: str, part: str = "staff", **more: Any) -> Opinion:
    made, refusals = check_opinion(CASE, {"person": person, "group": part, **more})
    assert made is not None, refusals
    return made


CASE = parse_case(document())
ANN = opinion(
    "p1", name="Ann", scores={"buddy": {"care": guess(50, 60, 70, reason="seen it work")}},
    swings={"care": [80, 100], "time": 30},
)  # fmt: skip
BOB = opinion(
    "p2", name="Bob", scores={"buddy": {"care": guess(40, 45, 48)}},
    swings={"care": [10, 20], "time": [90, 100]},
)  # fmt: skip
NOBODY = opinion("p3", "people", scores={"buddy": {"care": guess(55, 70, 90)}})


class TestCheckOpinion:
    def test_text_of_a_form_is_taken_and_blanks_are_left_out(self) -> None:
        made, refusals = check_opinion(
            CASE,
            {
                "person": "p9",
                "group": "staff",
                "name": "",
                "scores": {
                    "buddy": {
                        "care": {"low": "1", "likely": "2", "high": "3", "reason": "why"},
                        "time": {"low": "", "likely": "", "high": " ", "reason": ""},
                    },
                    "merge": {"care": {"low": "", "likely": ""}},
                },
                "swings": {"care": "70", "time": ["", ""]},
            },
        )
        assert (refusals, made and made.name) == ((), "")
        assert made is not None
        assert list(made.scores) == ["buddy"]
        assert list(made.scores["buddy"]) == ["care"]
        assert made.swings == {"care": (70, 70)}

    @pytest.mark.parametrize(
        ("given", "where"),
        [
            ({"scores": {"buddy": {"care": guess(3, 2, 1)}}}, "scores.buddy.care"),
            ({"scores": {"buddy": {"care": {"low": 1, "likely": 2}}}}, "scores.buddy.care.high"),
            ({"scores": {"cats": {"care": guess(1, 2, 3)}}}, "scores.cats"),
            ({"scores": {"buddy": {"cats": guess(1, 2, 3)}}}, "scores.buddy.cats"),
            ({"swings": {"cats": 3}}, "swings.cats"),
            ({"swings": {"care": [40, 101]}}, "swings.care"),
            ({"swings": {"care": [40, 30]}}, "swings.care"),
            ({"swings": {"care": "lots"}}, "swings.care[1]"),
            ({"swings": {"care": 0}}, "swings"),
            ({"group": "cats"}, "group"),
            ({"person": ""}, "person"),
        ],
    )
    def test_what_is_wrong_is_told_at_its_field(self, given: dict[str, Any], where: str) -> None:
        made, refusals = check_opinion(CASE, {"person": "p", "group": "staff", **given})
        assert made is None
        assert refusals[0].where == where
        assert {refusal.code for refusal in refusals} == {"APP-013"}

    def test_everything_is_told_at_once(self) -> None:
        _, refusals = check_opinion(
            CASE, {"scores": {"buddy": {"care": {"low": 1}}}, "swings": {"care": 101}}
        )
        assert {refusal.where for refusal in refusals} == {
            "person", "group", "scores.buddy.care.likely", "scores.buddy.care.high",
            "scores.buddy.care.reason", "swings.care",
        }  # fmt: skip
        assert check_opinion(CASE, {})[1]

    def test_a_case_without_groups_has_nobody_to_speak_for(self) -> None:
        _, refusals = check_opinion(parse_case(document(group=[])), {"person": "p", "group": "x"})
        assert "it has none" in refusals[0].problem


class TestCombine:
    def test_the_widest_range_and_the_middle_of_the_likely_values(self) -> None:
        cell = combine(CASE, [ANN, BOB, NOBODY]).option("buddy").score("care")
        assert cell is not None
        assert cell.range == (40, 60, 90)
        assert (cell.basis, cell.scale) == ("judgement", "level")

    def test_two_people_meet_half_way_between_their_likely_values(self) -> None:
        cell = combine(CASE, [ANN, BOB]).option("buddy").score("care")
        assert cell is not None
        assert cell.range == (40, 52.5, 70)

    def test_everybody_is_named_as_they_wish_and_every_reason_is_kept(self) -> None:
        cell = combine(CASE, [NOBODY, BOB, ANN]).option("buddy").score("care")
        assert cell is not None
        assert cell.author == "Ann (Staff), Bob (Staff) and somebody of People (3 people)"
        assert cell.reason == (
            "somebody of People: because; Ann (Staff): seen it work; Bob (Staff): because"
        )
        others = [NOBODY, NOBODY.model_copy(update={"person": "p4"})]
        shy = combine(CASE, others).option("buddy").score("care")
        assert shy is not None
        assert shy.author == "2 of People without a name (2 people)"

    def test_one_person_alone_is_said_to_be_alone_and_is_taken_at_their_word(self) -> None:
        cell = combine(CASE, [ANN]).option("buddy").score("care")
        assert cell is not None
        assert cell.range == (50, 60, 70)
        assert cell.author == "Ann (Staff) (one person alone)"

    def test_a_group_takes_the_range_of_its_members(self) -> None:
        staff, people = combine(CASE, [ANN, BOB]).groups
        assert staff.swing == {"care": (10, 100), "time": (30, 100)}
        assert people == CASE.groups[1]

    def test_swings_are_set_so_that_the_biggest_is_100(self) -> None:
        half = opinion("p5", swings={"care": [40, 50], "time": 10})
        assert combine(CASE, [half]).groups[0].swing == {"care": (80, 100), "time": (20, 20)}

    def test_who_said_nothing_of_a_criterion_is_left_out_of_its_range(self) -> None:
        some = opinion("p6", swings={"care": 100})
        assert combine(CASE, [some, BOB]).groups[0].swing == {
            "care": (10, 100), "time": (90, 100),
        }  # fmt: skip
        assert combine(CASE, [some]).groups[0].swing == {"care": (100, 100)}

    def test_a_cell_without_a_score_gets_one_and_one_from_evidence_stays(self) -> None:
        doc = document()
        doc["option"][1]["score"] = [{"criterion": "care", "basis": "evidence"}]
        case = parse_case(doc)
        said = {"little": {"care": guess(1, 2, 3), "time": guess(4, 5, 6)}}
        made = combine(case, [opinion("p7", scores=said)]).option("little")
        assert [(score.criterion, score.basis) for score in made.scores] == [
            ("care", "evidence"), ("time", "judgement"),
        ]  # fmt: skip

    def test_somebody_in_two_groups_counts_once_for_a_score(self) -> None:
        twin = ANN.model_copy(update={"group": "people"})
        cell = combine(CASE, [ANN, twin, BOB]).option("buddy").score("care")
        assert cell is not None
        assert cell.likely == 52.5
        assert cell.author.endswith("(2 people)")

    def test_what_is_combined_can_be_read_and_appraised(self) -> None:
        made = combine(CASE, [ANN, BOB, NOBODY])
        assert parse_case(to_document(made)) == made
        assert run(to_document(made)).verdict.recommend is not None

    def test_nobody_changes_nothing(self) -> None:
        assert combine(CASE, []) == CASE

    @pytest.mark.parametrize(
        ("said", "code", "where"),
        [
            ([ANN, ANN], "APP-014", "person"),
            (
                [ANN, ANN.model_copy(update={"group": "people", "scores": BOB.scores})],
                "APP-014",
                "scores.buddy.care",
            ),
            (
                [ANN, opinion("p8", scores={"buddy": {"care": guess(1, 2, 3, scale="change")}})],
                "APP-014",
                "scores.buddy.care.scale",
            ),
            ([ANN.model_copy(update={"group": "cats"})], "APP-013", "group"),
        ],
    )
    def test_what_cannot_be_put_together(self, said: list[Opinion], code: str, where: str) -> None:
        with pytest.raises(Refusal) as caught:
            combine(CASE, said)
        assert (caught.value.code, caught.value.where) == (code, where)


@st.composite
def opinions(draw: st.DrawFn) -> list[Opinion]:
    said = []
    for number in range(draw(st.integers(1, 6))):
        span = sorted(draw(st.tuples(*[st.integers(0, 100)] * 3)))
        low, high = sorted(draw(st.tuples(*[st.integers(1, 100)] * 2)))
        said.append(
            opinion(
                f"p{number}",
                draw(st.sampled_from(["staff", "people"])),
                name=draw(st.sampled_from(["", "Ann", "Bob"])),
                scores={"buddy": {"care": guess(*span)}},
                swings={"care": [low, high], "time": draw(st.integers(0, 100))},
            )
        )
    return said


class TestLaws:
    @settings(deadline=None, max_examples=40)
    @given(opinions(), st.randoms(use_true_random=False))
    def test_the_order_in_which_people_speak_changes_nothing(
        self, said: list[Opinion], random: Any
    ) -> None:
        turned = random.sample(said, len(said))
        assert combine(CASE, turned) == combine(CASE, said)
        assert disagreements(CASE, turned) == disagreements(CASE, said)

    @settings(deadline=None, max_examples=40)
    @given(opinions())
    def test_the_range_holds_everybody(self, said: list[Opinion]) -> None:
        made = combine(CASE, said)
        cell = made.option("buddy").score("care")
        assert cell is not None
        for one in said:
            own = one.scores["buddy"]["care"]
            assert cell.range[0] <= own.low
            assert own.high <= cell.range[2]
            for name, (low, high) in one.weighs.items():
                group = next(row for row in made.groups if row.id == one.group)
                assert group.swing[name][0] <= low
                assert high <= group.swing[name][1]

    @settings(deadline=None, max_examples=40)
    @given(opinions())
    def test_combining_again_gives_the_same(self, said: list[Opinion]) -> None:
        once = combine(CASE, said)
        assert combine(once, said) == once


def flat(care: float, time: float) -> tuple[dict[str, Any], ...]:
    """A judgement of both criteria without any doubt."""
    return judged("care", care, care, care), judged("time", time, time, time)


def kinds(found: tuple[Difference, ...], kind: str) -> list[Difference]:
    return [one for one in found if one.kind == kind]


class TestDisagreements:
    def test_two_people_whose_ranges_do_not_meet(self) -> None:
        (one,) = kinds(disagreements(CASE, [ANN, BOB]), "score")
        assert one.words == (
            "Buddy on care: Bob (Staff) says 40 to 48, Ann (Staff) says 50 to 70. "
            "What they hold possible does not meet."
        )
        assert (one.option, one.criterion) == ("buddy", "care")
        assert one.points == pytest.approx(2 / 2)  # a gap of 2 points at half the weight

    def test_ranges_that_meet_are_no_disagreement(self) -> None:
        assert not kinds(disagreements(CASE, [ANN, NOBODY]), "score")

    def test_changes_are_told_as_changes(self) -> None:
        said = [
            opinion("a", scores={"buddy": {"care": guess(-3, -2, -1, scale="change")}}),
            opinion("b", scores={"buddy": {"care": guess(1, 2, 3, scale="change")}}),
        ]
        (one,) = kinds(disagreements(CASE, said), "score")
        assert "\N{MINUS SIGN}3 to \N{MINUS SIGN}1" in one.words
        assert "+1 to +3" in one.words

    def test_members_of_a_group_who_weigh_differently(self) -> None:
        found = kinds(disagreements(CASE, [ANN, BOB]), "weight-within")
        assert {one.criterion for one in found} == {"care", "time"}
        care = next(one for one in found if one.criterion == "care")
        assert care.group == "staff"
        assert care.words == (
            "How much care matters, of 100: Ann (Staff), 80 to 100; Bob (Staff), 10 to 20. "
            "What they say does not meet."
        )
        # Ann: 90 of 120 at the middles; Bob: 15 of 110. Options may lie 100 points apart.
        assert care.points == pytest.approx(100 * (90 / 120 - 15 / 110))

    def test_groups_that_weigh_differently(self) -> None:
        found = kinds(disagreements(CASE, []), "weight-between")
        assert [one.criterion for one in found] == ["time", "care"]
        assert found[0].words.startswith("How much time matters, of 100: People, 90 to 100; Staff")
        assert "does not meet" in found[0].words
        assert "does not meet" not in found[1].words  # they touch at 60, and lie 35 apart

    def test_a_small_difference_of_weight_is_passed_over(self) -> None:
        near = parse_case(
            document(group=[group("a", care=[50, 60]), group("b", care=[45, 60], time=[1, 100])])
        )
        assert not kinds(disagreements(near, []), "weight-between")

    def test_groups_that_prefer_another_option(self) -> None:
        doc = document(
            option=[
                option("usual", "business-as-usual", *flat(40, 40)),
                option("learn", "learning-network", *flat(85, 35)),
                option("pair", "do-minimum", *flat(35, 75)),
            ],
            group=[group("staff", 0.7, care=[90, 100], time=[5, 10]),
                   group("people", 0.3, care=[5, 10], time=[90, 100])],
        )  # fmt: skip
        case = parse_case(doc)
        result = run(to_document(combine(case, [])))
        found = disagreements(case, [], appraisal=result)
        (one,) = kinds(found, "preference")
        assert one.words.startswith("People would put Pair first. Learn, which comes first over")
        assert one.group == "people"
        assert one.points == result.groups[0].regret["learn"]
        weighed = kinds(found, "weight-between")[0]
        pair = [row.points for row in result.options if row.points]
        reach = {c: max(p[c] for p in pair) - min(p[c] for p in pair) for c in ("care", "time")}
        assert weighed.points == pytest.approx(
            (95 / 102.5 - 7.5 / 102.5) * reach[weighed.criterion]
        )
        assert [one.points for one in found] == sorted(
            (one.points or 0 for one in found), reverse=True
        )

    def test_without_a_comparison_nobody_prefers_anything(self) -> None:
        doc = document()
        for row in doc["option"]:
            row["score"] = row["score"][:1]
        result = run(doc)
        assert result.verdict.kind == "unscored"
        assert not kinds(disagreements(result.case, [], appraisal=result), "preference")

    def test_one_voice_is_said_to_be_one(self) -> None:
        said = kinds(disagreements(CASE, [ANN]), "alone")
        assert [one.words for one in said] == [
            "One person alone scored Buddy on care: Ann (Staff).",
            "One person alone weighed for Staff: Ann (Staff).",
        ]
        many = opinion(
            "p9",
            scores={
                name: {"care": guess(1, 2, 3), "time": guess(1, 2, 3)}
                for name in ("buddy", "merge")
            },
        )
        assert "One person alone scored 4 of the cells: somebody of Staff." in [
            one.words for one in disagreements(CASE, [many])
        ]

    def test_a_group_that_has_weighed_nothing_is_named(self) -> None:
        silent = parse_case(document(group=[group("staff"), group("people", care=[1, 2])]))
        (one,) = kinds(disagreements(silent, []), "silent")
        assert one.words.startswith("Nobody has weighed for Staff")

    def test_what_is_set_aside_for_evidence_is_said(self) -> None:
        doc = document(criterion=[criterion("care"), criterion("time")])
        doc["option"][2]["score"][0] = {"criterion": "care", "basis": "evidence"}
        (one,) = kinds(disagreements(parse_case(doc), [ANN, BOB]), "set-aside")
        assert "what Ann (Staff) and Bob (Staff) said of it is kept but not used" in one.words

    def test_as_plain_data(self) -> None:
        data = [one.as_dict() for one in disagreements(CASE, [ANN])]
        assert data[0].keys() == {"kind", "words", "points", "option", "criterion", "group"}
        assert data[-1]["points"] is None


def test_groups_that_weighed_nothing_do_not_differ_by_luck() -> None:
    """Each may hold any weights: a difference between them would be made up."""
    doc = document(group=[group("staff"), group("people"), group("board")])
    views = run(doc).groups
    assert len({tuple(view.regret.items()) for view in views}) == 1
