"""Whoever knows better can say so; what they say counts once another person has checked it."""

import json

import pytest

from mutuality.base import Refusal
from mutuality.web.audit.models import Event
from mutuality.web.organisations.fields import field_words, fields_of, value_of
from mutuality.web.organisations.models import Correction
from mutuality.web.organisations.views.change import find
from mutuality.web.published import register

CHANGE = "merger-2017-10-01-r0a"
PAGE = f"/changes/{CHANGE}/"
PROPOSE = f"{PAGE}propose"
GIVEN = {
    "field": "nature",
    "proposed": "Voluntary",
    "source": "CMA, merger inquiry, 2017, page 4",
    "reason": "The boards asked for it.",
}
ACCEPT = {"verdict": "accepted", "answer": "Page 4 says so."}


@pytest.fixture
def ann(person, signed_in):
    return signed_in(person("ann", steward=True))


@pytest.fixture
def sue(person, signed_in):
    return signed_in(person("sue", steward=True))


@pytest.fixture
def proposed(ann):
    ann.post(PROPOSE, GIVEN)
    return Correction.objects.get()


def test_a_proposal_keeps_what_stands_and_waits(ann, proposed, text):
    assert (proposed.stands, proposed.proposed, proposed.state) == (
        "unknown",
        "voluntary",
        "proposed",
    )
    assert "1 correction to this entry waits for a reviewer" in text(ann.get(PAGE))
    assert Event.objects.filter(act="organisations.propose").exists()


def test_another_steward_accepts_and_it_stands_beside_the_entry(sue, proposed, text):
    address = f"/corrections/{proposed.pk}/"
    assert "Record your decision" in text(sue.get(address))
    sue.post(address, ACCEPT)
    said = text(sue.get(PAGE))
    assert "Nature corrected: voluntary" in said
    assert "Corrected by Ann, reviewed by Sue on" in said
    assert "CMA, merger inquiry, 2017, page 4" in said
    assert Event.objects.filter(act="organisations.review").exists()


def test_nobody_accepts_their_own(ann, proposed, text):
    address = f"/corrections/{proposed.pk}/"
    assert "Record your decision" not in text(ann.get(address))
    assert "You proposed this correction yourself." in text(ann.post(address, ACCEPT))
    proposed.refresh_from_db()
    assert proposed.state == "proposed"


def test_who_is_no_steward_reviews_nothing(person, signed_in, proposed, text):
    bob = signed_in(person("bob"))
    address = f"/corrections/{proposed.pk}/"
    assert "It waits for a steward" in text(bob.get(address))
    assert bob.post(address, ACCEPT).status_code == 403


def test_whoever_declines_says_why(sue, proposed, text):
    address = f"/corrections/{proposed.pk}/"
    assert "Say why" in text(sue.post(address, {"verdict": "declined", "answer": " "}))
    sue.post(address, {"verdict": "declined", "answer": "Page 4 is about another trust."})
    said = text(sue.get(address))
    assert "Declined by Sue" in said
    assert "Page 4 is about another trust." in said
    assert "corrected: voluntary" not in text(sue.get(PAGE))


def test_a_decision_is_made_once(sue, person, signed_in, proposed, text):
    address = f"/corrections/{proposed.pk}/"
    sue.post(address, ACCEPT)
    late = signed_in(person("tom", steward=True))
    assert "not waiting any more: accepted" in text(late.post(address, ACCEPT))


def test_its_author_alone_withdraws_it(ann, sue, proposed, text):
    address = f"/corrections/{proposed.pk}/withdraw"
    refused = sue.post(address)
    assert refused.status_code == 422
    assert "Only its author can withdraw it" in text(refused)
    ann.post(address)
    assert "Withdrawn" in text(ann.get(f"/corrections/{proposed.pk}/"))
    proposed.refresh_from_db()
    assert (proposed.state, proposed.reviewed_by) == ("withdrawn", None)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"proposed": "arranged"}, "Use one of: mandated, voluntary, unknown."),
        ({"proposed": "unknown"}, "That is what the register says already."),
        ({"field": "effective", "proposed": "soon"}, "'soon' is not a date."),
        ({"field": "colour"}, "Choose one from the list"),
        ({"source": ""}, "Enter the source you read"),
        ({"field": ""}, "Choose what should be corrected"),
    ],
)
def test_what_the_register_cannot_hold_is_refused_and_what_was_typed_stays(ann, text, given, said):
    page = text(ann.post(PROPOSE, GIVEN | given))
    assert said in page
    assert "The boards asked for it." in page
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("field", "proposed", "stands"),
    [
        ("effective", "2017-10-02", "2017-10-01"),
        ("announced", "2016", ""),
        ("title", "Manchester Foundation Trust formed", "Manchester University formed"),
        ("parties[2]", "RM2 South Manchester", "RM2 University Hospital of South Manchester"),
        ("facts[1]", "The legal route was an acquisition.", "Every earlier code closed"),
        ("facts", "The two boards had one chair.", ""),
    ],
)
def test_every_kind_of_field_can_be_corrected(ann, field, proposed, stands):
    ann.post(PROPOSE, GIVEN | {"field": field, "proposed": proposed})
    made = Correction.objects.get()
    assert made.proposed == proposed
    assert made.stands.startswith(stands)
    assert bool(made.stands) == bool(stands)


def test_the_list_can_be_cut_to_one_state(ann, sue, proposed, text):
    assert "Manchester University formed: nature" in text(ann.get("/corrections/"))
    empty = text(ann.get("/corrections/", {"state": "accepted"}))
    assert "No correction is in this state." in empty
    assert "Manchester University formed" in text(ann.get("/corrections/", {"state": "odd"}))


def test_accepted_ones_leave_as_data_for_the_maintainers(sue, proposed):
    where = "/corrections/corrections.json"
    assert json.loads(sue.get(where).content)["corrections"] == []
    sue.post(f"/corrections/{proposed.pk}/", ACCEPT)
    response = sue.get(where)
    assert response["Content-Disposition"].startswith("attachment")
    (one,) = json.loads(response.content)["corrections"]
    wanted = {"change": CHANGE, "field": "nature", "stands": "unknown", "proposed": "voluntary"}
    assert wanted.items() <= one.items()
    assert (one["proposed_by"], one["reviewed_by"]) == ("Ann", "Sue")


@pytest.mark.parametrize("field", ["colour", "parties[99]", "facts[0]"])
def test_a_field_that_a_change_does_not_have_is_refused(field):
    with pytest.raises(Refusal) as refused:
        value_of(find(CHANGE), field)
    assert refused.value.code == "WEB-031"


def test_a_party_without_a_code_is_told_by_its_name():
    oxford = next(one for one in register().changes if any(not p.code for p in one.parties))
    number = next(n for n, party in enumerate(oxford.parties, 1) if not party.code)
    assert value_of(oxford, f"parties[{number}]").startswith(oxford.parties[number - 1].name)


def test_the_list_of_fields_says_what_stands_now():
    offered = dict(fields_of(find(CHANGE)))
    assert offered["nature"] == "Nature (now: unknown)"
    assert offered["programme"] == "Programme (now: not on record)"
    assert offered["facts[1]"].startswith("Fact 1 (now: Every earlier code closed")
    assert offered["facts[1]"].endswith("…)")
    assert field_words("facts") == "A fact that is missing"
