"""Who became whom: successions, units and lineages on a small country."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuality.base import Refusal
from mutuality.register import Organisation, Register, combine, organisations_by_code
from mutuality.register.organisations import kind_of
from mutuality.register.units import units

D = dt.date
OPENED = {"RM3": D(2001, 4, 1), "RRK": D(1995, 4, 1), "RW6": D(2002, 4, 1), "RDE": D(1994, 4, 1)}
OFFICIAL = {
    ("RM2", "R0A"): D(2017, 10, 1),
    ("RW3", "R0A"): D(2017, 10, 1),
    ("RM4", "RW3"): D(2012, 4, 1),
    ("RW6", "RM3"): D(2021, 10, 1),
    ("RW6", "R0A"): D(2021, 10, 1),
    ("REX", "RW6"): D(2002, 4, 1),
    ("REX", "RT2"): D(2002, 4, 1),
    ("RR1", "RRK"): D(2018, 4, 2),
    ("RRP", "G6V2S"): D(2024, 11, 1),
    ("TAF", "G6V2S"): D(2024, 11, 1),
    ("RQQ", "RGN"): D(2017, 4, 1),
    ("5PX", "TAM"): D(2003, 4, 1),
}
ARCHIVED = {("RR1", "RRK"): D(2018, 4, 1), ("RCM", "RQQ"): D(1995, 4, 1)}


@pytest.fixture(scope="module")
def register() -> Register:
    links = combine(OFFICIAL, ARCHIVED, opened=OPENED)
    bodies = [
        Organisation("RM2", "University Hospital of South Manchester", "trust"),
        Organisation("G6V2S", "North London", "trust", opened=D(2024, 11, 1)),
        Organisation("RJD", "Mid Staffordshire", "trust"),
        Organisation("RRP", "Barnet, Enfield and Haringey", "trust", closed=D(2024, 10, 31)),
        Organisation("AXX", "Barnet walk-in centre", "other"),
        Organisation("ZZZ", None, "other"),
    ]
    return Register(
        organisations_by_code(bodies), links, without_successor={"RJD": "Services were split."}
    )


class TestKinds:
    """ODS leaves its reason blank: the kind is read off the pattern of links."""

    @pytest.mark.parametrize(
        ("old", "new", "kind"),
        [
            ("RM2", "R0A", "merger"),
            ("RM4", "RW3", "new-code"),
            ("RW6", "RM3", "split"),
            ("RW6", "R0A", "split"),
            ("RR1", "RRK", "acquisition"),
            ("RRP", "G6V2S", "merger"),
            ("RQQ", "RGN", "new-code"),
        ],
    )
    def test_kind(self, register, old, new, kind):
        found = {(link.old, link.new): link.kind for link in register.successions}
        assert found[old, new] == kind

    def test_a_successor_seen_before_was_already_there(self):
        links = combine(
            {("RA1", "RB1"): D(2000, 1, 1), ("RC1", "RB1"): D(2010, 1, 1)}, {}, opened={}
        )
        assert [link.kind for link in links] == ["new-code", "acquisition"]

    def test_the_current_file_wins_a_one_day_disagreement_and_the_other_date_is_kept(
        self, register
    ):
        link = next(row for row in register.successions if row.old == "RR1")
        assert (link.date, link.other_date) == (D(2018, 4, 2), D(2018, 4, 1))

    def test_pairs_of_either_file_are_kept(self, register):
        assert {("RCM", "RQQ"), ("RM2", "R0A")} <= {(s.old, s.new) for s in register.successions}

    def test_the_same_date_in_both_is_no_disagreement(self):
        (link,) = combine({("A", "B"): D(2000, 1, 1)}, {("A", "B"): D(2000, 1, 1)}, opened={})
        assert link.other_date is None


class TestKindOf:
    @pytest.mark.parametrize(
        ("code", "kind"),
        [
            ("RMP", "trust"),
            ("TAF", "trust"),
            ("RMP01", "site"),
            ("5QT", "other"),
            ("G6V2S", "other"),
        ],
    )
    def test_by_shape(self, code, kind):
        assert kind_of(code) == kind

    def test_a_listed_code_is_a_trust_whatever_its_shape(self):
        assert kind_of("G6V2S", listed=True) == "trust"


class TestUnits:
    def test_a_split_ties_both_heirs_into_one_unit(self, register):
        found = register.units(as_of=D(2025, 1, 1))
        assert found.unit("RW6") == found.unit("RM2") == "R0A+RM3"
        assert found.codes("R0A+RM3") == ("R0A", "RM2", "RM3", "RM4", "RW3", "RW6")

    def test_as_at_a_date_before_the_split(self, register):
        found = register.units(as_of=D(2018, 1, 1))
        assert found.unit("RW3") == "R0A"
        assert found.unit("RW6") == "RW6"
        assert found.unit("RM3") == "RM3"

    def test_old_splits_do_not_tie_living_bodies_together(self, register):
        assert register.units(as_of=D(2025, 1, 1)).unit("RT2") == "RT2"

    def test_unless_asked_for_from_an_earlier_day(self, register):
        early = register.units(as_of=D(2025, 1, 1), since=D(1990, 1, 1))
        assert early.unit("RT2") == "R0A+RM3+RT2"

    def test_a_five_character_trust_is_a_unit(self, register):
        found = register.units(as_of=D(2025, 1, 1))
        assert found.codes("G6V2S") == ("G6V2S", "RRP", "TAF")
        assert found.closes["TAF"] == D(2024, 11, 1)

    def test_bodies_that_are_not_trusts_are_left_alone(self, register):
        assert register.units(as_of=D(2025, 1, 1), since=D(1990, 1, 1)).unit("5PX") == "5PX"

    def test_a_code_alone_is_its_own_unit(self, register):
        found = register.units(as_of=D(2025, 1, 1))
        assert found.unit("RMP") == "RMP"
        assert found.codes("RMP") == ("RMP",)

    def test_a_circle_of_transfers_is_named_by_all_of_it(self):
        links = combine(
            {("RA1", "RB1"): D(2011, 1, 1), ("RB1", "RA1"): D(2012, 1, 1)}, {}, opened={}
        )
        assert units(links, as_of=D(2020, 1, 1)).unit("RA1") == "RA1+RB1"

    @given(
        st.dictionaries(
            st.tuples(st.sampled_from("ABCDEFGH"), st.sampled_from("ABCDEFGH")).filter(
                lambda pair: pair[0] != pair[1]
            ),
            st.dates(D(2011, 1, 1), D(2024, 1, 1)),
            max_size=12,
        ),
        st.randoms(use_true_random=False),
    )
    def test_law_units_partition_the_codes_whatever_the_order(self, pairs, rng):
        links = list(combine(pairs, {}, opened={}))
        before = units(links, as_of=D(2025, 1, 1))
        rng.shuffle(links)
        after = units(links, as_of=D(2025, 1, 1))
        assert before.of == after.of
        listed = [code for codes in before.members.values() for code in codes]
        assert sorted(listed) == sorted(set(listed)) == sorted(before.of)
        assert all(before.of[old] == before.of[new] for old, new in pairs)


class TestLineage:
    def test_chain_backward_and_forward(self, register):
        line = register.lineage("RM4")
        assert [link.new for link in line.successors] == ["RW3"]
        assert line.heirs == line.survivors == {"R0A"}
        assert register.lineage("R0A").ancestors >= {"RM2", "RW3", "RM4", "RW6", "REX"}

    def test_as_at_a_date(self, register):
        assert register.lineage("RM2", at=D(2017, 9, 30)).successors == ()
        assert register.lineage("RM2", at=D(2017, 9, 30)).survivors == {"RM2"}

    def test_a_body_that_ended_without_a_successor_says_so(self, register):
        line = register.lineage("RJD")
        assert not line.successor_known
        assert line.note == "Services were split."

    def test_codes_may_be_typed_in_lower_case(self, register):
        assert register.organisation(" rm2 ").code == "RM2"

    def test_a_code_known_only_from_a_succession(self, register):
        assert register.organisation("REX") == Organisation("REX", kind="trust")
        assert register.organisation("RT2").kind == "trust"

    def test_an_unknown_code_is_refused_with_a_hint(self, register):
        with pytest.raises(Refusal, match="REG-001") as caught:
            register.organisation("RRQ")
        assert "RRP" in caught.value.remedy
        with pytest.raises(Refusal, match="'99999999'") as caught:
            register.organisation("99999999")
        assert "Did you mean" not in caught.value.remedy


class TestSummary:
    """The shape that `mutuality organisation CODE --json` promises."""

    def test_successors_and_predecessors(self, register):
        summary = register.summary("RM2")
        assert summary["successors"] == [{"code": "R0A", "date": "2017-10-01", "kind": "merger"}]
        assert summary["successor_known"] is True
        assert [row["code"] for row in register.summary("G6V2S")["predecessors"]] == ["RRP", "TAF"]

    def test_closed_is_the_day_before_the_handover_where_no_list_says(self, register):
        assert register.summary("RM2")["closed"] == "2017-09-30"
        assert register.summary("RM2", at=D(2015, 1, 1))["closed"] is None
        assert register.summary("RRP")["closed"] == "2024-10-31"
        assert register.summary("G6V2S")["closed"] is None

    def test_a_disagreement_is_shown(self, register):
        assert register.summary("RR1")["successors"][0]["other_date"] == "2018-04-01"

    def test_no_changes_on_record_is_an_empty_list(self, register):
        assert register.summary("RM2")["changes"] == []


class TestRegister:
    def test_names_from_outcome_files_fill_gaps_only(self, register):
        named = register.with_names({"Y02": "A walk-in centre", "RM2": "Another name"})
        assert named.organisation("Y02").name == "A walk-in centre"
        assert named.organisation("RM2").name == "University Hospital of South Manchester"
        assert named.with_names({"Y02": "Otherwise"}) is named

    def test_a_trust_is_listed_or_looks_like_one(self, register):
        assert register.is_trust("G6V2S")
        assert register.is_trust("R99")
        assert not register.is_trust("AXX")

    def test_later_lists_fill_what_earlier_ones_left_unknown(self):
        first = Organisation("RMP", "Tameside", "other", longitude=0.0)
        later = Organisation(
            "RMP",
            "TAMESIDE HOSPITAL",
            "trust",
            D(1994, 4, 1),
            None,
            "QOP",
            "Y62",
            "Acute",
            9.9,
            53.5,
        )
        (body,) = organisations_by_code([first, later]).values()
        assert body == Organisation(
            "RMP", "Tameside", "trust", D(1994, 4, 1), None, "QOP", "Y62", "Acute", 0.0, 53.5
        )
