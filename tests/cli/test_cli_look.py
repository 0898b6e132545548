"""Looking things up: organisations, changes, models, measures, sources."""

from __future__ import annotations

from pathlib import Path

import pytest

SHAPE = {
    "code", "name", "kind", "opened", "closed", "successors", "predecessors", "survivors",
    "changes", "successor_known", "note",
}  # fmt: skip


def links(rows: list[dict[str, str]]) -> set[tuple[str, str, str]]:
    return {(row["code"], row["date"], row["kind"]) for row in rows}


class TestOrganisation:
    def test_a_merger_to_a_new_code(self, answer) -> None:
        found = answer("organisation", "RM2", "--json").json
        assert found.keys() == SHAPE
        assert (found["code"], found["kind"], found["closed"]) == ("RM2", "trust", "2017-09-30")
        assert links(found["successors"]) == {("R0A", "2017-10-01", "merger")}
        assert found["successor_known"] is True
        assert "merger-2017-10-01-r0a" in {change["id"] for change in found["changes"]}

    def test_a_split(self, answer) -> None:
        found = answer("--json", "organisation", "rw6").json
        assert links(found["successors"]) == {
            ("R0A", "2021-10-01", "split"),
            ("RM3", "2021-10-01", "split"),
        }

    def test_a_code_of_five_characters(self, answer) -> None:
        found = answer("organisation", "G6V2S", "--json").json
        assert {row["code"] for row in found["predecessors"]} >= {"RRP", "TAF"}
        assert {row["date"] for row in found["predecessors"] if row["code"] in ("RRP", "TAF")} == {
            "2024-11-01"
        }
        assert found["kind"] == "trust"

    @pytest.mark.parametrize("code", ["RJD", "RYQ", "RYK"])
    def test_a_successor_that_nobody_knows(self, code: str, answer) -> None:
        found = answer("organisation", code, "--json").json
        assert found["successor_known"] is False
        assert found["successors"] == []
        assert found["note"]
        assert "not known" in answer("organisation", code).out

    @pytest.mark.parametrize("code", ["TAD", "TAH", "TAJ"])
    def test_trusts_on_neither_list_are_live(self, code: str, answer) -> None:
        found = answer("organisation", code, "--json").json
        assert (found["kind"], found["closed"], found["successors"]) == ("trust", None, [])
        assert found["successor_known"] is True
        assert found["name"]

    def test_as_at_a_date(self, answer) -> None:
        before = answer("organisation", "RM2", "--json", "--at", "2017-09-29").json
        assert before["successors"] == []
        assert before["survivors"] == ["RM2"]
        assert before["closed"] is None

    def test_two_published_dates_are_both_told(self, answer) -> None:
        from mutuality.stores import shipped

        link = next(link for link in shipped.register().trust_successions if link.other_date)
        (told,) = [
            row
            for row in answer("organisation", link.old, "--json").json["successors"]
            if row["code"] == link.new
        ]
        assert told["other_date"] == str(link.other_date)
        assert f"also published as {link.other_date}" in answer("organisation", link.old).out

    def test_words_of_a_name(self, answer) -> None:
        found = answer("organisation", "south manchester", "--json").json
        assert "RM2" in {row["code"] for row in found["matches"]}
        assert "RM2" in answer("organisation", "South Manchester").out

    def test_for_people(self, answer) -> None:
        said = answer("organisation", "R0A").out
        assert said.startswith("R0A  ")
        assert "came from   RM2 on 2017-10-01, merger" in said
        assert "change      merger-2017-10-01-r0a" in said
        assert "became" not in said

    def test_a_body_without_a_name(self, answer) -> None:
        from mutuality.stores import shipped

        register = shipped.register()
        nameless = next(
            link.old for link in register.successions if link.old not in register.organisations
        )
        assert answer("organisation", nameless, "--json").json["name"] is None
        assert "name not in the files we hold" in answer("organisation", nameless).out

    def test_brackets_in_a_name_are_letters(self, answer, tmp_path: Path) -> None:
        table = tmp_path / "in.csv"
        table.write_text(
            "organisation,measure,period_start,period_end,numerator,denominator,name\n"
            "NQX,sickness,2024-04-01,2024-04-30,1,10,Care [North] [/bold] CIC\n"
        )
        answer("load", "auto", table)
        assert "Care [North] [/bold] CIC" in answer("organisation", "NQX").out
        assert "Care [North] [/bold] CIC" in answer("organisation", "[/bold]").out

    def test_refusals(self, refusal) -> None:
        assert refusal("organisation", "QQQ")["code"] == "REG-001"
        told = refusal("organisation", "RM2", "--at", "yesterday")
        assert (told["code"], told["where"]) == ("CLI-002", "--at")


class TestChanges:
    def test_all_and_by_the_fields_of_the_typology(self, answer) -> None:
        every = answer("changes", "--json").json
        mergers = answer("changes", "--form", "merger", "--json").json
        assert {row["form"] for row in mergers} == {"merger"}
        assert 0 < len(mergers) < len(every)
        for name, value in (("nature", "mandated"), ("scale", "structural")):
            found = answer("changes", f"--{name}", value, "--json").json
            assert {row[name] for row in found} == {value}
        assert all(not row["id"].startswith("change") for row in every)

    def test_of_one_body(self, answer) -> None:
        found = answer("changes", "--organisation", "r0a", "--json").json
        assert "merger-2017-10-01-r0a" in {row["id"] for row in found}
        assert all("R0A" in {party["code"] for party in row["parties"]} for row in found)

    def test_one_whole(self, answer) -> None:
        found = answer("changes", "merger-2017-10-01-r0a", "--json").json
        assert (found["effective"], found["effective_status"]) == ("2017-10-01", "found")
        said = answer("changes", "merger-2017-10-01-r0a").out
        assert said.startswith("merger-2017-10-01-r0a")
        assert "(RM2)" in said

    def test_what_nobody_checked_says_so(self, answer) -> None:
        unchecked = [
            row for row in answer("changes", "--json").json if row["status"] == "background"
        ]
        assert unchecked
        assert "not checked" in answer("changes").out
        assert "not checked" in answer("changes", unchecked[0]["id"]).out

    def test_refusals(self, refusal) -> None:
        assert refusal("changes", "--form", "cats")["code"] == "CLI-003"
        assert "cats" in refusal("changes", "cats")["problem"]
        assert "QQQ" in refusal("changes", "--organisation", "QQQ")["problem"]


class TestModels:
    def test_the_catalogue_of_the_contract(self, answer) -> None:
        found = {row["id"]: row for row in answer("models", "--json").json}
        assert found.keys() == {
            "business-as-usual", "do-minimum", "learning-network", "buddying", "ft-plus",
            "partnership", "clinical-network", "service-chain", "group", "franchise",
            "joint-venture", "integrated-care", "mutual", "merger", "acquisition",
        }  # fmt: skip
        assert found["mutual"]["degree"]["total"] == 20
        assert found["buddying"]["degree"]["total"] == 2
        assert "buddying" in answer("models").out

    def test_one_whole(self, answer) -> None:
        assert answer("models", "mutual", "--json").json["id"] == "mutual"
        said = answer("models", "mutual").out
        for part in (
            "what it is",
            "who answers",
            "set-up time",
            "undoing it",
            "20 of 24",
            "risks:",
        ):
            assert part in said

    def test_refusals(self, refusal) -> None:
        assert refusal("models", "cats")["code"] == "CLI-004"


def test_measures(answer) -> None:
    found = {row["id"]: row for row in answer("measures", "--json").json}
    assert found["ae-4h"]["held"] is True
    assert found["ga-occupancy"]["pooling"] == "sums"
    assert "ga-occupancy" in answer("measures").out


def test_measures_of_ones_own_are_listed(answer, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text(
        "organisation,measure,period_start,period_end,numerator,denominator,title,domain,polarity,"
        "pooling\nRMP,turnover,2024-04-01,2024-06-30,5,100,Staff who left,staff,lower,sums\n"
    )
    answer("load", "auto", table)
    found = {row["id"]: row for row in answer("measures", "--json").json}
    assert found["turnover"]["title"] == "Staff who left"
    assert (found["turnover"]["lowest"], found["turnover"]["highest"]) == (None, None)
    assert "Staff who left" in answer("measures").out


def test_sources(answer, tmp_path: Path, workspace: Path) -> None:
    from mutuality.stores import READERS

    empty = answer("sources", "--json").json
    assert [row["id"] for row in empty["readers"]] == [reader.id for reader in READERS]
    assert empty["loaded"] == []
    assert f"{workspace}: nothing yet" in answer("sources").out

    table = tmp_path / "in.csv"
    table.write_text(
        "organisation,measure,period_start,period_end,numerator,denominator\n"
        "RMP,sickness,2024-04-01,2024-04-30,1,10\n"
    )
    load = answer("load", "auto", table, "--json").json["load"]
    answer("load", "--undo", load)
    (held,) = answer("sources", "--json").json["loaded"]
    assert (held["load_id"], held["name"], held["hidden"]) == (load, "in.csv", True)
    assert "in.csv, as extracted, 1 rows, hidden" in answer("sources").out
    assert answer("--json", "sources").json["shipped"]["ae-4h"]
