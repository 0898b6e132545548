"""Somebody asks for the page of one change, to print or to edit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

DORSET = "merger-2020-10-01-r0d"


def test_the_page_is_written_and_says_how_much_could_be_compared(
    answer: Any, tmp_path: Path
) -> None:
    page = tmp_path / "change.html"
    said = answer("changes", DORSET, "-o", page).out
    assert "1 of 5 measures could be compared" in said
    text = page.read_text(encoding="utf-8")
    assert "Poole Hospital NHS Foundation Trust (RD3)" in text
    assert "Decision support, not legal, financial or HR advice" in text


def test_it_can_be_asked_for_in_word_and_answered_as_json(answer: Any, tmp_path: Path) -> None:
    paper = tmp_path / "change.docx"
    told = answer("--json", "changes", "mutual-2014-rp6", "-o", paper).json
    assert told == {"change": "mutual-2014-rp6", "compared": 0, "file": str(paper)}
    assert paper.read_bytes()[:2] == b"PK"


def test_a_page_of_no_change_is_refused(refusal: Any, tmp_path: Path) -> None:
    assert refusal("changes", "-o", tmp_path / "x.html")["code"] == "CLI-016"


def test_a_page_that_is_neither_web_nor_word_is_refused_before_any_work(
    refusal: Any, tmp_path: Path
) -> None:
    assert refusal("changes", DORSET, "-o", tmp_path / "x.xlsx")["code"] == "CLI-009"


def test_a_page_of_an_unknown_change_is_refused(refusal: Any, tmp_path: Path) -> None:
    told = refusal("changes", "merger-1900-01-01-xxx", "-o", tmp_path / "x.html")
    assert told["code"] == "STO-009"
    assert list(tmp_path.glob("*.html")) == []
