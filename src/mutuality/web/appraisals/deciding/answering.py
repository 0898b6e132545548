"""The form on which one person says what they think: every cell that is judged, then the weights.

In:    a case, a group, what the person said before, and what they typed.
Out:   fields to draw, in the order of the case; checked, what `appraisal.check_opinion` takes.
Never: a cell that studies score asked as if it were open, or what was typed lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from mutuality.base import Refusal
from mutuality.web.appraisals.deciding.sheets import Cell, Part, Sheet
from mutuality.web.design import Form, HiddenField, NumberField, TextField

ENDS = ("low", "likely", "high")
LONGEST = 400


class CellField(NumberField):
    """A number of a long form: what is wrong with it says which one it is."""

    def __init__(self, label: str, *, about: str, **kwargs: Any) -> None:
        super().__init__(label, required=False, **kwargs)
        self.about = about

    def clean(self, value: Any) -> Any:
        """The number, or None where nothing was typed."""
        try:
            return super().clean(value)
        except ValidationError as wrong:
            raise ValidationError([f"{self.about}: {said}" for said in wrong.messages]) from None


class Answer(Form):
    """One person's answer. Field names are the places that `check_opinion` names."""

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        self.fields["version"] = HiddenField(required=False)
        self.fields["name"] = TextField("Your name", required=False, max_length=120)
        for part in sheet.parts:
            for cell in part.asked:
                for end in ENDS:
                    self.fields[f"{cell.name}.{end}"] = CellField(
                        end.capitalize(), about=f"{cell.about}, {end}", width=5,
                        suffix=cell.unit.suffix,
                    )  # fmt: skip
                self.fields[f"{cell.name}.reason"] = TextField(
                    "Why", required=False, max_length=LONGEST
                )
            if part.asked:
                self.fields[part.reason] = TextField(
                    f"Why, for {part.title}", required=False, max_length=LONGEST
                )
        for criterion in sheet.case.criteria:
            self.fields[f"swings.{criterion.id}"] = CellField(
                criterion.name, about=f"How much {criterion.name} matters", least=0, most=100,
                width=4,
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """What was typed, with every cell whole or empty."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        for part in self.sheet.parts:
            for cell in part.asked:
                self._check(cell, typed.get(part.reason) or "")
        swings = [self.cleaned_data.get(f"swings.{one.id}") for one in self.sheet.case.criteria]
        if any(one is not None for one in swings) and not any(swings) and not self.errors:
            first = f"swings.{self.sheet.case.criteria[0].id}"
            self.add_error(first, "Give at least one criterion more than 0.")
        for name, value in list(typed.items()):
            if isinstance(value, str) and "](" in value:
                self.add_error(name, "Leave out square and round brackets that make a link.")
        return typed

    def _check(self, cell: Cell, common: str) -> None:
        names = [f"{cell.name}.{end}" for end in ENDS]
        if any(name in self.errors for name in names):
            return
        values = [self.cleaned_data.get(name) for name in names]
        reason = self.cleaned_data.get(f"{cell.name}.reason")
        if all(value is None for value in values):
            if reason:
                self.add_error(names[0], f"{cell.about}: enter low, likely and high, or take the "
                               "reason out.")  # fmt: skip
            return
        for name, value, end in zip(names, values, ENDS, strict=True):
            if value is None:
                self.add_error(name, f"{cell.about}: enter the {end} value too, or leave all "
                               "three empty.")  # fmt: skip
        if None not in values and values != sorted(values):
            self.add_error(names[1], f"{cell.about}: low, likely and high must run upwards.")
        if not reason and not common:
            self.add_error(f"{cell.name}.reason", f"{cell.about}: say why in a few words, here or "
                           "once for the whole option.")  # fmt: skip

    def given(self) -> dict[str, Any]:
        """Scores and swings as `check_opinion` takes them."""
        typed = self.cleaned_data
        scores: dict[str, dict[str, Any]] = {}
        for part in self.sheet.parts:
            for cell in part.asked:
                values: list[Decimal | None] = [typed[f"{cell.name}.{end}"] for end in ENDS]
                if values[0] is None:
                    continue
                ends = {
                    end: cell.unit.kept(Decimal(value))
                    for end, value in zip(ENDS, values, strict=True)
                    if value is not None
                }
                why = typed[f"{cell.name}.reason"] or typed[part.reason]
                told = ends | {"scale": cell.unit.scale, "reason": why}
                scores.setdefault(part.id, {})[cell.criterion] = told
        swings = {
            one.id: float(typed[f"swings.{one.id}"])
            for one in self.sheet.case.criteria
            if typed[f"swings.{one.id}"] is not None
        }
        return {"scores": scores, "swings": swings}

    def refuse_all(self, found: Sequence[Refusal]) -> None:
        """Show each refusal at its field; one about a whole cell stands at its first number."""
        for refusal in found:
            place = refusal.where
            if place not in self.fields and f"{place}.low" in self.fields:
                place = f"{place}.low"
            self.refuse(refusal, at={refusal.where: place})

    @property
    def answered(self) -> list[tuple[Part, list[tuple[Cell, str, str]]]]:
        """What was given, in words, for the page to check: each cell with its range and reason."""
        scores = self.given()["scores"]
        found = []
        for part in self.sheet.parts:
            cells = [
                (cell, cell.unit.span(*(told[end] for end in ENDS)), told["reason"])
                for cell in part.asked
                if (told := scores.get(part.id, {}).get(cell.criterion))
            ]
            if cells:
                found.append((part, cells))
        return found

    @property
    def weighed(self) -> list[tuple[str, str, str]]:
        """Each criterion with what was given, and what that is of 100."""
        swings = self.given()["swings"]
        most = max(swings.values(), default=0) or 1
        return [
            (one.name, f"{swings[one.id]:g}", f"{100 * swings[one.id] / most:.0f}")
            for one in self.sheet.case.criteria
            if one.id in swings
        ]


def before(sheet: Sheet, row: Any) -> dict[str, Any]:
    """What the person said before, as the form's first values. `row` is an Opinion or None."""
    if row is None:
        return {"version": "0"}
    found: dict[str, Any] = {"version": str(row.version), "name": row.name}
    for part in sheet.parts:
        said = [(cell, row.scores.get(part.id, {}).get(cell.criterion)) for cell in part.asked]
        reasons = [told["reason"] for _, told in said if told]
        common = reasons[0] if len(reasons) > 1 and len(set(reasons)) == 1 else ""
        found[part.reason] = common
        for cell, told in said:
            if told:
                found |= {f"{cell.name}.{end}": cell.unit.typed(told[end]) for end in ENDS}
                found[f"{cell.name}.reason"] = "" if common else told["reason"]
    for name, swing in row.swings.items():
        found[f"swings.{name}"] = f"{sum(swing) / len(swing):g}"
    return found
