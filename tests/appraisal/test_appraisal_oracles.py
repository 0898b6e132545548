"""What must hold of any appraisal: the oracles of the method, and the order of nothing matters."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_case import (
    BASELINES,
    DEFAULTS,
    FINDING,
    SICK,
    altered,
    document,
    group,
    judged,
    option,
    run,
)

from mutuality.appraisal import chance
from mutuality.appraisal.words import IN_WORDS, listed, number, rounded

TRIALS = tuple(replace(FINDING, id=f"T{n}", overlap=f"t{n}") for n in range(3))
READY = {
    name: [0.9, 1.0]
    for name in ("relationships", "quality_focus", "culture", "leadership", "capacity")
}


def settled(*extra: dict[str, Any]) -> dict[str, Any]:
    """One criterion, three trials that agree, everyone ready: as sure as it gets."""
    return document(
        criterion=[SICK],
        option=[
            option("usual", "business-as-usual"),
            option("buddy", "buddying", {"criterion": "absence", "basis": "evidence"}),
            *extra,
        ],
        readiness=READY,
        group=[],
    )


def sure(name: str, level: float) -> dict[str, Any]:
    return judged(name, level, level, level)


def kept(doc: dict[str, Any]) -> dict[str, float]:
    """Probability of first place where every promise is kept."""
    (view,) = [v for v in run(doc).as_dict()["variants"] if v["id"] == "promises-kept"]
    return view["first"]


@pytest.mark.parametrize("worth", [20, 50, 70])
def test_with_one_uncertain_weight_first_place_is_the_length_of_an_interval(worth: int):
    """usual = (100, 0), other = (0, worth); care swings 0 to 100, time 100: usual leads where its
    swing exceeds `worth`. 20,000 draws: three standard errors are 0.0106."""
    doc = document(
        option=[
            option("usual", "business-as-usual", sure("care", 100), sure("time", 0)),
            option("other", "do-minimum", sure("care", 0), sure("time", worth)),
        ],
        group=[group("all", care=[0, 100], time=[100, 100])],
    )  # fmt: skip
    doc["case"]["draws"] = 20_000
    assert kept(doc)["usual"] == pytest.approx(1 - worth / 100, abs=0.0106)


def test_a_duplicate_changes_no_regret_and_splits_first_place():
    plain = run(document()).as_dict()
    doc = document()
    doc["option"].append({**copy.deepcopy(doc["option"][2]), "id": "twin"})
    twice = run(doc).as_dict()
    for name in ("usual", "little", "buddy", "merge"):
        assert twice["regret"][name] == plain["regret"][name]
    assert twice["beats_business_as_usual"].pop("twin") == plain["beats_business_as_usual"]["buddy"]
    assert twice["beats_business_as_usual"] == plain["beats_business_as_usual"]
    firsts = [twice["rank_acceptability"][name][0] for name in ("buddy", "twin")]
    assert firsts[0] == firsts[1]
    assert sum(firsts) == pytest.approx(plain["rank_acceptability"]["buddy"][0], abs=1e-3)


def test_a_dominated_option_changes_no_regret_of_any_other():
    plain = run(document()).as_dict()
    doc = document()
    worse = copy.deepcopy(doc["option"][2])
    for score in worse["score"]:
        for end in ("low", "likely", "high"):
            score[end] -= 3
    doc["option"].append({**worse, "id": "worse"})
    more = run(doc).as_dict()
    assert {name: more["regret"][name] for name in plain["regret"]} == plain["regret"]
    assert more["rank_acceptability"]["worse"][0] == 0


@given(scale=st.sampled_from([1.25, 2, 4]))
@settings(max_examples=3)
def test_wider_anchors_with_larger_swings_change_no_rank(scale: float):
    """Points shrink as the range grows; the swing grows as much. Tolerance: ties in rounding."""
    before = document(group=[group("all", care=[10, 20], time=[60, 80])])
    after = document(group=[group("all", care=[10 * scale, 20 * scale], time=[60, 80])])
    after["criterion"][0]["best"]["value"] = 100 * scale
    first, second = (run(doc).as_dict() for doc in (before, after))
    for name, ranks in first["rank_acceptability"].items():
        assert second["rank_acceptability"][name] == pytest.approx(ranks, abs=1e-9)


def test_identical_options_are_too_close_to_call():
    doc = settled(option("pal", "buddying", {"criterion": "absence", "basis": "evidence"}))
    found = run(doc, findings=TRIALS)
    assert found.verdict.kind == "too-close-to-call"
    assert set(found.verdict.options) == {"buddy", "pal"}
    assert found.verdict.recommend == "buddy", "alike in all else, so by name"


def test_strong_evidence_gives_a_clear_lead():
    found = run(settled(), findings=TRIALS)
    assert found.cell("buddy", "absence").strength.label == "High"
    assert found.verdict.kind == "clear-lead"
    assert found.verdict.recommend == "buddy"
    assert found.verdict.words.startswith("Buddy leads clearly.")


def test_a_hundred_times_the_bias_never_gives_a_clear_lead():
    table = DEFAULTS.bias.model_dump()
    worse = altered(bias={part: {name: 100 * max(sd, 0.01) for name, sd in table[part].items()}
                          for part in ("design", "setting")})  # fmt: skip
    assert run(settled(), findings=TRIALS, defaults=worse).verdict.kind != "clear-lead"


def test_the_same_by_judgement_alone_gives_a_lead_with_conditions():
    doc = settled()
    doc["option"][1]["score"] = [judged("absence", -0.016, -0.013, -0.01, scale="change")]
    found = run(doc)
    assert found.verdict.kind == "lead-with-conditions"
    assert any("judgement" in why for why in found.verdict.reasons)


@pytest.mark.parametrize("chunk", [37, 100, 400, 10_000])
def test_the_size_of_the_chunk_changes_nothing(chunk: int):
    whole = run(document()).as_dict()
    parts = run(document(), chunk=chunk).as_dict()
    assert parts["verdict"] == whole["verdict"]
    assert parts["rank_acceptability"] == whole["rank_acceptability"]
    for name, regret in whole["regret"].items():
        assert parts["regret"][name] == pytest.approx(regret, abs=2e-4)


def test_the_seed_decides():
    first, again = run(document()).as_dict(), run(document()).as_dict()
    assert first == again
    other = document()
    other["case"]["seed"] = 8
    assert run(other).as_dict()["regret"] != first["regret"]


def unordered(found: Any) -> dict[str, Any]:
    plain = found.as_dict()
    plain["options"].sort(key=lambda option: option["id"])
    plain["evidence"].sort(key=lambda cell: (cell["option"], cell["criterion"]))
    # The seals follow the document as it was written, its order included.
    for name in ("case_seal", "seal", "notice"):
        del plain["provenance"][name]
    return plain


ORDERED = unordered(run(document()))


@given(data=st.data())
@settings(max_examples=12, deadline=None)
def test_the_order_of_options_criteria_scores_and_groups_changes_nothing(data: st.DataObject):
    doc = document()
    for part in ("option", "criterion", "group"):
        doc[part] = data.draw(st.permutations(doc[part]))
    for each in doc["option"]:
        each["score"] = data.draw(st.permutations(each["score"]))
    assert unordered(run(doc)) == ORDERED


def test_a_new_name_for_an_option_changes_only_its_name():
    doc = document()
    doc["option"][2]["id"] = "zebra"
    renamed, plain = run(doc).as_dict()["regret"], ORDERED["regret"]
    assert renamed["zebra"] == pytest.approx(plain["buddy"], abs=2e-4)
    assert renamed["merge"] == pytest.approx(plain["merge"], abs=2e-4)


def test_the_shape_of_the_contract():
    plain = run(document()).as_dict()
    assert list(plain) == [
        "case", "date", "options", "rank_acceptability", "regret", "beats_business_as_usual",
        "by_group", "variants", "flips", "evidence", "verdict", "provenance",
    ]  # fmt: skip
    assert list(plain["options"][0]) == ["id", "title", "gated_out", "reasons"]
    assert list(plain["regret"]["buddy"]) == ["mean", "cvar90", "worst_group", "worst_variant"]
    assert list(plain["evidence"][0]) == ["option", "criterion", "basis", "strength", "findings"]
    assert list(plain["verdict"]) == ["kind", "options", "recommend", "conditions"]
    assert plain["provenance"]["seed"] == 7
    assert plain["provenance"]["draws"] == 400
    assert len(plain["provenance"]["case_seal"]) == 64
    assert json.loads(json.dumps(plain)) == plain


def test_every_score_carries_its_strength_and_its_sources():
    for told in run(settled(), findings=TRIALS).as_dict()["evidence"]:
        assert told["strength"] in ("High", "Moderate", "Low", "Very low", "None")
        assert bool(told["findings"]) is (told["basis"] == "evidence")


@given(p=st.floats(0, 1))
def test_no_probability_is_printed_finer_than_five_points(p: float):
    assert rounded(p) % 5 == 0
    assert abs(rounded(p) - 100 * p) <= 2.5 + 1e-9
    assert chance(p) in IN_WORDS.values()


def test_words():
    assert chance(0.24) == "about 1 in 4"
    assert [listed(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "", "a", "a and b", "a, b and c",
    ]  # fmt: skip
    assert [number(n) for n in (0.01234, 12.5, 1234.5)] == ["0.0123", "12.5", "1,234"]
    assert BASELINES["sickness"].period == "2024/25"
