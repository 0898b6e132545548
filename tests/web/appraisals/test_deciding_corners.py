"""Rare turns on the pages that decide: none of them loses what somebody typed or said."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from mutuality.base import Refusal
from mutuality.web.appraisals import acts, opinions, work
from mutuality.web.appraisals.deciding import guarding
from mutuality.web.appraisals.deciding.beside import WIDE, picture, place, rows
from mutuality.web.appraisals.deciding.units import Unit, scale_of
from mutuality.web.appraisals.models import Appraisal, Scenario
from web.world.deciding import adopted, disagree


@pytest.fixture
def ann(person):
    return person("ann")


@pytest.fixture
def north(team, ann):
    return team("North", ann)


@pytest.fixture
def held(ann, north):
    return adopted(ann, north)


def at(name, held, *more):
    return reverse(f"appraisals:{name}", args=[held.team.slug, held.pk, *more])


SAID = {"version": "", "name": "", "swings.mortality": "100", "sure": "1"}


def test_a_criterion_that_goes_while_somebody_writes_is_told_at_its_field(
    signed_in, ann, held, monkeypatch
):
    def gone(**_):
        raise acts.Problems(
            [Refusal("APP-013", "It is gone.", "Reload.", where="swings.mortality"),
             Refusal("APP-013", "So is this.", "Reload.", where="scores.buddy.mortality")]
        )  # fmt: skip

    monkeypatch.setattr(opinions, "say", gone)
    page = signed_in(ann).post(at("say", held, "staff"), SAID).content.decode()
    assert 'href="#id_swings.mortality"' in page
    assert 'href="#id_scores.buddy.mortality.low"' in page


def test_a_seal_that_comes_while_somebody_writes_leaves_what_they_typed(
    signed_in, ann, held, monkeypatch
):
    def sealed(**_):
        raise Refusal("WEB-062", "This appraisal is sealed.", "Start a new one.")

    monkeypatch.setattr(opinions, "say", sealed)
    page = signed_in(ann).post(at("say", held, "staff"), SAID).content.decode()
    assert "This appraisal is sealed." in page
    assert 'value="100"' in page


def test_bars_of_one_group_show_each_of_its_members(ann, north, held, person):
    bob = person("bob")
    north.memberships.create(person=bob, roles=["viewer"])
    for one, swing in ((ann, 90), (bob, 10)):
        opinions.say(
            by=one, team=north, appraisal=held, group="staff",
            given={"swings": {"mortality": swing, "absence": 100}},
        )  # fmt: skip
    case, said = opinions.whole(held), opinions.thoughts(held)
    within = {"kind": "weight-within", "criterion": "mortality", "group": "staff", "option": ""}
    assert [voice.words for voice in picture(case, said, within)] == ["10", "90"]
    score = {"kind": "score", "criterion": "mortality", "group": "", "option": "merge"}
    assert picture(case, said, score) == []
    assert rows(case, said, "occupancy") == []


def test_voices_that_all_say_the_same_stand_in_the_middle():
    assert place(3, 3, 3) == WIDE / 2


def test_a_described_criterion_is_asked_as_a_level_without_a_unit(held):
    case = opinions.whole(held)
    described = case.criterion("mortality").model_copy(update={"measure": None})
    assert Unit.of(described, "level") == Unit(1, "", "", "level")
    bare = case.model_copy(
        update={"options": tuple(o.model_copy(update={"scores": ()}) for o in case.options)}
    )
    assert scale_of(bare, bare.options[2], described, None) == "level"
    assert scale_of(case, bare.options[2], described, None) == "change"
    assert scale_of(case, case.options[2], described, "level") == "level"


def test_a_count_that_ends_between_two_looks_stops_nobody(rf, monkeypatch, db):
    def gone(key):
        raise ValueError(key)

    request = rf.get("/")
    monkeypatch.setattr(cache, "incr", gone)
    assert guarding.counted(request, "guesses", (1, 60))


def test_a_title_that_the_case_refuses_keeps_the_form(signed_in, ann, north, held):
    made = acts.appraise(by=ann, team=north, appraisal=held, title="x")
    Scenario.objects.filter(pk=made.pk).update(document={"schema_version": 1, "case": {}})
    page = signed_in(ann).post(at("continue", held, made.pk), {"title": "Typed"}).content.decode()
    assert "WEB-064" in page or "open problem" in page
    assert 'value="Typed"' in page


def test_a_case_without_answers_suggests_a_title_that_says_so(signed_in, ann, held):
    page = signed_in(ann).get(at("scenarios", held)).content.decode()
    assert "as the case is written" in page


def test_a_machine_without_what_makes_pdf_says_why(held, ann, north, monkeypatch):
    import mutuality.papers

    def cannot(*_, **__):
        raise Refusal("PAP-030", "No PDF can be made here.", "Install it.")

    for name in ("to_pdf", "to_docx", "to_html"):
        monkeypatch.setattr(mutuality.papers, name, cannot if name == "to_pdf" else quick(name))
    disagree(ann, north, held)
    made = acts.appraise(by=ann, team=north, appraisal=held, title="x")
    done = work.worked(made.document, made.opinions, step=lambda *_: None)
    assert done.result["paper_missing"] == {"pdf": "No PDF can be made here. Install it."}
    assert set(done.files) == {"html", "docx", "json"}
    assert done.differences


def quick(name):
    return lambda *_, **__: "" if name == "to_html" else b""


def test_a_first_pass_that_was_finished_leaves_nothing_open(signed_in, ann, north, held):
    made = acts.appraise(by=ann, team=north, appraisal=held, title="x")
    Appraisal.objects.everywhere().filter(pk=held.pk).update(
        document=held.document | {"case": held.document["case"] | {"title": "Ours"}},
        first_pass={"placeholders": ["case.title"]},
    )
    Scenario.objects.filter(pk=made.pk).update(seal="a" * 64, result={"paper_files": {}})
    page = signed_in(ann).get(at("seal", held, made.pk)).content.decode()
    assert "as the quick first pass wrote them" not in page
