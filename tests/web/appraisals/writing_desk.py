"""What tests of the writing pages share: an example, and a page as a browser reads it."""

from __future__ import annotations

import tomllib
from html.parser import HTMLParser
from typing import Any

from mutuality.stores import shipped
from mutuality.web.appraisals.models import Appraisal

TAMESIDE = tomllib.loads(shipped.example("tameside").read_text(encoding="utf-8"))


class Shown(HTMLParser):
    """A page: its inputs, what a browser would send of them, and what it says is wrong.

    Only what stands in `main` is read, so that the search in the header stays out of it.
    """

    def __init__(self, response: Any) -> None:
        super().__init__()
        self.inputs: list[dict[str, str]] = []
        self.sent: dict[str, Any] = {}
        self.errors: list[str] = []
        self.links: list[str] = []
        self._select = ""
        self._text: list[str] | None = None
        self._area = ""
        self._in_summary = False
        page = response.content.decode()
        self.text = page.split("<main", 1)[1].split("</main", 1)[0]
        self.feed("<main" + self.text)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        held = {name: value or "" for name, value in attrs}
        classes = held.get("class", "")
        if "nhsuk-error-summary__list" in classes:
            self._in_summary = True
        if tag == "li" and self._in_summary:
            self._text = []
        if tag == "input":
            self.inputs.append(held)
            name, kind = held.get("name", ""), held.get("type", "text")
            if kind in ("checkbox", "radio"):
                if "checked" in held:
                    self.sent.setdefault(name, [] if kind == "checkbox" else held["value"])
                    if kind == "checkbox":
                        self.sent[name].append(held["value"])
            elif kind != "file":
                self.sent[name] = held.get("value", "")
        if tag == "select":
            self._select = held["name"]
        is_taken = "selected" in held or self._select not in self.sent
        if tag == "option" and self._select and is_taken:
            self.sent[self._select] = held.get("value", "")
        if tag == "textarea":
            self._area, self._text = held["name"], []

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        if tag == "textarea" and self._text is not None:
            self.sent[self._area] = "".join(self._text).removeprefix("\n")
            self._text = None
        if tag == "li" and self._in_summary and self._text is not None:
            self.errors.append(" ".join("".join(self._text).split()))
            self._text = None
        if tag == "ul":
            self._in_summary = False

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def with_(self, **changed: Any) -> dict[str, Any]:
        """What a browser sends once some answers were changed. None leaves one out."""
        told = {**self.sent, **changed}
        told.pop("csrfmiddlewaretoken", None)
        return {name: value for name, value in told.items() if value is not None}


def errors(response: Any) -> list[str]:
    """Everything that the page says is wrong."""
    return Shown(response).errors


def fresh(held: Appraisal) -> Appraisal:
    """The appraisal as it is saved now."""
    found: Appraisal = Appraisal.objects.everywhere().get(pk=held.pk)
    return found
