"""Somebody at a browser: what they see, what they do, and that axe finds nothing wrong on the way.

In:    a running workbench, a browser, and who comes.
Out:   pages, opened and checked.
Never: a page passed over: whatever a journey arrives at is checked once a state.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import re
import struct
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from web.living import Workbench

if TYPE_CHECKING:
    from playwright.sync_api import Browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CODE = r"^([A-Z0-9]{4}-[A-Z0-9]{4})$"
"""A code in a mail."""
PATIENCE = 30_000
"""Milliseconds that one step may take, on a machine that does much else."""
SEEN: set[tuple[str, str]] = set()
"""Pages, each with its bones, that axe has seen."""
BONES = """() => [...document.querySelectorAll(
  'h1, h2, h3, legend, label, button, input, select, textarea, .nhsuk-error-message')
].map(one => one.tagName + one.type + one.textContent.trim())"""
"""What a page is made of. Another number in it needs no second look."""
PLACES = itertools.count(1)
"""Everybody comes from a network of their own, as the proxy in front would say."""


class Visitor:
    """One person in one browser window."""

    def __init__(
        self,
        workbench: Workbench,
        browser: Browser,
        who: str = "",
        *,
        host: str = "",
        **window: Any,
    ) -> None:
        self.workbench = workbench
        self.address = workbench.url.replace("127.0.0.1", host or "127.0.0.1")
        self.has_script = window.get("java_script_enabled", True)
        network = {"X-Forwarded-For": f"192.0.2.{next(PLACES)}"}
        self.context = browser.new_context(
            base_url=self.address, extra_http_headers=network, **window
        )
        self.context.set_default_timeout(PATIENCE)
        if who:
            self.context.add_cookies([workbench.cookie(who)])
        self.page = self.context.new_page()
        self.others: set[str] = set()
        self.page.on("request", self._asked)

    def leave(self) -> None:
        """Close the window. Raises AssertionError where a page asked another host."""
        self.context.close()
        assert not self.others, self.others

    def open(self, address: str, *, status: int = 200) -> Visitor:
        """Go to an address and check the page there."""
        response = self.page.goto(address)
        assert response is not None
        assert response.status == status, f"{address}: {response.status}"
        return self.check()

    def go(self, words: str, *, within: str = "body", exact: bool = False) -> Visitor:
        """Choose a link or press a button by its words, and check the page that comes of it."""
        part = self.page.locator(within)
        control = part.get_by_role("link", name=words, exact=exact).or_(
            part.get_by_role("button", name=words, exact=exact)
        )
        assert control.count(), f"'{words}' is not on {self.page.url}: {self.text()[:2000]}"
        with self.page.expect_navigation():
            control.first.click()
        return self.check()

    def fill(self, **fields: str) -> Visitor:
        """Type into fields, by their names in the form."""
        for name, value in fields.items():
            self.page.locator(f'[name="{name}"]').fill(value)
        return self

    def choose(self, *labels: str) -> Visitor:
        """Tick boxes or choose answers, by their words."""
        for label in labels:
            self.page.get_by_label(label).first.check()
        return self

    def sees(self, words: str, *, within: str = "main") -> Visitor:
        """Words that must be on the page, however they are broken into lines."""
        assert words in self.text(within), (
            f"'{words}' is not on {self.page.url}: {self.text()[:2000]}"
        )
        return self

    def misses(self, words: str, *, within: str = "main") -> Visitor:
        """Words that must not be on the page."""
        assert words not in self.text(within), (
            f"'{words}' is on {self.page.url}: {self.text()[:2000]}"
        )
        return self

    def at(self, heading: str) -> Visitor:
        """The page whose heading says so."""
        return self.sees(heading, within="h1")

    def until(self, words: str, *, seconds: float = 90) -> Visitor:
        """Look again, as a person does, until words are there. Raises AssertionError in the end."""
        end = time.monotonic() + seconds
        while words not in self.text():
            assert time.monotonic() < end, (
                f"'{words}' never came to {self.page.url}: {self.text()[:2000]}"
            )
            self.page.wait_for_timeout(1000)
            self.page.reload()
        return self.check()

    def text(self, within: str = "main") -> str:
        """What the page says."""
        return " ".join(self.page.locator(within).inner_text().split())

    def check(self) -> Visitor:
        """One heading, and nothing that axe finds."""
        assert self.page.locator("h1").count() == 1, self.page.url
        kind = re.sub(r"[0-9a-f-]{36}", "*", urlsplit(self.page.url).path)
        state = (kind, str(self.page.evaluate(BONES)))
        if self.has_script and state not in SEEN:
            from axe_playwright_python.sync_playwright import Axe

            SEEN.add(state)
            found = Axe().run(self.page, options={"runOnly": RULES}).response["violations"]
            wrong = [
                f"{one['id']} {[node['target'] for node in one['nodes'][:3]]}" for one in found
            ]
            assert not wrong, f"{self.page.url}: {wrong}"
        return self

    def mail(self, to: str, wanted: str) -> str:
        """What the latest mail to somebody holds, found by a pattern with one group."""
        end = time.monotonic() + PATIENCE / 1000
        while True:
            written = sorted(Path(self.workbench.home, "mail").glob("*.log"), key=_age)
            for each in reversed(written):
                for letter in reversed(each.read_text(encoding="utf-8").split("-" * 79)):
                    found = re.search(wanted, letter, re.MULTILINE)
                    if f"To: {to}" in letter and found:
                        return found.group(1)
            assert time.monotonic() < end, f"no mail to {to} came"
            self.page.wait_for_timeout(200)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.others.add(request.url)


def code_of(secret: str) -> str:
    """What an authenticator app shows for a secret (RFC 6238), with time left to type it."""
    while time.time() % 30 > 27:
        time.sleep(0.2)
    key = base64.b32decode(secret.replace(" ", "") + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def _age(path: Path) -> float:
    return path.stat().st_mtime
