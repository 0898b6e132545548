"""A paper as a web page: nothing fetched, nothing run, everything labelled, nothing lost."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from sample import a_figure, a_paper

from mutuality.papers.document import Callout, Document, Heading, Paragraph
from mutuality.papers.html import css_text, to_html
from mutuality.papers.pages import AT_A_GLANCE, groups, outline


class Page(HTMLParser):
    """Every opening tag with its attributes, and the text, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {key: value or "" for key, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(to_html(a_paper()))


def test_it_needs_nothing_but_itself(page: Page) -> None:
    html = to_html(a_paper())

    assert not page.all("script")
    assert not page.all("link")
    assert not page.all("img")
    assert len(page.all("style")) == 1
    assert not [tag for tag, attributes in page.tags if "style" in attributes]
    assert not [k for _, attributes in page.tags for k in attributes if k.startswith("on")]
    assert "@import" not in html
    assert not re.findall(r"url\((?!#)", html)


def test_it_has_a_language_a_skip_link_and_landmarks(page: Page) -> None:
    assert page.all("html") == [{"lang": "en-GB"}]
    assert page.all("a")[0]["href"] == "#main"
    for landmark in ("header", "main", "nav", "footer", "h1"):
        assert len(page.all(landmark)) == 1


def test_every_id_stands_once_and_every_inner_link_leads_somewhere(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    wanted = [a["href"][1:] for a in page.all("a") if a["href"].startswith("#")]
    labels = [name for _, a in page.tags for name in a.get("aria-labelledby", "").split()]

    assert len(ids) == len(set(ids))
    assert set(wanted) - {"nowhere"} <= set(ids)
    assert set(labels) <= set(ids)


def test_headings_never_skip_a_level_in_the_board_paper_shape(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-4]", tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1


def test_tables_have_captions_and_scopes(page: Page) -> None:
    assert len(page.all("table")) == len(page.all("caption")) == 3
    assert {a.get("scope") for a in page.all("th")} == {"col", "row"}
    assert page.all("td")[0]["class"] == "n"


def test_a_figure_has_a_picture_a_twin_a_source_and_a_last_period(page: Page) -> None:
    pictures = page.all("svg")

    assert [p["role"] for p in pictures] == ["img", "img"]
    assert len(page.all("figure")) == len(page.all("details")) == 2
    assert page.text.count("Last period shown: June 2024. Source: invented.") == 2


def test_what_a_person_typed_is_escaped(page: Page) -> None:
    html = to_html(a_paper())

    assert "How should we &lt;work&gt; &amp; decide?" in html
    assert 'href="https://example.org/?a=1&amp;b=2"' in html
    assert "<strong>strong</strong>" in html
    hostile = Document(
        "</title><script>x</script>", "<b>", [("<i>", "<i>")],
        [Paragraph("<img src=x onerror=y>")], ["</style><script>y</script>"],
    )  # fmt: skip
    assert not Page(to_html(hostile)).all("script")


def test_the_notice_runs_on_every_printed_page() -> None:
    html = to_html(a_paper(footer=('Invented "judgements".', "Open licence.")))

    assert '@bottom-left { content: "Invented \\22 judgements\\22 ."; }' in html
    assert css_text("</style>") == '"\\3c \\2f style\\3e "'


def test_kinds_of_callout_show_as_words(page: Page) -> None:
    for word in ("Verdict", "Warning", "Note"):
        assert word in page.text


def test_a_short_paper_has_no_contents_and_no_footer_lines() -> None:
    page = Page(to_html(Document("A note", "", [], [Paragraph("Words.")], [])))

    assert not page.all("nav")
    assert not page.all("dl")
    assert "Words." in page.text


def test_the_section_at_a_glance_opens_the_paper_with_what_stands_before_it() -> None:
    first, glance = Paragraph("First."), Heading("Short", 2, AT_A_GLANCE)
    paper = Document("T", "", [], [first, glance, Callout("note", "n", "t"), Heading("Next")], [])

    found = outline(paper)

    assert found.heading == glance
    assert found.opening == (first, Callout("note", "n", "t"))
    assert [s.heading.text for s in found.sections] == ["Next"]


def test_without_it_the_opening_is_what_stands_before_the_first_heading() -> None:
    found = outline(Document("T", "", [], [Paragraph("First."), Heading("Next")], []))

    assert found.heading is None
    assert found.opening == (Paragraph("First."),)


def test_headings_of_the_same_words_get_anchors_of_their_own() -> None:
    blocks = [Heading("Results"), Heading("Results"), Heading("…"), Heading("…")]
    found = outline(Document("T", "", [], blocks, []))

    assert [s.heading.anchor for s in found.sections] == [
        "results", "results-2", "section", "section-2",
    ]  # fmt: skip


def test_groups_start_at_headings_and_lose_nothing() -> None:
    blocks = (Paragraph("a"), Heading("b", 3), Paragraph("c"), Heading("d", 3))

    assert list(groups(blocks)) == [blocks[:1], blocks[1:3], blocks[3:]]
    assert list(groups(())) == []


def test_what_a_reader_must_know_of_a_chart_stands_under_it() -> None:
    noted = replace(a_figure(), note="Only 3 figures are held.")
    said = to_html(Document("T", "S", [], [noted], []))
    assert said.index("Only 3 figures are held.") < said.index("Last period shown")
