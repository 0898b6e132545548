"""Pages that were already rendered, opened in a real browser under their own security policy."""

from __future__ import annotations

import mimetypes
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.staticfiles import finders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse

HOST = "https://guide.test"


@dataclass
class Shown:
    """Responses by path. The browser gets them with their headers; anything else is a stray."""

    pages: dict[str, HttpResponse]
    script: bool = True
    strays: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def answer(self, route) -> None:
        path = route.request.url.removeprefix(HOST)
        if path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/").split("?")[0])
            if found:
                kind = mimetypes.guess_type(found)[0] or "application/octet-stream"
                route.fulfill(body=Path(found).read_bytes(), content_type=kind)
                return
        if path not in self.pages:
            self.strays.append(route.request.url)
            route.abort()
            return
        response = self.pages[path]
        headers = {name: value for name, value in response.headers.items() if name != "Set-Cookie"}
        if not self.script:
            headers["Content-Security-Policy"] = "script-src 'none'"
        route.fulfill(status=200, body=response.content, headers=headers)


@contextmanager
def opened(shown: Shown, chromium: str, *, width: int = 1200, script: bool = True) -> Iterator:
    """A browser page that sees only what was rendered.

    Without `script` no script of the page may run; the tests' own still can.
    """
    shown.script = script
    sync_api = __import__("playwright.sync_api", fromlist=["sync_playwright"])
    with sync_api.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.on("console", lambda said: shown.said.append(said.text))
        page.on("pageerror", lambda error: shown.said.append(str(error)))
        page.route("**/*", shown.answer)
        yield page
        browser.close()
