"""Journey: somebody opens a paper in a real browser, on a screen and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from a_case import DATE, example
from sample import a_paper

from mutuality.papers.board_paper import board_paper
from mutuality.papers.html import to_html

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def board() -> str:
    """A board paper with a long front page, as HTML."""
    return to_html(board_paper(example(), at=DATE, organisation="Anytown NHS Foundation Trust"))


def test_the_first_page_of_a_board_paper_is_one_page(browser: Any, board: str) -> None:
    millimetre = 96 / 25.4
    page = browser.new_page(viewport={"width": round(180 * millimetre), "height": 1000})
    page.emulate_media(media="print")
    page.set_content(board)
    bottom = page.evaluate("document.querySelector('.page-one').getBoundingClientRect().bottom")

    assert bottom <= (297 - 12 - 18) * millimetre  # A4 less the margins of the print style
    page.close()


@pytest.mark.parametrize("width", [320, 1200])
def test_axe_finds_nothing_wrong_in_a_board_paper(browser: Any, board: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe here").Axe
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.set_content(board)

    found = axe().run(page)

    assert [v["id"] for v in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("width", [320, 1200])
def test_axe_finds_nothing_wrong_and_nothing_is_fetched(browser: Any, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe here").Axe
    page = browser.new_page(viewport={"width": width, "height": 800})
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.set_content(to_html(a_paper()))

    found = axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})

    assert [v["id"] for v in found.response["violations"]] == []
    assert fetched == []
    page.close()


def test_a_phone_of_320_pixels_never_scrolls_sideways(browser: Any) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.set_content(to_html(a_paper()))

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


def test_the_keyboard_reaches_the_skip_link_first(browser: Any) -> None:
    page = browser.new_page()
    page.set_content(to_html(a_paper()))
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.textContent") == "Skip to the paper"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.close()
