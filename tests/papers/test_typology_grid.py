"""The typology grid: every change counted once, the unchecked apart from the checked."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from some_findings import words

from mutuality.base import Refusal
from mutuality.papers.typology_grid import NATURES, SCALES, form_title, typology_grid
from mutuality.register.typology import NATURES as EVERY_NATURE
from mutuality.register.typology import SCALES as EVERY_SCALE
from mutuality.stores import shipped

CHANGES = shipped.register().changes


def test_the_words_cover_the_typology():
    assert set(NATURES) == set(EVERY_NATURE)
    assert set(SCALES) == set(EVERY_SCALE)


def test_every_change_stands_in_exactly_one_cell():
    cells = typology_grid(CHANGES).cells
    held = Counter(name for cell in cells for name in cell.changes)
    assert held == Counter(change.id for change in CHANGES)
    assert all(cell.changes for cell in cells)


def test_a_cell_gives_its_changes_for_links_and_keeps_the_unchecked_apart():
    grid = typology_grid(CHANGES)
    # The eleven trusts of July 2013 were mandated, and buddying is individual (DOMAIN.md 2).
    cell = grid.cell("mandated", "individual", "buddying")
    assert (len(cell.checked), len(cell.unchecked)) == (5, 6)
    assert cell.words == "5, and 6 not checked"
    by_id = {change.id: change for change in CHANGES}
    assert all(by_id[name].status == "found" for name in cell.checked)
    assert all(by_id[name].status != "found" for name in cell.unchecked)
    assert grid.cell("mandated", "structural", "mutual") is None


def test_the_table_shows_only_columns_with_changes_and_adds_up():
    table = typology_grid(CHANGES).table
    assert "Voluntary, not known" not in table.columns
    assert sum(int(row[-1]) for row in table.rows) == len(CHANGES)
    assert "not guessed" in table.note


def test_the_picture_has_every_count_in_words():
    grid = typology_grid(CHANGES)
    drawn = words(grid.figure)
    for nature, count in Counter(change.nature for change in CHANGES).items():
        assert f"{NATURES[nature]}: {count}" in drawn
    assert "Support programme" in drawn
    assert "Mandated, individual, buddying: 5 checked, 6 not checked." in grid.figure.alt
    assert grid.figure.twin == grid.table
    checked = sum(change.status == "found" for change in CHANGES)
    assert grid.figure.title.startswith(f"{len(CHANGES)} changes: {checked} checked at a source")


def test_one_nature_alone_leaves_the_others_out():
    mandated = [change for change in CHANGES if change.nature == "mandated"]
    drawn = words(typology_grid(mandated).figure)
    assert "Voluntary" not in drawn


def test_a_register_without_dates_says_so():
    one = replace(CHANGES[0], announced=None, effective=None)
    assert typology_grid([one]).figure.last_period == "no change has a date"


def test_forms_are_written_as_people_write_them():
    assert form_title("ft-plus") == "FT plus"
    assert form_title("joint-venture") == "Joint venture"


def test_no_changes_is_refused():
    with pytest.raises(Refusal) as no:
        typology_grid([])
    assert no.value.code == "PAP-106"
