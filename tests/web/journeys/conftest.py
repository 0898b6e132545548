"""A workbench that runs, a browser, and people who come to it."""

import pytest

from web.journeys.people import PEOPLE
from web.journeys.visitor import Visitor
from web.living import start


@pytest.fixture(scope="package")
def workbench(tmp_path_factory, chromium):
    """Two web processes and a worker, as an organisation runs them, with people and two teams."""
    running = start(
        tmp_path_factory.mktemp("journeys") / "home",
        build=PEOPLE,
        workers=2,
        settings={"JOB_STALE_SECONDS": "15", "TRUSTED_PROXIES": "1"},
    )
    running.start_worker()
    yield running
    running.stop()


@pytest.fixture(scope="package")
def chromium_open(chromium):
    """One Chromium; every visitor has a window without a past in it."""
    drive = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    pytest.importorskip("axe_playwright_python", reason="axe is not installed")
    with drive.sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])


@pytest.fixture
def visitor(chromium_open, workbench):
    """Let somebody come: `visitor("ann")` is signed in, `visitor()` is a stranger."""
    come = []

    def one(who: str = "", **window) -> Visitor:
        come.append(Visitor(workbench, chromium_open, who, **window))
        return come[-1]

    yield one
    for each in come:
        each.leave()
