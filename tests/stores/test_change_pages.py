"""The page of a registered change, on the figures that are held."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import polars as pl
import pytest

from mutuality.base import Refusal
from mutuality.evaluation import Effect
from mutuality.outcomes import REGISTRY
from mutuality.papers import Document, Figure
from mutuality.papers.document import Bullets, Callout, Table
from mutuality.stores import CHANGE_MEASURES, Workspace, change_of, effects_of, shipped
from mutuality.stores.change_pages import _runs

TODAY = dt.date(2026, 11, 22)
MANCHESTER = "merger-2017-10-01-r0a"
FRANCHISE = "franchise-2012-02-01-rqq"


def all_of(document: Document, kind: type) -> list[Any]:
    return [block for block in document.blocks if isinstance(block, kind)]


def table(document: Document, start: str) -> Table:
    tables = [*all_of(document, Table), *(figure.twin for figure in all_of(document, Figure))]
    found: Table = next(one for one in tables if one.caption.startswith(start))
    return found


def rows_read(document: Document) -> dict[str, str]:
    """What is said of the rows behind each measure."""
    last = all_of(document, Bullets)[-1].items
    return {
        found[1]: found[2] for item in last if (found := re.match(r"\*\*(.+?)\*\*: (.+)", item))
    }


@pytest.fixture(scope="module")
def effects(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The comparisons of Manchester's merger and of another, made once."""
    store = Workspace(tmp_path_factory.mktemp("evaluated"))
    return effects_of(
        store, [MANCHESTER, "merger-2014-10-01-rdu"], measures=("ga-occupancy", "shmi")
    )


def test_the_page_prints_the_figures_of_the_comparison_it_was_given(
    store: Workspace, effects: Any
) -> None:
    document = change_of(store, MANCHESTER, at=TODAY, effects=effects)
    own = next(e for e in effects if isinstance(e, Effect) and e.change_id == MANCHESTER)
    row = table(document, "Estimates").rows[0]
    assert row[5] == f"{own.smallest_seen * 100:.1f}"
    assert len(table(document, "Estimates").rows) == 1  # the other merger's is passed over
    assert "Manchester University NHS Foundation Trust (R0A)" in document.subtitle
    assert [row[0] for row in table(document, "Measures that could not").rows] == [
        REGISTRY["shmi"].title
    ]
    bodies = {row[1] for row in table(document, "The bodies drawn").rows}
    assert bodies == {"R0A", "RM2", "RW3", "RW6"}


def test_the_rows_it_names_are_the_rows_of_the_bodies_it_follows(
    store: Workspace, effects: Any
) -> None:
    said = rows_read(change_of(store, MANCHESTER, at=TODAY, effects=effects))
    told = said[REGISTRY["ga-occupancy"].title]
    assert told.startswith("reference/ga-occupancy.parquet, edition reference: rows ")
    runs = re.findall(r"(\d+)(?: to (\d+))?", told.partition(": rows ")[2])
    numbers = {n for a, b in runs for n in range(int(a), int(b or a) + 1)}
    read = store.observations("ga-occupancy").filter(pl.col("row").is_in(numbers))
    assert set(read["organisation"]) == {"R0A", "RM2", "RW3"}
    assert read["period_start"].min() == dt.date(2013, 10, 1)


def test_without_comparisons_it_says_so_and_shows_figures_alone(store: Workspace) -> None:
    document = change_of(store, "merger-2014-10-01-rdu", at=dt.date(2016, 1, 15))
    assert all_of(document, Callout)[0].title == "Not yet evaluated here"
    plain = [f for f in all_of(document, Figure) if "compared with nobody" in f.title]
    assert plain
    assert {figure.last_period for figure in plain} == {"Q3 2015/16"}  # nothing after its date
    assert REGISTRY["ga-occupancy"].title in rows_read(document)


def test_what_was_compared_is_not_also_shown_alone(store: Workspace, effects: Any) -> None:
    document = change_of(store, MANCHESTER, at=TODAY, effects=effects)
    assert not [f for f in all_of(document, Figure) if "compared with nobody" in f.title]


def test_a_change_that_cannot_be_placed_gives_the_reason(store: Workspace) -> None:
    found = effects_of(store, ["mutual-2011-navigo"], measures=CHANGE_MEASURES)
    document = change_of(store, "mutual-2011-navigo", at=TODAY, effects=found)
    assert "the day on which it took effect is not known" in all_of(document, Callout)[0].text


def test_promises_stand_beside_what_is_reported(store: Workspace) -> None:
    rows = table(change_of(store, FRANCHISE, at=TODAY), "Promises").rows
    assert rows[0][0] == "Savings"
    assert "£311 million" in rows[0][1]
    assert "first nine months of 2014/15" in rows[0][2]
    assert rows[1][0] == "How long it would run"


def test_every_promise_that_ships_points_at_a_fact_a_finding_and_a_measure_that_are_held() -> None:
    changes = {change.id: change for change in shipped.register().changes}
    findings = {finding.id for finding in shipped.findings()}
    for row in shipped.document("promises.toml")["promise"]:
        facts = {fact.text for fact in changes[row["change"]].facts}
        assert {row["promised"], *row["happened"]} <= facts
        assert set(row.get("findings", ())) <= findings
        assert row.get("measure", "shmi") in REGISTRY


def test_a_promise_that_no_fact_bears_out_is_refused(
    store: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_up = {"change": FRANCHISE, "about": "x", "promised": "Nobody said this.", "happened": []}
    monkeypatch.setattr(shipped, "document", lambda _: {"promise": [made_up]})
    with pytest.raises(Refusal) as no:
        change_of(store, FRANCHISE, at=TODAY)
    assert no.value.code == "STO-046"


def test_an_unknown_change_is_refused(store: Workspace) -> None:
    with pytest.raises(Refusal) as no:
        change_of(store, "merger-1900-01-01-xxx", at=TODAY)
    assert no.value.code == "STO-009"


ONE_OF_EACH = sorted(
    {(change.form, change.status, change.dated is None): change.id
     for change in reversed(shipped.register().changes)}.values()
)  # fmt: skip


@pytest.mark.parametrize("change", ONE_OF_EACH)
def test_every_kind_of_entry_has_a_page_and_keeps_its_standing(
    store: Workspace, change: str
) -> None:
    document = change_of(store, change, at=TODAY)
    entry = next(row for row in shipped.register().changes if row.id == change)
    warned = any(callout.kind == "warning" for callout in all_of(document, Callout))
    assert warned == (entry.status != "found")
    said = [item for bullets in all_of(document, Bullets) for item in bullets.items]
    for fact in entry.facts:
        assert any(item.startswith(fact.stated) for item in said)
    for one in all_of(document, Figure):
        assert one.twin.rows
        assert one.source
        assert one.last_period


def test_runs_of_rows_hold_every_row_once() -> None:
    assert _runs([1, 2, 3, 7, 9, 10]) == "1 to 3, 7, 9 to 10"
    assert _runs([4]) == "4"
