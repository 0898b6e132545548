"""The record is append-only, and shows whoever changes it behind our back."""

import pytest
from django.db import DatabaseError, connection, transaction

from mutuality.web.acts import SYSTEM
from mutuality.web.audit.models import Event, Head
from mutuality.web.audit.record import append, as_dict, check, digest, verify


@pytest.fixture
def three(db):
    for number in range(3):
        append(act="jobs.reap", by=SYSTEM, team=None, detail={"job": str(number)})
    return [as_dict(event) for event in Event.objects.all()]


def test_a_chain_that_nobody_touched_holds(three):
    assert verify() == (3, ())
    assert [line["number"] for line in three] == [1, 2, 3]
    assert [line["previous"] for line in three[1:]] == [line["hash"] for line in three[:-1]]


@pytest.mark.parametrize(
    "change", ["update audit_event set act = 'x' where number = 2", "delete from audit_event"]
)
def test_the_database_refuses_to_change_or_remove_a_line(three, change):
    refused = pytest.raises(DatabaseError, match="append-only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert verify() == (3, ())


def test_a_changed_line_is_found(three):
    three[1]["act"] = "jobs.nothing"
    assert [(found.number, found.problem) for found in check(three)] == [
        (2, "What it says was changed after it was written.")
    ]


def test_a_line_that_was_changed_and_hashed_again_is_found_at_the_next(three):
    three[1]["act"] = "jobs.nothing"
    three[1]["hash"] = digest(three[1])
    assert [found.number for found in check(three)] == [3]


def test_a_missing_line_is_found(three):
    assert [found.problem for found in check([three[0], three[2]])] == ["Line 2 is missing."]


def test_a_chain_that_was_cut_short_is_found(three):
    Head.objects.update(number=4)
    assert [found.problem for found in verify()[1]] == ["Lines at its end are missing."]
