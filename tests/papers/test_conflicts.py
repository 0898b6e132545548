"""Claims that disagree: nobody may be shown one side alone."""

from __future__ import annotations

from some_findings import ONLY_DIRECTION, finding, own

from mutuality.papers.conflicts import NOTHING, conflicts
from mutuality.stores import shipped

BETTER = finding(id="B1", direction="favourable", outcome="Ratings")
WORSE = finding(id="W1", outcome="Days off sick")


def test_opposite_directions_stand_beside_each_other():
    (found,) = conflicts([BETTER, WORSE])
    assert found.is_opposite
    assert ([c.id for c in found.better], [c.id for c in found.worse]) == (["B1"], ["W1"])
    (row,) = found.table("Merger, staff").rows
    assert row[0] == "Strong"
    assert "**Ratings** [B1]" in row[1]
    assert "Quasi-experimental; this health system; 9 trusts" in row[2]


def test_the_same_direction_twice_is_no_conflict():
    assert conflicts([BETTER, finding(id="B2", direction="favourable")]) == ()


def test_other_models_and_domains_do_not_contradict():
    elsewhere = finding(id="W2", models="mutual"), finding(id="W3", domain="money")
    assert conflicts([BETTER, *elsewhere]) == ()
    assert conflicts([BETTER, WORSE], models=["mutual"]) == ()
    assert conflicts([BETTER, WORSE], domain="money") == ()


def test_models_of_which_the_same_is_said_are_told_once():
    both = {"models": "acquisition|merger"}
    (found,) = conflicts([finding(**both), finding(id="B1", direction="favourable", **both)])
    assert found.models == ("acquisition", "merger")


def test_a_strong_study_that_saw_nothing_contests_a_claim_and_a_weak_one_does_not():
    null = finding(id="N1", direction="null", design="randomised")
    (found,) = conflicts([BETTER, null])
    assert not found.is_opposite
    assert [c.id for c in found.neither] == ["N1"]
    assert conflicts([WORSE, null])[0].worse
    assert conflicts([BETTER, finding(id="N1", direction="null", design="uncontrolled")]) == ()


def test_what_nobody_checked_or_is_no_effect_takes_no_part():
    assert conflicts([BETTER, finding(verified="no")]) == ()
    assert conflicts([BETTER, finding(poolable="no")]) == ()


def test_an_outcome_or_a_measure_narrows_it():
    assert conflicts([BETTER, WORSE], outcome="ratings") == ()
    assert conflicts([BETTER, WORSE], outcome="sickness"), "both are on this measure"


def test_how_they_differ_is_only_what_is_recorded():
    weak = finding(
        id="W1", design="self-report", setting="us", year_to="", measure="", overlap="B1"
    )
    (found,) = conflicts([BETTER, weak])
    said = " ".join(found.differences)
    assert "Design. Better: quasi-experimental. The other side: own account" in said
    assert "Setting. Better: this health system. The other side: United States." in said
    assert "Last data. Better: 2014. The other side: year not known." in said
    assert "come from one study" in said
    assert "they measured different things" in said
    assert conflicts([BETTER, WORSE])[0].differences == ()


def test_what_is_worse_can_lead_where_nobody_found_it_better():
    null = finding(id="N1", direction="null", setting="us")
    (found,) = conflicts([WORSE, null])
    assert found.differences == (
        "Setting. Worse: this health system. The other side: United States.",
    )


def test_the_best_designs_face_each_other_and_gaps_are_marked():
    weak = finding(id="B2", direction="favourable", design="review", note="")
    (found,) = conflicts([weak, BETTER, finding(**ONLY_DIRECTION)])
    rows = found.table("Merger, staff").rows
    assert [row[0] for row in rows] == ["Strong", "Weaker"]
    assert rows[1][2] == NOTHING
    assert found.cautions[1].startswith("B2: [Somebody")
    assert found.cautions[0].startswith("B1: Long absence only. [Somebody")


def test_our_own_evaluation_may_contradict_a_study():
    claim = finding(domain="efficiency", direction="adverse")
    (found,) = conflicts([claim], own=[own()])
    assert found.better[0].is_own
    assert "Exploratory" in found.table("Merger").rows[0][1]


def test_the_shipped_findings_disagree_on_mergers_and_stroke_networks():
    # DOMAIN.md and the notes of E01, E05, E38 and E40.
    found = {(c.models, c.domain): c for c in conflicts(shipped.findings())}
    both = found[("acquisition", "merger"), "care-quality"]
    assert {"E05"} <= {c.id for c in both.better}
    assert {"E01", "E10"} <= {c.id for c in both.worse}
    stroke = found[("clinical-network",), "care-quality"]
    assert [c.id for c in stroke.neither] == ["E40"]
