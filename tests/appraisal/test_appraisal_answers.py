"""Verdicts, flips, costs and remarks: what a board reads."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from small_case import (
    DEFAULTS,
    SICK,
    altered,
    both,
    criterion,
    document,
    group,
    judged,
    option,
    run,
)

from mutuality.appraisal import Baseline
from mutuality.base import Refusal

SURE = altered(
    delivery={
        "a0": {"mean": 60.0, "sd": 0.0}, "b": {"mean": 0.0, "sd": 0.0}, "r0": 30.0, "r1": 0.0,
        "failure_slope": 0.0, "failure_sd": 0.0, "lag_factor": 1.0, "lag_log_sd": 0.0,
    },
)  # fmt: skip
"""Everything is delivered at once and in full, so that answers can be worked out by hand."""


def pair(care: tuple[float, ...], time: tuple[float, ...], **more: Any) -> dict[str, Any]:
    """Business as usual at 50 and 50, `one` as given, `two` at 60 and 60."""
    return document(
        option=[
            option("usual", "business-as-usual", *both(50, 50, 50)),
            option("one", "buddying", judged("care", *care), judged("time", *time)),
            option("two", "group", *both(50, 60, 70)),
        ],
        group=[group("all", care=[100, 100], time=[100, 100])],
        **more,
    )  # fmt: skip


def test_a_weight_flip_is_the_weight_at_which_two_options_are_level():
    """one = (90, 50), two = (60, 60): level where 30 w = 10 (1 - w), so at a quarter for care."""
    found = run(pair((90, 90, 90), (50, 50, 50)), defaults=SURE)
    flip = next(f for f in found.flips if f.kind == "weight" and f.against == "two")
    assert (flip.option, flip.about) == ("one", "time")
    assert flip.now == pytest.approx(0.5)
    assert flip.then == pytest.approx(0.75, abs=0.01)
    assert "1.5 times as much" in flip.words


def test_where_no_weights_would_do_that_is_said_and_is_no_condition():
    found = run(pair((90, 90, 90), (70, 70, 70)), defaults=SURE)
    flip = next(f for f in found.flips if f.kind == "weight" and f.against == "two")
    assert flip.words.startswith("No weights at all")
    assert (flip.now, flip.then) == (None, None)
    assert flip.words not in found.verdict.conditions


def test_a_criterion_that_hardly_counts_is_told_by_its_weight():
    doc = pair((60, 70, 80), (40, 40, 40))
    doc["group"] = [group("all", care=[100, 100], time=[0, 1])]
    flip = next(f for f in run(doc, defaults=SURE).flips if f.against == "two")
    assert "carries almost no weight" in flip.words


def test_options_that_are_level_already_are_told_so():
    doc = pair((50, 60, 70), (50, 60, 70))
    doc["option"][1]["model"] = "group"
    doc["option"][1]["scope"] = doc["option"][2]["scope"] = "service"
    flip = next(f for f in run(doc, defaults=SURE).flips if f.kind == "weight")
    assert "level already" in flip.words


def test_a_break_even_is_where_the_means_are_level():
    """one = (80 likely, 50), two = (60, 60): 15 points a criterion... level at care 70.

    Clipping nowhere bites, so the shift is exact but for the sample's own mean (0.3 points)."""
    found = run(pair((60, 80, 100), (50, 50, 50)), defaults=SURE)
    flip = next(f for f in found.flips if f.kind == "input" and f.about == "one:care")
    assert flip.now == 80
    assert flip.then == pytest.approx(70, abs=0.5)
    assert "would lose its lead" in flip.words
    assert "brought care to 70" in flip.words


def test_a_break_even_beyond_what_was_thought_possible_is_left_out():
    found = run(pair((79, 80, 81), (50, 50, 50)), defaults=SURE)
    assert not [f for f in found.flips if f.about == "one:care"]


def test_the_rival_can_draw_level_by_a_change():
    doc = pair((65, 70, 75), (60, 60, 60))
    doc["option"][2]["score"][0] = judged("care", 0, 10, 40, scale="change")
    flip = next(f for f in run(doc, defaults=SURE).flips if f.about == "two:care")
    assert "would draw level" in flip.words
    assert "changed care by" in flip.words


def test_no_break_even_is_sought_for_what_nobody_weighs_or_nobody_judged():
    doc = pair((60, 80, 100), (50, 50, 50))
    doc["group"] = [group("all", care=[100, 100], time=[0, 0])]
    assert not [f for f in run(doc, defaults=SURE).flips if "time" in f.about and f.kind == "input"]


def test_another_group_and_another_model_are_flips_too():
    doc = pair((90, 90, 90), (30, 30, 30))
    doc["group"] = [
        group("carers", 0.7, care=[100, 100], time=[0, 10]),
        group("clerks", 0.3, care=[0, 10], time=[100, 100]),
    ]
    found = run(doc, defaults=SURE)
    (flip,) = [f for f in found.flips if f.kind == "group"]
    assert (flip.about, flip.against) == ("clerks", "two")
    assert found.disagreements[0] == "First for Carers: One."
    assert found.disagreements[1] == "First for Clerks: Two."
    assert "Carers, 100; Clerks, 0 to 10" in found.disagreements[2]


def test_more_change_can_lead_only_where_it_carries_no_risk():
    doc = document()
    doc["option"][3]["score"] = [judged("care", 70, 80, 90), judged("time", 60, 70, 80)]
    found = run(doc)
    flip = next(f for f in found.flips if f.kind == "variant" and f.about == "promises-kept")
    assert flip.against == "merge"
    assert found.verdict.kind == "too-close-to-call"
    assert "merge" in found.verdict.options
    assert any("Another way to build" in why for why in found.verdict.reasons)


def test_too_close_recommends_the_most_easily_undone():
    doc = pair((50, 60, 70), (50, 60, 70))
    found = run(doc, defaults=SURE)
    assert found.verdict.kind == "too-close-to-call"
    assert found.verdict.options == ("one", "two")
    assert found.verdict.recommend == "one", "buddying is more easily undone than a group"
    assert "most easily undone" in found.verdict.words


def test_where_business_as_usual_is_level_the_next_step_is_named_as_well():
    doc = document()
    doc["option"][2]["score"] = [judged("care", 45, 47, 49), judged("time", 45, 47, 49)]
    found = run(doc)
    assert found.verdict.recommend == "usual"
    assert "If something must change now" in found.verdict.conditions[0]


def test_a_leader_that_seldom_beats_business_as_usual_does_not_lead():
    """Within no tie, the same everywhere, yet better than now in fewer than two draws of three."""
    doc = document(
        criterion=[criterion("care")],
        option=[
            option("usual", "business-as-usual", judged("care", 50, 50, 50)),
            option("one", "buddying", judged("care", 49, 49, 100)),
        ],
        group=[],
    )
    doc["case"]["tie_points"] = 0
    strict = altered(verdict={"lead": 0.99, "always_first": 1.0})
    found = run(doc, defaults=strict)
    assert found.verdict.kind == "too-close-to-call"
    assert set(found.verdict.options) == {"usual", "one"}


def test_business_as_usual_may_lead():
    doc = document()
    for each in doc["option"][1:]:
        each["score"] = [judged("care", 10, 15, 20), judged("time", 10, 15, 20)]
    found = run(doc)
    assert found.verdict.recommend == "usual"
    assert found.verdict.kind == "lead-with-conditions", "what happens now was judged too"
    assert found.verdict.options == ("usual",)
    assert "usual" not in found.as_dict()["beats_business_as_usual"]


def test_business_as_usual_that_barely_leads_says_what_beats_it():
    doc = pair((40, 49, 58), (40, 49, 58))
    doc["option"].pop()
    doc["case"]["tie_points"] = 0
    found = run(doc, defaults=altered(verdict={"always_first": 1.0}))
    assert found.verdict.kind == "too-close-to-call"
    assert any("likeliest to beat it: only" in why for why in found.verdict.reasons)


def test_one_group_that_would_lose_much_is_a_doubt():
    doc = pair((100, 100, 100), (45, 45, 45))
    doc["option"][2]["score"] = [judged("care", 92, 92, 92), judged("time", 60, 60, 60)]
    doc["case"]["tie_points"] = 2
    doc["group"] = [
        group("carers", 0.9, care=[100, 100], time=[0, 1]),
        group("clerks", 0.1, care=[0, 1], time=[100, 100]),
    ]
    found = run(doc, defaults=SURE)
    assert found.verdict.kind == "lead-with-conditions"
    assert any("One group would lose" in why for why in found.verdict.reasons)


def test_conditions_begin_with_the_gates_of_what_is_recommended():
    doc = document()
    doc["option"] = [
        doc["option"][0],
        option("merge", "merger", judged("care", 95, 97, 99), judged("time", 95, 97, 99)),
    ]
    found = run(doc, defaults=SURE)
    assert found.verdict.recommend == "merge"
    assert found.verdict.conditions[0].startswith("NHS England assures the transaction: ")


def test_with_every_other_option_shut_out_there_is_nothing_to_compare():
    doc = document()
    for each in doc["option"][1:]:
        each["gate"] = [{"factor": "affordability", "decision": "reject", "reason": "No money."}]
    found = run(doc)
    assert found.verdict.kind == "unscored"
    assert found.verdict.options == ()
    assert found.verdict.words.startswith("Nothing is left to compare")
    assert found.groups == found.variants == found.flips == ()


def priced(*costs: dict[str, Any], **more: Any) -> dict[str, Any]:
    doc = pair((60, 70, 80), (60, 70, 80))
    doc["option"][1] |= {"cost": list(costs), "planned_months": 0, **more}
    return doc


def test_costs_and_savings_are_discounted_and_never_become_points():
    """Year 2: 4 spent, 1 saved, at 3.5 per cent. The share that arrives is a Beta pressed
    against 1, which the table of quantiles leaves 0.2 per cent short: hence the tolerance."""
    doc = priced({"year": 2, "transition": [4, 4, 4], "saving": [1, 1, 1]})
    found = run(doc, defaults=SURE)
    cost = found.options[1].cost
    assert cost is not None
    assert cost.p50 == pytest.approx(3 / 1.035**2, rel=5e-3)
    assert cost.p95 == pytest.approx(cost.p50, rel=5e-3)
    assert cost.saving_needed == pytest.approx(4, rel=5e-3)
    assert cost.unclassed
    assert found.options[2].cost is None
    free = run(pair((60, 70, 80), (60, 70, 80)), defaults=SURE)
    assert found.as_dict()["regret"] == free.as_dict()["regret"]


def test_a_class_of_cost_brings_its_optimism_bias():
    """10 to 200 per cent, Beta(2, 2), so 105 per cent on average; mitigated wholly, 10."""
    spent = {"year": 0, "transition": [1, 1, 1], "class": "equipment-development-capex"}
    cost = run(priced(spent), defaults=SURE).options[1].cost
    assert cost is not None
    assert cost.gross == pytest.approx(2.05, abs=0.07), "400 draws: three standard errors"
    assert cost.p50 < cost.p80 < cost.p95
    assert cost.saving_needed is None
    assert not cost.unclassed
    mitigated = run(priced(spent | {"mitigation": 1.0}), defaults=SURE).options[1].cost
    assert mitigated is not None
    assert mitigated.gross == pytest.approx(1.1)


def test_a_saving_waits_until_the_change_works():
    """Twelve months late, money moves mid-year: none in year 0, half in year 1, all in year 2."""
    years = [{"year": year, "saving": [1, 1, 1]} for year in range(3)]
    cost = run(priced(*years, planned_months=12), defaults=SURE).options[1].cost
    assert cost is not None
    assert cost.saving == pytest.approx(0.5 / 1.035 + 1 / 1.035**2, rel=5e-3)


def test_a_class_of_cost_that_is_not_on_file_is_refused():
    with pytest.raises(Refusal) as refused:
        run(priced({"year": 0, "class": "gold"}))
    assert refused.value.code == "APP-008"
    assert refused.value.where == "option 'one', cost[1].class"


def test_old_figures_are_marked_from_eighteen_months_on():
    doc = document(
        criterion=[SICK],
        option=[
            option("usual", "business-as-usual"),
            option("one", "buddying", judged("absence", -0.01, 0, 0.01, scale="change")),
        ],
        group=[],
    )  # fmt: skip
    for end, old in ((dt.date(2025, 5, 22), False), (dt.date(2025, 4, 22), True)):
        found = run(doc, baselines={"sickness": Baseline(0.06, "then", "s", end)})
        assert bool(found.out_of_date) is old
    assert "19 months before" in found.out_of_date[0]
    assert not run(doc, baselines={"sickness": Baseline(0.06, "then", "s")}).out_of_date


def test_what_to_mend_in_the_case_is_told():
    doc = pair((95, 99, 130), (60, 70, 80))
    doc["criterion"][0] |= {"measure": "engagement", "title": "Engagement"}
    doc["criterion"][1] |= {"measure": "sickness", "title": "Absence"}
    doc["group"] = [
        {"id": "a", "title": "A", "share": 1.0, "swing": {"care": [10, 50], "time": [10, 50]}},
        {"id": "b", "title": "B", "share": 1.0, "swing": {"care": [100, 100]}},
        {"id": "c", "title": "C", "share": 1.0},
    ]
    doc["readiness"] = {"relationships": [0, 1], "culture": [0, 1], "leadership": [0, 1]}
    figures = {"engagement": (500.0, "2024", "s"), "sickness": (50.0, "2024", "s")}
    told = " ".join(run(doc, baselines=figures, defaults=SURE).notes)
    for words in (
        "no do-minimum option",
        "shares add up to 3",
        "A gave no swing of 100",
        "B did not weigh Absence",
        "C weighed nothing",
        "quality focus and capacity",
        "Engagement may be the means to Absence",
        "lies outside its anchors",
        "One may lie beyond the anchors of Engagement",
    ):
        assert words in told


def test_a_tidy_case_has_nothing_to_mend():
    doc = document(
        readiness={
            name: [0, 0]
            for name in ("relationships", "quality_focus", "culture", "leadership", "capacity")
        }
    )
    assert run(doc, defaults=SURE).notes == ()
    assert run(document(group=[]), defaults=DEFAULTS).notes[0].startswith("Nobody has weighed")


def test_central_weights_are_those_of_the_draws_in_which_an_option_leads():
    doc = pair((90, 90, 90), (30, 30, 30))
    doc["group"] = [group("all", care=[0, 100], time=[100, 100])]
    found = run(doc, defaults=SURE)
    one, two = (found.standings[name].central_weights for name in ("one", "two"))
    assert one is not None
    assert two is not None
    assert one["care"] > two["care"]
    assert found.standings["usual"].central_weights is None
