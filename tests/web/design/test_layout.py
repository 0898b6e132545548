"""The one layout, its parts, pages of faults and papers on a page.

Protects the identity of others (no logo, no "© NHS England"), the security policy, and whoever
meets a fault.
"""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.test import Client, RequestFactory, override_settings
from guide_forms import WRONG
from sample import a_paper

from mutuality.base import Refusal
from mutuality.papers import to_fragment
from mutuality.papers.document import Paragraph
from mutuality.web.design import pages
from mutuality.web.design.jinja import environment, nonce


@pytest.fixture
def visitor(guide) -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def render(guide):
    """Render a few lines of a page's content."""
    from django.template import engines

    engine = next(one for one in engines.all() if hasattr(one, "env"))

    def draw(lines: str, path: str = "/", **context: object) -> str:
        request = RequestFactory().get(path)
        source = '{% import "parts.html" as parts with context %}' + lines
        return engine.from_string(source).render(context, request)

    return draw


def test_the_page_is_named_and_neutral(visitor) -> None:
    said = visitor.get("/guide/").content.decode()

    assert "<title>How should Tameside work with others – Mutuality</title>" in said
    assert '<html lang="en-GB">' in said
    assert "© NHS" not in said
    assert "M200 0v80H0" not in said
    assert "Decision support, not legal, financial or HR advice." in said
    assert "Open Government Licence v3.0" in said
    assert not re.findall(r"""(?:src|action|data-nhsuk)="(?:https?:)?//""", said)
    assert not re.findall(r"""<link[^>]*href="(?:https?:)?//""", said)
    assert " style=" not in said


def test_a_page_with_mistakes_says_so_first(visitor) -> None:
    said = visitor.post("/guide/", WRONG).content.decode()

    assert "<title>Error: How should" in said
    assert said.index("There is a problem") < said.index("<h1")
    assert 'tabindex="-1" id="error-summary"' in said


def test_every_script_carries_the_nonce_of_the_policy(visitor) -> None:
    response = visitor.get("/guide/")
    given = re.search(r"'nonce-([^']+)'", response.headers["Content-Security-Policy"])

    scripts = re.findall(r"<script([^>]*)>", response.content.decode())
    assert given
    assert scripts
    assert all(f'nonce="{given[1]}"' in attributes for attributes in scripts)


@pytest.mark.parametrize(
    ("request_", "found"),
    [
        (SimpleNamespace(csp_nonce="a"), "a"),  # django-csp
        (SimpleNamespace(_csp_nonce="b"), "b"),  # Django 6
        (SimpleNamespace(), ""),
        (None, ""),
    ],
)
def test_the_nonce_is_found_under_either_name(request_, found: str) -> None:
    assert nonce(request_) == found


def test_a_large_table_stays_small(render) -> None:
    rows = [[f"Trust {n}", str(n)] for n in range(500)]

    drawn = render('{{ parts.table("Trusts", ["Name", "Beds"], rows) }}', rows=rows)

    assert drawn.count("<tr") == 501
    assert len(drawn) < 130_000  # the macro of the design system makes 529 KB of it


def test_columns_sort_by_plain_links_that_keep_the_filters(render) -> None:
    lines = (
        '{{ parts.table("T", [{"text": "Name", "key": "name"}], [["a"]],'
        ' sort=request.GET.get("sort", "")) }}'
    )

    assert 'href="?q=north&amp;sort=name"' in render(lines, "/?q=north&page=3")
    ascending = render(lines, "/?sort=name")
    assert 'aria-sort="ascending"' in ascending
    assert 'href="?sort=-name"' in ascending
    assert 'aria-sort="descending"' in render(lines, "/?sort=-name")


def test_pages_keep_the_filters_and_one_page_needs_none(render) -> None:
    page = Paginator(range(100), 10).page(2)
    drawn = render("{{ parts.pages(page) }}", "/?q=x", page=page)

    assert "?q=x&amp;page=3" in drawn
    assert 'aria-current="page"' in drawn
    assert "nav" not in render("{{ parts.pages(page) }}", page=Paginator([1], 10).page(1))


def test_cells_are_escaped_and_an_unknown_is_said(render) -> None:
    drawn = render('{{ parts.table("T", ["A", "B"], [["<b>", none]]) }}')

    assert "&lt;b&gt;" in drawn
    assert "not known" in drawn


@pytest.mark.parametrize(
    ("status", "said", "tag"),
    [
        ("completed", "Completed", ""),
        ("incomplete", "Incomplete", "blue"),
        ("not-yet-started", "Not yet started", "blue"),
        ("in-progress", "In progress", "white"),
        ("cannot-start-yet", "Cannot start yet", "grey"),
        ("Waiting for Ann", "Waiting for Ann", "blue"),
    ],
)
def test_tasks_show_the_statuses_of_the_service_manual(render, status, said, tag) -> None:
    task = {"title": "Seal", "href": "/seal", "status": status}
    drawn = render("{{ parts.tasks([task]) }}", task=task)

    assert said in drawn
    assert (f"nhsuk-tag--{tag}" in drawn) == bool(tag)
    assert ('href="/seal"' in drawn) == (status != "cannot-start-yet")


def test_an_empty_list_says_why_and_what_would_work(render) -> None:
    assert "Try Q1" in render('{{ parts.empty("No figures for Q2", "Try Q1") }}')


def test_texts_in_a_page_may_be_marked(render) -> None:
    drawn = render('{{ "**So** <b> [x](#y)" | marked }}')

    assert drawn == '<strong>So</strong> &lt;b&gt; <a href="#y">x</a>'


def test_a_form_with_a_policy_against_forgery(render) -> None:
    from guide_forms import Narrow

    drawn = render(
        '{% call parts.form(f, submit="Go", action="/x", cancel="/y", files=true) %}<i>z</i>'
        "{% endcall %}{{ parts.form(f) }}{% call parts.check([], 'Seal') %}Final{% endcall %}",
        f=Narrow(),
    )

    assert drawn.count("csrfmiddlewaretoken") == 3
    assert 'enctype="multipart/form-data"' in drawn
    assert "<i>z</i>" in drawn
    assert "Final" in drawn


@pytest.mark.parametrize(
    ("what", "status", "words"),
    [
        ("403", 403, "Sealing needs the role of approver."),
        ("404", 404, "Page not found"),
        ("500", 500, "The fault is ours"),
    ],
)
def test_faults_have_pages(visitor, what: str, status: int, words: str) -> None:
    response = visitor.get(f"/refuse/{what}/")

    assert response.status_code == status
    assert words in response.content.decode()


def test_a_fault_of_ours_asks_nothing_of_the_database(rf) -> None:
    # No database fixture: a query here would fail the test.
    request = rf.get("/")

    assert pages.server_error(request).status_code == 500
    assert pages.bad_request(request, ValueError()).status_code == 400
    assert "<nav" not in pages.server_error(request).content.decode()


def test_a_role_that_does_not_allow_it_needs_no_reason(guide, rf) -> None:
    said = pages.permission_denied(rf.get("/")).content.decode()

    assert "Your role in this team does not allow it." in said


def test_a_form_that_is_too_old_says_how_to_save_the_words(guide) -> None:
    response = Client(enforce_csrf_checks=True).post("/guide/", WRONG)

    assert response.status_code == 403
    assert "Copy long answers first" in response.content.decode()


def test_a_refusal_has_a_page(render) -> None:
    refusal = Refusal("APP-001", "12 is odd.", "Give 14.", where="beds")
    drawn = render('{% include "design/refused.html" %}', refusal=refusal)

    for words in ("About: beds", "12 is odd.", "Give 14.", "APP-001"):
        assert words in drawn


def test_a_paper_on_a_page_has_its_hooks_and_no_second_title() -> None:
    env = environment(autoescape=True)
    drawn = env.from_string("{{ paper(document, actions=a, working=w, prefix='p-') }}").render(
        document=a_paper(),
        a=lambda shown: [("Download CSV", "/x.csv?a=1&b=2")],
        w=lambda shown: [Paragraph("The mean of **24** months.")],
    )

    assert "<h1" not in drawn
    assert 'href="/x.csv?a=1&amp;b=2">Download CSV' in drawn
    assert drawn.count("How was this calculated?") == 3  # two figures and a table
    assert "<strong>24</strong>" in drawn
    ids = re.findall(r' id="([^"]+)"', drawn)
    assert len(ids) == len(set(ids))
    assert all(one.startswith("p-") for one in ids)


def test_a_paper_without_hooks_offers_nothing() -> None:
    drawn = to_fragment(a_paper())

    assert "How was this calculated?" not in drawn
    assert "Download" not in drawn
    assert "Open licence." in drawn


@override_settings(ROOT_URLCONF="guide_urls")
def test_addresses_come_from_the_map() -> None:
    env = environment(autoescape=True)

    assert env.from_string("{{ url('refuse', what='404') }}").render() == "/refuse/404/"
    assert env.from_string("{{ url('refuse', '404') }}").render() == "/refuse/404/"
    assert env.from_string("{{ notices() | list }}").render() == "[]"
