"""Ways of working together: all side by side, two to four compared, and one whole.

In:    a request; which models are ticked, as `?with=`.
Out:   the pages, or a file of one of their charts and tables.
Never: an order of merit.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mutuality.stores import models_of
from mutuality.web import files
from mutuality.web.design.fields import CheckboxesField
from mutuality.web.design.forms import Form
from mutuality.web.design.jinja import paper
from mutuality.web.evidence import held
from mutuality.web.evidence.choosing import Chosen
from mutuality.web.evidence.grid import LEVELS, tiles
from mutuality.web.published import register, remembered, store, today
from mutuality.web.shrinking import kept

if TYPE_CHECKING:
    from markupsafe import Markup

    from mutuality.papers import Document

FEWEST, MOST = 2, 4
DEGREES = (
    "Account\u00adability",
    "Legal entity",
    "Leader\u00adship",
    "Employer",
    "Estate, IT",
    "Service",
)
UNDO = {
    "very-low": "Very hard",
    "low": "Hard",
    "medium": "With effort",
    "high": "Easy",
    "very-high": "Very easy",
}
SOURCES = (
    "Source: the catalogue of models that ships with Mutuality; each statement names its own "
    "source, and degrees of change are judgements with an author and a date.",
)


class Ticked(Form):
    """The models to compare."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {name: title for name, title in held.titles().items() if name != held.GENERAL}
        self.fields["with"] = CheckboxesField("Models to compare", list(known.items()))

    def clean(self) -> dict[str, Any]:
        """Two to four of them."""
        number = len(self.cleaned_data.get("with", ()))
        if 0 < number < FEWEST:
            self.add_error("with", "Tick at least one more model to compare it with")
        elif number > MOST:
            self.add_error("with", f"Tick {MOST} models at most: {number} are ticked")
        return self.cleaned_data


def models(request: HttpRequest) -> HttpResponse:
    """Every model; with two to four of them ticked, these side by side."""
    asked = request.GET.getlist("with")
    form = Ticked({"with": asked}) if asked else Ticked()
    named = form.cleaned_data["with"] if asked and form.is_valid() else []
    document = partial(_document, named)
    if (saved := files.of(request, document, sources=SOURCES)) is not None:
        return saved
    at = _beside(named)
    context = {
        "form": form,
        "named": named,
        "ticked": asked,
        "degrees": DEGREES,
        "rows": _rows(),
        "titles": [held.titles()[name] for name in named],
        "hrefs": [reverse("evidence:model", args=[name]) for name in named],
        "paper": kept(request, "models", at, today(), make=partial(_draw, document, at)),
    }
    return render(request, "evidence/models.html", context)


def model(request: HttpRequest, model: str) -> HttpResponse:
    """One model whole."""
    found = register().models.get(model)
    if found is None:
        raise Http404
    document = partial(_document, [model])
    if (saved := files.of(request, document, sources=SOURCES)) is not None:
        return saved
    at = reverse("evidence:model", args=[model])
    near = sorted(
        (one for one in register().models.values() if one.id != model),
        key=lambda one: sum(
            abs(a - b) for a, b in zip(one.degree.scores, found.degree.scores, strict=True)
        ),
    )
    number = len(Chosen(model=model).claims())
    context = {
        "model": found,
        "undo": UNDO[found.ease],
        "tiles": tiles(Chosen(model=model)),
        "findings": number,
        "evidence": Chosen(model=model).address,
        "near": [
            {
                "text": f"Beside {one.title.lower()}",
                "href": _beside([model, one.id]),
            }
            for one in near[:3]
        ],
        "paper": kept(request, "model", model, today(), make=partial(_draw, document, at)),
    }
    return render(request, "evidence/model.html", context)


def _beside(named: list[str]) -> str:
    """The page of these models side by side; of all where none is named."""
    page = reverse("evidence:models")
    return f"{page}?{urlencode({'with': named}, doseq=True)}" if named else page


def _document(named: list[str]) -> Document:
    """The paper on these models, on all where none is named; without what the page itself says."""
    day = today()

    def make() -> Document:
        whole = models_of(store(), named, at=day)
        blocks = list(whole.blocks)
        if len(named) == 1:
            del blocks[0]  # what it is: the page opens with it
        elif not named:
            blocks = _tables(blocks)
        return replace(whole, subtitle="", front=[], blocks=blocks)

    return remembered("models", *named, day, make=make)


def _tables(blocks: list[Any]) -> list[Any]:
    """The tables, then the picture of what the page's own table says.

    The lists of each model are left out: for fifteen models they fill ten screens.
    """
    places = {getattr(block, "anchor", ""): number for number, block in enumerate(blocks)}
    degree, what, cautions = (places[anchor] for anchor in ("degree", "what", "cautions"))
    return [*blocks[:degree], *blocks[what:cautions], *blocks[degree:what]]


def _draw(document: partial[Document], at: str) -> Markup:
    made = document()
    return paper(made, actions=files.actions(made, at=at))


def _rows() -> list[dict[str, Any]]:
    """Each model in a row: how much changes, how hard it is to undo, how much is known."""
    rows = []
    for one in register().models.values():
        cells = tiles(Chosen(model=one.id))
        best = max(cells, key=lambda cell: cell.level)
        number = len(Chosen(model=one.id).claims())
        rows.append(
            {
                "id": one.id,
                "title": one.title,
                "href": reverse("evidence:model", args=[one.id]),
                "degrees": one.degree.scores,
                "total": one.degree.total,
                "undo": UNDO[one.ease],
                "label": best.label,
                "level": LEVELS.index(best.label),
                "number": number,
                "evidence": Chosen(model=one.id).address,
            }
        )
    return rows
