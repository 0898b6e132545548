"""Dates, numbers and periods in the words of the NHS service manual."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from mutuality.base import Period
from mutuality.web.design import formats

UTC = dt.UTC


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (dt.date(2018, 8, 6), "6 August 2018"),
        (dt.datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "1 July 2026"),  # summer time in London
        (None, "not known"),
    ],
)
def test_days(given: dt.date | None, said: str) -> None:
    assert formats.day(given) == said


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(17, 30, "5:30pm"), (9, 0, "9am"), (12, 0, "midday"), (0, 0, "midnight"), (12, 5, "12:05pm")],
)
def test_moments(hour: int, minute: int, said: str) -> None:
    given = dt.datetime(2026, 1, 6, hour, minute, tzinfo=UTC)

    assert formats.moment(given) == f"6 January 2026, {said}"


def test_a_moment_that_is_unknown_or_only_a_day() -> None:
    assert formats.moment(None) == "not known"
    assert formats.moment(dt.date(2026, 1, 6)) == "6 January 2026"


@pytest.mark.parametrize(
    ("given", "places", "said"),
    [
        (1234, 0, "1,234"), (0.5, 1, "0.5"), (-1234.5, 1, "−1,234.5"), (-0.001, 1, "0.0"),
        (Decimal("12.345"), 2, "12.34"), (None, 0, "not known"),
    ],
)  # fmt: skip
def test_numbers(given: float | Decimal | None, places: int, said: str) -> None:
    assert formats.number(given, places) == said


def test_periods() -> None:
    year = Period(dt.date(2025, 4, 1), dt.date(2026, 3, 31))

    assert formats.period(year) == "2025/26"
    assert formats.period(year, spelled=True) == "2025/26 (April 2025 to March 2026)"
    assert formats.period(Period.month(2026, 5), spelled=True) == "May 2026"


@pytest.mark.parametrize(
    ("given", "said"), [(12, "12 bytes"), (4096, "4 KB"), (50_000_000, "50.0 MB")]
)
def test_sizes(given: int, said: str) -> None:
    assert formats.size(given) == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("Two-Factor Authentication", "Two-factor authentication"),
        ("Sign In Via Northern Care", "Sign in via Northern Care"),
        ("IP Address", "IP address"),
    ],
)
def test_titles_of_others_become_sentences(given: str, said: str) -> None:
    assert formats.sentence(given) == said
