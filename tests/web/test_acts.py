"""Whoever is not named may not; whoever acts leaves a line."""

import pytest
from django.core.exceptions import PermissionDenied

from mutuality.base import Refusal
from mutuality.web.accounts import acts as accounts
from mutuality.web.accounts.models import Invitation, Membership
from mutuality.web.acts import ACTS, SYSTEM, act, may
from mutuality.web.audit.models import Event
from mutuality.web.audit.record import chain_of
from mutuality.web.roles import Role


def test_an_act_is_denied_to_whoever_it_does_not_name(person, team):
    ann, bob = person("ann"), person("bob")
    north = team("North", ann, roles=[Role.ANALYST])
    south = team("South", bob)
    for who in (ann, bob):
        with pytest.raises(PermissionDenied):
            accounts.invite(by=who, team=north, email="eve@example.org", roles=["viewer"])
    assert not Invitation.objects.exists()
    assert not Event.objects.exists()
    accounts.invite(by=bob, team=south, email="eve@example.org", roles=["viewer"])
    assert Invitation.objects.get().team == south


def test_an_act_leaves_one_line_without_personal_data(person, team):
    ann = person("ann")
    north = team("North", ann)
    made, token = accounts.invite(by=ann, team=north, email="eve@example.org", roles=["viewer"])
    line = Event.objects.get(chain=chain_of(north))
    assert (line.act, line.by, line.number) == ("accounts.invite", f"person:{ann.pk}", 1)
    assert line.detail == {"roles": ["viewer"]}
    assert token not in str(line.detail)
    assert made.token_hash != token


def test_an_act_that_is_refused_leaves_nothing(person, team):
    ann = person("ann")
    north = team("North", ann)
    with pytest.raises(Refusal, match="WEB-014"):
        accounts.change_roles(by=ann, team=north, member=Membership.objects.get(), roles=["viewer"])
    assert "administrator" in Membership.objects.get().roles
    assert not Event.objects.exists()


def test_a_person_who_was_switched_off_may_do_nothing(person, team):
    ann = person("ann")
    north = team("North", ann)
    ann.is_active = False
    assert not may(ann, "accounts.invite", north)
    assert not may(None, "accounts.invite", north)


def test_a_misspelt_permission_is_a_bug_and_not_a_no(person, team):
    with pytest.raises(KeyError):
        may(person(), "accounts.invit", None)


def test_an_act_takes_keywords_alone():
    with pytest.raises(TypeError, match="keywords alone"):

        @act(allow={Role.PERSON})
        def loose(by, *, team):
            """Do something."""


def test_every_act_names_who_may_do_it_and_says_what_it_does():
    assert ACTS
    for known in ACTS.values():
        assert known.allow, known.name
        assert known.title.endswith("."), known.name


def test_the_founder_of_a_team_holds_every_role(person):
    ann = person("ann")
    made = accounts.create_team(by=ann, team=None, name="North", kind="network", founder=ann)
    again = accounts.create_team(by=SYSTEM, team=None, name="North", kind="network", founder=ann)
    assert (made.slug, again.slug) == ("north", "north-2")
    assert may(ann, "accounts.change_team", made)
