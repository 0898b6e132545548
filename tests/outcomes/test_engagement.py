"""The staff engagement score: what a member of staff could work out by hand."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutuality.base import Refusal
from mutuality.outcomes.engagement import (
    ITEM_LISTS,
    SUBSCORES,
    engagement_score,
    items_for,
    to_ten,
)

ITEMS = items_for(2024)
answer = st.integers(1, 5)
person = st.tuples(*[st.one_of(st.none(), answer) for _ in range(9)])
complete = st.tuples(*[answer for _ in range(9)])


def frame(rows: list[tuple[int | None, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict.fromkeys(ITEMS.all, pl.Int64), orient="row", strict=False)


class TestOnePersonsScore:
    """Chapter 1: from nine answers to four scores."""

    @pytest.mark.parametrize(
        ("answers", "score"), [(1, 0.0), (2, 2.5), (3, 5.0), (4, 7.5), (5, 10.0)]
    )
    def test_each_answer_has_its_points(self, answers: int, score: float) -> None:
        result = engagement_score(frame([(answers,) * 9] * 10), items=ITEMS)
        assert (result.overall, result.motivation) == (score, score)

    def test_the_overall_score_is_the_mean_of_three_subscores(self) -> None:
        result = engagement_score(frame([(5, 5, 5, 3, 3, 3, 1, 2, 3)] * 10), items=ITEMS)
        assert result.motivation == 10
        assert result.involvement == 5
        assert result.advocacy == 2.5
        assert result.overall == pytest.approx((10 + 5 + 2.5) / 3)

    def test_two_answers_of_three_are_enough_for_a_subscore(self) -> None:
        result = engagement_score(frame([(5, 4, None, 3, 3, 3, 3, 3, 3)] * 10), items=ITEMS)
        assert result.motivation == 8.75
        assert result.bases == {"overall": 10, "motivation": 10, "involvement": 10, "advocacy": 10}

    def test_one_answer_of_three_is_not(self) -> None:
        rows = [(5, None, None, 3, 3, 3, 3, 3, 3)] + [(3,) * 9] * 10
        result = engagement_score(frame(rows), items=ITEMS)
        assert result.motivation == 5
        assert result.bases == {"overall": 10, "motivation": 10, "involvement": 11, "advocacy": 11}
        assert result.respondents == 11


class TestWhoIsShown:
    """Chapter 2: small numbers."""

    def test_nine_people_are_not_shown_and_the_result_says_so(self) -> None:
        result = engagement_score(frame([(4,) * 9] * 9), items=ITEMS)
        assert result.suppressed
        assert result.reason == "Fewer than 10 people have a score, so none is shown."
        assert [result.overall, result.motivation, result.involvement, result.advocacy] == [
            None
        ] * 4
        assert result.respondents == 9

    def test_ten_people_are_shown(self) -> None:
        result = engagement_score(frame([(4,) * 9] * 10), items=ITEMS)
        assert not result.suppressed
        assert result.reason == ""

    def test_one_small_base_hides_all_so_that_none_can_be_worked_back(self) -> None:
        rows = [(4, 4, 4, 4, 4, 4, None, None, None)] * 20 + [(2,) * 9] * 9
        result = engagement_score(frame(rows), items=ITEMS)
        assert result.bases["motivation"] == 29
        assert result.motivation is None

    def test_the_minimum_can_be_raised(self) -> None:
        assert engagement_score(frame([(4,) * 9] * 10), items=ITEMS, minimum=11).suppressed

    def test_the_minimum_cannot_be_lowered(self) -> None:
        with pytest.raises(Refusal, match="as few as 9") as refusal:
            engagement_score(frame([(4,) * 9] * 10), items=ITEMS, minimum=9)
        assert refusal.value.code == "OUT-125"


class TestStaffGroups:
    """Chapter 3: weighting by staff group."""

    def rows(self) -> pl.DataFrame:
        groups = ["nurses"] * 8 + ["doctors"] * 2
        return frame([(5,) * 9] * 8 + [(1,) * 9] * 2).with_columns(pl.Series("group", groups))

    def test_groups_count_by_their_stated_weights(self) -> None:
        result = engagement_score(
            self.rows(), items=ITEMS, group="group", weights={"nurses": 3, "doctors": 1}
        )
        assert result.overall == pytest.approx(7.5)
        assert result.weighting == "Weighted by group: doctors 25.0%, nurses 75.0%."

    def test_without_weights_people_count_the_same(self) -> None:
        result = engagement_score(self.rows(), items=ITEMS)
        assert result.overall == pytest.approx(8)
        assert result.weighting == "Every respondent counts the same."

    def test_a_group_nobody_answered_from_is_named(self) -> None:
        result = engagement_score(
            self.rows(),
            items=ITEMS,
            group="group",
            weights={"nurses": 1, "doctors": 1, "porters": 8},
        )
        assert result.overall == pytest.approx(5)
        assert any("Nobody in porters" in note for note in result.notes)

    @pytest.mark.parametrize(
        ("group", "weights"),
        [
            (None, {"nurses": 1}),
            ("group", None),
            ("team", {"nurses": 1}),
            ("group", {"nurses": 1}),
            ("group", {"nurses": 1, "doctors": 0}),
            ("group", {"nurses": 1, "doctors": float("nan")}),
        ],
    )
    def test_half_a_weighting_is_refused(
        self, group: str | None, weights: dict[str, float] | None
    ) -> None:
        with pytest.raises(Refusal) as refusal:
            engagement_score(self.rows(), items=ITEMS, group=group, weights=weights)
        assert refusal.value.code == "OUT-124"


class TestWhatIsRefused:
    """Chapter 4: answers that cannot be scored."""

    @pytest.mark.parametrize("odd", [0, 6, -9, 99])
    def test_an_answer_outside_1_to_5_names_its_item(self, odd: int) -> None:
        rows = [(3,) * 9] * 10 + [(3, odd, 3, 3, 3, 3, 3, 3, 3)]
        with pytest.raises(Refusal, match=f"'{odd}' is not an answer") as refusal:
            engagement_score(frame(rows), items=ITEMS)
        assert (refusal.value.code, refusal.value.where) == ("OUT-123", "q2b")

    @pytest.mark.parametrize("odd", [3.5, "often"])
    def test_so_does_half_an_answer_or_a_word(self, odd: float | str) -> None:
        answers = frame([(3,) * 9] * 10).with_columns(pl.Series("q3c", [odd] * 10))
        with pytest.raises(Refusal) as refusal:
            engagement_score(answers, items=ITEMS)
        assert (refusal.value.code, refusal.value.where) == ("OUT-123", "q3c")

    def test_an_item_that_is_not_there_is_named(self) -> None:
        with pytest.raises(Refusal, match="q25d") as refusal:
            engagement_score(frame([(3,) * 9] * 10).drop("q25d"), items=ITEMS)
        assert refusal.value.code == "OUT-122"

    def test_not_a_number_counts_as_no_answer(self) -> None:
        answers = frame([(3,) * 9] * 10).with_columns(pl.Series("q2a", [float("nan")] * 10))
        assert engagement_score(answers, items=ITEMS).motivation == 5

    def test_a_year_without_a_list_is_refused_not_guessed(self) -> None:
        with pytest.raises(Refusal, match="2019") as refusal:
            items_for(2019)
        assert refusal.value.code == "OUT-121"

    def test_a_list_that_has_ended_no_longer_serves(self) -> None:
        ended = (ITEM_LISTS[0].__class__(2010, 2011, *[("a", "b", "c")] * 3, "verified"),)
        assert items_for(2011, ended).note == ""
        with pytest.raises(Refusal):
            items_for(2012, ended)

    def test_background_knowledge_is_marked_in_the_result(self) -> None:
        result = engagement_score(frame([(3,) * 9] * 10), items=ITEMS)
        assert result.items.standing == "background"
        assert any("Background knowledge" in note for note in result.notes)

    def test_a_verified_list_adds_no_note(self) -> None:
        own = ITEM_LISTS[0].__class__(
            2023, None, ITEMS.motivation, ITEMS.involvement, ITEMS.advocacy, "verified"
        )
        assert engagement_score(frame([(3,) * 9] * 10), items=own).notes == ()


class TestTheOldScale:
    """Chapter 5: 1 to 5 and 0 to 10."""

    @pytest.mark.parametrize(("old", "new"), [(1, 0), (3.71, 6.775), (5, 10)])
    def test_old_scores_convert_by_one_line(self, old: float, new: float) -> None:
        assert to_ten(old) == pytest.approx(new)

    @pytest.mark.parametrize("odd", [0.9, 5.1, 6.9])
    def test_scores_off_the_old_scale_are_refused(self, odd: float) -> None:
        with pytest.raises(Refusal) as refusal:
            to_ten(odd)
        assert refusal.value.code == "OUT-123"


@settings(max_examples=40)
@given(st.lists(complete, min_size=10, max_size=30))
def test_with_all_answers_given_the_score_is_the_old_scales_score_converted(
    rows: list[tuple[int, ...]],
) -> None:
    result = engagement_score(frame(rows), items=ITEMS)
    mean = sum(map(sum, rows)) / (9 * len(rows))
    assert result.overall == pytest.approx(to_ten(mean))


@settings(max_examples=40)
@given(st.lists(person, min_size=10, max_size=30), st.randoms())
def test_the_order_of_people_never_matters(
    rows: list[tuple[int | None, ...]], random: st.Random
) -> None:
    shuffled = random.sample(rows, len(rows))
    a, b = (engagement_score(frame(r), items=ITEMS) for r in (rows, shuffled))
    assert a.bases == b.bases
    for name in ("overall", *SUBSCORES):
        assert getattr(a, name) == pytest.approx(getattr(b, name))


@settings(max_examples=40)
@given(st.lists(complete, min_size=10, max_size=30))
def test_turning_every_answer_round_turns_the_score_round(rows: list[tuple[int, ...]]) -> None:
    a = engagement_score(frame(rows), items=ITEMS)
    b = engagement_score(frame([tuple(6 - x for x in row) for row in rows]), items=ITEMS)
    assert a.overall is not None
    assert b.overall == pytest.approx(10 - a.overall)


@settings(max_examples=40)
@given(st.lists(person, min_size=10, max_size=30), st.data())
def test_equal_weights_on_equal_groups_change_nothing(
    rows: list[tuple[int | None, ...]], data: st.DataObject
) -> None:
    twice = frame(rows + rows)
    grouped = twice.with_columns(pl.Series("group", ["a"] * len(rows) + ["b"] * len(rows)))
    weights = dict.fromkeys("ab", data.draw(st.floats(0.1, 10)))
    plain = engagement_score(twice, items=ITEMS)
    weighted = engagement_score(grouped, items=ITEMS, group="group", weights=weights)
    for name in ("overall", *SUBSCORES):
        assert getattr(weighted, name) == pytest.approx(getattr(plain, name))
