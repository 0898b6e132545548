"""A paper as a PDF that a screen reader can read: the last resort, for packs and for print.

In:    a Document, and the day it is made.
Out:   the bytes of a tagged PDF (PDF/UA-1) laid out from the same page as `to_html`, with language,
       title, bookmarks from the headings, and the figures behind each chart at the end.
Never: the network, a clock, or a chart whose figures cannot be looked up.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

from mutuality.base import Refusal
from mutuality.papers.document import Document, Figure, Heading, Paragraph
from mutuality.papers.html import to_html
from mutuality.papers.markup import plain
from mutuality.papers.svg import SVG

if TYPE_CHECKING:
    import datetime as dt

    from mutuality.papers.document import Block

APPENDIX = "Figures behind the charts"
ANCHOR = "figures-behind-the-charts"
# Paper cannot unfold a table, so the figures stand in an appendix, set close.
STYLE = f"""
details {{ display: none }}
section:has(> #{ANCHOR}) {{ break-before: page }}
#{ANCHOR} ~ .scroll th, #{ANCHOR} ~ .scroll td {{
  padding-top: .25mm !important; padding-bottom: .25mm !important;
}}
#{ANCHOR} ~ .scroll tbody th {{ font-weight: normal !important; }}
"""


def to_pdf(document: Document, *, at: dt.date) -> bytes:
    """The document as a PDF dated `at`; the same document on the same day gives the same bytes.

    Raises Refusal PAP-030 where WeasyPrint or the libraries that it needs are absent, and what
    `svg.inline` refuses.
    """
    weasyprint = _weasyprint()
    page = weasyprint.HTML(
        string=to_html(_for_paper(document)), url_fetcher=_fetch_nothing, media_type="print"
    )
    _describe_pictures(page.etree_element)
    laid_out = page.render(stylesheets=[weasyprint.CSS(string=STYLE)])
    about = laid_out.metadata
    about.authors = [plain(value) for label, value in document.front if label == "Author"]
    about.description = plain(document.subtitle)
    about.created = about.modified = at.isoformat()
    made: bytes = laid_out.write_pdf(pdf_variant="pdf/ua-1")
    return made


def require_pdf() -> None:
    """Refuse at once (PAP-030) where no PDF can be made, before anything long is begun."""
    _weasyprint()


def _weasyprint() -> Any:
    try:
        # Here and not above: it takes a second, and the system's Pango, which few need.
        return import_module("weasyprint")
    except ImportError as error:
        absent = f"the Python package '{error.name}' is not installed"
        how = "Install it with: pip install 'weasyprint>=70'."
        raise _no_pdf(absent, how) from error
    except OSError as error:
        how = (
            "Install Pango: `apt install libpango-1.0-0 libpangoft2-1.0-0` on Debian and Ubuntu, "
            "`brew install pango` on macOS; on Windows it comes with MSYS2."
        )
        raise _no_pdf("a system library for setting text is missing (Pango)", how) from error


def _no_pdf(absent: str, how: str) -> Refusal:
    return Refusal(
        "PAP-030",
        f"A PDF cannot be made here: {absent}.",
        f"{how} Or ask for .html and print it from a browser.",
        where="pdf",
    )


def _fetch_nothing(address: str, *_: object, **__: object) -> NoReturn:
    """No picture, style or font of ours has an address, so whatever asks for one is a fault."""
    raise import_module("weasyprint.urls").FatalURLFetchingError(f"A paper asked for {address}")


def _for_paper(document: Document) -> Document:
    """The document with each chart's figures in an appendix, and a line that leads there."""
    blocks: list[Block] = []
    twins: list[Block] = []
    for block in document.blocks:
        if not isinstance(block, Figure):
            blocks.append(block)
            continue
        anchor = f"{ANCHOR}-{len(twins) // 2 + 1}"
        pointer = f"[The figures behind this chart](#{anchor}) are at the end."
        blocks.append(replace(block, source=f"{block.source} {pointer}"))
        twins += [Heading(plain(block.title), 3, anchor), block.twin]
    if not twins:
        return document
    opening = Paragraph("In the order of the charts.", "small")
    return replace(document, blocks=(*blocks, Heading(APPENDIX, 2, ANCHOR), opening, *twins))


def _describe_pictures(page: Any) -> None:
    """Put what a picture shows into its title: WeasyPrint takes the alternative text from there."""
    for picture in page.iter(f"{{{SVG}}}svg"):
        title, description = picture.find(f"{{{SVG}}}title"), picture.find(f"{{{SVG}}}desc")
        title.text = f"{title.text}. {description.text}"
