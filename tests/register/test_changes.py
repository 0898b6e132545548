"""What a register of changes may and may not say, and how its dates and ids are made."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuality.base import Refusal
from mutuality.register.changes import Change, parse_changes, slug
from mutuality.register.facts import When


def a_change(**fields: Any) -> dict[str, Any]:
    change = {
        "id": "merger-2020-01-01-rzz",
        "title": "Two made-up trusts merge",
        "form": "merger",
        "nature": "unknown",
        "scale": "structural",
        "vehicle": "unknown",
        "power": "unknown",
        "fate": "completed",
        "effective": "2020-01-01",
        "status": "found",
        "confidence": "low",
        "sources": ["A paper"],
        "parties": [{"code": "RZZ", "name": "Made-up Trust", "role": "successor"}],
    } | fields
    return {name: value for name, value in change.items() if value is not None}


PAPER = {"short": "A paper", "title": "A made-up paper", "year": 2020}


def refused(*changes: dict[str, Any], **more: Any) -> Refusal:
    with pytest.raises(Refusal) as no:
        parse_changes({"made-up.toml": {"reference": [PAPER], "change": list(changes)} | more})
    return no.value


def parsed(**fields: Any) -> Change:
    (change,) = parse_changes(
        {"made-up.toml": {"reference": [PAPER], "change": [a_change(**fields)]}}
    )
    return change


def test_a_whole_change_is_read() -> None:
    degree = dict.fromkeys(
        ("accountability", "legal_entity", "leadership", "employer", "estate_it", "service"), 2
    )
    change = parsed(
        degree=degree | {"author": "The board", "date": When("2026-11-22").day},
        announced={"on": "2018", "status": "background"},
        ended={"on": "2021"},
        facts=[{"text": "It rained.", "source": "Background knowledge", "status": "background"}],
        parties=[
            {"code": "RZZ", "name": "Made-up Trust", "role": "successor", "status": "background"},
            {"name": "A clinic", "kind": "team", "role": "partner", "note": "two consultants"},
        ],
    )
    assert change.degree is not None
    assert change.degree.total == 12
    assert change.announced == When("2018", "background")
    assert change.ended == When("2021", "found")
    assert change.precision == "day"
    assert [party.status for party in change.parties] == ["background", "found"]
    assert change.codes == ("RZZ",)
    assert [source.short for source in change.sources] == ["A paper", "Background knowledge"]


def test_a_date_written_as_a_toml_date_is_read_too() -> None:
    assert parsed(effective=When("2020-01-01").day).effective == When("2020-01-01")


@pytest.mark.parametrize(
    ("fields", "code", "place"),
    [
        ({"form": "takeover"}, "REG-103", ""),
        ({"nature": "forced"}, "REG-103", ""),
        ({"vehicle": None}, "REG-103", ""),
        ({"title": None}, "REG-101", ""),
        ({"title": " "}, "REG-101", ""),
        ({"titel": "x"}, "REG-102", ""),
        ({"id": "merger-2021-01-01-rzz"}, "REG-104", ""),
        ({"effective": "2020-01"}, "REG-104", ""),
        ({"effective": None}, "REG-104", ""),
        ({"effective": "2020-13-01"}, "REG-106", ", effective"),
        ({"effective": "2020-02-30"}, "REG-106", ", effective"),
        ({"effective": "01/01/2020"}, "REG-106", ", effective"),
        ({"effective": "0000"}, "REG-106", ", effective"),
        ({"effective": "2020-00"}, "REG-106", ", effective"),
        ({"effective": {"on": "2020-01-01", "sure": True}}, "REG-102", ", effective"),
        ({"announced": "2020-02"}, "REG-106", ""),
        ({"ended": "2019"}, "REG-106", ""),
        ({"effective": None, "announced": "2020", "ended": "2019"}, "REG-106", ""),
        ({"sources": None}, "REG-107", ", sources"),
        ({"sources": []}, "REG-107", ", sources"),
        ({"sources": ["Gossip"]}, "REG-107", ", sources"),
        ({"sources": ["Not found"]}, "REG-108", ", sources"),
        ({"sources": "A paper"}, "REG-101", ""),
        ({"sources": [1]}, "REG-101", ""),
        ({"status": None}, "REG-103", ""),
        ({"parties": None}, "REG-112", ""),
        ({"parties": [{"name": "Made-up Trust"}]}, "REG-112", ", parties 1"),
        ({"parties": [{"role": "buddy"}]}, "REG-101", ", parties 1"),
        ({"parties": [{"name": "x", "role": "friend"}]}, "REG-103", ", parties 1"),
        ({"parties": ["RZZ"]}, "REG-101", ""),
        ({"degree": 7}, "REG-101", ""),
        ({"facts": [{"text": "x", "source": "A paper"}]}, "REG-103", ", facts 1"),
    ],
)
def test_a_change_with_something_wrong_is_refused_with_its_place(
    fields: dict[str, Any], code: str, place: str
) -> None:
    no = refused(a_change(**fields))
    name = fields.get("id", "merger-2020-01-01-rzz")
    assert (no.code, no.where) == (code, f"made-up.toml, {name}{place}")
    assert no.remedy


def test_an_id_that_stands_twice_is_refused_even_in_two_files() -> None:
    no = refused(a_change(), a_change())
    assert (no.code, no.where) == ("REG-104", "made-up.toml, change 2")
    with pytest.raises(Refusal, match=r"already stands in a\.toml"):
        parse_changes(
            {
                "a.toml": {"reference": [PAPER], "change": [a_change()]},
                "b.toml": {"change": [a_change()]},
            }
        )


def test_a_change_without_an_id_is_named_by_its_number() -> None:
    no = refused(a_change(id=None))
    assert (no.code, no.where) == ("REG-101", "made-up.toml, change 1")


def test_a_heading_that_nothing_reads_is_refused() -> None:
    assert refused(a_change(), changes=[]).code == "REG-102"


def test_one_short_name_for_two_publications_is_refused() -> None:
    no = refused(a_change(), reference=[PAPER, PAPER | {"year": 2021}])
    assert (no.code, no.where) == ("REG-105", "made-up.toml, reference 2")


def test_the_same_publication_may_be_declared_in_two_files() -> None:
    twice = {"a.toml": {"reference": [PAPER]}, "b.toml": {"reference": [PAPER]}}
    assert parse_changes(twice) == ()


def test_a_year_with_a_fraction_is_refused() -> None:
    assert refused(a_change(), reference=[PAPER | {"year": 2020.5}]).code == "REG-101"


def test_an_overlap_of_dates_that_may_be_in_order_is_let_through() -> None:
    assert parsed(announced="2020").announced == When("2020")


# -------------------------------------------------------------------------------------------- laws


@given(st.dates())
def test_a_day_is_written_and_read_back(day: Any) -> None:
    when = When(day.isoformat())
    assert when.day == day
    assert when.precision == "day"
    assert when.period.start == when.period.end == day


@given(st.integers(1, 9999), st.integers(1, 12))
def test_less_is_known_of_a_month_than_of_a_day(year: int, month: int) -> None:
    when = When(f"{year:04d}-{month:02d}")
    assert when.day is None
    assert when.period.start.month == when.period.end.month == month
    whole = When(f"{year:04d}")
    assert whole.period.start <= when.period.start <= when.period.end <= whole.period.end


@pytest.mark.parametrize(
    ("iso", "words"),
    [("2017-10-01", "1 October 2017"), ("2017-10", "October 2017"), ("2017", "2017")],
)
def test_a_date_as_people_write_it(iso: str, words: str) -> None:
    assert str(When(iso)) == words
    assert When(iso).stated == words


@given(st.text())
def test_a_slug_holds_only_small_letters_figures_and_hyphens(name: str) -> None:
    made = slug(name)
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug(made) == made


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Navigo", "navigo"),
        ("Women's and Children's", "womens-and-childrens"),
        ("B&NES, Bristol", "b-nes-bristol"),
    ],
)
def test_slugs(name: str, made: str) -> None:
    assert slug(name) == made
