"""Every page in a real browser: accessible, narrow, without JavaScript, asking nobody else."""

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed: the `browser` extra has it")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from web.living import start

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SIDEWAYS = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide <= 0) return [];
  return [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .slice(0, 5).map(e => e.outerHTML.slice(0, 120));
}"""

MOVED = """() => {
  const now = document.activeElement, before = window.focusedBefore;
  window.focusedBefore = now;
  return [now !== before, now === document.body ? 'BODY' : now.outerHTML.slice(0, 160)];
}"""
SEEN = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const drawn = one.closest('.nhsuk-radios, .nhsuk-checkboxes'); // their label draws the control
  return drawn !== null || style.outlineStyle !== 'none' || style.boxShadow !== 'none';
}"""


@pytest.fixture(scope="module")
def workbench(tmp_path_factory, chromium):
    running = start(tmp_path_factory.mktemp("workbench"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def browser(chromium):
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])


@pytest.fixture(scope="module")
def pages(workbench):
    """Addresses that show a page to Ann: name and full address."""
    import urllib.request

    found = []
    for name, entry in workbench.made["pages"].items():
        asked = urllib.request.Request(
            workbench.url + entry["url"],
            headers={"Cookie": f"mutuality={workbench.made['cookies']['ann']}"},
        )
        try:
            with urllib.request.urlopen(asked, timeout=60) as response:
                kind = response.headers.get("Content-Type", "")
                if kind.startswith("text/html") and name != "account_logout":
                    found.append((name, workbench.url + entry["url"]))
        except urllib.error.HTTPError as error:
            assert error.code == 405, (name, error.code)  # noqa: PT017 - a page for POST alone
    assert len(found) > 40
    return found


def _context(browser, workbench, **wanted):
    context = browser.new_context(**wanted)
    context.add_cookies([workbench.cookie("ann")])
    return context


def test_axe_finds_nothing_on_any_page(browser, workbench, pages):
    context = _context(browser, workbench, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    found = []
    for name, address in pages:
        page.goto(address)
        result = Axe().run(page, options={"runOnly": RULES["runOnly"]})
        for broken in result.response["violations"]:
            where = [node["target"] for node in broken["nodes"][:3]]
            found.append(f"{name}: {broken['id']} {where}")
    context.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_scrolls_sideways_but_tables(browser, workbench, pages, width):
    """320 pixels is also what a window of 1280 shows at 400 % zoom."""
    context = _context(browser, workbench, viewport={"width": width, "height": 800})
    page = context.new_page()
    found = []
    for name, address in pages:
        page.goto(address)
        if wide := page.evaluate(SIDEWAYS):
            found.append(f"{name}: {wide}")
    context.close()
    assert not found, "\n".join(found)


def test_no_page_talks_to_another_host_or_breaks_the_content_security_policy(
    browser, workbench, pages
):
    context = _context(browser, workbench)
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for name, address in pages:
        said.append(f"--- {name}")
        page.goto(address, wait_until="networkidle")
    context.close()
    others = {url for url in asked if not url.startswith((workbench.url, "data:"))}
    assert not others
    spoken = [line for line in said if not line.startswith("---")]
    assert not spoken, said


def test_every_page_has_its_heading_without_javascript(browser, workbench, pages):
    context = _context(browser, workbench, java_script_enabled=False)
    page = context.new_page()
    for name, address in pages:
        page.goto(address)
        assert page.locator("h1").count() == 1, name
        assert page.locator("main").inner_text().strip(), name
    context.close()


def test_the_keyboard_reaches_everything_in_order(browser, workbench, pages):
    """The first stop is the skip link; no stop is a trap; every stop shows where it is."""
    context = _context(browser, workbench, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    for name, address in pages:
        page.goto(address)
        page.keyboard.press("Tab")
        first = page.evaluate("document.activeElement.textContent.trim()")
        focused_field = page.evaluate(
            "document.activeElement.matches('input, .nhsuk-error-summary')"
        )
        assert first.startswith("Skip to") or focused_field, f"{name}: {first}"
        for _ in range(15):
            page.keyboard.press("Tab")
            moved, now = page.evaluate(MOVED)
            assert moved, f"{name}: the focus is caught at {now}"
            if now == "BODY":
                break
            assert page.evaluate(SEEN), f"{name}: nothing shows the focus at {now}"
    context.close()
