"""The documents of the project, as help pages.

In:    Markdown files: beside this module where the package is installed, in the checkout otherwise.
Out:   topics with a title and HTML, whose links lead to one another.
Never: a second text about the same thing: what is read here is what is read there.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

GLOSSARY = "GLOSSARY.md"
HERE = Path(__file__).parent
ROOT = HERE if (HERE / "docs").is_dir() else HERE.parents[3]
SHELVES = {
    "tutorial": "Learn",
    "how-to": "Do",
    "reference": "Look up",
    "explanation": "Understand",
    "methods": "How it is calculated",
}


@dataclass(frozen=True, slots=True)
class Topic:
    """One document: its address, such as `methods/spc`, its title and its body."""

    address: str
    title: str
    html: SafeString


@cache
def topic(address: str) -> Topic | None:
    """One document; None where there is none."""
    shelf, _, name = address.partition("/")
    path = ROOT / "docs" / shelf / f"{name}.md"
    if shelf not in SHELVES or not re.fullmatch(r"[a-z0-9-]+", name) or not path.is_file():
        return None
    return _read(path, address)


@cache
def glossary() -> Topic:
    """The words of the trade."""
    return _read(ROOT / GLOSSARY, "GLOSSARY")


@cache
def licence() -> str:
    """The licence of the software, in its own words."""
    return (ROOT / "LICENSE").read_text(encoding="utf-8")


@cache
def shelves() -> tuple[tuple[str, tuple[Topic, ...]], ...]:
    """All topics by shelf, in the order of their titles."""
    found = []
    for shelf, words in SHELVES.items():
        held = [topic(f"{shelf}/{path.stem}") for path in (ROOT / "docs" / shelf).glob("*.md")]
        whole = sorted((one for one in held if one), key=lambda one: one.title)
        found.append((words, tuple(whole)))
    return tuple(found)


def _read(path: Path, address: str) -> Topic:
    """A Markdown file without its first heading, which is the page's own."""
    writer = MarkdownIt("commonmark", {"html": False}).enable("table")
    writer.add_render_rule("table_open", _frame)
    writer.add_render_rule("table_close", _end_of_frame)
    tokens = writer.parse(path.read_text(encoding="utf-8"))
    title = tokens[1].content
    for token in tokens[3:]:
        _dress(token)
        for child in token.children or ():
            if child.type == "link_open":
                child.attrs["href"] = _address(str(child.attrs["href"]), address)
    html = writer.renderer.render(tokens[3:], writer.options, {})
    return Topic(address, title, mark_safe(html))  # Markdown of the project, with HTML switched off


def _frame(self: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    """A table begins, in a frame in which it scrolls alone where it is wide."""
    table: str = self.renderToken(tokens, index, options, env)
    return f'<div class="scroll" role="group" aria-label="Table" tabindex="0">{table}'


def _end_of_frame(self: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    """A table and its frame end."""
    return f"{self.renderToken(tokens, index, options, env)}</div>\n"


def _dress(token: Token) -> None:
    """Classes of the design system."""
    if token.type == "heading_open":
        token.attrs["class"] = f"nhsuk-heading-{'m' if token.tag == 'h2' else 's'}"
    elif token.type == "table_open":
        token.attrs["class"] = "nhsuk-table app-table"
    elif token.type in ("fence", "code_block"):
        token.attrs["tabindex"] = "0"


def _address(href: str, seen_from: str) -> str:
    """Where a link of a document leads here: to a topic, to the glossary, or out."""
    if re.match(r"[a-z]+:|#", href):
        return href
    target, _, anchor = href.partition("#")
    place = posixpath.normpath(posixpath.join("docs", posixpath.dirname(seen_from), target))
    if posixpath.basename(place) == GLOSSARY:
        found = reverse("guide:glossary")
    elif re.fullmatch(
        r"docs/(tutorial|how-to|reference|explanation|methods)/[a-z0-9-]+\.md", place
    ):
        found = reverse("guide:topic", args=[place.removeprefix("docs/").removesuffix(".md")])
    else:  # decisions, the read-me, code: they live in the repository
        return reverse("guide:help")
    return f"{found}#{anchor}" if anchor else found
