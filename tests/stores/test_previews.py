"""A preview says what a load will do, and the load does exactly that."""

from __future__ import annotations

import datetime as dt
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_files import (
    NOON,
    TIDY,
    accident_and_emergency,
    ae_series,
    engagement,
    month_end,
    on_disk,
    sickness,
    successions,
    taken,
    turnover,
    values,
    written,
)

from mutuality.base import Period, Refusal
from mutuality.stores import Offered, Workspace, shipped
from mutuality.stores.editions import Key
from mutuality.stores.holdings import Coverage, gaps
from mutuality.stores.layout import EVENTS
from mutuality.stores.loading import Loader, Plan
from mutuality.stores.manifest import VERSION, Manifest
from mutuality.stores.previews import LoadPreview

APRIL = sickness({("RGT", "2024-04"): (5, 100), ("RXQ", "2024-04"): (8, 100)})
LATER = NOON + dt.timedelta(days=1)
DAY = dt.date(2026, 11, 22)


def upload(name: str, text: str) -> Offered:
    """A file that came with its name and bytes."""
    return Offered.named(name, text.encode())


def told(preview: LoadPreview) -> list[dict[str, Any]]:
    """What a preview says of each file."""
    return [outcome.as_dict() for outcome in preview.outcomes]


def figures(store: Workspace, measure: str) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """Figures by code and period; none where nothing is held."""
    if measure not in store.measures():
        return {}
    columns = ("organisation", "period_start", "period_end", "value", "numerator", "denominator")
    return {row[:3]: row[3:] for row in store.observations(measure).select(columns).iter_rows()}


class TestPreview:
    def test_nothing_is_written(self, store: Workspace, tmp_path: Path) -> None:
        preview = store.preview("auto", [upload("april.csv", APRIL)], at=NOON)
        assert not store.root.exists()
        assert preview.version == store.version == "0"
        taken(store, written(tmp_path, "april.csv", APRIL))
        before = on_disk(store.root)
        store.preview("auto", [upload("may.csv", APRIL.replace("2024-04", "2024-05"))], at=NOON)
        assert on_disk(store.root) == before

    def test_it_says_what_is_kept_left_out_and_refused(self, store: Workspace) -> None:
        text = accident_and_emergency({"RGT": (100, 10, 5), "AXX9": (20, 3, 1)})
        preview = store.preview(
            "auto",
            [upload("ae.csv", text), upload("cats.csv", "cats,dogs\n1,2\n")],
            at=NOON,
        )
        good, bad = told(preview)
        assert (good["reader"], good["kept"]["ae-4h"]) == ("ae-monthly", 2)
        assert good["dropped"] == [{"reason": "total row", "rows": 1, "example": "row 4"}]
        assert good["unknown_codes"] == {"codes": 1, "examples": ["AXX9"]}
        assert bad["code"] == "STO-124"
        assert [outcome.path.name for outcome in preview.refused] == ["cats.csv"]
        assert [outcome.path.name for outcome in preview.fresh] == ["ae.csv"]
        assert [measure.measure for measure in preview.measures] == [
            "ae-4h",
            "ae-attendances",
            "emergency-admissions",
        ]

    def test_figures_that_ship_stand_aside_and_that_is_told(self, store: Workspace) -> None:
        preview = store.preview("auto", [upload("april.csv", APRIL)], at=NOON)
        (measure,) = preview.measures
        ours = shipped.observations("sickness").height
        assert (measure.new, measure.gone, measure.stands_aside) == (2, ours, ours)
        assert measure.first == dt.date(2024, 4, 1)
        assert measure.last == dt.date(2024, 4, 30)
        assert (measure.periods, measure.bodies) == (1, 2)
        assert len(measure.examples) == 20
        assert {change.as_dict()["what"] for change in measure.examples} == {"gone"}

    def test_a_correction_shows_old_and_new(self, store: Workspace, tmp_path: Path) -> None:
        taken(store, written(tmp_path, "april.csv", APRIL))
        right = (
            APRIL.replace(",5,100", ",7,100")
            + sickness({("RXQ", "2024-05"): (9, 100)})[len(TIDY) :]
        )
        wrong = upload("other.csv", APRIL.replace(",5,100", ",7,100"))
        (refused,) = told(store.preview("auto", [wrong], at=NOON))
        assert refused["code"] == "STO-005"
        preview = store.preview("auto", [upload("right.csv", right)], at=NOON, supersede=True)
        (measure,) = preview.measures
        assert measure.as_dict() == {
            "measure": "sickness",
            "first": "2024-04-01",
            "last": "2024-05-31",
            "periods": 2,
            "bodies": 2,
            "figures": {"new": 1, "changed": 1, "same": 1, "gone": 0},
            "organisations": 2,
            "stands_aside": 0,
            "replaced": [
                {
                    "period": "April 2024",
                    "old": "april.csv",
                    "old_vintage": measure.replaced[0].old_vintage,
                    "new": "right.csv",
                    "new_vintage": measure.replaced[0].new_vintage,
                    "figures": 2,
                }
            ],
            "examples": [
                {
                    "organisation": "RGT",
                    "period_start": "2024-04-01",
                    "period_end": "2024-04-30",
                    "old": 0.05,
                    "new": 0.07,
                    "what": "changed",
                },
                {
                    "organisation": "RXQ",
                    "period_start": "2024-05-01",
                    "period_end": "2024-05-31",
                    "old": None,
                    "new": 0.09,
                    "what": "new",
                },
            ],
        }

    def test_a_share_of_other_counts_has_changed(self, store: Workspace, tmp_path: Path) -> None:
        taken(store, written(tmp_path, "april.csv", APRIL))
        other = APRIL.replace(",5,100", ",50,1000")
        preview = store.preview("auto", [upload("o.csv", other)], at=NOON, supersede=True)
        assert (preview.measures[0].changed, preview.measures[0].same) == (1, 1)

    def test_an_extract_below_the_publishers_file_changes_nothing_that_people_see(
        self, store: Workspace, tmp_path: Path
    ) -> None:
        returns = {"RGT": (100, 10, 5), "RXQ": (200, 30, 9)}
        taken(store, written(tmp_path, "ae.csv", accident_and_emergency(returns)))
        preview = store.preview("auto", [upload("s.csv", ae_series({"RGT": (99, 9, 5)}))], at=NOON)
        assert {(m.new, m.changed, m.same) for m in preview.measures} == {(0, 0, 2)}
        assert {m.replaced for m in preview.measures} == {()}

    def test_a_file_that_is_held_says_so(self, store: Workspace, tmp_path: Path) -> None:
        taken(store, written(tmp_path, "april.csv", APRIL))
        preview = store.preview("auto", [upload("copy.csv", APRIL)], at=NOON)
        assert told(preview) == [
            {"file": "copy.csv", "status": "already loaded", "as": "april.csv"}
        ]
        assert [outcome.path.name for outcome in preview.already] == ["copy.csv"]
        assert preview.measures == ()

    def test_lists_and_measures_of_a_files_own(self, store: Workspace) -> None:
        preview = store.preview(
            "auto",
            [
                upload("succ.csv", successions([("RGT", "RXQ", "20300401")])),
                upload("mine.csv", turnover("RGT", 50)),
                upload("total.csv", sickness({("ENG", "2024-04"): (5, 100)})),
            ],
            at=NOON,
        )
        assert preview.as_dict()["lists"] == {"successions": 1}
        assert [(m.measure, m.new) for m in preview.measures] == [("turnover", 1)]

    def test_a_measure_without_a_figure_changes_nothing(
        self, store: Workspace, tmp_path: Path
    ) -> None:
        head = "code,year index,engagement index,recommendcare index,recommendwork index,shmi index"
        text = f"{head}\nRGT,2015,3.9,NA,NA,1.1\n"
        preview = store.preview("auto", [upload("e.csv", text)], at=NOON)
        assert [m.measure for m in preview.measures] == ["engagement", "shmi-annual"]
        report = taken(store, written(tmp_path, "e.csv", text))
        assert told(preview) == [outcome.as_dict() for outcome in report.outcomes]
        assert store.loaded_measures() == {"engagement", "shmi-annual"}

    def test_files_of_one_call_are_judged_together(self, store: Workspace) -> None:
        other = APRIL.replace(",5,", ",6,")
        preview = store.preview("auto", [upload("a.csv", APRIL), upload("b.csv", other)], at=NOON)
        assert [row["status"] for row in told(preview)] == ["loaded", "refused"]
        assert [outcome.path.name for outcome in preview.contradicted] == ["b.csv"]

    def test_bytes_may_lie_under_another_name(self, store: Workspace, tmp_path: Path) -> None:
        place = written(tmp_path, "upload-7f3a.tmp", APRIL)
        file = Offered.named("april.csv", place)
        preview = store.preview("auto", [file], at=NOON)
        report = store.load("auto", [file], at=NOON, by="Ada", expecting=preview.version)
        assert [held.name for held in store.held()] == ["april.csv"]
        assert told(preview) == [outcome.as_dict() for outcome in report.outcomes]
        place.unlink()
        (gone,) = store.preview("auto", [Offered.named("x.csv", place)], at=NOON).outcomes
        assert gone.as_dict()["code"] == "STO-100"

    def test_progress_is_told(self, store: Workspace) -> None:
        seen: list[tuple[int, int, str]] = []
        store.preview(
            "auto",
            [upload("april.csv", APRIL)],
            at=NOON,
            progress=lambda *step: seen.append(step),
        )
        assert seen == [(1, 1, "april.csv")]


def test_a_load_that_was_previewed_is_refused_where_the_workspace_has_changed(
    store: Workspace, tmp_path: Path
) -> None:
    may = upload("may.csv", APRIL.replace("2024-04-30", "2024-05-31").replace("04-01", "05-01"))
    preview = store.preview("auto", [may], at=NOON)
    taken(store, written(tmp_path, "april.csv", APRIL))
    with pytest.raises(Refusal, match="STO-024"):
        store.load("auto", [may], at=NOON, expecting=preview.version)
    assert len(store.held()) == 1
    again = store.preview("auto", [may], at=NOON)
    assert store.load("auto", [may], at=NOON, expecting=again.version).load_id


class TestMeanwhile:
    """Between the first look at the workspace and the lock, another process may do something."""

    @staticmethod
    def once(monkeypatch: pytest.MonkeyPatch, does: Callable[[], object]) -> None:
        """Do something right after the first plan was made."""
        real, left = Loader.plan, [does]

        def plan(self: Loader) -> Plan:
            made = real(self)
            if left:
                left.pop()()
            return made

        monkeypatch.setattr(Loader, "plan", plan)

    def test_the_same_file_is_then_there_already(
        self, store: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        april = written(tmp_path, "april.csv", APRIL)
        self.once(monkeypatch, lambda: Workspace(store.root).load("auto", [april], at=NOON))
        report = store.load("auto", [upload("copy.csv", APRIL)], at=NOON)
        assert (report.load_id, report.outcomes[0].already) == (None, "april.csv")
        assert len(store.held()) == 1

    def test_a_file_does_not_contradict_itself(
        self, store: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Another process loads it after the hashes were asked for, and before the editions."""
        april = written(tmp_path, "april.csv", APRIL)
        taken(store, written(tmp_path, "mine.csv", turnover("RGT", 5)))
        real, left = Manifest.editions, [True]

        def late(self: Manifest, reader: str) -> dict[Key, str]:
            if left:
                left.pop()
                taken(Workspace(store.root), april)
            return real(self, reader)

        monkeypatch.setattr(Manifest, "editions", late)
        (outcome,) = store.load("auto", [upload("copy.csv", APRIL)], at=NOON).outcomes
        assert outcome.already == "april.csv"

    def test_history_is_read_while_it_grows(
        self, store: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        april = written(tmp_path, "april.csv", APRIL)
        taken(store, written(tmp_path, "mine.csv", turnover("RGT", 5)))
        real, questions = Manifest.rows, [0]

        def late(self: Manifest, query: str, values: tuple[Any, ...] = ()) -> list[sqlite3.Row]:
            questions[0] += 1
            if questions[0] == 3:
                taken(Workspace(store.root), april)
            return real(self, query, values)

        monkeypatch.setattr(Manifest, "rows", late)
        assert [past.files[0].name for past in store.history()] == ["mine.csv"]
        assert [past.files[0].name for past in store.history()] == ["april.csv", "mine.csv"]

    def test_what_was_there_already_may_be_undone(
        self, store: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        load = str(taken(store, written(tmp_path, "april.csv", APRIL)).load_id)
        self.once(monkeypatch, lambda: Workspace(store.root).undo(load, at=NOON))
        files = [upload("again.csv", APRIL), upload("mine.csv", turnover("RGT", 5))]
        report = store.load("auto", files, at=NOON)
        assert [outcome.as_dict()["status"] for outcome in report.outcomes] == ["loaded"] * 2
        assert len(values(store, "sickness")) == 2

    def test_a_preview_is_out_of_date(
        self, store: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        april = written(tmp_path, "april.csv", APRIL)
        self.once(monkeypatch, lambda: Workspace(store.root).load("auto", [april], at=NOON))
        with pytest.raises(Refusal, match="STO-024"):
            store.load("auto", [upload("m.csv", turnover("RGT", 5))], at=NOON, expecting="0")
        assert [held.name for held in store.held()] == ["april.csv"]

    def test_a_load_is_undone_twice_at_once(
        self, store: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from mutuality.stores import history

        load = str(taken(store, written(tmp_path, "april.csv", APRIL)).load_id)
        real, left = history._refuse_stranger, [True]

        def late(*args: Any, **kwargs: Any) -> None:
            real(*args, **kwargs)
            if left:
                left.pop()
                store.undo(load, at=NOON)

        monkeypatch.setattr(history, "_refuse_stranger", late)
        with pytest.raises(Refusal, match="STO-003"):
            store.undo(load, at=NOON)
        assert [step.kind for step in store.history()[0].steps] == ["loaded", "undone"]


FIGURE = st.tuples(
    st.sampled_from(["RGT", "RXQ", "RMP", "ZZ9", "ENG"]),
    st.sampled_from(["2024-04", "2024-05", "2024-06"]),
    st.integers(0, 9),
    st.sampled_from([10, 100]),
)
FILE = st.tuples(
    st.sampled_from(["tidy", "ae", "series", "score"]), st.lists(FIGURE, min_size=1, max_size=4)
)
CALL = st.tuples(st.lists(FILE, min_size=1, max_size=2), st.booleans(), st.booleans())


def text_of(kind: str, rows: list[tuple[str, str, int, int]]) -> str:
    """A small file of one of four kinds."""
    if kind == "tidy":
        return sickness({(code, month): (lost, days) for code, month, lost, days in rows})
    if kind == "score":
        return engagement({code: score / 2 for code, _, score, _ in rows})
    code, month, late, all_of_them = rows[0]
    name = dt.date.fromisoformat(f"{month}-01").strftime("%B %Y")
    returns = {code if code != "ENG" else "RGT": (all_of_them + 10, late, 1)}
    return (accident_and_emergency if kind == "ae" else ae_series)(returns, name)


@settings(max_examples=20, deadline=None)
@given(calls=st.lists(CALL, min_size=1, max_size=3))
def test_the_load_does_what_the_preview_said(
    calls: list[tuple[list[tuple[str, list[tuple[str, str, int, int]]]], bool, bool]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Workspace(Path(folder) / "workspace")
        for number, (files, supersede, undo) in enumerate(calls):
            uploads = [upload(f"{n}.csv", text_of(*file)) for n, file in enumerate(files)]
            at = NOON + dt.timedelta(minutes=number)
            measures = ("sickness", "engagement", "ae-4h", "ae-attendances")
            before = {name: figures(store, name) for name in measures}
            preview = store.preview("auto", uploads, at=at, supersede=supersede)
            report = store.load(
                "auto", uploads, at=at, supersede=supersede, expecting=preview.version
            )
            assert told(preview) == [outcome.as_dict() for outcome in report.outcomes]
            said = {measure.measure: measure for measure in preview.measures}
            for name in measures:
                old, new = before[name], figures(store, name)
                if name not in said:
                    assert old == new
                    continue
                both = old.keys() & new.keys()
                changed = {key for key in both if old[key] != new[key]}
                assert said[name].new == len(new.keys() - old.keys())
                assert said[name].gone == len(old.keys() - new.keys())
                assert said[name].changed == len(changed)
                assert said[name].same == len(both) - len(changed)
                touched = changed | (old.keys() ^ new.keys())
                assert said[name].organisations == len({key[0] for key in touched})
                for change in said[name].examples:
                    key = (change.organisation, change.period.start, change.period.end)
                    assert change.old == old.get(key, (None,))[0]
                    assert change.new == new.get(key, (None,))[0]
            if undo and report.load_id:
                store.undo(report.load_id, at=at)
                assert {name: figures(store, name) for name in measures} == before


class TestHistory:
    def test_each_load_with_who_and_what(self, store: Workspace, tmp_path: Path) -> None:
        assert store.history() == ()
        april = written(tmp_path, "april.csv", APRIL)
        first = store.load("auto", [april], at=NOON, by="Ada").load_id
        second = taken(store, written(tmp_path, "mine.csv", turnover("RGT", 5))).load_id
        store.undo(str(first), at=LATER, by="Grace")
        new, old = store.history()
        assert (new.load_id, new.by, new.hidden) == (second, "", False)
        assert old.as_dict() == {
            "load": first,
            "at": NOON.isoformat(),
            "by": "Ada",
            "hidden": True,
            "files": [{"name": "april.csv", "kept": 2}],
            "steps": [
                {"kind": "loaded", "at": NOON.isoformat(), "by": "Ada"},
                {"kind": "undone", "at": LATER.isoformat(), "by": "Grace"},
            ],
        }
        assert store.unhide(str(first), at=LATER, by="Ada") == 1
        assert [step.kind for step in store.history()[1].steps] == ["loaded", "undone", "redone"]
        assert len(values(store, "sickness")) == 2

    def test_what_is_not_hidden_cannot_be_shown_again(
        self, store: Workspace, tmp_path: Path
    ) -> None:
        with pytest.raises(Refusal, match=r"STO-022.*none"):
            store.unhide("yesterday", at=NOON)
        assert not store.root.exists()
        load = str(taken(store, written(tmp_path, "april.csv", APRIL)).load_id)
        with pytest.raises(Refusal, match="STO-022"):
            store.unhide(load, at=NOON)
        store.undo(load, at=NOON)
        with pytest.raises(Refusal, match=load):
            store.unhide("yesterday", at=NOON)

    @pytest.mark.parametrize(
        ("again", "words"),
        [(APRIL, "loaded again, as 'again.csv'"), (APRIL.replace(",5,", ",6,"), "2024-04-30")],
        ids=["the same", "another"],
    )
    def test_a_load_that_contradicts_a_newer_one_stays_hidden(
        self, again: str, words: str, store: Workspace, tmp_path: Path
    ) -> None:
        load = str(taken(store, written(tmp_path, "april.csv", APRIL)).load_id)
        store.undo(load, at=NOON)
        taken(store, written(tmp_path, "again.csv", again))
        shown = values(store, "sickness")
        with pytest.raises(Refusal, match="STO-023") as refusal:
            store.unhide(load, at=NOON)
        assert words in refusal.value.problem
        assert values(store, "sickness") == shown

    def test_a_load_of_several_files_is_shown_again(self, store: Workspace, tmp_path: Path) -> None:
        may = APRIL.replace("2024-04-30", "2024-05-31").replace("04-01", "05-01")
        files = [written(tmp_path, "april.csv", APRIL), written(tmp_path, "may.csv", may)]
        load = str(taken(store, *files).load_id)
        store.undo(load, at=NOON)
        assert store.unhide(load, at=NOON) == 2
        assert len(values(store, "sickness")) == 4

    def test_a_list_is_shown_again_too(self, store: Workspace, tmp_path: Path) -> None:
        text = successions([("RGT", "RXQ", "20300401")])
        load = str(taken(store, written(tmp_path, "succ.csv", text)).load_id)
        store.undo(load, at=NOON)
        taken(store, written(tmp_path, "mine.csv", turnover("RGT", 5)))
        assert store.unhide(load, at=NOON) == 1
        assert store.register().lineage("RGT").successors


class TestVersion:
    def test_it_changes_with_everything_that_changes_a_figure(
        self, store: Workspace, tmp_path: Path
    ) -> None:
        seen = [store.version]

        def moved() -> bool:
            seen.append(store.version)
            return seen[-1] not in seen[:-1]

        april = written(tmp_path, "april.csv", APRIL)
        load = str(taken(store, april).load_id)
        assert moved()
        taken(store, april)
        assert store.version == seen[-1]
        store.preview("auto", [april], at=NOON)
        store.load("auto", [written(tmp_path, "bad.csv", "cats\n1\n")], at=NOON)
        assert store.version == seen[-1]
        store.undo(load, at=NOON)
        assert moved()
        store.unhide(load, at=NOON)
        assert moved()
        assert Workspace(store.root).version == store.version

    def test_two_workspaces_do_not_share_one(self, tmp_path: Path) -> None:
        one, other = Workspace(tmp_path / "one"), Workspace(tmp_path / "other")
        taken(one, written(tmp_path, "april.csv", APRIL))
        taken(other, written(tmp_path, "mine.csv", turnover("RGT", 5)))
        assert one.version != other.version


def to_layout_2(store: Workspace) -> None:
    """The manifest as the release before wrote it."""
    with sqlite3.connect(store.manifest.path) as con:
        con.execute("drop table events")
        con.execute("pragma user_version = 2")
    con.close()


class TestLayout:
    def test_an_older_manifest_is_brought_up_to_date_in_place(
        self, store: Workspace, tmp_path: Path
    ) -> None:
        first = str(taken(store, written(tmp_path, "april.csv", APRIL)).load_id)
        second = str(taken(store, written(tmp_path, "mine.csv", turnover("RGT", 5))).load_id)
        store.undo(first, at=LATER)
        held, shown = store.held(), values(store, "turnover")
        to_layout_2(store)
        assert (store.held(), values(store, "turnover")) == (held, shown)
        new, old = store.history()
        assert (new.load_id, [step.kind for step in new.steps]) == (second, ["loaded"])
        assert [(step.kind, step.at) for step in old.steps] == [
            ("loaded", NOON.isoformat()),
            ("undone", LATER.isoformat()),
        ]
        assert store.version.startswith("3-")
        with sqlite3.connect(store.manifest.path) as con:
            assert con.execute("pragma user_version").fetchone() == (VERSION,)
        con.close()
        store.unhide(first, at=LATER)
        assert len(values(store, "sickness")) == 2

    def test_a_crash_on_the_way_leaves_the_older_one(
        self, store: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        taken(store, written(tmp_path, "april.csv", APRIL))
        to_layout_2(store)

        def power_cut(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr("mutuality.stores.layout.record", power_cut)
            with pytest.raises(KeyboardInterrupt):
                store.held()
        with sqlite3.connect(store.manifest.path) as con:
            assert con.execute("pragma user_version").fetchone() == (2,)
            names = con.execute("select name from sqlite_master").fetchall()
        con.close()
        assert ("events",) not in names
        assert len(store.history()) == 1

    def test_another_process_may_have_done_it_meanwhile(
        self, store: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from mutuality.stores import manifest

        taken(store, written(tmp_path, "april.csv", APRIL))
        version = store.version
        real, answers = (
            manifest._seen,
            [(2, frozenset(["loads", "files", "series", "declared", "names"]))],
        )

        def late(con: sqlite3.Connection) -> tuple[int, frozenset[str]]:
            return answers.pop() if answers else real(con)

        monkeypatch.setattr(manifest, "_seen", late)
        assert store.version == version

    def test_a_database_of_another_kind_with_our_number_is_left_alone(
        self, store: Workspace
    ) -> None:
        store.root.mkdir()
        with sqlite3.connect(store.manifest.path) as con:
            con.execute(EVENTS)
            con.execute("pragma user_version = 2")
        con.close()
        with pytest.raises(Refusal, match="another kind"):
            store.held()


def held_of(store: Workspace, measure: str, at: dt.date = DAY) -> Coverage:
    """The coverage of one measure."""
    return next(held for held in store.coverage(at=at) if held.measure == measure)


class TestCoverage:
    def test_of_what_is_loaded(self, store: Workspace, tmp_path: Path) -> None:
        months = {("RGT", f"2024-0{n}"): (n, 100) for n in (1, 2, 3, 6)}
        taken(store, written(tmp_path, "in.csv", sickness({**months, ("RXQ", "2024-01"): (1, 9)})))
        held = held_of(store, "sickness")
        assert held.as_dict() == {
            "measure": "sickness",
            "title": held.title,
            "first": "January 2024",
            "last": "June 2024",
            "last_day": "2024-06-30",
            "periods": 4,
            "missing": ["April 2024", "May 2024"],
            "organisations": 2,
            "figures": 5,
            "vintage": held.vintage,
            "file": "in.csv",
            "from_reference": False,
            "out_of_date": True,
            "attribution": store.source_of("sickness").attribution,
        }

    def test_of_what_ships(self, store: Workspace) -> None:
        found = store.coverage(at=DAY)
        assert {held.measure for held in found} == store.measures()
        assert all(held.from_reference for held in found)
        assert all(held.attribution for held in found)
        assert [held.title for held in found] == sorted(held.title for held in found)

    @pytest.mark.parametrize(
        ("at", "old"), [(dt.date(2025, 10, 30), False), (dt.date(2025, 10, 31), True)]
    )
    def test_old_after_eighteen_months(
        self, at: dt.date, old: bool, store: Workspace, tmp_path: Path
    ) -> None:
        taken(store, written(tmp_path, "april.csv", APRIL))
        assert held_of(store, "sickness", at).out_of_date is old

    def test_of_a_measure_of_a_files_own(self, store: Workspace, tmp_path: Path) -> None:
        taken(store, written(tmp_path, "mine.csv", turnover("RGT", 5)))
        held = held_of(store, "turnover")
        assert (held.title, held.missing) == ("Staff who left", ())
        assert held.first == held.last == Period.quarter(2024, 2)


def month(text: str) -> Period:
    """A month such as 2024-04."""
    return Period(dt.date.fromisoformat(f"{text}-01"), dt.date.fromisoformat(month_end(text)))


@pytest.mark.parametrize(
    ("held", "missing"),
    [
        ([month("2024-04")], []),
        ([month("2024-04"), month("2024-05"), month("2024-07")], [month("2024-06")]),
        ([Period.quarter(2024, 1), Period.quarter(2024, 2), Period.quarter(2024, 4)],
         [Period.quarter(2024, 3)]),
        ([Period.year(2012), Period.year(2013), Period.year(2015)], [Period.year(2014)]),
        # A quarter stands where its months do not: nothing is missing.
        ([month("2024-01"), month("2024-02"), month("2024-03"), Period.quarter(2024, 2),
          month("2024-07")], []),
        # Windows of a year, four a year: one of them did not come out.
        ([Period(dt.date(2023 + n // 12, n % 12 + 1, 1), dt.date(2024 + (n - 1) // 12,
          (n - 1) % 12 + 1, 28)) for n in (0, 3, 6, 12, 15)],
         [Period(dt.date(2023, 10, 1), dt.date(2024, 9, 30))]),
    ],
    ids=["one", "months", "quarters", "years", "mixed", "windows"],
)  # fmt: skip
def test_what_lies_between_and_is_not_held(held: list[Period], missing: list[Period]) -> None:
    assert list(gaps(held)) == missing
    assert list(gaps(reversed(held))) == missing


def test_a_preview_of_publishers_files_is_what_loads(nhs_data: Path, store: Workspace) -> None:
    files = sorted(nhs_data.glob("ae/monthly-*/*"))
    preview = store.preview("auto", files, at=NOON)
    report = store.load("auto", files, at=NOON, expecting=preview.version)
    assert told(preview) == [outcome.as_dict() for outcome in report.outcomes]
    kept = {m.measure: m.new + m.changed + m.same for m in preview.measures}
    assert kept == {name: store.observations(name).height for name in kept}
    assert pl.Series(list(kept.values())).min() > 10_000  # type: ignore[operator] # a number
