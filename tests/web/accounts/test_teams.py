"""Teams look after themselves: invitations, roles, links, keys, and a second step."""

import re

import pytest
from django.core import mail

from mutuality.web.accounts import acts
from mutuality.web.accounts.models import ApiKey, Invitation, Link, Membership, Team
from mutuality.web.acts import SYSTEM
from mutuality.web.roles import Role


@pytest.fixture
def ann(person):
    return person("ann")


@pytest.fixture
def north(ann, team):
    return team("North", ann)


def test_a_person_creates_a_team_and_finds_it_on_their_page(ann, signed_in):
    client = signed_in(ann)
    sent = client.post("/teams/new", {"name": "North East", "kind": "icb", "organisation": ""})
    assert sent["Location"] == "/t/north-east/"
    assert "North East" in client.get("/me/").content.decode()
    assert set(Membership.objects.get().roles) >= {str(Role.ADMINISTRATOR), str(Role.APPROVER)}


def test_what_was_typed_stays_when_something_is_missing(ann, signed_in):
    page = signed_in(ann).post("/teams/new", {"name": "North East"}).content.decode()
    assert "There is a problem" in page
    assert 'value="North East"' in page
    assert "<title>Error: " in page


def test_somebody_joins_by_an_invitation_that_works_once(ann, north, person, signed_in):
    page = (
        signed_in(ann)
        .post("/t/north/invite", {"email": "bob@example.org", "roles": ["analyst"]})
        .content.decode()
    )
    path = re.search(r"http://testserver(/join/[\w-]+)", page)[1]
    assert path in mail.outbox[0].body
    bob = signed_in(person("bob"))
    assert "You are invited to the team North" in bob.get(path).content.decode()
    assert bob.post(path)["Location"] == "/t/north/"
    assert Membership.objects.get(person__email="bob@example.org").roles == ["analyst"]
    assert bob.get(path).status_code == 404


def test_an_invitation_is_for_the_address_it_was_sent_to(ann, north, person, signed_in):
    _, token = acts.invite(by=ann, team=north, email="bob@example.org", roles=["viewer"])
    eve = signed_in(person("eve"))
    assert "sent to another e-mail address" in eve.post(f"/join/{token}").content.decode()
    assert not Membership.objects.filter(person__email="eve@example.org").exists()


def test_an_invitation_that_was_taken_back_opens_nothing(ann, north, signed_in, client):
    made, token = acts.invite(by=ann, team=north, email="bob@example.org", roles=["viewer"])
    signed_in(ann).post(f"/t/north/invitations/{made.pk}/revoke")
    assert client.get(f"/join/{token}").status_code == 404
    assert not Invitation.objects.get().is_live


def test_the_last_administrator_cannot_go(ann, north, signed_in):
    client = signed_in(ann)
    own = Membership.objects.get()
    page = client.post(f"/t/north/members/{own.pk}/", {"roles": ["viewer"]}).content.decode()
    assert "left without an administrator" in page
    page = client.post(f"/t/north/members/{own.pk}/remove").content.decode()
    assert "left without an administrator" in page
    assert Membership.objects.filter(pk=own.pk).exists()


def test_a_viewer_is_offered_nothing_and_may_do_nothing(north, person, team, signed_in):
    bob = person("bob")
    Membership.objects.create(person=bob, team=north, roles=["viewer"])
    client = signed_in(bob)
    page = client.get("/t/north/").content.decode()
    assert "Invite somebody" not in page
    sent = client.post("/t/north/invite", {"email": "x@example.org", "roles": ["viewer"]})
    assert sent.status_code == 403
    assert client.post("/t/north/settings", {"name": "Mine"}).status_code == 403
    assert Team.objects.get().name == "North"


def test_a_team_that_asks_for_a_second_step_sends_members_to_set_one_up(ann, north, signed_in):
    client = signed_in(ann)
    client.post("/t/north/settings", {"name": "North", "organisation": "", "mfa_required": "on"})
    sent = client.get("/t/north/")
    assert sent.status_code == 302
    assert sent["Location"].startswith("/account/2fa/")


def test_a_link_is_ended_from_the_teams_page(ann, north, signed_in):
    made, token = acts.give_link(
        by=ann, team=north, purpose="read", subject="none:0", label="For the board"
    )
    client = signed_in(ann)
    assert "For the board" in client.get("/t/north/").content.decode()
    client.post(f"/t/north/links/{made.public_id}/revoke")
    assert Link.opened_by(token) is None
    assert "For the board" not in client.get("/t/north/").content.decode()


def test_a_key_is_shown_once_and_ended_by_its_owner_alone(ann, person, signed_in):
    client = signed_in(ann)
    page = client.post("/me/keys/", {"label": "Sheet", "days": "30"}).content.decode()
    secret = re.search(r"<code>([\w-]{43})</code>", page)[1]
    assert secret not in client.get("/me/keys/").content.decode()
    key = ApiKey.opened_by(secret)
    assert signed_in(person("bob")).post(f"/me/keys/{key.pk}/end").status_code == 404
    client.post(f"/me/keys/{key.pk}/end")
    assert ApiKey.opened_by(secret) is None


def test_a_sign_in_link_works_once_and_asks_first(ann, client):
    token = acts.create_sign_in_link(by=SYSTEM, team=None, person=ann)
    assert client.get(f"/sign-in/{token}").status_code == 200
    assert "_auth_user_id" not in client.session
    assert client.post(f"/sign-in/{token}")["Location"] == "/"
    assert client.session["_auth_user_id"] == str(ann.pk)
    assert client.get(f"/sign-in/{token}").status_code == 404


def test_without_an_invitation_nobody_opens_an_account_here(db, client, settings):
    settings.SIGN_UP = "invitation"
    page = client.get("/account/signup/").content.decode()
    assert 'name="password1"' not in page


def test_a_name_is_shown_where_one_is_given(ann, signed_in):
    client = signed_in(ann)
    client.post("/me/", {"name": "Ann of the North"})
    ann.refresh_from_db()
    assert ann.shown == "Ann of the North"
