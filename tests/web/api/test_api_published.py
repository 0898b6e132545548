"""Published data through the API: what is there, what fits, what is said where nothing does."""

import datetime as dt
from typing import get_args, get_type_hints
from urllib.parse import urlencode

import pytest
from django.core.cache import caches
from django.test import Client

from mutuality.evidence import Finding
from mutuality.register import Change, change_shape
from mutuality.stores import effects_of, panel_of, shipped
from mutuality.web import published
from mutuality.web.api import asked

OWN = """organisation,measure,period_start,period_end,numerator,denominator,title,domain,polarity,pooling,unit
RMP,ward-moves,2024-04-01,2024-06-30,12,,Moves between wards,efficiency,lower,sum,moves
RMP,ward-moves,2024-07-01,2024-09-30,15,,Moves between wards,efficiency,lower,sum,moves
"""  # noqa: E501 - a file as it is
UNDATED = "learning-network-undated-university-of-oxford"


def walk(told, address: str) -> list:
    """Every entry of a list, page by page."""
    found, pages = [], 0
    while address:
        body = told(address)
        found += body["data"]
        address, pages = body["next"], pages + 1
    assert len(found) == body["total"]
    assert pages > 1
    return found


class TestLists:
    @pytest.mark.parametrize(
        ("address", "name"),
        [
            ("/api/organisations?limit=100", "code"),
            ("/api/organisations?q=university&limit=10", "code"),
            ("/api/changes?limit=50", "id"),
            ("/api/models?limit=7", "id"),
            ("/api/measures?limit=20", "id"),
            ("/api/coverage?limit=20", "measure"),
            ("/api/findings?limit=30", "id"),
        ],
    )
    def test_a_walk_meets_everything_exactly_once(self, told, address, name):
        found = [row[name] for row in walk(told, address)]
        assert len(found) == len(set(found))

    def test_a_walk_through_figures_meets_every_one_exactly_once(self, told):
        rows = walk(told, "/api/panels/ae-4h?limit=2000")
        assert len({(row["unit"], row["period_start"]) for row in rows}) == len(rows) > 5000
        rows = walk(told, "/api/observations/shmi?limit=1000")
        assert len({(row["file"], row["row"]) for row in rows}) == len(rows)

    def test_the_next_page_keeps_the_filters(self, told):
        assert {row["form"] for row in walk(told, "/api/changes?form=merger&limit=2")} == {"merger"}

    def test_beyond_the_end_it_says_where_the_end_is(self, told):
        body = told("/api/models?offset=90")
        assert (body["data"], body["next"]) == ([], None)
        assert "ends after 15" in body["note"]

    @pytest.mark.parametrize("what", ["panels/ae-4h", "observations/ae-4h"])
    def test_too_many_rows_are_refused_with_how_to_narrow(self, person, key, ask, what):
        status, body = ask(f"/api/{what}?limit=5001", key(person()))
        assert (status, body["where"]) == (422, "limit")
        assert "5,000" in body["remedy"]
        assert "narrow" in body["remedy"]

    def test_a_misspelt_filter_is_not_passed_over(self, refused):
        assert refused("/api/changes?from=merger") == (422, "WEB-161")
        assert refused("/api/changes/merger-2017-10-01-r0a?at=2017-10-01") == (422, "WEB-161")
        assert refused("/api/?a=b") == (422, "WEB-161")

    @pytest.mark.parametrize(
        "query",
        ["limit=1.0", "limit=0", "limit=%D9%A3", "form=marriage", "form=", "offset=-1",
         "organisation=%00"],
    )  # fmt: skip
    def test_a_value_that_cannot_be_is_refused(self, refused, query):
        assert refused(f"/api/changes?{query}") == (422, "WEB-160")

    def test_words_to_choose_from_are_given(self, person, key, ask):
        _, body = ask("/api/changes?nature=odd&limit=x", key(person()))
        assert "'voluntary'" in body["remedy"]
        assert "whole number" in body["remedy"]
        assert body["where"] == "limit"

    def test_what_somebody_has_already_is_not_sent_again(self, person, key):
        client, sent = Client(), {"Authorization": f"Bearer {key(person())}"}
        first = client.get("/api/models", headers=sent)
        assert first["Cache-Control"] == "private, no-cache"
        assert {"Authorization", "Cookie"} <= set(first["Vary"].split(", "))
        again = client.get("/api/models", headers=sent | {"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        other = client.get("/api/measures", headers=sent | {"If-None-Match": first["ETag"]})
        assert other.status_code == 200

    def test_the_words_are_those_of_the_rooms(self):
        change, finding = get_type_hints(Change), get_type_hints(Finding)
        for name, words in (("form", asked.Form), ("nature", asked.Nature), ("scale", asked.Scale)):
            assert get_args(change[name]) == get_args(words)
        for name, words in (
            ("domain", asked.Domain), ("design", asked.Design), ("setting", asked.Setting),
        ):  # fmt: skip
            assert get_args(finding[name]) == get_args(words)
        assert get_args(asked.Model) == tuple(shipped.register().models)


class TestOrganisations:
    def test_an_old_code_leads_to_what_became_of_it(self, told):
        found = told("/api/organisations?q=RD7")["data"]
        assert {row["code"] for row in found[:2]} == {"RD7", "RDU"}
        led = next(row for row in found if row["code"] == "RDU")
        assert led["via"] == "RD7"
        assert "1 October 2014" in led["why"]

    def test_filters(self, told):
        live = told("/api/organisations?live=true&kind=trust&limit=500")
        gone = told("/api/organisations?live=false&kind=trust&limit=500")
        assert all(row["live"] and row["kind"] == "trust" for row in live["data"])
        assert not any(row["live"] for row in gone["data"])

    def test_nothing_fits_and_it_says_what_would(self, told):
        body = told("/api/organisations?q=zzzz+qqqq")
        assert body["data"] == []
        assert "RMP" in body["note"]
        assert "'kind'" in told("/api/organisations?q=RD7&kind=other")["note"]

    def test_one_is_what_the_command_line_prints(self, told):
        body = told("/api/organisations/rm2")
        assert body["data"] == shipped.register().summary("RM2")
        assert told("/api/organisations/RM2?at=2017-01-01")["data"]["successors"] == []

    def test_a_day_is_a_day(self, refused):
        for said in ("0", "2017", "2017-13-01"):
            assert refused(f"/api/organisations/RM2?at={said}") == (422, "WEB-160")

    def test_lineage_has_the_unit_as_at_a_date(self, told):
        found = told("/api/organisations/RW3/lineage")["data"]
        assert (found["unit"], found["at"]) == ("R0A+RM3", None)
        assert {"RW3", "RM2", "R0A", "RW6"} <= set(found["unit_codes"])
        before = told("/api/organisations/RW3/lineage?at=2016-01-01")["data"]
        assert before["unit"] == "RW3"

    def test_a_code_that_nobody_knows(self, refused):
        assert refused("/api/organisations/XYZXYZ") == (404, "REG-001")
        assert refused("/api/organisations/XYZXYZ/lineage") == (404, "REG-001")


class TestRegister:
    def test_a_change_is_what_the_command_line_prints(self, told):
        change = next(one for one in shipped.register().changes if one.degree is None)
        assert told(f"/api/changes/{change.id}")["data"] == change_shape(change)

    def test_filters_of_the_typology(self, told):
        rows = told("/api/changes?form=buddying&nature=mandated&limit=500")["data"]
        assert rows
        assert {(row["form"], row["nature"]) for row in rows} == {("buddying", "mandated")}
        rows = told("/api/changes?organisation=r0a&scale=structural")["data"]
        assert all("R0A" in {party["code"] for party in row["parties"]} for row in rows)
        assert "Leave out" in told("/api/changes?organisation=ZZZ")["note"]

    def test_models(self, told, refused):
        body = told("/api/models/buddying")["data"]
        assert body["degree"]["total"] == 2
        assert refused("/api/models/marriage") == (404, "WEB-164")

    def test_effects_that_nobody_computed_are_not_computed_for_a_request(self, refused):
        assert refused("/api/changes/merger-2017-10-01-r0a/effects") == (404, "WEB-166")
        assert refused("/api/changes/no-such-change/effects") == (404, "WEB-164")
        assert refused("/api/changes/no-such-change") == (404, "WEB-164")

    def test_effects_that_were_computed(self, told):
        store = published.store()
        seen = effects_of(store, ["merger-2017-10-01-r0a"], measures=["ga-occupancy"])
        unseen = effects_of(store, ["acquisition-2012-01-01-rmy"], measures=["recommend-care"])
        made = seen + unseen + effects_of(store, [UNDATED])
        published.remembered("effects", "merger-2020-10-01-r0d", make=lambda: made)
        try:
            rows = told("/api/changes/merger-2020-10-01-r0d/effects")["data"]
        finally:
            caches["pages"].clear()  # these are not its own effects
        assert [row["kind"] for row in rows] == ["effect", "not-enough", "not-placed"]
        assert rows[0]["interval"] == list(made[0].interval)


class TestFigures:
    def test_only_what_is_asked_for(self, told):
        body = told("/api/panels/ae-4h?organisation=rw3&since=2018-01-01&until=2018-12-31")
        assert {row["unit"] for row in body["data"]} == {"R0A+RM3"}
        assert body["total"] == 4
        assert body["note"] == "RW3 is followed as R0A+RM3."
        assert body["last_period"] == "2025-09-30"
        assert "Nothing is loaded for ae-4h" in body["notes"][0]

    def test_units_as_at_a_date(self, told):
        early = told("/api/panels/ga-occupancy?as_of=2016-06-30&organisation=RW3")
        assert {row["unit"] for row in early["data"]} == {"RW3"}
        assert early["as_of"] == "2016-06-30"
        oldest = told("/api/panels/ga-occupancy?as_of=0001-01-01&limit=1")
        assert oldest["as_of"] == "0001-01-01"

    def test_every_body_and_other_periods(self, told):
        trusts = told("/api/panels/ae-attendances?frequency=year&limit=1")
        every = told("/api/panels/ae-attendances?frequency=year&codes=all&limit=1")
        assert trusts["frequency"] == "year"
        assert every["total"] >= trusts["total"]

    def test_what_cannot_be_added_up_is_refused_in_the_words_of_the_api(self, refused, told):
        assert refused("/api/panels/engagement") == (422, "OUT-004")
        for name, word in (("weights", "beds"), ("composites", "exclude")):
            rows = panel_of(published.store(), "engagement", **{name: word}).frame.height
            assert told(f"/api/panels/engagement?{name}={word}&limit=1")["total"] == rows
        assert refused("/api/panels/shmi-annual?frequency=month") == (422, "OUT-003")

    def test_an_empty_panel_says_why(self, told, refused):
        body = told("/api/panels/ae-4h?since=2030-01-01")
        assert (body["total"], body["data"]) == (0, [])
        assert "Ask for other codes" in body["note"]
        assert refused("/api/panels/ae-4h?organisation=QQQQ") == (422, "REG-001")

    def test_a_measure_that_nobody_knows(self, refused):
        assert refused("/api/panels/happiness") == (404, "OUT-001")
        assert refused("/api/observations/happiness") == (404, "OUT-001")

    def test_a_figure_as_loaded_names_its_file_and_row(self, told):
        query = urlencode({"organisation": "RMP", "since": "2018-01-01", "limit": 1})
        row = told(f"/api/observations/ae-4h?{query}")["data"][0]
        assert (row["organisation"], row["file"]) == ("RMP", "reference/ae-4h.parquet")
        assert row["row"] > 0
        assert told("/api/observations/ae-4h?every_edition=true&limit=1")["total"] > 5000

    def test_a_licence_that_is_not_clear_is_not_called_open(self, told):
        assert "Open Government" in told("/api/panels/ae-4h?limit=1")["provenance"]["licence"]
        unclear = told("/api/observations/engagement?limit=1")["provenance"]["licence"]
        assert unclear.startswith("Unclear")

    def test_measures_and_how_far_they_reach(self, told):
        measures = {row["id"]: row for row in told("/api/measures")["data"]}
        assert measures["ae-4h"]["held"]
        assert measures["ae-4h"]["breaks"][0]["start"] == "2019-05-01"
        reach = {row["measure"]: row for row in told("/api/coverage")["data"]}
        assert dt.date.fromisoformat(reach["ae-4h"]["last_day"]) >= dt.date(2025, 6, 30)


class TestLoaded:
    """What somebody loaded speaks alone, whatever ships."""

    @pytest.fixture
    def loaded(self, settings, tmp_path):
        """A workspace of its own, with one measure that its file describes."""
        settings.WORKSPACE = tmp_path / "workspace"
        published.store.cache_clear()
        path = tmp_path / "ward-moves.csv"
        path.write_text(OWN, encoding="utf-8")
        at = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
        report = published.store().load("tidy", [path], at=at)
        assert not report.refused
        yield report.load_id, at
        published.store.cache_clear()

    def test_a_load_is_there_at_once_and_gone_when_undone(self, told, refused, loaded):
        load, at = loaded
        body = told("/api/panels/ward-moves")
        assert (body["total"], body["data"][0]["value"]) == (2, 12.0)
        assert not any("Nothing is loaded" in note for note in body["notes"])
        before = body["provenance"]["data_version"]
        assert "ward-moves" in {row["id"] for row in told("/api/measures")["data"]}
        assert told("/api/observations/ward-moves")["data"][0]["file"] == "ward-moves.csv"
        published.store().undo(load, at=at)
        assert refused("/api/panels/ward-moves")[0] == 404
        assert told("/api/measures")["provenance"]["data_version"] != before


class TestEvidence:
    def test_filters_and_strength(self, told):
        every = told("/api/findings")
        some = told("/api/findings?model=merger&domain=staff&checked=true")
        assert 0 < some["total"] < every["total"]
        assert all("merger" in row["models"] for row in some["data"])
        assert some["strength"]["label"] in {"None", "Very low", "Low", "Moderate", "High"}
        strong = told("/api/findings?strong=true")
        assert 0 < strong["total"] < every["total"]
        one = told("/api/findings?design=randomised&setting=us")["data"]
        assert {(row["design"], row["setting"]) for row in one} <= {("randomised", "us")}

    def test_where_none_is_held_it_says_that_this_is_an_answer(self, told):
        body = told("/api/findings?model=ft-plus&design=randomised")
        assert body["data"] == []
        assert "an answer" in body["note"]

    def test_one(self, told, refused):
        assert told("/api/findings/E01")["data"]["citation"].startswith("Beaulieu")
        assert told("/api/findings/E01")["note"] == ""
        assert refused("/api/findings/E999") == (404, "WEB-164")
        unchecked = next(one.id for one in shipped.findings() if not one.verified)
        assert "Nobody has checked" in told(f"/api/findings/{unchecked}")["note"]
