"""Finding an organisation by what people call it, slips of the key and all."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuality.base import Refusal
from mutuality.register import (
    Match,
    Organisation,
    Register,
    Succession,
    organisations_by_code,
    readable,
    standing,
)
from mutuality.register.places import BOARDS, REGIONS, board_name, region_name
from mutuality.register.search import LONGEST
from mutuality.register.wording import folded, initials, telling, within
from mutuality.stores import shipped

D = dt.date


@pytest.fixture(scope="module")
def register() -> Register:
    """Every trust that ships, with its successions and the checked changes."""
    return shipped.register()


def codes(register: Register, words: str, **more: object) -> list[str]:
    return [match.organisation.code for match in register.search(words, **more).matches]  # type: ignore[arg-type]


def first(register: Register, words: str) -> Match:
    return register.search(words).matches[0]


class TestByCode:
    def test_a_code_in_any_case(self, register):
        match = first(register, " rdu ")
        assert (match.organisation.code, match.why, match.via) == ("RDU", "Its code is RDU.", None)
        assert (match.score, match.live) == (100, True)

    def test_the_code_of_a_predecessor_finds_the_body_of_today_and_says_why(self, register):
        """Frimley under its former partner's code (ODS: RD7 to RDU on 1 October 2014)."""
        today, former = register.search("RD7").matches
        assert (today.organisation.code, today.via) == ("RDU", "RD7")
        assert today.why == "RD7 became RDU on 1 October 2014."
        assert (former.organisation.code, former.live) == ("RD7", False)
        assert former.why == "Its code is RD7. It became RDU on 1 October 2014."

    def test_a_code_of_which_only_the_succession_is_known(self, register):
        match = first(register, "KE1")
        assert match.why == ("KE1 became RD7 on 1 April 1992, which became RDU on 1 October 2014.")

    def test_a_split_leads_to_every_part(self, register):
        found = register.search("RW6").matches
        assert [match.organisation.code for match in found] == ["R0A", "RM3", "RW6"]
        assert found[1].why == "RW6 became in part RM3 on 1 October 2021."

    def test_as_at_a_day_before_the_merger_it_is_itself(self, register):
        (match,) = register.search("RD7", at=D(2014, 9, 30)).matches
        assert (match.organisation.code, match.live) == ("RD7", True)
        assert codes(register, "R0A", at=D(2016, 1, 1)) == ["R0A"]
        assert not register.search("R0A", at=D(2016, 1, 1)).matches[0].live

    def test_the_beginning_of_a_code(self, register):
        found = register.search("rdu"[:2], limit=50).matches
        assert {"RDU", "RDY", "RDE"} <= {match.organisation.code for match in found}
        assert all(match.organisation.code.startswith("RD") or match.via for match in found)

    def test_the_code_of_a_site_names_its_trust(self, register):
        match = first(register, "RMP9X")
        assert (match.organisation.code, match.via) == ("RMP", "RMP9X")
        assert match.why == "RMP9X has the shape of a site's code of RMP."
        assert register.search("ROYAL").matches[0].via is None  # a word, though R and five long

    def test_a_code_among_words(self, register):
        assert codes(register, "Tameside RMP") == ["RMP"]

    def test_a_body_that_ended_with_no_successor_on_record(self, register):
        (match,) = register.search("RJD").matches
        assert not match.live
        assert match.why.endswith("It ended, on a day that is not on record.")


class TestByName:
    """Chapter 2: what people type. The code is the trust that the words stand for."""

    @pytest.mark.parametrize(
        ("words", "code"),
        [
            ("Frimly park", "RDU"),
            ("tamside", "RMP"),
            ("univeristy hospitals of morcambe", "RTX"),
            ("Morecambe University Hospitals", "RTX"),
            ("UHB", "RRK"),
            ("UHB NHS FT", "RRK"),
            ("uhbft", "RRK"),
            ("Guys", "RJ1"),
            ("guy's & st. thomas'", "RJ1"),
            ("Guys and Saint Thomas NHS Foundation Trust", "RJ1"),
            ("St. Thomas", "RJ1"),
            ("gstt", "RJ1"),
            ("SaTH", "RXW"),
            ("SLAM", "RV5"),
            ("AWP", "RVN"),
            ("BHRUT", "RF4"),
            ("tame side", "RMP"),
            ("hosp univ birm", "RRK"),
            ("UH Bham", "RRK"),
            ("Kings Lynn", "RCX"),
            ("kings", "RJZ"),
            ("Royal Free", "RAL"),
            ("N.H.S. Tameside", "RMP"),
            ("Salford Royal", "RM3"),
            ("wexham", "RDU"),
            ("South Manchester", "R0A"),
        ],
    )
    def test_what_people_write(self, register, words, code):
        assert first(register, words).organisation.code == code

    def test_an_old_name_of_a_body_that_kept_its_code(self, register):
        match = first(register, "salford royal")
        assert match.via == "Salford Royal NHS Foundation Trust"
        assert match.why == (
            "It stands as Salford Royal NHS Foundation Trust in a change of 25 September 2015."
        )

    def test_the_old_name_of_a_predecessor(self, register):
        today, former = register.search("Heatherwood").matches
        assert (today.why, today.via) == ("RD7 became RDU on 1 October 2014.", "RD7")
        assert former.why == "Its name begins with these words. It became RDU on 1 October 2014."

    def test_its_own_name_is_a_better_reason_than_another(self, register):
        assert first(register, "tameside").why == "Its name begins with these words."
        assert first(register, "glossop").why == "Its name has these words."
        assert first(register, "UHB").why == "Its initials are UHB."

    def test_initials_with_some_left_out(self, register):
        found = {match.organisation.code: match.why for match in register.search("MFT").matches}
        assert found["RPA"] == "Its initials are MFT."
        assert found["R0A"] == "Its initials have MFT in this order."

    def test_sites_come_after_trusts_and_bring_theirs(self):
        bodies = [
            Organisation("RMP", "Tameside Hospital NHS Foundation Trust", "trust"),
            Organisation("RMP01", "Tameside General Hospital", "site"),
            Organisation("RAA", "Old Place NHS Trust", "trust"),
            Organisation("RAA01", "Ladysmith House", "site"),
            Organisation("RZZ01", "Ladywell House", "site"),
        ]
        small = Register(
            organisations_by_code(bodies), (Succession("RAA", "RMP", D(2020, 4, 1), "acquisition"),)
        )
        assert codes(small, "tameside") == ["RMP", "RMP01"]
        assert codes(small, "general") == ["RMP", "RMP01"]
        assert small.search("general").matches[0].why == "RMP01 has the code of a site of RMP."
        assert codes(small, "ladysmith") == ["RMP", "RAA01", "RAA"]
        assert codes(small, "ladywel hose") == ["RZZ01"]

    def test_live_before_closed_and_trusts_before_others(self):
        bodies = [
            Organisation("AXX", "Barnet walk-in centre"),
            Organisation("RVL", "Barnet and Chase Farm", "trust", closed=D(2014, 6, 30)),
            Organisation("RZB", "Barnet Hospital centre", "trust"),
            Organisation("ZZZ", None),
        ]
        small = Register(organisations_by_code(bodies), ())
        assert codes(small, "barnet") == ["RZB", "AXX", "RVL"]
        assert small.search("barnet").matches[2].why.endswith("It closed on 30 June 2014.")


class TestByBoard:
    def test_by_its_code(self, register):
        found = register.search("qop", limit=50).matches
        assert {"RMP", "R0A", "RMC"} <= {match.organisation.code for match in found}
        assert found[0].why == "Its integrated care board is Greater Manchester (QOP)."

    def test_by_its_name(self, register):
        whole = codes(register, "Greater Manchester", limit=50)
        assert whole[0] == "RXV"  # its own name begins so
        assert "RMC" in whole
        assert "RWF" in codes(register, "Kent ICB")
        assert "RJ1" not in codes(register, "Kent", limit=50)
        assert "RMP" in codes(register, "integrated care", limit=50)  # stands in its own name

    def test_a_board_that_no_list_names_goes_by_its_code(self):
        small = Register({"RXX": Organisation("RXX", "Anywhere", "trust", icb="Q99")}, ())
        assert small.search("Q99").matches[0].why == "Its integrated care board is Q99."
        assert (board_name("Q99"), region_name("Y99")) == ("Q99", "Y99")
        assert (board_name("QOP"), region_name("Y62")) == ("Greater Manchester", "North West")

    def test_every_live_trust_with_a_board_has_a_named_one(self, register):
        held = {body.icb for body in register.organisations.values() if body.icb}
        assert held <= BOARDS.keys()
        assert len(BOARDS) == 42
        assert len(REGIONS) == 7


class TestNothing:
    """Chapter 4: no answer comes without a word on what would work."""

    def test_words_that_every_name_has(self, register):
        found = register.search("NHS Foundation Trust")
        assert found.matches == ()
        assert "Nearly every name has" in found.advice

    def test_the_nearest_names(self, register):
        found = register.search("Frimley xyzzyx")
        assert found.matches == ()
        assert "Frimley Health NHS Foundation Trust (RDU)" in found.advice

    def test_nothing_near(self, register):
        assert "an ODS code, such as RMP" in register.search("xyzzyx").advice
        assert register.search("xyz?!").matches == ()

    def test_more_than_is_given(self, register):
        found = register.search("university", limit=3)
        assert len(found.matches) == 3
        assert found.total > 3
        assert "Add a word" in found.advice
        assert register.search("RDU").advice == ""

    @pytest.mark.parametrize("words", ["", "   ", "?", "R", "'"])
    def test_too_short(self, register, words):
        with pytest.raises(Refusal, match="REG-114"):
            register.search(words)

    def test_too_long(self, register):
        with pytest.raises(Refusal, match="REG-115"):
            register.search("a" * (LONGEST + 1))
        assert register.search("a" * LONGEST).matches == ()

    def test_no_match_asked_for(self, register):
        with pytest.raises(Refusal, match="REG-116"):
            register.search("RDU", limit=0)


class TestLaws:
    @given(st.permutations(["university", "hospitals", "of", "morecambe", "bay"]))
    def test_law_the_order_of_words_never_matters(self, words):
        assert first(shipped.register(), " ".join(words)).organisation.code == "RTX"

    @given(st.text(max_size=LONGEST))
    def test_law_any_words_have_an_answer_an_advice_or_a_refusal(self, words):
        try:
            found = shipped.register().search(words)
        except Refusal as no:
            assert no.code == "REG-114"  # noqa: PT017 - the one refusal that is an answer here
        else:
            assert found.matches or found.advice

    @given(st.sampled_from(sorted(shipped.register().organisations)))
    def test_law_every_code_and_every_name_is_found(self, code):
        register = shipped.register()
        assert code in codes(register, code, limit=3)
        assert code in codes(register, register.organisations[code].name or code, limit=20)

    def test_law_the_closed_never_come_before_the_live_of_the_same_fit(self, register):
        for words in ("hospitals", "manchester", "RD", "QOP", "barnet"):
            found = register.search(words, limit=200).matches
            tiers = [(round(-match.score // 12), not match.live) for match in found]
            assert [live for _, live in tiers] == [
                live for _, live in sorted(tiers, key=lambda pair: pair[0])
            ]


class TestStanding:
    def test_how_a_body_stands_on_a_day(self, register):
        assert standing(register, "RDU").words == "is open"
        assert standing(register, "RW6").words == "became R0A and RM3 on 1 October 2021"
        assert standing(register, "RYK", at=D(2024, 9, 29)).live
        assert standing(register, "RYK").words == "closed on 30 September 2024"
        assert standing(register, "R0A", at=D(2017, 9, 30)).words == "opens on 1 October 2017"
        assert standing(register, "RD7", at=D(2014, 9, 30)).live

    def test_two_steps_are_both_told(self):
        links = (
            Succession("RA1", "RB1", D(2011, 1, 1), "split"),
            Succession("RA1", "RC1", D(2012, 1, 1), "split"),
        )
        assert standing(Register({}, links), "RA1").words == (
            "became RB1 on 1 January 2011, then RC1 on 1 January 2012"
        )

    def test_a_circle_of_transfers_has_no_end(self):
        links = (
            Succession("RA1", "RB1", D(2011, 1, 1), "acquisition"),
            Succession("RB1", "RA1", D(2012, 1, 1), "acquisition"),
        )
        assert codes(Register({}, links), "RA1") == ["RA1"]


class TestWording:
    def test_folded(self):
        assert folded("Guy's & St. Thomas’ (N.H.S.) Ménière") == [
            "guys", "and", "st", "thomas", "nhs", "meniere",
        ]  # fmt: skip

    def test_telling_words(self):
        assert telling("The Queen's Hospitals NHS Foundation Trust") == ("queen", "hospital")
        assert telling("UH Bham") == ("university", "hospital", "birmingham")
        assert telling("NHS Trust") == ()

    def test_initials(self):
        assert {"uhb", "uhbt", "uhbft", "uhbnhsft"} <= initials(
            "University Hospitals Birmingham NHS Foundation Trust"
        )
        assert "wft" not in initials("Walsall NHS Trust")
        assert "w" not in initials("Walsall NHS Trust")

    def test_within(self):
        assert within("mft", "muft")
        assert not within("uft", "muft")
        assert not within("mtf", "muft")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("BARTS HEALTH NHS TRUST", "Barts Health NHS Trust"),
        ("GUY'S AND ST THOMAS' NHS FOUNDATION TRUST", "Guy's and St Thomas' NHS Foundation Trust"),
        ("THE ROYAL ORTHOPAEDIC", "The Royal Orthopaedic"),
        ("STOCKTON-ON-TEES (NORTH)", "Stockton-On-Tees (North)"),
        ("SPIRE (UK) CIC", "Spire (UK) CIC"),
        ("12 HIGH STREET", "12 High Street"),
        ("Pennine Acute ", "Pennine Acute"),
    ],
)
def test_names_as_people_read_them(written, read):
    assert readable(written) == read
