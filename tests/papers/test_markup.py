"""Spec: which typed signs are markup, and that everything else is printed as it was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuality.papers.markup import Run, runs


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("plain", (Run("plain"),)),
        ("a **b** c", (Run("a "), Run("b", strong=True), Run(" c"))),
        ("[w](https://e.org/x?y=1)", (Run("w", href="https://e.org/x?y=1"),)),
        ("[w](#part)", (Run("w", href="#part"),)),
        ("[w](mailto:a@e.org)", (Run("w", href="mailto:a@e.org"),)),
        ("[w](/changes/x/?y=1)", (Run("w", href="/changes/x/?y=1"),)),
        ("[w](//e.org/x)", (Run("[w](//e.org/x)"),)),
        ("[w](/\\e.org)", (Run("[w](/\\e.org)"),)),
        ("[w](javascript:alert(1))", (Run("[w](javascript:alert(1))"),)),
        ("[w](data:text/html,x)", (Run("[w](data:text/html,x)"),)),
        ("2 ** 3 and **", (Run("2 ** 3 and **"),)),
        ("", ()),
    ],
)
def test_markup(text: str, found: tuple[Run, ...]) -> None:
    assert runs(text) == found


@given(st.text(alphabet="ab *[]()#:", max_size=40))
def test_no_word_is_lost(text: str) -> None:
    letters = [c for c in text if c in "ab "]
    kept = [c for run in runs(text) for c in run.text + run.href if c in "ab "]

    assert kept == letters
