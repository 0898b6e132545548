"""Loading: all of a file or none of it, once, and the good beside the bad."""

from __future__ import annotations

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from small_files import (
    NOON,
    TIDY,
    accident_and_emergency,
    engagement,
    on_disk,
    sickness,
    successions,
    taken,
    turnover,
    values,
    written,
)

from mutuality.base import Refusal
from mutuality.stores import Workspace, shipped

APRIL = sickness({("RGT", "2024-04"): (5, 100), ("RXQ", "2024-04"): (8, 100)})
MAY = sickness({("RGT", "2024-05"): (6, 100)})


def test_a_load_by_name_and_one_by_content_hold_the_same(tmp_path: Path) -> None:
    file = written(tmp_path, "april.csv", APRIL)
    one, other = Workspace(tmp_path / "one"), Workspace(tmp_path / "other")
    taken(one, file)
    taken(other, file, source="tidy")
    assert values(one, "sickness") == values(other, "sickness")
    assert values(one, "sickness") == [("RGT", "2024-04-01", 0.05), ("RXQ", "2024-04-01", 0.08)]


def test_the_same_file_twice_changes_nothing(store: Workspace, tmp_path: Path) -> None:
    file = written(tmp_path, "april.csv", APRIL)
    taken(store, file)
    before = on_disk(store.root)
    again = taken(store, file, written(tmp_path, "copy.csv", APRIL))
    assert again.load_id is None
    assert [outcome.already for outcome in again.outcomes] == ["april.csv", "april.csv"]
    assert [outcome.as_dict()["status"] for outcome in again.outcomes] == ["already loaded"] * 2
    assert on_disk(store.root) == before


def test_a_file_and_its_copy_in_one_call_are_one_file(store: Workspace, tmp_path: Path) -> None:
    written(tmp_path / "in", "a.csv", APRIL)
    written(tmp_path / "in", "b.csv", APRIL)
    report = taken(store, tmp_path / "in")
    assert [outcome.already for outcome in report.outcomes] == ["", "a.csv"]
    assert len(store.held()) == 1


def test_in_a_folder_the_good_are_kept_and_the_bad_are_told(
    store: Workspace, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    written(folder, "1-good.csv", APRIL)
    written(folder, "2-bad.csv", MAY.replace(",6,", ",600,"))
    written(folder / "deeper", "3-good.csv", MAY)
    written(folder, "4-unknown.csv", "cats,dogs\n1,2\n")
    written(folder, ".hidden.csv", "not looked at")
    written(folder, "~$open.xlsx", "not looked at")
    seen: list[tuple[int, int, str]] = []
    report = store.load(
        "auto",
        [folder],
        at=NOON,
        progress=lambda done, total, name: seen.append((done, total, name)),
    )
    assert [outcome.path.name for outcome in report.loaded] == ["1-good.csv", "3-good.csv"]
    assert [(outcome.path.name, outcome.as_dict()["code"]) for outcome in report.refused] == [
        ("2-bad.csv", "STO-110"),
        ("4-unknown.csv", "STO-124"),
    ]
    assert seen[-1] == (4, 4, "3-good.csv")
    assert {row[0] for row in values(store, "sickness")} == {"RGT", "RXQ"}
    assert [held.name for held in store.held()] == ["1-good.csv", "3-good.csv"]


@pytest.mark.parametrize(
    "bad",
    [
        MAY.replace(",6,", ",six,"),
        MAY + MAY.splitlines()[1] + "\n",
        MAY.replace("RGT", "R"),
        accident_and_emergency({"RGT": (100, 10, 5)}).replace("Total,100", "Total,101"),
        "",
    ],
    ids=["no number", "duplicate month", "wrong code", "total differs", "empty"],
)
def test_a_bad_file_leaves_the_store_as_it_was(bad: str, store: Workspace, tmp_path: Path) -> None:
    taken(store, written(tmp_path, "april.csv", APRIL))
    before = on_disk(store.root)
    report = store.load("auto", [written(tmp_path, "bad.csv", bad)], at=NOON)
    assert report.load_id is None
    assert len(report.refused) == 1
    assert on_disk(store.root) == before


def test_a_bad_file_alone_makes_no_workspace(store: Workspace, tmp_path: Path) -> None:
    store.load("auto", [written(tmp_path, "bad.csv", "cats\n1\n")], at=NOON)
    assert not store.root.exists()


def test_a_file_that_cannot_be_read_is_told(
    store: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = written(tmp_path, "april.csv", APRIL), written(tmp_path, "may.csv", MAY)
    read = Path.read_bytes

    def locked(self: Path) -> bytes:
        if self == bad:
            raise PermissionError(13, "Permission denied", str(self))
        return read(self)

    monkeypatch.setattr(Path, "read_bytes", locked)
    report = store.load("auto", [good, bad], at=NOON)
    assert [outcome.path for outcome in report.loaded] == [good]
    assert [str(outcome.refusal)[:7] for outcome in report.refused] == ["STO-100"]


def test_nothing_to_read(store: Workspace, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "empty", tmp_path / "nowhere"):
        with pytest.raises(Refusal, match="STO-004"):
            store.load("auto", [path], at=NOON)


def test_a_crash_between_the_rename_and_the_entry_shows_nothing(
    store: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    april, may = written(tmp_path, "april.csv", APRIL), written(tmp_path, "may.csv", MAY)
    taken(store, april)
    shown = values(store, "sickness")

    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("mutuality.stores.loading._enter", power_cut)
        with pytest.raises(KeyboardInterrupt):
            store.load("auto", [may], at=NOON)
    assert len(list((store.root / "observations").iterdir())) == 2
    assert values(store, "sickness") == shown
    assert [held.name for held in store.held()] == ["april.csv"]
    report = taken(store, may)
    assert report.load_id
    assert len(values(store, "sickness")) == 3


def test_a_crash_while_writing_is_swept_up_by_the_next_try(
    store: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    april = written(tmp_path, "april.csv", APRIL)

    def disk_full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device", str(target))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", disk_full)
        with pytest.raises(Refusal, match=r"STO-017.*No space left"):
            store.load("auto", [april], at=NOON)
    assert store.loaded_measures() == set()
    taken(store, april)
    assert [path.name[0] for path in (store.root / "observations").iterdir()] == ["2"]


def test_undo_hides_and_never_deletes(store: Workspace, tmp_path: Path) -> None:
    april = written(
        tmp_path,
        "april.csv",
        APRIL.replace("value", "value,name").replace("100,\n", "100,,Fenland\n"),
    )
    first = taken(store, april).load_id
    assert first
    kept = on_disk(store.root / "observations")
    assert store.undo(first, at=NOON) == 1
    assert store.loaded_measures() == set()
    assert store.manifest.names() == {}
    assert [held.hidden for held in store.held()] == [True]
    assert on_disk(store.root / "observations") == kept
    with pytest.raises(Refusal, match="STO-003"):
        store.undo(first, at=NOON)

    # Within the same second, too, the second load has a folder of its own.
    second = taken(store, april).load_id
    assert second != first
    assert kept.items() <= on_disk(store.root / "observations").items()
    assert len(values(store, "sickness")) == 2
    assert store.manifest.names() == {"RGT": "Fenland", "RXQ": "Fenland"}
    assert [held.hidden for held in store.held()] == [True, False]


def test_the_newest_name_of_a_body_counts_and_goes_with_its_load(
    store: Workspace, tmp_path: Path
) -> None:
    april = accident_and_emergency({"RGT": (100, 10, 5), "RXQ": (200, 30, 9)})
    may = accident_and_emergency({"RGT": (90, 9, 4)}, "May 2024").replace("Trust RGT", "Fenland")
    june = accident_and_emergency({"RGT": (80, 8, 3)}, "June 2024").replace("Trust RGT", "Marsh")
    taken(store, written(tmp_path, "april.csv", april), written(tmp_path, "may.csv", may))
    assert store.manifest.names() == {"RGT": "Fenland", "RXQ": "Trust RXQ"}
    later = taken(store, written(tmp_path, "june.csv", june))
    assert store.manifest.names() == {"RGT": "Marsh", "RXQ": "Trust RXQ"}
    store.undo(str(later.load_id), at=NOON)
    assert store.manifest.names() == {"RGT": "Fenland", "RXQ": "Trust RXQ"}


def test_undo_of_what_is_not_there_names_what_is(store: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="none"):
        store.undo("yesterday", at=NOON)
    load = taken(store, written(tmp_path, "april.csv", APRIL)).load_id
    with pytest.raises(Refusal, match=str(load)):
        store.undo("yesterday", at=NOON)


def test_what_a_load_said_can_be_read_again(store: Workspace, tmp_path: Path) -> None:
    text = accident_and_emergency({"RGT": (100, 10, 5), "RXQ": (200, 30, 9)})
    report = taken(store, written(tmp_path, "ae.csv", text))
    (told,) = store.manifest.reports(str(report.load_id))
    assert told | {"status": "loaded"} == report.outcomes[0].as_dict()
    assert told["kept"] == {"ae-4h": 2, "ae-attendances": 2, "emergency-admissions": 2}
    assert told["dropped"] == [{"reason": "total row", "rows": 1, "example": "row 4"}]
    assert told["checks"]


def test_a_measure_of_a_files_own_is_held_with_its_meaning(
    store: Workspace, tmp_path: Path
) -> None:
    load = taken(store, written(tmp_path, "mine.csv", turnover("RGT", 50))).load_id
    assert store.declared()["turnover"].title == "Staff who left"
    assert values(store, "turnover") == [("RGT", "2024-04-01", 0.05)]
    assert "turnover" in store.measures()
    store.undo(str(load), at=NOON)
    assert store.declared() == {}
    assert "turnover" not in store.measures()


@pytest.mark.parametrize("name", ["successions", "organisations"])
def test_a_measure_cannot_take_the_name_of_a_list(
    name: str, store: Workspace, tmp_path: Path
) -> None:
    file = written(tmp_path, "mine.csv", turnover("RGT", 50).replace(",turnover,", f",{name},"))
    lists = written(tmp_path, "succ.csv", successions([("RGT", "RXQ", "20300401")]))
    report = store.load("auto", [lists, file], at=NOON)
    assert [str(outcome.refusal)[:7] for outcome in report.refused] == ["STO-121"]
    assert [outcome.path for outcome in report.loaded] == [lists]


def test_shipped_figures_are_loaded_by_no_other_path(store: Workspace, tmp_path: Path) -> None:
    copy = shutil.copy(shipped.FIGURES / "sickness.parquet", tmp_path / "sickness.parquet")
    report = store.load("reference", [Path(copy)], at=NOON)
    assert [str(outcome.refusal)[:7] for outcome in report.refused] == ["STO-008"]


def test_many_files_become_one_load_with_one_table_a_measure(
    store: Workspace, tmp_path: Path
) -> None:
    report = taken(
        store,
        written(tmp_path, "1.csv", APRIL),
        written(tmp_path, "2.csv", MAY),
        written(tmp_path, "3.csv", engagement({"RGT": 3.9})),
    )
    folder = store.root / "observations" / str(report.load_id)
    assert sorted(path.name for path in folder.iterdir()) == [
        "engagement.parquet",
        "sickness.parquet",
    ]
    assert pl.read_parquet(folder / "sickness.parquet")["file"].to_list() == [1, 1, 2]


def test_a_loader_waits_for_another(
    store: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one process writes, another cannot take the same number for its file."""
    taken(store, written(tmp_path, "april.csv", APRIL))
    writer = sqlite3.connect(store.manifest.path, isolation_level=None)
    writer.execute("begin immediate")
    monkeypatch.setattr("mutuality.stores.manifest.PATIENCE", 0.05)
    try:
        assert len(values(store, "sickness")) == 2
        with pytest.raises(Refusal, match="STO-016"):
            store.load("auto", [written(tmp_path, "may.csv", MAY)], at=NOON)
    finally:
        writer.rollback()
        writer.close()
    assert [path.name[0] for path in (store.root / "observations").iterdir()] == ["2"]
    taken(store, tmp_path / "may.csv")


def test_loaders_at_once_lose_nothing(store: Workspace, tmp_path: Path) -> None:
    texts = [sickness({("RGT", f"2024-0{month}"): (month, 100)}) for month in range(1, 7)]
    paths = [written(tmp_path, f"{place}.csv", text) for place, text in enumerate(texts)]
    with ThreadPoolExecutor(len(paths)) as people:
        loads = [*people.map(lambda path: taken(store, path).load_id, paths)]
    assert len(set(loads)) == 6
    assert [row[2] for row in values(store, "sickness")] == [n / 100 for n in range(1, 7)]


def test_an_impossible_figure_is_refused_with_its_row(store: Workspace, tmp_path: Path) -> None:
    text = f"{TIDY}RMP,ae-attendances,2024-04-01,2024-04-30,1000002904,,1000002904\n"
    (outcome,) = store.load("auto", [written(tmp_path, "huge.csv", text)], at=NOON).outcomes
    assert outcome.refusal is not None
    assert (outcome.refusal.code, outcome.refusal.where) == ("STO-111", "huge.csv, row 2")


def test_a_workbook_behind_a_sheet_of_its_own_names_the_sheet(
    store: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "huge.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Figures")
        sheet.write_row(0, 0, TIDY.strip().split(","))
        sheet.write_row(1, 0, ["RMP", "ae-attendances", "2024-04-01", "2024-04-30", 1e9, "", 1e9])
    (outcome,) = store.load("auto", [path], at=NOON).outcomes
    assert outcome.refusal is not None
    assert outcome.refusal.where == "huge.xlsx, sheet 'Figures', row 2"


def test_hidden_files_and_folders_are_left_out(store: Workspace, tmp_path: Path) -> None:
    hidden = tmp_path / "data" / ".hidden"
    hidden.mkdir(parents=True)
    written(hidden, "a.csv", sickness({("RMP", "2024-04"): (1, 100)}))
    written(tmp_path / "data", "b.csv", sickness({("RM3", "2024-04"): (1, 100)}))
    report = store.load("auto", [tmp_path / "data"], at=NOON)
    assert [outcome.path.name for outcome in report.outcomes] == ["b.csv"]
