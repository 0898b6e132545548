"""The shared words: refusals, periods, sources and seals."""

import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuality.base import OGL, Period, Refusal, Seal, Source, canonical, seal


class TestRefusal:
    def test_says_what_is_wrong_and_how_to_mend_it(self):
        refusal = Refusal("GOV-012", "12 papers, 10 on the roll.", "Check the roll.", where="roll")
        assert str(refusal) == "GOV-012: roll: 12 papers, 10 on the roll. Check the roll."

    def test_is_plain_data_for_pages_and_json(self):
        assert Refusal("A-1", "wrong", "mend").as_dict() == {
            "code": "A-1",
            "problem": "wrong",
            "remedy": "mend",
            "where": "",
        }

    def test_without_a_place_says_none(self):
        assert str(Refusal("A-1", "Wrong.", "Mend.")) == "A-1: Wrong. Mend."


class TestPeriod:
    """Labels as the NHS writes them (service manual: months in full, `Q2 2025/26`)."""

    @pytest.mark.parametrize(
        ("period", "label"),
        [
            (Period.month(2015, 7), "July 2015"),
            (Period.quarter(2025, 3), "Q2 2025/26"),
            (Period.quarter(2017, 1), "Q4 2016/17"),
            (Period.quarter(1999, 2), "Q1 1999/00"),
            (Period(dt.date(2023, 4, 1), dt.date(2024, 3, 31)), "2023/24"),
            (Period.year(2014), "2014"),
            (Period(dt.date(2013, 7, 1), dt.date(2014, 6, 30)), "July 2013 to June 2014"),
            (Period(dt.date(2011, 1, 15), dt.date(2011, 3, 2)), "January 2011 to March 2011"),
            (Period(dt.date(2011, 2, 1), dt.date(2011, 4, 30)), "February 2011 to April 2011"),
        ],
    )
    def test_label(self, period, label):
        assert period.label == label

    @pytest.mark.parametrize(
        ("period", "frequency"),
        [
            (Period.month(2024, 2), "month"),
            (Period.quarter(2024, 1), "quarter"),
            (Period.year(2024), "year"),
            (Period(dt.date(2024, 1, 2), dt.date(2024, 1, 31)), None),
            (Period(dt.date(2024, 1, 1), dt.date(2024, 2, 29)), None),
        ],
    )
    def test_frequency_is_the_exact_length(self, period, frequency):
        assert period.frequency == frequency

    def test_cannot_end_before_it_starts(self):
        with pytest.raises(Refusal, match="BAS-001"):
            Period(dt.date(2024, 2, 1), dt.date(2024, 1, 31))

    @given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)))
    def test_law_a_quarter_is_its_three_months(self, day):
        quarter = Period.quarter(day.year, (day.month + 2) // 3)
        assert quarter.start <= day <= quarter.end
        assert quarter.months == 3
        assert quarter.frequency == "quarter"


class TestSource:
    def test_attribution_names_publisher_date_and_licence(self):
        source = Source("x", "NHS England", "A&E", "OGL-UK-3.0", accessed=dt.date(2026, 11, 2))
        assert source.attribution == f"Source: NHS England, A&E, accessed 2 November 2026. {OGL}"

    def test_an_extract_says_so_and_an_unclear_licence_too(self):
        text = Source("x", "P", "T", "unclear", standing="derived").attribution
        assert "as extracted by a third party" in text
        assert "not clear" in text

    def test_another_licence_is_left_to_the_publication(self):
        assert Source("x", "P", "T", "other").attribution.endswith("for its licence.")


@dataclass(frozen=True)
class Thing:
    when: dt.date
    which: frozenset[str]


class TestSeal:
    def test_golden_sha256_of_canonical_json(self):
        # Worked out with `printf ... | sha256sum`.
        assert canonical({"b": 2, "a": 1}) == b'{"a":1,"b":2}'
        assert (
            seal({"b": 2, "a": 1}).digest
            == "43258cff783fe7036d8a43033f830adfc60ec037382473548ac742b888292777"
        )

    def test_dates_sets_seals_and_dataclasses_have_one_form(self):
        thing = Thing(dt.date(2024, 1, 2), frozenset({"b", "a"}))
        assert canonical(thing) == b'{"when":"2024-01-02","which":["a","b"]}'
        inner = seal(1)
        assert canonical([inner]) == f'["{inner}"]'.encode()

    def test_what_has_no_form_is_a_bug(self):
        with pytest.raises(TypeError, match="no canonical form"):
            seal(object())
        with pytest.raises(TypeError, match="no canonical form"):
            seal(Thing)
        with pytest.raises(ValueError, match="JSON"):
            seal(float("nan"))

    @pytest.mark.parametrize("digest", ["", "abc", "G" * 64, "A" * 64])
    def test_a_wrong_digest_is_refused(self, digest):
        with pytest.raises(Refusal, match="BAS-002"):
            Seal(digest)

    def test_short_form_for_reading_aloud(self):
        assert seal(1).short == str(seal(1))[:12]

    @given(st.dictionaries(st.text(), st.integers()))
    def test_law_order_of_keys_never_matters(self, data):
        assert seal(data) == seal(dict(reversed(list(data.items()))))
