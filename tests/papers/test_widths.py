"""Columns of a Word table: no word broken while there is room, and the page always filled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuality.papers.document import Table
from mutuality.papers.widths import widths

CELLS = st.text(alphabet="abc ", max_size=80)


def a_table(*rows: tuple[str, ...]) -> Table:
    return Table("Caption", rows[0], rows[1:])


@given(rows=st.integers(1, 6).flatmap(
    lambda n: st.lists(st.tuples(*[CELLS] * n), min_size=1, max_size=4)))  # fmt: skip
def test_columns_fill_the_page_and_none_vanishes(rows: list[tuple[str, ...]]) -> None:
    found = widths(a_table(*rows), page=17.0)

    assert sum(found) == pytest.approx(17.0)
    assert min(found) > 0.4


def test_a_short_column_leaves_room_for_a_long_one() -> None:
    status, why = widths(a_table(("Status", "Why"), ("In", "words " * 30)), page=17.0)

    assert why > 6 * status


def test_a_figure_is_never_broken_in_two() -> None:
    today, *_ = widths(
        a_table(("Today", "Source", "Note"), ("1,234.5", "words " * 30, "words " * 40)), page=12.0
    )

    assert today > 0.18 * len("1,234.5")


def test_too_many_columns_all_give_way() -> None:
    row = tuple("characteristically" for _ in range(9))

    assert widths(a_table(row, row), page=17.0) == pytest.approx([17.0 / 9] * 9)


def test_markup_takes_no_room() -> None:
    assert widths(a_table(("**In**", "x")), page=9.0) == widths(a_table(("In", "x")), page=9.0)
