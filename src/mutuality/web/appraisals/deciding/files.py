"""What a scenario's files hold, as answers to a browser.

In:    a scenario with its result.
Out:   its page of results, its paper, and each of its tables and charts as a file.
Never: a file that is not what the scenario's record says, or a paper under the site's own policy,
       which would forbid its style.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from markupsafe import Markup

from mutuality.base import OGL
from mutuality.web.appraisals.endings import PAPERS, paper_file
from mutuality.web.appraisals.models import Scenario
from mutuality.web.files import WORDS, answer
from mutuality.web.published import remembered

if TYPE_CHECKING:
    from mutuality.papers import Document, Figure, Table

KINDS = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
NAMES = {"html": "Web page", "docx": "Word", "pdf": "PDF"}
FORMS = ("svg", "png", "csv", "xlsx", "ods")
STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


def page_of(scenario: Scenario) -> Markup:
    """The page of results, ready to stand in another page.

    Its downloads have addresses that begin where the page stands, so the same words serve members
    and whoever holds a link.
    """
    kept = scenario.result["paper_files"].get("json", "")
    return Markup(remembered("appraisals.results", kept, make=lambda: str(_drawn(scenario))))


def _drawn(scenario: Scenario) -> Markup:
    from mutuality.papers import results_working, to_fragment  # noqa: PLC0415 - takes a second

    document = document_of(scenario)
    numbers = {id(block): number for number, block in enumerate(shown_in(document), start=1)}

    def actions(block: Figure | Table) -> list[tuple[str, str]]:
        return [
            (f"Download {WORDS[form]}" if first else WORDS[form], f"shown/{number}.{form}")
            for number in [numbers[id(block)]]
            for first, form in ((form == forms_of(block)[0], form) for form in forms_of(block))
        ]

    return to_fragment(document, actions=actions, working=results_working)


def document_of(scenario: Scenario) -> Document:
    """The page of results as it was kept. 404 where there is none."""
    from mutuality.papers import from_data  # noqa: PLC0415 - charts take a second

    data = paper_file(scenario, "json")
    if data is None:
        raise Http404
    return from_data(json.loads(data))


def shown_in(document: Document) -> Iterator[Figure | Table]:
    """The tables and charts of a document, in reading order."""
    from mutuality.papers import Figure, Table  # noqa: PLC0415 - charts take a second

    return (block for block in document.blocks if isinstance(block, Figure | Table))


def forms_of(block: Figure | Table) -> tuple[str, ...]:
    """The forms in which something shown can be saved: a chart as a picture or as its figures."""
    return FORMS if hasattr(block, "svg") else FORMS[2:]


def shown_file(scenario: Scenario, number: int, form: str) -> HttpResponse:
    """One table or chart as a file. 404 for a number or a form that there is not."""
    from mutuality.papers import (  # noqa: PLC0415 - charts take a second
        FIGURE_FORMS,
        Attribution,
        Figure,
        Table,
        figure_file,
        table_file,
    )

    block = dict(enumerate(shown_in(document_of(scenario)), start=1)).get(number)
    if block is None or form not in forms_of(block):
        raise Http404
    own = f"Appraisal “{scenario.document['case']['title']}”, {scenario.title}"
    figure = block if isinstance(block, Figure) else None
    table = block if isinstance(block, Table) else block.twin
    attribution = Attribution(
        title=figure.title if figure else table.caption,
        sources=[figure.source, own] if figure else [own],
        accessed=scenario.made_at.date(),
        version=f"sealed {scenario.seal[:12]}, inputs {scenario.inputs_hash[:12]}",
        software=f"Mutuality {scenario.model_version}",
        licence=OGL,
        method=table.note,
    )
    if figure is not None and form in FIGURE_FORMS:
        return answer(figure_file(figure, attribution, form=form))
    return answer(table_file(table, attribution, form=form))


def paper_answer(scenario: Scenario, form: str) -> HttpResponse:
    """The paper as it was made: a page to read, or a file to save. 404 where it was not made.

    Raises Refusal WEB-067 where the file was changed after it was made.
    """
    data = paper_file(scenario, form) if form in PAPERS else None
    if data is None:
        raise Http404
    response = HttpResponse(data, content_type=KINDS[form])
    if form == "html":
        response["Content-Security-Policy"] = paper_policy(data)
    else:
        name = f"{scenario.document['case']['id']}-{scenario.seal[:8]}.{form}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def paper_policy(page: bytes) -> str:
    """A policy that lets a paper use its own style and nothing else."""
    own = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(style).digest()).decode()}'"
        for style in STYLE.findall(page)
    )
    return (
        f"default-src 'none'; style-src {own}; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )


def papers_of(scenario: Scenario, prefix: str = "") -> list[dict[str, str]]:
    """The forms in which the paper was made, as links that begin where the page stands."""
    made = scenario.result.get("paper_files", {})
    return [
        {"text": NAMES[form], "href": f"{prefix}paper.{form}"} for form in PAPERS if form in made
    ]
