"""Every chart and table of a page as a file, at the page's own address with `?file=`.

In:    the Document that a page shows, and a request.
Out:   links for `paper(document, actions=...)`, and the file that one of them asks for.
Never: a file without its source and version, or a document drawn before somebody asks for a file.

Charts take a second to import, so only who needs them does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from mutuality import __version__
from mutuality.base import OGL
from mutuality.web.published import store

if TYPE_CHECKING:
    from mutuality.papers import Attribution, Document, Download, Figure, Table

ASKED = "file"
"""The query parameter that names a file."""
LONGEST_NAME = 60
WORDS = {"svg": "SVG", "png": "PNG", "csv": "CSV", "xlsx": "Excel", "ods": "ODS"}


def answer(download: Download) -> HttpResponse:
    """A file for the browser to save, never to open as a page."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", download.name).strip("-.") or "mutuality"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        download.content,
        content_type=download.media_type,
        headers={"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"},
    )


def actions(document: Document, *, at: str) -> Callable[[Figure | Table], list[tuple[str, str]]]:
    """The downloads of each chart and table, for `paper(document, actions=...)`.

    `at` is the address of the page that answers (see `of`), with the part of its query that shapes
    the document. In a part that is kept for everybody, it must hold nothing else.
    """
    names = {id(block): (name, forms) for name, block, forms in _named(document)}

    def links(shown: Figure | Table) -> list[tuple[str, str]]:
        name, forms = names[id(shown)]
        return [
            (
                f"Download {WORDS[form]}" if form == forms[0] else WORDS[form],
                _address(at, f"{name}.{form}"),
            )
            for form in forms
        ]

    return links


def of(
    request: HttpRequest, make: Callable[[], Document], *, sources: Sequence[str]
) -> HttpResponse | None:
    """The file that the request asks for; None where it asks for the page.

    `make` gives the document and is called only when a file is wanted; `sources` stand in the
    files of tables, since only a chart has a source of its own. Raises Http404 for a name that the
    document does not hold.
    """
    asked = request.GET.get(ASKED)
    if asked is None:
        return None
    from mutuality.papers import FIGURE_FORMS, Figure, figure_file, table_file  # noqa: PLC0415

    wanted, _, form = asked.rpartition(".")
    held = [one for name, one, forms in _named(make()) if name == wanted and form in forms]
    if not held:
        raise Http404
    shown = held[0]
    said = _said(shown, sources)
    if isinstance(shown, Figure) and form in FIGURE_FORMS:
        made = figure_file(shown, said, form=form)
    else:
        table = shown.twin if isinstance(shown, Figure) else shown
        made = table_file(table, said, form=form)
    return answer(made._replace(name=asked))


def version() -> str:
    """Which figures stand behind a page, in words."""
    loads = store().version
    return (
        f"figures that ship with Mutuality {__version__}, and load {loads[:12]} of this workbench"
    )


def _said(shown: Figure | Table, sources: Sequence[str]) -> Attribution:
    from mutuality.papers import Attribution, Figure  # noqa: PLC0415

    software = f"Mutuality {__version__}"
    if isinstance(shown, Figure):
        return Attribution.of(shown, accessed=None, version=version(), software=software)
    return Attribution(
        title=_plain(shown.caption),
        sources=sources,
        accessed=None,  # each source says when it was read, where anybody recorded it
        version=version(),
        software=software,
        licence=OGL if OGL in " ".join(sources) else "See the sources for their licences.",
        method=shown.note,
    )


def _named(document: Document) -> Iterator[tuple[str, Figure | Table, tuple[str, ...]]]:
    """Each chart and table with its name and the forms in which it can be had.

    The name is what it is about, which stays when its message moves.
    """
    from mutuality.papers import FIGURE_FORMS, TABLE_FORMS, Figure, Table  # noqa: PLC0415

    taken: set[str] = set()
    for block in document.blocks:
        if not isinstance(block, Figure | Table):
            continue
        is_figure = isinstance(block, Figure)
        about = block.subtitle if isinstance(block, Figure) else block.caption
        first = slugify(_plain(about))[:LONGEST_NAME].strip("-") or "table"
        name, number = first, 2
        while name in taken:
            name, number = f"{first}-{number}", number + 1
        taken.add(name)
        yield name, block, (*FIGURE_FORMS, *TABLE_FORMS) if is_figure else TABLE_FORMS


def _plain(text: str) -> str:
    """Running text without its markup for links and strong words."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).replace("**", "")


def _address(at: str, name: str) -> str:
    return f"{at}{'&' if '?' in at else '?'}{urlencode({ASKED: name})}"
