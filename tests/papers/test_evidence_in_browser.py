"""Journey: somebody reads the evidence and the models on a screen and on a phone."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from mutuality.papers.document import Document
from mutuality.papers.evidence_page import evidence_page
from mutuality.papers.html import to_html
from mutuality.papers.models_page import models_page
from mutuality.papers.typology_grid import typology_grid
from mutuality.stores import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.browser

AT = dt.date(2026, 11, 22)
SMALLEST = 9.0  # pixels that type in a picture may shrink to on the narrowest phone


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def page_of_all() -> str:
    """Evidence on one model, models side by side, and the typology, as one page."""
    register, defaults = shipped.register(), shipped.defaults()
    evidence = evidence_page(
        shipped.findings(),
        at=AT,
        forms=["clinical-network"],
        prior=defaults.prior,
        bias=defaults.bias_of_findings,
        models=register.models,
    )
    models = models_page([register.models["group"], register.models["mutual"]], at=AT)
    grid = typology_grid(register.changes)
    blocks = [*evidence.blocks, *models.blocks, grid.figure, grid.table]
    return to_html(Document("All", "On one page", [], blocks, evidence.footer))


@pytest.mark.parametrize("width", [320, 1200])
def test_axe_finds_nothing_wrong_and_only_tables_scroll(
    browser: Any, page_of_all: str, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe here").Axe
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.set_content(page_of_all)

    found = axe().run(page)

    assert [v["id"] for v in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_words_in_pictures_can_be_read_on_a_phone_and_stay_inside(
    browser: Any, page_of_all: str
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.set_content(page_of_all)

    smallest = page.evaluate(
        """Math.min(...[...document.querySelectorAll('.drawing svg text')].map(text =>
             parseFloat(text.getAttribute('font-size')) * text.getScreenCTM().a))"""
    )
    outside = page.evaluate(
        """[...document.querySelectorAll('.drawing svg text')].filter(text => {
             const box = text.getBoundingClientRect();
             const all = text.closest('svg').getBoundingClientRect();
             return box.right > all.right + 1 || box.left < all.left - 1;
           }).map(text => text.textContent)"""
    )

    assert smallest >= SMALLEST
    assert outside == []
    page.close()
