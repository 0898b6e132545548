"""Which figure is shown where several files tell of one period, and that the others are kept."""

from __future__ import annotations

import datetime as dt
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

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
    on_disk,
    sickness,
    taken,
    turnover,
    values,
    written,
)

from mutuality.base import Refusal
from mutuality.stores import Workspace, panel_of, shipped

FIRST = accident_and_emergency({"RGT": (100, 10, 5), "RXQ": (200, 20, 9)}, "July 2024")
REVISED = accident_and_emergency({"RGT": (110, 11, 5), "RXQ": (200, 20, 9)}, "July 2024")
EXTRACT = ae_series({"RGT": (999, 9, 9), "RWH": (300, 30, 3)}, "July 2024")
JULY = "2024-07-01"


@pytest.mark.parametrize("order", [*permutations(["first.csv", "july-revised.csv"])])
@pytest.mark.parametrize("at_once", [True, False])
def test_a_revision_wins_whichever_comes_first(
    order: tuple[str, ...], at_once: bool, store: Workspace, tmp_path: Path
) -> None:
    texts = {"first.csv": FIRST, "july-revised.csv": REVISED}
    paths = [written(tmp_path, name, texts[name]) for name in order]
    for call in [paths] if at_once else [[path] for path in paths]:
        taken(store, *call)
    assert values(store, "ae-attendances") == [("RGT", JULY, 110), ("RXQ", JULY, 200)]
    both = store.observations("ae-attendances", every_edition=True)
    assert sorted(both.select("organisation", "value", "file", "vintage").rows()) == [
        ("RGT", 100, "first.csv", "first published"),
        ("RGT", 110, "july-revised.csv", "revised"),
        ("RXQ", 200, "first.csv", "first published"),
        ("RXQ", 200, "july-revised.csv", "revised"),
    ]
    built = panel_of(store, "ae-attendances").frame
    assert built["flags"].to_list() == ["vintage:2", "vintage:2"]
    assert built["value"].to_list() == [110, 200]


def test_without_its_revision_the_first_edition_stands_again(
    store: Workspace, tmp_path: Path
) -> None:
    taken(store, written(tmp_path, "first.csv", FIRST))
    load = taken(store, written(tmp_path, "july-revised.csv", REVISED)).load_id
    store.undo(str(load), at=NOON)
    assert values(store, "ae-attendances")[0] == ("RGT", JULY, 100)
    assert store.observations("ae-attendances")["vintages"].to_list() == [1, 1]


def test_other_content_for_the_same_edition_is_refused(store: Workspace, tmp_path: Path) -> None:
    taken(store, written(tmp_path, "one.csv", FIRST))
    before = on_disk(store.root)
    other = written(tmp_path, "other.csv", REVISED)
    (outcome,) = store.load("auto", [other], at=NOON).refused
    assert outcome.refusal
    assert outcome.refusal.code == "STO-005"
    assert "'one.csv'" in outcome.refusal.problem
    assert outcome.refusal.where == "other.csv"
    assert on_disk(store.root) == before
    taken(store, other, supersede=True)
    assert values(store, "ae-attendances")[0] == ("RGT", JULY, 110)
    assert store.observations("ae-attendances", every_edition=True).height == 4


def test_two_files_of_one_call_cannot_both_be_the_edition(store: Workspace, tmp_path: Path) -> None:
    paths = [written(tmp_path, "a.csv", FIRST), written(tmp_path, "b.csv", REVISED)]
    report = store.load("auto", paths, at=NOON)
    assert [outcome.path.name for outcome in report.loaded] == ["a.csv"]
    assert [str(outcome.refusal)[:7] for outcome in report.refused] == ["STO-005"]


@pytest.mark.parametrize("order", [("official", "extract"), ("extract", "official")])
def test_the_official_figure_wins_cell_by_cell(
    order: tuple[str, str], store: Workspace, tmp_path: Path
) -> None:
    texts = {"official": FIRST, "extract": EXTRACT}
    for name in order:
        taken(store, written(tmp_path, f"{name}.csv", texts[name]))
    assert values(store, "ae-attendances") == [
        ("RGT", JULY, 100),
        ("RWH", JULY, 300),
        ("RXQ", JULY, 200),
    ]
    frame = store.observations("ae-attendances")
    assert frame["file"].to_list() == ["official.csv", "extract.csv", "official.csv"]
    # Another reader's figure is not another edition of this one.
    assert frame["vintages"].to_list() == [1, 1, 1]
    assert store.observations("ae-attendances", every_edition=True).height == 4
    assert store.source_of("ae-attendances").standing == "derived"
    assert store.source_of("ae-attendances").licence == "OGL-UK-3.0"


def test_a_tidy_table_gives_way_to_publishers_and_the_shipped_to_all(
    store: Workspace, tmp_path: Path
) -> None:
    tidy = TIDY + "".join(
        f"{code},ae-attendances,2024-07-01,2024-07-31,,,{value}\n"
        for code, value in (("RGT", 7), ("RWH", 8), ("RAL", 9))
    )
    taken(store, written(tmp_path, "tidy.csv", tidy))
    taken(store, written(tmp_path, "extract.csv", EXTRACT))
    taken(store, written(tmp_path, "official.csv", FIRST))
    assert values(store, "ae-attendances") == [
        ("RAL", JULY, 9),
        ("RGT", JULY, 100),
        ("RWH", JULY, 300),
        ("RXQ", JULY, 200),
    ]


def test_a_longer_edition_of_a_series_wins(store: Workspace, tmp_path: Path) -> None:
    longer = sickness({("RGT", "2024-04"): (6, 100), ("RGT", "2024-05"): (7, 100),
                       ("RGT", "2024-06"): (8, 100)})  # fmt: skip
    shorter = sickness({("RGT", "2024-04"): (1, 100), ("RGT", "2024-05"): (2, 100)})
    single = sickness({("RGT", "2024-04"): (9, 100)})
    taken(store, written(tmp_path, "longer.csv", longer))
    taken(store, written(tmp_path, "shorter.csv", shorter))
    taken(store, written(tmp_path, "single.csv", single))
    assert [row[2] for row in values(store, "sickness")] == [0.06, 0.07, 0.08]
    assert store.observations("sickness")["vintages"].to_list() == [3, 2, 1]


def test_tables_of_different_bodies_stand_side_by_side(store: Workspace, tmp_path: Path) -> None:
    """Each trust may send its own table: neither is a correction of the other."""
    one = sickness({("RGT", "2024-04"): (5, 100), ("RGT", "2024-05"): (6, 100)})
    other = sickness({("RXQ", "2024-04"): (7, 100), ("RXQ", "2024-05"): (8, 100)})
    taken(store, written(tmp_path, "one.csv", one))
    taken(store, written(tmp_path, "other.csv", other))
    assert [row[2] for row in values(store, "sickness")] == [0.05, 0.06, 0.07, 0.08]
    assert store.observations("sickness")["vintages"].to_list() == [1, 1, 1, 1]

    clash = sickness({("RXQ", "2024-04"): (1, 100), ("RWH", "2024-05"): (2, 100)})
    path = written(tmp_path, "clash.csv", clash)
    (outcome,) = store.load("auto", [path], at=NOON).refused
    assert outcome.refusal
    assert "for RXQ is already loaded from 'other.csv'" in outcome.refusal.problem
    taken(store, path, supersede=True)
    assert [row[2] for row in values(store, "sickness")] == [0.05, 0.06, 0.02, 0.01, 0.08]
    assert store.observations("sickness")["vintages"].to_list() == [1, 1, 1, 2, 1]
    every = store.observations("sickness", every_edition=True)
    assert every.filter(organisation="RXQ")["vintages"].to_list() == [2, 2, 1]


def test_every_figure_names_where_it_stands(store: Workspace, tmp_path: Path) -> None:
    taken(store, written(tmp_path, "first.csv", FIRST))
    rows = store.observations("ae-4h").to_dicts()
    assert rows[1] == {
        "organisation": "RXQ",
        "period_start": dt.date(2024, 7, 1),
        "period_end": dt.date(2024, 7, 31),
        "numerator": 180,
        "denominator": 200,
        "value": 0.9,
        "source": "NHS England, A&E attendances and emergency admissions, monthly",
        "file": "first.csv",
        "sheet": "",
        "row": 3,
        "vintage": "first published",
        "flags": "",
        "vintages": 1,
    }
    line = FIRST.splitlines()[rows[1]["row"] - 1]
    assert line.split(",")[1] == "RXQ"


def test_shipped_figures_stand_in_until_something_is_loaded(
    store: Workspace, tmp_path: Path
) -> None:
    assert store.is_from_reference("sickness")
    assert store.measures() == set(shipped.series())
    assert store.observations("sickness").equals(shipped.observations("sickness"))
    assert store.source_of("sickness") == shipped.source("sickness")
    load = taken(
        store, written(tmp_path, "mine.csv", sickness({("RGT", "2024-04"): (5, 100)}))
    ).load_id
    assert not store.is_from_reference("sickness")
    assert values(store, "sickness") == [("RGT", "2024-04-01", 0.05)]
    assert store.is_from_reference("ae-4h")
    store.undo(str(load), at=NOON)
    assert store.is_from_reference("sickness")


def test_what_is_not_held_is_refused(store: Workspace) -> None:
    assert not store.is_from_reference("cats")
    for ask in (store.observations, store.source_of):
        with pytest.raises(Refusal, match="STO-006"):
            ask("cats")


def test_reference_figures_fill_what_the_loaded_ones_leave(
    store: Workspace, tmp_path: Path
) -> None:
    body = "RMP"
    before = shipped.observations("sickness")
    months = [f"2024-0{number}" for number in (4, 5, 6)]
    mine = sickness({(body, month): (50, 100) for month in months})
    taken(store, written(tmp_path, "mine.csv", mine))
    first = store.load_reference(at=NOON)
    assert {outcome.path.stem for outcome in first.loaded} == set(shipped.series())
    assert store.load_reference(at=NOON).load_id is None
    both = store.observations("sickness")
    assert both.height == before.height + 3
    assert set(both["vintage"]) == {"reference", "as extracted"}

    # Three loaded months fill the quarter; the shipped quarter is used for everybody else.
    cell = (pl.col("period_start") == dt.date(2024, 4, 1)) & (pl.col("unit") == body)
    built = panel_of(store, "sickness", frequency="quarter").frame
    alone = panel_of(Workspace(tmp_path / "other"), "sickness", frequency="quarter").frame
    assert built.filter(cell).select("value", "flags").rows() == [(0.5, "")]
    assert built.filter(~cell).equals(alone.filter(~cell))


def test_one_loaded_month_does_not_push_out_the_shipped_quarter(
    store: Workspace, tmp_path: Path
) -> None:
    body = "RMP"
    quarter = shipped.observations("sickness").filter(pl.col("period_start") == dt.date(2024, 4, 1))
    (value,) = quarter.filter(organisation=body)["value"]
    taken(store, written(tmp_path, "mine.csv", sickness({(body, "2024-05"): (50, 100)})))
    store.load_reference(at=NOON)
    built = panel_of(store, "sickness", frequency="quarter").frame
    cell = (pl.col("period_start") == dt.date(2024, 4, 1)) & (pl.col("unit") == body)
    assert built.filter(cell)["value"].to_list() == [pytest.approx(value, abs=1e-6)]
    assert panel_of(store, "sickness").frequency == "quarter"
    monthly = panel_of(store, "sickness", frequency="month")
    assert monthly.frame.select("unit", "value").rows() == [(body, 0.5)]
    assert monthly.coverage["left_out_longer"] == shipped.observations("sickness").height


def test_a_measure_means_one_thing(store: Workspace, tmp_path: Path) -> None:
    """A second file cannot change how the figures of the first are added up."""
    taken(store, written(tmp_path, "one.csv", turnover("RGT", 50)))
    later = turnover("RXQ", 60, pooling="base", title="Leavers").replace("2024-0", "2025-0")
    other = written(tmp_path, "other.csv", later)
    (outcome,) = store.load("auto", [other], at=NOON).refused
    assert outcome.refusal
    assert outcome.refusal.code == "STO-018"
    assert "'Leavers'" in outcome.refusal.problem
    again = written(tmp_path, "again.csv", turnover("RXQ", 60).replace("2024-0", "2025-0"))
    taken(store, again)
    assert len(values(store, "turnover")) == 2
    taken(store, other, supersede=True)
    assert store.declared()["turnover"].pooling == "base"


@st.composite
def tidy_files(draw: st.DrawFn) -> list[str]:
    """Files of one measure whose editions differ, and one of another, in any order."""
    figure = st.integers(0, 100)
    months = ["2024-04", "2024-05", "2024-06", "2024-07"]
    codes = st.lists(st.sampled_from(["RGT", "RXQ", "RWH"]), min_size=1, unique=True)
    files = [
        sickness(
            {
                (code, month): (draw(figure), 100)
                for month in months[start:end]
                for code in draw(codes)
            }
        )
        for start, end in ((0, 1), (0, 2), (1, 3), (2, 4), (3, 4))
    ]
    files.append(sickness({("RAL", month): (draw(figure), 100) for month in months}))
    files.append(engagement({"RGT": 3 + draw(figure) / 100}))
    return draw(st.permutations(files))


@given(files=tidy_files(), at_once=st.booleans())
@settings(max_examples=12, deadline=None)
def test_the_order_of_loading_never_matters(files: list[str], at_once: bool) -> None:
    def shown(texts: list[str], folder: Path, *, at_once: bool) -> list[pl.DataFrame]:
        store = Workspace(folder / "workspace")
        paths = [written(folder, f"{place}.csv", text) for place, text in enumerate(texts)]
        for call in [paths] if at_once else [[path] for path in paths]:
            taken(store, *call)
        return [panel_of(store, name).frame for name in ("sickness", "engagement")]

    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        ours = shown(files, Path(one), at_once=at_once)
        theirs = shown(sorted(files), Path(other), at_once=True)
    for mine, expected in zip(ours, theirs, strict=True):
        assert mine.equals(expected)
