"""A paper as a Word file: read back with python-docx, and the XML that it does not show."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from sample import a_paper

from mutuality.papers.document import Document, Paragraph
from mutuality.papers.docx import to_docx

AT = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def file() -> bytes:
    return to_docx(a_paper(), at=AT)


@pytest.fixture(scope="module")
def word(file: bytes) -> Any:
    return docx.Document(io.BytesIO(file))


def part(file: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(file)) as held:
        return held.read(name).decode()


def test_the_same_paper_is_the_same_bytes(file: bytes) -> None:
    assert to_docx(a_paper(), at=AT) == file
    assert to_docx(a_paper(), at=dt.date(2026, 11, 23)) != file


def test_it_is_in_british_english(file: bytes, word: Any) -> None:
    assert 'w:lang w:val="en-GB"' in part(file, "word/styles.xml")
    assert "en-US" not in part(file, "word/styles.xml")
    assert word.core_properties.language == "en-GB"


def test_its_properties_say_what_and_when(word: Any) -> None:
    about = word.core_properties

    assert (about.title, about.author) == ("How should we <work> & decide?", "A. Tester")
    assert about.created.date() == AT
    assert about.keywords == "trust, merger"


def test_headings_are_headings(word: Any) -> None:
    styles = [(p.style.name, p.text) for p in word.paragraphs if "Heading" in p.style.name]

    assert ("Heading 1", "At a glance") in styles
    assert ("Heading 2", "The problem") in styles
    assert ("Heading 3", "Detail") in styles
    assert word.paragraphs[0].style.name == "Title"


def test_every_table_with_columns_repeats_its_header(word: Any) -> None:
    tables = word.tables

    assert len(tables) == 3  # one in the paper and a twin for each of two charts
    for table in tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None


def test_short_entries_of_the_front_sheet_share_a_line(word: Any) -> None:
    lines = [p.text for p in word.paragraphs if p.style.name == "Front"]

    assert lines[0] == "Author A. Tester\tSponsor B. Tester\tPurpose Decision"
    assert lines[1].startswith("Summary Long words")
    assert lines[2:] == ["Date today"]


def test_narrow_parts_of_page_one_stand_side_by_side(file: bytes) -> None:
    body = part(file, "word/document.xml")

    assert body.count('w:num="2"') == 1
    assert body.count('<w:br w:type="column"/>') == 1
    assert body.count("<w:sectPr") == 3


def test_pictures_have_alternative_text_and_their_figures_at_the_end(word: Any) -> None:
    described = [p.get("descr") for p in word.element.body.iter(qn("wp:docPr"))]
    texts = [p.text for p in word.paragraphs]

    assert described == ["A falling line", "A falling line"]
    assert texts.index("Figures behind the charts") > texts.index("Small print.")
    assert any("Last period shown: June 2024. Source: invented." in text for text in texts)


def test_links_lead_to_addresses_and_to_places_in_the_paper(word: Any) -> None:
    body = word.element.body
    anchors = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))} - {None}
    bookmarks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]

    assert anchors <= set(bookmarks)
    assert len(bookmarks) == len(set(bookmarks))
    assert "https://example.org/?a=1&b=2" in {r.target_ref for r in word.part.rels.values()}
    assert "nothing" in " ".join(p.text for p in word.paragraphs)


def test_each_numbered_list_starts_at_one(word: Any) -> None:
    numbers = [p._p.pPr.numPr.numId.val for p in word.paragraphs if p.style.name == "List Number"]

    assert len(set(numbers)) == 3  # the contents and two lists
    assert numbers == sorted(numbers)


def test_every_page_has_the_notice_and_its_number(word: Any) -> None:
    foot = word.sections[0].footer

    assert foot.paragraphs[0].text.startswith("Invented.  Page 1 of 1")
    codes = [code.text for code in foot._element.iter(qn("w:instrText"))]
    assert codes == [" PAGE ", " NUMPAGES "]


def test_the_borders_of_a_callout_stand_where_the_schema_wants_them(word: Any) -> None:
    for properties in word.element.body.iter(qn("w:pPr")):
        names = [child.tag for child in properties]
        if qn("w:pBdr") in names and qn("w:spacing") in names:
            assert names.index(qn("w:pBdr")) < names.index(qn("w:shd"))
            assert names.index(qn("w:shd")) < names.index(qn("w:spacing"))


def test_a_paper_of_one_line_is_still_a_paper() -> None:
    word = docx.Document(io.BytesIO(to_docx(Document("A", "", [], [Paragraph("B")], []), at=AT)))

    assert [p.text for p in word.paragraphs] == ["A", "", "B"]
    assert word.core_properties.author == "Mutuality"
    assert word.sections[0].footer.paragraphs[0].text == "Page 1 of 1"
    assert not word.tables
