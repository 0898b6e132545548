"""A paper as one web page that needs nothing else, or as a part of another page.

In:    a Document.
Out:   HTML with its style in the head, or a fragment for a page that brings its own style: no
       script, no style attribute, nothing fetched.
Never: text that was not escaped.
"""

from __future__ import annotations

from functools import cache
from itertools import count
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from mutuality.papers.markup import plain, runs
from mutuality.papers.pages import groups, is_wide, outline
from mutuality.papers.svg import inline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mutuality.papers.document import Block, Document, Figure, Table

    Actions = Callable[[Figure | Table], Sequence[tuple[str, str]]]
    Working = Callable[[Figure | Table], Sequence[Block]]

KINDS = {"verdict": "Verdict", "warning": "Warning", "note": "Note"}


def to_html(document: Document) -> str:
    """One self-contained, accessible page.

    The first line of `document.footer` runs on every printed page; all of them close the page. The
    section with the anchor `at-a-glance`, if it comes first, shares page one with the front sheet.
    Raises what `svg.inline` refuses.
    """
    return _render("paper.html", document, titled=True)


def to_fragment(
    document: Document,
    *,
    actions: Actions = lambda shown: (),
    working: Working = lambda shown: (),
    prefix: str = "",
) -> Markup:
    """The same paper without title, head and foot, for a page that has them.

    Headings start at level 2. `actions` gives words and address of each link that stands under a
    figure or a table: its downloads. `working` gives the blocks under "How was this calculated?".
    `prefix` keeps ids apart where a page holds two papers; links within the text do not carry it.
    Raises what `svg.inline` refuses.
    """
    return Markup(_render("body.html", document, actions=actions, working=working, prefix=prefix))


def _render(
    template: str,
    document: Document,
    *,
    titled: bool = False,
    actions: Actions = lambda shown: (),
    working: Working = lambda shown: (),
    prefix: str = "",
) -> str:
    figures, tables = count(1), count(1)
    return (
        _environment()
        .get_template(template)
        .render(
            document=document,
            outline=outline(document),
            kinds=KINDS,
            running=css_text(document.footer[0] if document.footer else ""),
            picture=lambda figure: _picture(figure, f"{prefix}figure-{next(figures)}"),
            number=lambda: next(tables),
            titled=titled,
            actions=actions,
            working=working,
            prefix=prefix,
        )
    )


def css_text(text: str) -> Markup:
    """Text as a CSS string that can close neither its quotes nor the style element."""
    kept = "".join(c if c.isalnum() or c in " .,;:-" else f"\\{ord(c):x} " for c in text)
    return Markup(f'"{kept}"')


def inline_markup(text: str) -> Markup:
    """Running text with its links and strong words, everything else escaped."""
    return Markup("").join(_run(run.text, run.href, strong=run.strong) for run in runs(text))


def _run(text: str, href: str, *, strong: bool) -> Markup:
    if href:
        return Markup('<a href="{}">{}</a>').format(href, text)
    return Markup("<strong>{}</strong>").format(text) if strong else escape(text)


def _picture(figure: Figure, name: str) -> Markup:
    # Safe to pass as it is: `inline` parses the picture and refuses whatever could run.
    return Markup(inline(figure.svg, name=name, title=figure.title, alt=figure.alt))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("mutuality.papers"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "marked": inline_markup,
        "groups": groups,
        "wide": is_wide,
        "plain": plain,
    }
    environment.filters["kind"] = lambda block: type(block).__name__
    return environment
