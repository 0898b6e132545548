"""Pages of evidence and of models, written from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest


def test_evidence_is_written_as_a_page_beside_the_answer(answer, tmp_path: Path) -> None:
    page = tmp_path / "evidence.html"
    found = answer("evidence", "--form", "buddying", "--domain", "care-quality", "-o", page)
    assert "Evidence strength:" in found.out
    assert str(page) in found.err
    html = page.read_text(encoding="utf-8")
    assert "What is known: buddying" in html
    assert "Strength of evidence at a glance" in html


def test_strong_designs_only_holds_for_the_answer_and_the_page(answer, tmp_path: Path) -> None:
    page = tmp_path / "evidence.html"
    wanted = ("evidence", "--form", "mutual", "--json")
    everything = answer(*wanted).json["findings"]
    strong = answer(*wanted, "--strong", "-o", page).json["findings"]
    assert {row["design"] for row in strong} == {"quasi-experimental"}
    assert len(strong) < len(everything)
    assert "Weaker designs are left out" in page.read_text(encoding="utf-8")


def test_our_own_evaluation_stands_beside_the_studies(answer, tmp_path: Path) -> None:
    page = tmp_path / "evidence.html"
    wanted = ("evidence", "--form", "merger", "--domain", "efficiency", "-o", page)
    answer(*wanted, "--own", "merger-2017-10-01-r0a", "--own", "merger-undated-rdz")
    html = page.read_text(encoding="utf-8")
    assert "of our own" in html
    assert "Our own evaluation, plan sealed" in html
    assert "not evaluated, because the day on which it took effect is not known" in html


def test_evidence_as_word(answer, tmp_path: Path) -> None:
    page = tmp_path / "evidence.docx"
    answer("evidence", "--form", "franchise", "--verified", "-o", page)
    assert page.read_bytes().startswith(b"PK")


def test_one_model_as_a_page(answer, tmp_path: Path) -> None:
    page = tmp_path / "model.html"
    found = answer("models", "buddying", "-o", page)
    assert found.out.startswith("buddying")
    assert str(page) in found.err
    assert "<h1>Buddying</h1>" in page.read_text(encoding="utf-8")


def test_models_side_by_side(answer, tmp_path: Path) -> None:
    page = tmp_path / "models.html"
    answer("models", "buddying", "--beside", "merger", "-o", page)
    assert "Side by side: buddying and merger" in page.read_text(encoding="utf-8")
    answer("models", "-o", page)
    assert "Models side by side" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["evidence", "models"])
def test_other_endings_are_refused_before_anything_is_said(command, refusal, tmp_path) -> None:
    assert refusal(command, "-o", tmp_path / "page.odt")["code"] == "CLI-009"


def test_unknown_words_are_refused_and_nothing_is_written(refusal, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert refusal("evidence", "--form", "marriage", "-o", page)["code"] == "CLI-006"
    assert refusal("evidence", "--own", "merger-of-minds", "-o", page)["code"] == "STO-009"
    assert refusal("models", "marriage", "-o", page)["code"] == "CLI-004"
    assert refusal("models", "--beside", "marriage", "-o", page)["code"] == "STO-040"
    assert not page.exists()
