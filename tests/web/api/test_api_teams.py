"""Appraisals through the API: for members of their team; for others there are none."""

import uuid

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from mutuality.web.appraisals.models import Appraisal, Scenario
from mutuality.web.roles import Role

RESULT = {"case": "x", "verdict": {"kind": "too-close-to-call"}, "paper_files": {"html": "ab"}}


@pytest.fixture
def north(person, team):
    """Ann's team, with one appraisal."""
    made = team("North", person("ann"), roles=[Role.VIEWER])
    held = Appraisal(team=made, title="How to work with others", document={"case": {"id": "x"}})
    held.save()
    return made


@pytest.fixture
def held(north):
    return Appraisal.objects.of(north).get()


@pytest.fixture
def ann(north, key):
    """The key of a member."""
    return key(north.memberships.get().person)


def scenario(held, title, *, worked=True, parent=None):
    return Scenario.objects.create(
        appraisal=held, title=title, document={}, parent=parent, model_version="1",
        inputs_hash="c" * 64 if worked else "", seal="d" * 64 if worked else "",
        result=RESULT if worked else {},
    )  # fmt: skip


def test_a_member_finds_the_team_and_its_appraisals(ann, ask, held):
    _, teams = ask("/api/teams", ann)
    assert teams["data"] == [
        {
            "slug": "north", "name": "North", "kind": "organisation", "organisation": "",
            "roles": ["viewer"], "appraisals": "/api/t/north/appraisals", "open": True,
        }
    ]  # fmt: skip
    _, listed = ask(teams["data"][0]["appraisals"], ann)
    assert [row["id"] for row in listed["data"]] == [str(held.pk)]
    assert "Belongs to the team" in listed["provenance"]["licence"]


def test_the_same_in_a_browser(north, held, signed_in, ask):
    browser = signed_in(north.memberships.get().person)
    assert ask(f"/api/t/north/appraisals/{held.pk}", client=browser)[0] == 200


def test_without_a_result_it_says_so(ann, ask, held):
    waiting = scenario(held, "Waiting", worked=False)
    _, body = ask(f"/api/t/north/appraisals/{held.pk}", ann)
    assert body["data"]["result"] is None
    assert "no result yet" in body["note"]
    assert body["data"]["case"] == {"case": {"id": "x"}}
    _, body = ask(f"/api/t/north/appraisals/{held.pk}?scenario={waiting.pk}", ann)
    assert body["data"]["result"] is None


def test_the_latest_result_until_one_is_sealed(ann, ask, held):
    first = scenario(held, "First")
    second = scenario(held, "Second", parent=first)
    _, body = ask(f"/api/t/north/appraisals/{held.pk}", ann)
    assert body["data"]["scenario"] == str(second.pk)
    assert body["data"]["result"] == {"case": "x", "verdict": {"kind": "too-close-to-call"}}
    assert body["note"] == ""
    held.sealed, held.sealed_at = first, timezone.now()
    held.save()
    _, body = ask(f"/api/t/north/appraisals/{held.pk}", ann)
    assert body["data"]["scenario"] == str(first.pk)
    assert body["data"]["seal"] == "d" * 64
    assert [one["is_sealed"] for one in body["data"]["scenarios"]] == [False, True]
    _, body = ask(f"/api/t/north/appraisals/{held.pk}?scenario={second.pk}", ann)
    assert body["data"]["scenario"] == str(second.pk)


def test_another_team_does_not_exist(person, team, key, ask, held):
    bob = person("bob")
    team("South", bob)
    secret = key(bob)
    nothing = ask("/api/t/nobody/appraisals", secret)
    assert nothing[0] == 404
    theirs = scenario(held, "First")
    for address in (
        "/api/t/north/appraisals",
        f"/api/t/north/appraisals/{held.pk}",
        f"/api/t/south/appraisals/{held.pk}",
        f"/api/t/south/appraisals/{uuid.uuid4()}",
        f"/api/t/south/appraisals/{held.pk}?scenario={theirs.pk}",
        "/api/t/south/appraisals/not-an-id",
        "/api/nothing/here",
    ):
        assert ask(address, secret) == nothing, address


def test_another_team_does_not_exist_in_a_browser_either(person, team, signed_in, ask, held):
    bob = person("bob")
    team("South", bob)
    status, body = ask("/api/t/north/appraisals", client=signed_in(bob))
    assert (status, body["code"]) == (404, "WEB-164")


def test_a_scenario_of_another_appraisal_is_not_found(ann, ask, north, held):
    other = Appraisal(team=north, title="Another")
    other.save()
    made = scenario(other, "First")
    status, body = ask(f"/api/t/north/appraisals/{held.pk}?scenario={made.pk}", ann)
    assert (status, body["code"]) == (404, "WEB-164")


def test_who_left_the_team_reads_nothing_of_it(ann, ask, north):
    north.memberships.all().delete()
    assert ask("/api/t/north/appraisals", ann)[0] == 404
    _, body = ask("/api/teams", ann)
    assert "no team" in body["note"]


def test_a_team_that_asks_for_a_second_step_is_closed_without_one(ann, ask, north):
    north.mfa_required = True
    north.save()
    status, body = ask("/api/t/north/appraisals", ann)
    assert (status, body["code"]) == (403, "WEB-167")
    assert ask("/api/teams", ann)[1]["data"][0]["open"] is False
    Authenticator.objects.create(
        user=north.memberships.get().person, type=Authenticator.Type.TOTP, data={"secret": "x"}
    )
    assert ask("/api/t/north/appraisals", ann)[0] == 200


def test_a_team_without_appraisals_says_what_to_do(person, team, key, ask):
    eve = person("eve")
    team("East", eve)
    assert "Start one" in ask("/api/t/east/appraisals", key(eve))[1]["note"]
