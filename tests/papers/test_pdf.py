"""Somebody puts the paper into a board pack, and somebody else listens to it."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import socket
import subprocess
import sys
import zlib
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
from a_case import DATE, example
from sample import a_paper

from mutuality.base import Refusal
from mutuality.papers import board_paper, require_pdf, to_html, to_pdf

AT = dt.date(2026, 11, 22)


def inside(file: bytes) -> str:
    """The file with every part of it unpacked."""
    parts = [file]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", file, re.DOTALL):
        try:
            parts.append(zlib.decompress(packed))
        except zlib.error:  # a font, which is packed in its own way
            continue
    return b"\n".join(parts).decode("latin-1")


@pytest.fixture(scope="module")
def file(pdf: None) -> bytes:
    return to_pdf(a_paper(), at=AT)


@pytest.fixture(scope="module")
def unpacked(file: bytes) -> str:
    return inside(file)


@pytest.fixture(scope="module")
def board(pdf: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A board paper with a long front page."""
    paper = board_paper(example(), at=DATE, organisation="Anytown NHS Foundation Trust")
    path = tmp_path_factory.mktemp("board") / "paper.pdf"
    path.write_bytes(to_pdf(paper, at=DATE))
    return path


def said(path: Path, *options: str) -> str:
    """What a reader of PDF says is on the pages."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed, so the words on the pages are not looked at")
    command = ["pdftotext", *options, str(path), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


class TestAccessibility:
    def test_it_is_tagged_and_says_so(self, file: bytes, unpacked: str) -> None:
        assert file.startswith(b"%PDF-1.7")
        assert "/StructTreeRoot" in unpacked
        assert re.search(r"/MarkInfo <</Marked true", unpacked)
        assert re.search(r'pdfuaid:part="1"|<pdfuaid:part>1<', unpacked)

    def test_it_has_a_language_and_shows_its_title(self, unpacked: str) -> None:
        assert "/Lang (en-GB)" in unpacked
        assert "/DisplayDocTitle true" in unpacked
        assert "/Title (How should we <work> & decide? " in unpacked or "/Title <feff" in unpacked
        assert "/Author (A. Tester)" in unpacked
        assert "/Subject (For decision)" in unpacked

    def test_headings_are_headings_and_bookmarks(self, unpacked: str) -> None:
        for level in (1, 2, 3, 4):
            assert f"/S /H{level}" in unpacked
        for heading in ("At a glance", "The problem", "Results", "Figures behind the charts"):
            assert f"/Title ({heading})" in unpacked

    def test_tables_name_their_headers(self, unpacked: str) -> None:
        assert "/S /TH" in unpacked
        assert "/S /Caption" in unpacked
        assert "/Headers" in unpacked

    def test_each_chart_says_what_it_shows(self, unpacked: str) -> None:
        assert unpacked.count("/S /Figure") == 2
        assert unpacked.count("/Alt (Waits fell 0. A falling line)") == 1
        assert unpacked.count("/Alt (Waits fell 1. A falling line)") == 1


class TestPaper:
    def test_the_same_paper_on_the_same_day_is_the_same_bytes(self, file: bytes) -> None:
        assert to_pdf(a_paper(), at=AT) == file
        assert to_pdf(a_paper(), at=dt.date(2026, 11, 23)) != file
        assert "/CreationDate (D:20261122" in inside(file)

    def test_the_front_page_of_a_board_paper_is_one_page(self, board: Path) -> None:
        first, second = said(board, "-layout").split("\f")[:2]
        for words in (
            "How should Anytown work with others?", "At a glance", "The problem", "Options, in",
            "Who disagrees about what", "What would change the answer", "Page 1 of",
        ):  # fmt: skip
            assert words in first
        assert second.lstrip().startswith("Contents")

    def test_the_front_page_stands_side_by_side(self, board: Path) -> None:
        first = said(board, "-layout").split("\f")[0]
        assert re.search(r"Author .*Sponsor .*Purpose ", first)
        assert re.search(r"The problem +The data and their dates", first)
        assert re.search(r"Who disagrees about what +What would change the answer", first)

    def test_the_figures_behind_each_chart_are_at_the_end(
        self, file: bytes, tmp_path: Path
    ) -> None:
        path = tmp_path / "paper.pdf"
        path.write_bytes(file)
        words = said(path, "-raw")
        before, after = words.rsplit("Figures behind the charts", 1)
        assert words.count("Waits by month") == 2
        assert "Waits by month" not in before
        assert [line for line in after.splitlines() if line.startswith("June ")] == ["June 9"] * 2
        assert before.count("The figures behind this chart are at the end.") == 2

    def test_a_paper_without_charts_has_no_such_part(self, pdf: None) -> None:
        assert "Figures behind the charts" not in inside(to_pdf(a_paper(figures=0), at=AT))

    def test_a_paper_without_an_author_names_none(self, pdf: None) -> None:
        assert "/Author" not in inside(to_pdf(replace(a_paper(figures=0), front=[]), at=AT))

    def test_pages_made_after_a_pdf_keep_their_pictures(self, file: bytes) -> None:
        # WeasyPrint takes over the names of XML's spaces for the whole process.
        assert "<svg " in to_html(a_paper())
        assert "ns0:" not in to_html(a_paper())


class TestNetwork:
    def test_nothing_is_fetched(self, pdf: None, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object, **__: object) -> NoReturn:
            raise AssertionError("a paper opened a connection")

        monkeypatch.setattr(socket.socket, "connect", refuse)
        assert to_pdf(a_paper(), at=AT).startswith(b"%PDF")

    def test_whatever_asks_for_an_address_is_a_fault(self, pdf: None) -> None:
        import weasyprint
        from weasyprint.urls import FatalURLFetchingError

        from mutuality.papers.pdf import _fetch_nothing

        page = '<img alt="x" src="https://example.org/spy.png">'
        with pytest.raises(FatalURLFetchingError, match=r"asked for https://example\.org/spy\.png"):
            weasyprint.HTML(string=page, url_fetcher=_fetch_nothing).write_pdf()


class TestAbsent:
    @pytest.fixture
    def without(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
        """A machine on which another module answers to the name of WeasyPrint."""
        monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
        monkeypatch.syspath_prepend(tmp_path)
        return tmp_path / "weasyprint.py"

    def test_without_weasyprint(self, without: Path) -> None:
        without.write_text("import a_package_that_nobody_has")
        with pytest.raises(Refusal, match=r"PAP-030.*'a_package_that_nobody_has'.*pip install"):
            to_pdf(a_paper(), at=AT)

    def test_without_pango(self, without: Path) -> None:
        without.write_text("raise OSError('cannot load library libgobject-2.0-0')")
        with pytest.raises(Refusal, match=r"PAP-030.*Pango.*apt install.*brew install"):
            require_pdf()

    def test_with_both(self, pdf: None) -> None:
        require_pdf()
