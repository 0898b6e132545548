"""The sheets about one entry of a list: an objective, a criterion, an option, a group.

In:    the entry, or none for a new one.
Out:   the whole list with the entry in its place, because lists are saved whole.
Never: an identifier that changes: scores and weights hang on it.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from mutuality.web.appraisals.writing.known import MEASURES, models
from mutuality.web.appraisals.writing.places import LISTS, number_of, row_of
from mutuality.web.appraisals.writing.sheets.base import Sheet, field_of
from mutuality.web.appraisals.writing.sheets.item_forms import (
    DEGREES,
    CriterionForm,
    GroupForm,
    ObjectiveForm,
    OptionForm,
    levels,
)
from mutuality.web.appraisals.writing.words import identifier, plain, typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mutuality.web.appraisals.writing.sheets.base import Document, SheetForm, Values


class Item(Sheet):
    """One entry of a list. Without `of` it is one to be added."""

    may_return = True
    model_level = "title"
    """The field at which to show what is wrong with the entry as a whole."""

    def __init__(self, of: str = "") -> None:
        super().__init__(of)
        self.part = self.section
        self.kind = LISTS[self.section][0]

    def values(self, document: Document) -> Values | None:
        row = row_of(document, self.kind, self.of) if self.of else {}
        return None if row is None else self.told(row)

    @abstractmethod
    def told(self, row: Mapping[str, Any]) -> Values:
        """What each field holds."""

    @abstractmethod
    def row(self, cleaned: Values) -> dict[str, Any]:
        """The entry, without its identifier."""

    def given(self, document: Document, cleaned: Values) -> Any:
        rows = [dict(row) for row in document.get(self.kind, [])]
        taken = [str(row.get("id")) for row in rows]
        made = self.row(cleaned)
        name = self.of or identifier(made["title"], taken, otherwise=self.kind)
        number = number_of(document, self.kind, name)
        if number:
            rows[number - 1] = {"id": name, **made}
        else:
            rows.append({"id": name, **made})
        return rows

    def field_at(self, document: Document, where: str) -> str:
        number = number_of(document, self.kind, self.of) or len(document.get(self.kind, [])) + 1
        place = f"{self.kind}[{number}]"
        if where == place:
            return self.model_level
        return field_of(where.removeprefix(place)) if where.startswith(f"{place}.") else ""


class Objective(Item):
    """What the change is for."""

    section = "objectives"
    fields = ObjectiveForm

    def told(self, row: Mapping[str, Any]) -> Values:
        return {"title": row.get("title", "")}

    def row(self, cleaned: Values) -> dict[str, Any]:
        return {"title": cleaned["title"]}


class Group(Item):
    """Who weighs the criteria, and how much their weights count."""

    section = "groups"
    fields = GroupForm

    def told(self, row: Mapping[str, Any]) -> Values:
        return {"title": row.get("title", ""), "share": typed(row.get("share", 1))}

    def row(self, cleaned: Values) -> dict[str, Any]:
        return {"title": cleaned["title"], "share": plain(cleaned["share"])}


class Criterion(Item):
    """What success would be seen by."""

    section = "criteria"
    fields = CriterionForm
    model_level = "worst_value"

    def told(self, row: Mapping[str, Any]) -> Values:
        held = {
            f"{end}_{part}": typed(row.get(end, {}).get(part))
            for end in ("worst", "best", "spread")
            for part in ("value", "means")
        }
        return held | {
            "title": row.get("title") or str(row.get("id", "")).replace("-", " "),
            "objective": row.get("objective", ""),
            "domain": row.get("domain", ""),
            "measure": row.get("measure") or "",
            "shape": row.get("shape", "linear"),
            "points": "\n".join(
                f"{typed(at)} {typed(worth)}" for at, worth in row.get("points", [])
            ),
        }

    def form(self, document: Document, version: int, data: Any = None) -> SheetForm:
        form = super().form(document, version, data)
        form.fields["objective"].choices = [
            (row["id"], row.get("title", row["id"])) for row in document.get("objective", [])
        ]
        held = str(form.initial.get("measure", ""))
        if held and held not in MEASURES:
            form.fields["measure"].choices = [*form.fields["measure"].choices, (held, held)]
        return form

    def row(self, cleaned: Values) -> dict[str, Any]:
        ends = {
            end: {"value": plain(cleaned[f"{end}_value"]), "means": cleaned[f"{end}_means"]}
            for end in ("worst", "best", "spread")
        }
        if not cleaned["spread_means"] and cleaned["spread_value"] is None:
            del ends["spread"]
        return {
            "title": cleaned["title"],
            "objective": cleaned["objective"],
            "domain": cleaned["domain"],
            "measure": cleaned["measure"] or None,
            **ends,
            "shape": cleaned["shape"],
            "points": levels(cleaned["points"]) or None,
        }

    def wrong(self, cleaned: Values) -> Iterator[tuple[str, str]]:
        if cleaned["worst_value"] == cleaned["best_value"]:
            yield "best_value", "The best level must differ from the worst"
        value, means = cleaned["spread_value"], cleaned["spread_means"]
        if (value is None) != (not means):
            yield (
                "spread_value" if value is None else "spread_means",
                "Give the spread and what it is of, or neither",
            )


class Option(Item):
    """A way of working together."""

    section = "options"
    fields = OptionForm

    def told(self, row: Mapping[str, Any]) -> Values:
        degree = row.get("degree", {})
        return {
            "title": row.get("title", ""),
            "model": row.get("model", ""),
            "partners": ", ".join(row.get("partners", [])),
            "nature": row.get("nature") or "",
            "scope": row.get("scope", "whole-organisation"),
            "planned_months": typed(row.get("planned_months")),
            **{f"degree_{name}": typed(degree.get(name)) for name in DEGREES},
            "degree_reason": degree.get("reason", ""),
        }

    def row(self, cleaned: Values) -> dict[str, Any]:
        degree = {name: cleaned[f"degree_{name}"] for name in DEGREES}
        return {
            "model": cleaned["model"],
            "title": cleaned["title"] or models()[cleaned["model"]].title,
            "partners": cleaned["partners"] or None,
            "nature": cleaned["nature"] or None,
            "scope": cleaned["scope"],
            "planned_months": plain(cleaned["planned_months"]),
            "degree": {**degree, "reason": cleaned["degree_reason"]},
        }

    def wrong(self, cleaned: Values) -> Iterator[tuple[str, str]]:
        changed = any(cleaned[f"degree_{name}"] is not None for name in DEGREES)
        if changed and not cleaned["degree_reason"]:
            yield "degree_reason", "Say why this changes more or less than its model usually does"

    def field_at(self, document: Document, where: str) -> str:
        found = super().field_at(document, where)
        return "degree_reason" if found == "degree" else found
