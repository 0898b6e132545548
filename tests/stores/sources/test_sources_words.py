"""Months, days and editions as people write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuality.base import Period
from mutuality.stores.sources.months import (
    day_in,
    month_in,
    month_number,
    packed_day_in,
    span_in,
)


@pytest.mark.parametrize(
    ("text", "year", "month"),
    [
        ("July 2015", 2015, 7),
        ("MSitAE-APRIL-2024", 2024, 4),
        ("Monthly-AE-November-2024-revised.csv", 2024, 11),
        ("2009-APR", 2009, 4),
        ("2015-jul.xls", 2015, 7),
        ("shmi-2011-october.csv", 2011, 10),
        ("nhs_sickness_absence_2024-12.csv", 2024, 12),
        ("Febuary 2016", 2016, 2),
        ("Sept. 2019", 2019, 9),
        ("2019-10-01", 2019, 10),
        ("nhs 2015 in May 2016", 2016, 5),
    ],
)
def test_a_month_is_found(text: str, year: int, month: int) -> None:
    assert month_in(text) == Period.month(year, month)


@pytest.mark.parametrize(
    "text",
    ["", "marketing-2020.csv", "2019-2025", "Q1 2015", "ae-2024.csv", "2024-13", "x 2020 trust"],
)
def test_no_month_is_made_up(text: str) -> None:
    assert month_in(text) is None


@given(
    st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31)),
    st.sampled_from(["%B %Y", "%b-%Y", "%Y-%b", "%Y-%m"]),
)
def test_every_month_is_read_as_it_is_written(day: dt.date, form: str) -> None:
    for text in (day.strftime(form), day.strftime(form).upper()):
        assert month_in(text) == Period.month(day.year, day.month)


@given(
    st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)),
    st.sampled_from(
        ["%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%Y-%m-%d", "%Y-%m-%d 00:00:00", "%d %B %Y"]
    ),
)
def test_every_day_is_read_as_it_is_written(day: dt.date, form: str) -> None:
    assert day_in(day.strftime(form)) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("11th Febuary 2016", dt.date(2016, 2, 11)),
        ("11th August  2016", dt.date(2016, 8, 11)),
        ("1st of June, 2017", dt.date(2017, 6, 1)),
        ("30/02/2024", None),
        ("2024-13-01", None),
        ("the 3 blue 2019", None),
        ("soon", None),
    ],
)
def test_days_as_people_write_them(text: str, day: dt.date | None) -> None:
    assert day_in(text) == day


def test_days_packed_in_a_name() -> None:
    assert packed_day_in("-210720-qm5hg.xls") == dt.date(2020, 7, 21)
    assert packed_day_in("-qm5hg.xls") is None
    assert packed_day_in("-999999.xls") is None


def test_a_span_of_months() -> None:
    year = Period(dt.date(2020, 7, 1), dt.date(2021, 6, 30))
    assert span_in("SHMI data at trust level, Jul20-Jun21 (csv).csv") == year
    assert span_in("covers July 2020 to June 2021") == year
    assert span_in("ward12-ward13") is None


@pytest.mark.parametrize(
    ("word", "number"), [("may", 5), ("mayor", None), ("sept", 9), ("Xul", None)]
)
def test_month_words(word: str, number: int | None) -> None:
    assert month_number(word) == number
