"""Who a body is compared with, and by what rule."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuality.base import Refusal
from mutuality.register import (
    Organisation,
    Register,
    Sizes,
    Succession,
    organisations_by_code,
    peers_by,
    peers_chosen,
)

D = dt.date
AT = D(2026, 11, 22)
BEDS = Sizes(
    "beds, 2024/25", {"RA1": 400, "RA2": 200, "RA3": 790, "RA4": 410, "RB1": 390, "RA6": 0}
)


def trust(code: str, category: str | None = "Acute", region: str | None = "Y62") -> Organisation:
    return Organisation(code, code, "trust", region=region, category=category)


@pytest.fixture(scope="module")
def register() -> Register:
    """Six acute trusts, two of mental health, one merged away, and a body that is no trust."""
    bodies = [
        *(trust(f"RA{n}") for n in range(1, 7)),
        trust("RA7", region="Y56"),
        trust("RB1", "Mental health"),
        trust("RB2", None, None),
        trust("RC1"),
        Organisation("NQX", "A company", "other", category="Acute", region="Y62"),
        Organisation("NQY", "Another", "other", category="Acute", region="Y62"),
    ]
    return Register(
        organisations_by_code(bodies), (Succession("RC1", "RA6", D(2020, 4, 1), "acquisition"),)
    )


class TestByRule:
    def test_by_type(self, register):
        group = peers_by(register, "ra1", at=AT)
        assert group.units == ("RA2", "RA3", "RA4", "RA5", "RA6", "RA7")
        assert group.rule == "trusts of the same type (Acute)"
        assert (group.of, group.as_at, group.caution) == ("RA1", AT, "")

    def test_by_region(self, register):
        group = peers_by(register, "RA1", at=AT, by=["region"])
        assert group.units == ("RA2", "RA3", "RA4", "RA5", "RA6", "RB1")
        assert group.rule == "trusts in the same region (North West)"

    def test_by_size_nearest_first_and_by_ratio(self, register):
        group = peers_by(register, "RA1", at=AT, by=["size"], sizes=BEDS, nearest=3)
        assert group.units == ("RA4", "RB1", "RA3")  # 790 is nearer to 400 than 200 is
        assert group.rule == "the 3 trusts that are nearest in size (beds, 2024/25)"
        assert dict(group.left_out)["RA6"] == "no figure of its size"

    def test_together(self, register):
        group = peers_by(
            register, "RA1", at=AT, by=["type", "region", "size"], sizes=BEDS, nearest=2
        )
        assert group.units == ("RA4", "RA3")
        assert group.rule == (
            "the 2 trusts of the same type (Acute) in the same region (North West) that are "
            "nearest in size (beds, 2024/25)"
        )
        assert "only 2 peers" in group.caution

    def test_bodies_closed_by_the_day_are_out(self, register):
        assert "RC1" in peers_by(register, "RA1", at=D(2019, 1, 1)).units
        assert "RC1" not in peers_by(register, "RA1", at=AT).codes

    def test_a_body_that_closed_is_followed_into_what_it_became(self, register):
        group = peers_by(register, "RC1", at=AT)
        assert group.of == "RA6"
        assert "RA6" not in group.units

    def test_both_parts_of_a_split_are_one_unit(self):
        bodies = organisations_by_code([trust("RA1"), trust("RA2"), trust("RA3"), trust("RA4")])
        split = tuple(Succession("RA1", new, D(2021, 10, 1), "split") for new in ("RA2", "RA3"))
        register = Register(bodies, split)
        assert peers_by(register, "RA2", at=AT).units == ("RA4",)
        group = peers_by(register, "RA4", at=AT)
        assert (group.units, group.codes) == (("RA2+RA3",), ("RA2", "RA3"))
        assert "only 1 peer." in group.caution

    def test_only_bodies_of_the_same_kind(self, register):
        group = peers_by(register, "NQX", at=AT)
        assert group.units == ("NQY",)
        assert group.rule == "bodies of the same kind (other) of the same type (Acute)"

    def test_a_group_of_nobody_says_so(self, register):
        group = peers_by(register, "RB1", at=AT)
        assert group.units == ()
        assert "no peer" in group.caution

    @pytest.mark.parametrize(
        ("asked", "code"),
        [
            ({"code": "QQQ"}, "REG-001"),
            ({"code": "RB2"}, "REG-117"),
            ({"code": "RB2", "by": ["region"]}, "REG-117"),
            ({"by": ["size"]}, "REG-118"),
            ({"by": ["size"], "code": "RA5", "sizes": BEDS}, "REG-118"),
            ({"by": ["size"], "code": "RA6", "sizes": BEDS}, "REG-118"),
            ({"by": ["size"], "sizes": BEDS, "nearest": 0}, "REG-119"),
            ({"by": ["size"], "sizes": BEDS, "nearest": 101}, "REG-119"),
            ({"by": ["colour"]}, "REG-120"),
            ({"by": []}, "REG-120"),
        ],
    )
    def test_refusals(self, register, asked, code):
        with pytest.raises(Refusal, match=code):
            peers_by(register, asked.pop("code", "RA1"), at=AT, **asked)

    @given(st.sampled_from([f"RA{n}" for n in range(1, 8)]), st.dates(D(2015, 1, 1), AT))
    def test_law_nobody_is_its_own_peer_and_peers_are_mutual(self, code, day):
        bodies = organisations_by_code([trust(f"RA{n}") for n in range(1, 8)])
        register = Register(bodies, (Succession("RA1", "RA2", D(2020, 4, 1), "acquisition"),))
        group = peers_by(register, code, at=day)
        assert group.of not in group.units
        assert all(group.of in peers_by(register, one, at=day).units for one in group.units)


class TestChosen:
    def test_a_list_is_checked_against_the_register(self, register):
        group = peers_chosen(
            register, "RA1", ["ra2", "RA3", "RA2", "RC1", "RA1"], at=AT, reason="Rural, one site."
        )
        assert group.units == group.codes == ("RA2", "RA3")
        assert group.rule == "2 chosen by name, because: Rural, one site"
        assert group.left_out == (
            ("RC1", "became RA6 on 1 April 2020"),
            ("RA1", "belongs to the body itself"),
        )

    @pytest.mark.parametrize(
        ("codes", "reason", "code"),
        [
            (["QQQ"], "Why not", "REG-001"),
            (["RA2"], "  ", "REG-121"),
            (["RC1"], "Why not", "REG-122"),
            ([], "Why not", "REG-122"),
        ],
    )
    def test_refusals(self, register, codes, reason, code):
        with pytest.raises(Refusal, match=code):
            peers_chosen(register, "RA1", codes, at=AT, reason=reason)
