"""The sheets that are one table of the case: the problem, the front sheet, readiness.

In:    the tables `case`, `front` and `readiness`.
Out:   forms.
Never: an organisation that the register does not know.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from mutuality.web.appraisals.writing.known import codes
from mutuality.web.appraisals.writing.sheets.base import Sheet, SheetForm, field_of
from mutuality.web.appraisals.writing.words import plain, typed
from mutuality.web.design import DateField, NumberField, TextAreaField, TextField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.forms import Field

    from mutuality.web.appraisals.writing.sheets.base import Document, Values


class ProblemForm(SheetForm):
    """What the appraisal is about."""

    title = TextField(
        "The question",
        hint="As it will stand on the paper. For example: “How should Tameside work with others?”",
        missing="Enter the question",
        max_length=200,
    )
    problem = TextAreaField(
        "The problem", hint="What is wrong, and for whom.", rows=6, most=4000,
        missing="Say what is wrong, and for whom",
    )  # fmt: skip
    organisations = TextField(
        "Organisations",
        hint="ODS codes, with commas between them. The first is the one whose figures are shown. "
        "Leave it empty where no figures are held, as for a network of practices.",
        required=False,
        width=20,
    )
    date = DateField("As at", hint="Nothing later than this day is looked at.")
    tie_points = NumberField(
        "How close still counts as level, in points of 100",
        hint="Settle this before anybody sees a score. Left empty, ours stands: 4 points.",
        least=0, most=50, width=4, required=False,
    )  # fmt: skip
    notice = TextAreaField(
        "Notice on every page of the paper", hint="Take it out once it no longer holds.",
        rows=2, required=False,
    )  # fmt: skip
    draws = NumberField(
        "Draws", hint="How often the model is drawn: 20,000 for a board, fewer to look quickly.",
        whole=True, least=100, most=1_000_000, width=10,
    )  # fmt: skip
    seed = NumberField(
        "Seed", hint="Where the random numbers start. The same seed gives the same answer.",
        whole=True, least=0, most=2**63 - 1, width=10,
    )  # fmt: skip

    def clean_organisations(self) -> list[str]:
        """Codes that the register knows."""
        return codes(self.cleaned_data["organisations"])


class Problem(Sheet):
    """The table `case`."""

    section = part = "problem"
    fields = ProblemForm

    def values(self, document: Document) -> Values | None:
        head = document.get("case", {})
        day = head.get("date")
        return {
            "title": head.get("title", ""),
            "problem": head.get("problem", ""),
            "organisations": ", ".join(head.get("organisations", [])),
            "date": dt.date.fromisoformat(day) if day else None,
            "tie_points": typed(head.get("tie_points")),
            "notice": head.get("notice", ""),
            "draws": typed(head.get("draws", 20_000)),
            "seed": typed(head.get("seed", 1)),
        }

    def given(self, document: Document, cleaned: Values) -> Any:
        return {name: plain(cleaned[name]) for name in self.values(document) or {}}

    def field_at(self, document: Document, where: str) -> str:
        return field_of(where.removeprefix("case."))


class FrontForm(SheetForm):
    """What stands on the front sheet and nobody can work out."""

    author = TextField("Author", required=False)
    sponsor = TextField("Sponsor", hint="Who asked for the paper.", required=False)
    purpose = TextField("Purpose", hint="A decision, unless you say otherwise.", required=False)
    previous = TextField("Where it was considered before", required=False)
    equality = TextAreaField("Equality and quality impact", rows=3, required=False)


class Front(Sheet):
    """The table `front`."""

    section = part = "front"
    fields = FrontForm

    def values(self, document: Document) -> Values | None:
        held = document.get("front", {})
        names = [name for name in FrontForm.base_fields if name != "version"]
        return {name: held.get(name, "") for name in names}

    def given(self, document: Document, cleaned: Values) -> Any:
        return {name: cleaned[name] for name in self.values(document) or {}}

    def field_at(self, document: Document, where: str) -> str:
        return field_of(where.removeprefix("front."))


READY = {
    "relationships": (
        "Relationships",
        "Do the organisations know and trust each other?",
    ),
    "quality_focus": (
        "A shared focus on quality that can be measured",
        "Is there one thing for patients that all want, and figures that show it?",
    ),
    "culture": ("Culture", "Are the ways of working near to each other?"),
    "leadership": (
        "Skill of leaders for the new form",
        "Have they led something like it before?",
    ),
    "capacity": ("Capacity", "Is there time and money to do this beside the daily work?"),
}
"""What readiness is judged on: its name and a question."""


class Readiness(Sheet):
    """The table `readiness`: an interval for each of five, or nothing."""

    section = part = "readiness"

    def values(self, document: Document) -> Values | None:
        held = document.get("readiness", {})
        return {
            f"{name}_{end}": typed(held[name][place]) if name in held else ""
            for name in READY
            for place, end in enumerate(("from", "to"))
        }

    def more(self, document: Document) -> dict[str, Field]:
        del document
        return {
            f"{name}_{end}": NumberField(
                f"{title}: {end}", least=-1, most=1, width=4, required=False
            )
            for name, (title, _) in READY.items()
            for end in ("from", "to")
        }

    def given(self, document: Document, cleaned: Values) -> Any:
        del document
        ends = {
            name: [plain(cleaned[f"{name}_from"]), plain(cleaned[f"{name}_to"])] for name in READY
        }
        return {name: pair for name, pair in ends.items() if pair != [None, None]}

    def wrong(self, cleaned: Values) -> Iterator[tuple[str, str]]:
        for name, (title, _) in READY.items():
            for end, other in (("from", "to"), ("to", "from")):
                if cleaned[f"{name}_{end}"] is None and cleaned[f"{name}_{other}"] is not None:
                    yield f"{name}_{end}", f"{title}: give both ends, or neither"

    def field_at(self, document: Document, where: str) -> str:
        name = field_of(where.removeprefix("readiness."))
        return f"{name}_from"
