"""The demonstration works offline, and nobody invented can come in by it."""

import pytest

from mutuality.web import demo
from mutuality.web.accounts.models import Person
from mutuality.web.appraisals.models import Appraisal
from mutuality.web.appraisals.opinions import thoughts


@pytest.fixture
def built(person):
    person("ann")
    return demo.build()


def test_the_three_examples_are_there_and_three_groups_disagree_about_one(built):
    held = Appraisal.objects.of(built)
    assert held.count() == 3
    first = held.get(document__case__id="tameside-2026")
    said = thoughts(first)
    assert len(said) == first.opinions.count() == 3
    assert {one.group for one in said} == {"staff", "patients", "board"}
    biggest = {max(one.swings, key=lambda name: one.swings[name]) for one in said}
    assert len(biggest) == 3


def test_whoever_is_there_joins_and_whoever_comes_later_too(built, person):
    assert built.memberships.filter(person__email="ann@example.org").exists()
    bob = person("bob")
    assert demo.build() == built
    assert bob.memberships.get().team == built
    assert Appraisal.objects.of(built).count() == 3


def test_nobody_who_was_invented_can_sign_in(built):
    invented = Person.objects.filter(email__endswith="@demonstration.invalid")
    assert invented.count() == 4
    assert not any(one.has_usable_password() for one in invented)
