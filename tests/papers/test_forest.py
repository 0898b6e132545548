"""Forest plots protect a board that reads a mark as more than it is."""

from __future__ import annotations

import math
import re

import pytest
from some_findings import ONLY_DIRECTION, UNBOUNDED, finding, own, words

from mutuality.evidence import synthesise
from mutuality.papers import theme
from mutuality.papers.claims import claims, is_strong
from mutuality.papers.directions import directions
from mutuality.papers.finding_words import Axis, quantity
from mutuality.papers.forest import forest, place, round_values
from mutuality.papers.panels import panels
from mutuality.stores import shipped

AROUND = {"about": "Merger, staff", "source": "Source: a study.", "last_period": "data to 2014"}
PRIOR, BIAS = shipped.defaults().prior, shipped.defaults().bias_of_findings


def drawn(*findings, own_effects=(), **beliefs):
    """The figure of the one panel that these findings make."""
    (panel,) = panels(claims(findings, own=own_effects), **beliefs)
    return forest(panel, **AROUND)


def reasons(*findings, **beliefs):
    (panel,) = panels(claims(findings), **beliefs)
    return dict(panel.left_out)


def filled(figure, colour=theme.BLUE):
    """Marks filled with this colour, and hollow ones drawn in it, without those in the key."""
    paths = re.findall(r"<path [^>]*>", figure.svg)
    solid = sum(f'fill="{colour}"' in path and "translate" in path for path in paths)
    hollow = sum(f'fill="{theme.WHITE}"' in path and f'stroke="{colour}"' in path for path in paths)
    return max(solid - 1, 0), max(hollow - 1, 0)


class TestAxes:
    def test_shipped_findings_never_share_an_axis_with_another_kind_of_size(self):
        shown = claims(shipped.findings())
        found = panels(shown)
        for panel in found:
            kinds = {(c.study.scale, c.study.better) for c in panel.rows}
            assert len(kinds) == 1
            units = {c.study.unit for c in panel.rows}
            assert panel.axis.is_ratio or len(units) == 1
        held = [claim.id for panel in found for claim in panel.rows]
        assert len(held) == len(set(held)) == 17, "each of those with a standard error, once"

    def test_ways_to_be_better_are_kept_apart(self):
        both = claims([finding(), finding(id="F2", better="higher"), finding(id="F3", better="")])
        assert [panel.axis.better for panel in panels(both)] == ["lower", "higher", ""]

    def test_a_size_without_a_standard_error_has_no_place_on_an_axis(self):
        assert panels(claims([finding(se="", low="0", high="0.2")])) == ()

    def test_the_published_interval_stands_and_a_missing_one_is_worked_out(self):
        published, worked = claims([finding(low="0.01", high="0.3"), finding()])
        assert (published.low, published.high) == (0.01, 0.3)
        # 0.1 and 1.96 standard errors of 0.05 on either side
        assert (worked.low, worked.high) == pytest.approx((0.002, 0.198), abs=1e-5)
        assert worked.result == "1.11 times (1.00 to 1.22): worse"

    def test_sizes_keep_their_sign_and_unit(self):
        assert Axis("pp", "percentage points", "").text(-1.755) == "−1.755"
        assert quantity("−2.2", "£ million") == "−£2.2 million"
        assert quantity("4", "days") == "4 days"

    def test_round_ticks_are_round_once_they_are_ratios(self):
        ticks = round_values(Axis("log-ratio", "times", "lower"), math.log(0.76), math.log(1.27))
        assert [math.exp(tick) for tick in ticks] == pytest.approx([0.8, 0.9, 1.0, 1.1, 1.2])
        assert round_values(Axis("pp", "points", ""), -2.1, 1.2) == [-2, -1, 0, 1]

    def test_places_run_from_edge_to_edge(self):
        assert place(-1, -1, 1) < place(0, -1, 1) < place(1, -1, 1)


class TestPuttingTogether:
    def test_the_forecast_is_what_synthesise_gives_with_each_study_once(self):
        rows = [finding(), finding(id="F2", overlap="F1", se="0.02"), finding(id="F3", se="0.03")]
        (panel,) = panels(claims(rows), prior=PRIOR, bias=BIAS)
        (forecast,) = panel.forecasts
        assert forecast.predictive.mean == synthesise(rows, prior=PRIOR, bias=BIAS).mean
        assert forecast.predictive.findings == ("F2", "F3")
        assert dict(panel.left_out) == {"it is another finding of a study already counted": ("F1",)}
        assert "9 in 10 new sites" in forecast.told(panel.axis)
        assert "From 2 studies" in forecast.told(panel.axis)

    @pytest.mark.parametrize(
        ("changed", "why"),
        [
            ({"verified": "no"}, "nobody has checked it at its source"),
            ({"poolable": "no"}, "it is not the effect of a change"),
            ({"measure": ""}, "its outcome is none of the measures that we keep"),
            (
                {"scale": "natural", "unit": "days"},
                "it is in days, which cannot be turned into this scale",
            ),
        ],
    )
    def test_the_reason_is_given_in_words(self, changed, why):
        (found,) = reasons(finding(**changed), prior=PRIOR, bias=BIAS)
        assert found.startswith(why)
        assert why in drawn(finding(**changed), prior=PRIOR, bias=BIAS).note.lower()

    def test_without_beliefs_nothing_is_put_together(self):
        assert reasons(finding()) == {"no prior belief was supplied": ("F1",)}
        assert reasons(finding(), prior=PRIOR) == {"no prior belief was supplied": ("F1",)}

    def test_our_own_effect_is_never_added_to_studies(self):
        study = finding(domain="efficiency", measure="ae-4h", better="higher")
        ours = own(scale="log")
        (panel,) = panels(claims([study], own=[ours]), prior=PRIOR, bias=BIAS)
        assert [claim.is_own for claim in panel.rows] == [False, True], "side by side"
        assert panel.forecasts[0].predictive.findings == ("F1",)
        assert "Our own effects stand beside studies" in panel.reasons[0]

    def test_a_measure_of_somebody_elses_goes_by_its_identifier(self):
        (panel,) = panels(claims([finding(measure="falls")]), prior=PRIOR, bias=BIAS)
        assert panel.forecasts[0].title == "At a new site: falls"


class TestMarks:
    def test_an_association_is_hollow_and_says_so(self):
        strong, weak = finding(), finding(id="F2", design="comparative")
        figure = drawn(strong, weak)
        assert filled(figure) == (1, 1)
        assert "association only" in words(figure)
        assert "Strength on its own" in words(figure)
        assert "Association only, or with a warning" in words(figure)

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"verified": "no"}, "Not checked at its source"),
            ({"poolable": "no"}, "Not an effect of the change"),
        ],
    )
    def test_a_warning_makes_a_strong_design_hollow(self, changed, said):
        figure = drawn(finding(**changed))
        assert filled(figure) == (0, 1)
        assert said in words(figure)
        assert "1 not to be relied on" in figure.title

    def test_a_serious_risk_of_bias_is_not_a_strong_design(self):
        assert is_strong(finding())
        assert not is_strong(finding(serious_bias="yes"))
        assert not is_strong(finding(design="review"))

    def test_our_own_is_named_and_has_its_own_mark(self):
        figure = drawn(own_effects=[own()])
        assert filled(figure, theme.PINK)[1] == 1
        assert "Our own evaluation" in words(figure)
        assert "Exploratory" in words(figure)

    @pytest.mark.parametrize(("better", "said"), [("lower", "← better"), ("higher", "← worse")])
    def test_which_side_is_better_is_written_on_the_picture(self, better, said):
        figure = drawn(finding(better=better))
        assert said in words(figure)
        assert figure.subtitle.endswith(f"{better} is better")

    def test_no_side_is_called_better_where_neither_is(self):
        figure = drawn(finding(better="", direction="unclear"))
        assert "better" not in words(figure)

    def test_the_table_holds_all_that_is_drawn_and_more(self):
        figure = drawn(finding(), finding(id="F2", direction="null"), prior=PRIOR, bias=BIAS)
        assert len(figure.twin.rows) == 3, "two findings and a forecast"
        assert all(len(row) == len(figure.twin.columns) for row in figure.twin.rows)
        assert "Long absence only." in figure.twin.rows[0]
        assert "https://doi.org/10.1/S0%2814%291" in figure.twin.rows[0][-1]
        assert "At a new site: " in figure.alt
        assert figure.last_period == "data to 2014"

    def test_findings_of_one_study_are_not_told_as_several(self):
        figure = drawn(finding(overlap="A"), finding(id="F2", overlap="A"))
        assert figure.title == "2 estimates from 1 study: 2 worse"

    def test_the_picture_is_no_wider_than_a_phone(self):
        wide = float(re.search(r'width="(\d+)', drawn(finding()).svg)[1])
        assert wide <= 375


class TestOwn:
    def test_shares_are_told_in_percentage_points(self):
        (claim,) = claims([], own=[own()])
        assert claim.axis == Axis("pp", "percentage points", "higher")
        assert (claim.effect, claim.low, claim.high) == pytest.approx((2, 1, 3))
        assert claim.direction == "favourable"
        assert claim.lines[-1] == "Our grade: low"
        assert "pandemic" in claim.note

    def test_logarithms_are_told_as_ratios(self):
        (claim,) = claims([], own=[own(scale="log")])
        assert claim.result == "1.02 times (1.01 to 1.03): better"

    def test_other_units_stay_what_they_are(self):
        (claim,) = claims([], own=[own("emergency-admissions")])
        assert claim.axis.scale == "natural"
        assert claim.axis.better == ""
        assert claim.direction == "unclear", "more or fewer is neither good nor bad"

    def test_a_fall_in_what_should_rise_is_worse(self):
        (claim,) = claims([], own=[own(estimate=-0.02, interval=(-0.03, -0.01))])
        assert claim.direction == "adverse"

    def test_no_sign_of_an_effect_is_no_clear_difference(self):
        (claim,) = claims([], own=[own(interval=(-0.01, 0.05))])
        assert claim.direction == "null"

    def test_an_effect_that_nothing_bounds_has_no_place_on_an_axis(self):
        (claim,) = claims([], own=[own(interval=UNBOUNDED)])
        assert claim.axis is None
        assert "nothing bounds it" in claim.result

    def test_a_sealed_plan_needs_no_warning_and_a_very_low_grade_is_not_strong(self):
        before, short = claims([], own=[own(exploratory=False), own(grade="very low")])
        assert before.is_solid
        assert not short.is_strong


class TestDirections:
    def lanes(self, *findings, own_effects=()):
        return directions(claims(findings, own=own_effects), **AROUND)

    def test_a_direction_is_an_arrow_and_a_word_and_never_a_number(self):
        (figure,) = self.lanes(finding(**ONLY_DIRECTION, outcome="Mood"))
        assert "Direction only: worse" in words(figure)
        assert not re.search(r"\d", words(figure))
        assert figure.note == "Where an arrow stands says which way, not how far."

    def test_what_has_an_interval_is_not_shown_twice(self):
        assert self.lanes(finding()) == ()

    def test_a_size_without_an_interval_is_told_in_words(self):
        (figure,) = self.lanes(finding(se="", scale="natural", unit="£ million", effect="7.5"))
        assert "£7.5 million, no interval published: worse" in words(figure)

    def test_a_ratio_without_an_interval_is_told_as_a_ratio(self):
        (figure,) = self.lanes(finding(se="", design="self-report"))
        assert "1.11 times, no interval published" in words(figure)

    def test_each_direction_has_its_lane_and_shape(self):
        ways = ("favourable", "adverse", "null", "mixed")
        (figure,) = self.lanes(*(finding(**ONLY_DIRECTION, id=way, direction=way) for way in ways))
        for said in ("better", "worse", "no clear difference", "mixed"):
            assert f"Direction only: {said}" in words(figure)
        assert (
            figure.title
            == "4 findings from 4 studies: 1 better, 1 worse, 2 with no clear difference"
        )

    def test_long_lists_are_cut_into_pictures_that_print(self):
        rows = [finding(**ONLY_DIRECTION, id=f"F{n}") for n in range(8)]
        first, second = self.lanes(*rows)
        assert (len(first.twin.rows), len(second.twin.rows)) == (6, 2)
        assert second.subtitle.endswith("part 2 of 2")

    def test_our_own_without_bounds_stands_among_them(self):
        (figure,) = self.lanes(own_effects=[own(interval=UNBOUNDED)])
        assert "nothing bounds it" in words(figure)
