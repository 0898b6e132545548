"""How the figures on these pages were calculated, in a few lines with links to the whole.

In:    a document that a page shows.
Out:   the blocks under "How was this calculated?".
Never: a method told in other words than the pages that it leads to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse

from mutuality.outcomes import REGISTRY
from mutuality.papers import Document, Figure, Table
from mutuality.papers.document import Paragraph
from mutuality.web.organisations.figures import measures_of

Working = Callable[[Figure | Table], Sequence[Any]]


def working_of_profile(document: Document) -> Working:
    """For each chart: what the measure is, how merged bodies are added up, what the range is."""
    names = measures_of(document)

    def working(shown: Figure | Table) -> list[Paragraph]:
        name = names.get(id(shown))
        if name is None:
            return []
        measure = reverse("data:measure", args=[name])
        spc = reverse("guide:topic", args=["methods/spc"])
        panels = reverse("guide:topic", args=["explanation/panels-that-survive-mergers"])
        known = REGISTRY.get(name)
        told = f"**{known.title}**, in {known.unit}. " if known else ""
        return [
            Paragraph(
                f"{told}[What it measures, its editions and its gaps]({measure}). Figures of "
                "bodies that merged are [added up before the merger as well as after it]"
                f"({panels}), so that the line does not jump when a code does."
            ),
            Paragraph(
                "The usual range comes from how much each figure differs from the one before it: "
                f"[an SPC chart]({spc}). Where there are too few points, none is drawn."
            ),
        ]

    return working
