"""The workspace as a place: shared, damaged, newer than we are, or not a workspace at all."""

from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from small_files import (
    NOON,
    TIDY,
    accident_and_emergency,
    engagement,
    sickness,
    successions,
    taken,
    values,
    written,
)

from mutuality.base import Refusal
from mutuality.outcomes.panel import PANEL
from mutuality.stores import VIEW, Workspace, panel_of, shipped
from mutuality.stores.manifest import VERSION

APRIL = sickness({("RGT", "2024-04"): (5, 100)})
COUNT = """
import sys
from pathlib import Path
from mutuality.stores import Workspace
store = Workspace(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
print(store.observations("sickness").height, flush=True)
"""


@pytest.fixture
def loaded(store: Workspace, tmp_path: Path) -> Workspace:
    """A workspace with one file in it."""
    taken(store, written(tmp_path, "april.csv", APRIL))
    return store


def refused(store: Workspace) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        store.observations("sickness")
    return refusal.value


def test_the_columns_of_the_contract() -> None:
    assert VIEW == (
        "organisation", "period_start", "period_end", "numerator", "denominator", "value",
        "source", "file", "sheet", "row", "vintage",
    )  # fmt: skip
    assert PANEL == (
        "unit", "period_start", "period_end", "numerator", "denominator", "value",
        "parts_expected", "parts_present", "flags",
    )  # fmt: skip


def test_loaded_and_shipped_figures_have_one_shape(loaded: Workspace) -> None:
    ours, theirs = loaded.observations("sickness"), shipped.observations("sickness")
    assert ours.schema == theirs.schema
    assert ours.columns == [*VIEW, "flags", "vintages"]


def test_a_second_process_reads_what_the_first_holds_open(loaded: Workspace) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", COUNT, str(loaded.root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout
    assert other.stdout.readline() == "ready\n"
    with loaded.manifest.connect() as con:
        assert con.execute("select count(*) from files").fetchone()[0] == 1
        out, _ = other.communicate("go\n", timeout=60)
    assert out == "1\n"


def test_a_newer_manifest_is_refused(loaded: Workspace) -> None:
    with sqlite3.connect(loaded.manifest.path) as con:
        con.execute(f"pragma user_version = {VERSION + 1}")
    con.close()
    assert refused(loaded).code == "STO-002"
    assert refused(loaded).where == str(loaded.manifest.path)


def test_a_manifest_from_before_the_first_release_is_refused(loaded: Workspace) -> None:
    with sqlite3.connect(loaded.manifest.path) as con:
        con.execute("pragma user_version = 1")
    con.close()
    assert refused(loaded).code == "STO-001"
    assert "before the first release" in refused(loaded).problem


@pytest.mark.parametrize("content", [b"not a database", b"SQLite format 3\x00" + b"\x01" * 900])
def test_a_file_that_is_no_manifest(content: bytes, loaded: Workspace) -> None:
    loaded.manifest.path.write_bytes(content)
    assert refused(loaded).code == "STO-001"


def test_a_manifest_with_a_damaged_page(loaded: Workspace) -> None:
    """The header is whole, so only the query finds out."""
    data = bytearray(loaded.manifest.path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    loaded.manifest.path.write_bytes(bytes(data))
    assert refused(loaded).code == "STO-001"


@pytest.mark.parametrize("version", [0, VERSION])
def test_a_database_of_another_kind_is_left_alone(version: int, store: Workspace) -> None:
    store.root.mkdir()
    with sqlite3.connect(store.manifest.path) as con:
        con.execute("create table recipes (name text)")
        con.execute(f"pragma user_version = {version}")
    con.close()
    before = store.manifest.path.read_bytes()
    assert refused(store).code == "STO-001"
    assert store.manifest.path.read_bytes() == before


def test_an_empty_manifest_is_laid_out(store: Workspace) -> None:
    store.root.mkdir()
    store.manifest.path.touch()
    assert store.held() == ()
    assert store.loaded_measures() == set()


def test_a_workspace_that_is_a_file(store: Workspace, tmp_path: Path) -> None:
    store.root.write_text("a file")
    report = written(tmp_path, "april.csv", APRIL)
    with pytest.raises(Refusal, match="STO-017"):
        store.load("auto", [report], at=NOON)
    with pytest.raises(Refusal, match="STO-017"):
        Workspace(store.root / "deeper").load("auto", [report], at=NOON)


def test_a_folder_where_the_manifest_should_be(store: Workspace, tmp_path: Path) -> None:
    store.manifest.path.mkdir(parents=True)
    with pytest.raises(Refusal, match="STO-017"):
        store.load("auto", [written(tmp_path, "april.csv", APRIL)], at=NOON)


def test_a_bug_in_an_entry_is_seen_and_undone(loaded: Workspace) -> None:
    def hide_and_fail() -> None:
        with loaded.manifest.connect(writing=True) as con:
            con.execute("update loads set hidden_at = 'now'")
            con.execute("insert into loads select * from loads")

    with pytest.raises(sqlite3.IntegrityError):
        hide_and_fail()
    assert loaded.loaded_measures() == {"sickness"}


@pytest.mark.parametrize("damage", ["gone", "cut short"])
def test_a_table_that_was_damaged_is_named(damage: str, loaded: Workspace) -> None:
    (table,) = (loaded.root / "observations").rglob("*.parquet")
    if damage == "gone":
        table.unlink()
    else:
        table.write_bytes(table.read_bytes()[:50])
    assert refused(loaded).code == "STO-019"
    assert refused(loaded).where == str(loaded.root)


def test_a_source_tells_of_every_publication(store: Workspace, tmp_path: Path) -> None:
    taken(store, written(tmp_path, "mine.csv", TIDY + "RGT,ae-4h,2024-04-01,2024-04-30,90,100,\n"))
    taken(store, written(tmp_path, "ae.csv", accident_and_emergency({"RGT": (100, 10, 5)})))
    source = store.source_of("ae-4h")
    assert source.title.count(";") == 1
    assert source.licence == "unclear"
    assert source.id == "ae-4h"


class TestRegister:
    def test_loaded_successions_join_the_shipped(self, store: Workspace, tmp_path: Path) -> None:
        shipped_links = {(link.old, link.new) for link in shipped.register().successions}
        taken(store, written(tmp_path, "succ.csv", successions([("RMP", "RM3", "20300401")])))
        register = store.register()
        assert {(link.old, link.new) for link in register.successions} == shipped_links | {
            ("RMP", "RM3")
        }
        (link,) = register.lineage("RMP", at=dt.date(2030, 4, 1)).successors
        assert (link.new, link.date, link.kind) == ("RM3", dt.date(2030, 4, 1), "acquisition")
        assert register.lineage("RMP", at=dt.date(2030, 3, 31)).successors == ()
        assert register.changes == shipped.register().changes

    def test_the_later_list_of_successions_wins(self, store: Workspace, tmp_path: Path) -> None:
        for name, day in (("old.csv", "20300401"), ("new.csv", "20310401")):
            taken(store, written(tmp_path, name, successions([("RMP", "RM3", day)])))
        (link,) = store.register().lineage("RMP").successors
        assert link.date == dt.date(2031, 4, 1)

    def test_a_date_that_moved_is_kept_beside_the_official(
        self, store: Workspace, tmp_path: Path
    ) -> None:
        combined = "old_code,new_code,date\nRMP,RM3,2030-03-31\n"
        taken(store, written(tmp_path, "combined.csv", combined))
        taken(store, written(tmp_path, "succ.csv", successions([("RMP", "RM3", "20300401")])))
        (link,) = store.register().lineage("RMP").successors
        assert (link.date, link.other_date) == (dt.date(2030, 4, 1), dt.date(2030, 3, 31))

    def test_a_loaded_list_of_trusts_adds_to_the_shipped(
        self, store: Workspace, tmp_path: Path
    ) -> None:
        category = "Acute - NEW"
        text = f"trust_code,primary_category\nRMP,{category}\nRZZ,{category}\n"
        load = taken(store, written(tmp_path, "types.csv", text)).load_id
        register = store.register()
        assert register.organisation("RZZ").category == category
        assert register.organisation("RMP").category == category
        assert register.organisation("RMP").name == shipped.register().organisation("RMP").name
        store.undo(str(load), at=NOON)
        assert store.register().organisation("RMP") == shipped.register().organisation("RMP")

    def test_names_come_from_outcome_files(self, store: Workspace, tmp_path: Path) -> None:
        text = accident_and_emergency({"AXX9": (1, 0, 0), "RMP": (5, 1, 1)})
        taken(store, written(tmp_path, "ae.csv", text))
        assert store.register().organisation("AXX9").name == "Trust AXX9"
        assert store.register().organisation("RMP").name != "Trust RMP"


class TestPanels:
    def test_only_trusts_unless_all_are_asked_for(self, store: Workspace, tmp_path: Path) -> None:
        text = accident_and_emergency({"AXX9": (10, 1, 0), "RMP": (50, 1, 1)})
        taken(store, written(tmp_path, "ae.csv", text))
        assert panel_of(store, "ae-4h").frame["unit"].to_list() == ["RMP"]
        assert panel_of(store, "ae-4h", codes="all").frame["unit"].to_list() == ["AXX9", "RMP"]

    def test_no_trust_among_the_codes(self, store: Workspace, tmp_path: Path) -> None:
        text = accident_and_emergency({"AXX9": (10, 1, 0)})
        taken(store, written(tmp_path, "ae.csv", text))
        with pytest.raises(Refusal, match="--codes all"):
            panel_of(store, "ae-4h")

    def test_predecessors_are_added_up_as_at_a_date(self, store: Workspace, tmp_path: Path) -> None:
        months = {
            ("RM2", "2017-09"): (1, 100),
            ("RW3", "2017-09"): (5, 100),
            ("R0A", "2017-10"): (8, 200),
        }
        taken(store, written(tmp_path, "in.csv", sickness(months)))
        after = panel_of(store, "sickness").frame
        assert after.select("unit", "value", "parts_expected", "parts_present").rows() == [
            ("R0A", 0.03, 2, 2),
            ("R0A", 0.04, 1, 1),
        ]
        before = panel_of(store, "sickness", as_of=dt.date(2017, 9, 30)).frame
        assert sorted(before["unit"]) == ["R0A", "RM2", "RW3"]

    def test_scores_are_weighted_by_beds_of_the_year(
        self, store: Workspace, tmp_path: Path
    ) -> None:
        beds = TIDY + "".join(
            f"{code},ga-occupancy,{start},{end},1,{count},\n"
            for code, start, end, count in (
                ("RM2", "2015-01-01", "2015-03-31", 100),
                ("RM2", "2015-04-01", "2015-06-30", 200),
                ("RW3", "2015-01-01", "2015-03-31", 450),
                ("RW3", "2014-10-01", "2014-12-31", 9999),
                ("RW3", "2015-04-01", "2015-06-30", 0),
            )
        ).replace(",1,0,", ",0,0,")
        taken(store, written(tmp_path, "beds.csv", beds))
        taken(store, written(tmp_path, "scores.csv", engagement({"RM2": 3.0, "RW3": 4.0})))
        as_of = dt.date(2018, 1, 1)
        built = panel_of(store, "engagement", as_of=as_of, weights="beds").frame
        assert built["unit"].to_list() == ["R0A"]
        assert built["value"].to_list() == [pytest.approx((150 * 3 + 450 * 4) / 600)]
        with pytest.raises(Refusal, match="OUT-004"):
            panel_of(store, "engagement", as_of=as_of)
        empty = panel_of(store, "engagement", as_of=as_of, composites="exclude").frame
        assert empty.select("value", "parts_present").rows() == [(None, 2)]

    def test_figures_before_the_epoch_are_followed_too(
        self, store: Workspace, tmp_path: Path
    ) -> None:
        early = min(
            (link for link in shipped.register().trust_successions if link.date.year == 2009),
            key=lambda link: link.date,
        )
        taken(store, written(tmp_path, "in.csv", sickness({(early.old, "2009-01"): (1, 100)})))
        taken(store, written(tmp_path, "2.csv", sickness({(early.new, "2010-12"): (1, 100)})))
        unit = panel_of(store, "sickness").frame["unit"].to_list()
        assert len(set(unit)) == 1

    def test_measures_that_nobody_knows(self, store: Workspace) -> None:
        with pytest.raises(Refusal, match="OUT-001"):
            panel_of(store, "cats")

    def test_the_panel_of_shipped_figures(self, store: Workspace) -> None:
        built = panel_of(store, "ga-occupancy")
        assert built.frame.columns == list(PANEL)
        assert built.frequency == "quarter"
        assert (
            built.frame.select(pl.struct("unit", "period_start").is_duplicated().any()).item()
            is False
        )
        assert not set(built.frame["unit"]) & {"TOTAL", "NA", "-", "ENGLAND"}


def test_values_of_two_measures_do_not_mix(store: Workspace, tmp_path: Path) -> None:
    text = APRIL + engagement({"RGT": 3.9}).removeprefix(TIDY)
    taken(store, written(tmp_path, "both.csv", text))
    assert values(store, "sickness") == [("RGT", "2024-04-01", 0.05)]
    assert values(store, "engagement") == [("RGT", "2015-01-01", 3.9)]
