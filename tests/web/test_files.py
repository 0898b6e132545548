"""Somebody saves a chart or a table from a page, and asks in a year where it came from."""

import csv
import io
import zipfile
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import Http404
from django.test import RequestFactory

from mutuality.base import OGL
from mutuality.papers import Document, Download, Figure, Table
from mutuality.papers.document import Heading
from mutuality.web import files

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0h9"/></svg>'
SOURCE = f"Source: NHS England, Waits, accessed 3 November 2026. {OGL}"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
TABLE = Table(
    "**Waits** of [one trust](https://example.org)",
    ("Month", "Waits"),
    [("April", "1,485"), ("=1+1", "12")],
    numeric=frozenset({"Waits"}),
    note="Counted by hand.",
)
TWIN = Table("Figures drawn", ("Month", "Share"), [("April", "0.5")], numeric=frozenset({"Share"}))
FIGURE = Figure(
    title="Waits rose to 1,485",
    subtitle="Waits over 52 weeks, an invented trust",
    svg=SVG,
    png=PNG,
    alt="A line that rises.",
    twin=TWIN,
    source=SOURCE,
    last_period="April 2026",
)
PAPER = Document("Waits", "", [], [Heading("Waits"), FIGURE, TABLE, replace(TABLE)], [])


def asked(name: str, paper: Document = PAPER):
    request = RequestFactory().get("/waits/", {"file": name})
    return files.of(request, lambda: paper, sources=[SOURCE])


def rows_of(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_a_page_that_nobody_wants_a_file_of_is_not_drawn():
    request = RequestFactory().get("/waits/?sort=month")
    assert files.of(request, lambda: pytest.fail("drawn"), sources=[SOURCE]) is None


def test_every_link_of_a_page_gives_its_file():
    links = files.actions(PAPER, at="/waits/?trust=RMP")
    offered = [links(shown) for shown in (FIGURE, TABLE, PAPER.blocks[3])]
    assert [words for words, _ in offered[0]] == ["Download SVG", "PNG", "CSV", "Excel", "ODS"]
    assert [words for words, _ in offered[1]] == ["Download CSV", "Excel", "ODS"]
    names = []
    for _, address in [link for group in offered for link in group]:
        query = parse_qs(urlsplit(address).query)
        assert query["trust"] == ["RMP"]
        names += query["file"]
        if not names[-1].endswith(("png", "svg")):
            response = asked(names[-1])
            assert response["Content-Disposition"] == f'attachment; filename="{names[-1]}"'
            assert response["X-Content-Type-Options"] == "nosniff"
    assert names[0] == "waits-over-52-weeks-an-invented-trust.svg"
    assert names[5] == "waits-of-one-trust.csv"


def test_a_chart_is_a_picture_with_its_source(db):
    response = asked("waits-over-52-weeks-an-invented-trust.svg")
    assert response["Content-Type"] == "image/svg+xml"
    text = response.content.decode()
    assert text.startswith("<?xml")
    for words in ("NHS England, Waits", "Open Government Licence", "load 0 of this workbench"):
        assert words in text.replace("\n", " "), words


def test_the_table_behind_a_chart_has_its_figures_and_its_source():
    [row] = rows_of(asked("waits-over-52-weeks-an-invented-trust.csv"))
    assert (row["Month"], row["Share"]) == ("April", "0.5")
    assert "NHS England, Waits" in row["data_source"]
    assert row["data_licence"] == OGL


def test_a_table_has_numbers_where_it_came_from_and_no_formula():
    april, formula = rows_of(asked("waits-of-one-trust.csv"))
    assert april["Waits"] == "1485"
    assert formula["Month"] == "'=1+1"
    assert "NHS England, Waits" in april["data_source"]
    assert april["made_with"].startswith("Mutuality ")
    assert "load 0" in april["data_version"]
    book = zipfile.ZipFile(io.BytesIO(asked("waits-of-one-trust.xlsx").content))
    sheets = "".join(book.read(name).decode() for name in book.namelist() if "sheet" in name)
    assert "<v>1485</v>" in sheets
    assert "<f>" not in sheets
    assert "Counted by hand." in book.read("xl/sharedStrings.xml").decode()


def test_of_two_tables_of_one_name_the_second_has_a_number():
    other = Table(TABLE.caption, TABLE.columns, [("May", "7")], note="")
    paper = Document("Waits", "", [], [TABLE, other], [])
    [row] = rows_of(asked("waits-of-one-trust-2.csv", paper))
    assert row["Month"] == "May"
    nameless = Document("Waits", "", [], [Table("–", ("A",), [("1",)])], [])
    assert asked("table.csv", nameless).status_code == 200


@pytest.mark.parametrize(
    "name",
    ["", "waits-of-one-trust", "waits-of-one-trust.svg", "waits-of-one-trust.exe", "waits.csv",
     "../waits-of-one-trust.csv", "waits-of-one-trust-3.csv"],
)  # fmt: skip
def test_there_is_no_file_of_another_name(name):
    with pytest.raises(Http404):
        asked(name)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("plain.csv", "plain.csv"),
        ('a"; filename="b.exe\r\nX: y', "a-filename-b.exe-X-y"),
        ("../../etc/passwd", "etc-passwd"),
        ("…", "mutuality"),
    ],
)
def test_a_file_name_is_safe_on_every_system(name, safe):
    response = files.answer(Download(b"1", "text/csv", name))
    assert response["Content-Disposition"] == f'attachment; filename="{safe}"'


def test_figures_without_an_open_licence_do_not_claim_one():
    request = RequestFactory().get("/", {"file": "waits-of-one-trust.csv"})
    row = rows_of(files.of(request, lambda: PAPER, sources=["Source: a study."]))[0]
    assert row["data_licence"] == "See the sources for their licences."
