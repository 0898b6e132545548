"""The sheet of what an option costs, year by year.

In:    the option's costs in £ million.
Out:   a row for each year with any money in it.
Never: a single number: each is low, likely and high.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mutuality.stores import shipped
from mutuality.web.appraisals.writing.places import row_of
from mutuality.web.appraisals.writing.sheets.base import Sheet
from mutuality.web.appraisals.writing.words import plain, typed
from mutuality.web.design import NumberField, SelectField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.forms import Field

    from mutuality.web.appraisals.writing.sheets.base import Document, Values

KINDS = {"transition": "One-off", "running": "Each year", "saving": "Saved"}
ENDS = ("low", "likely", "high")
USUAL_YEARS = 5
"""Rows that an option without costs is shown: today's year and four more."""
MONEY = [(kind, end) for kind in KINDS for end in ENDS]


class Costs(Sheet):
    """The costs of one option."""

    section = part = "costs"

    def __init__(self, of: str = "") -> None:
        super().__init__(of)
        self.order: list[str] = []

    def rows(self, document: Document) -> list[str]:
        """Names of the rows: one for each that is held and one more, or five to begin with."""
        held = len(self._held(document))
        return [f"r{number}" for number in range(1, (held + 1 if held else USUAL_YEARS) + 1)]

    def values(self, document: Document) -> Values | None:
        if row_of(document, "option", self.of) is None:
            return None
        held = self._held(document)
        next_year = max((int(row.get("year", 0)) for row in held), default=-1) + 1
        told: Values = {}
        for number, name in enumerate(self.rows(document)):
            row = held[number] if number < len(held) else {}
            told[f"{name}__year"] = typed(row.get("year", next_year + number - len(held)))
            for kind in KINDS:
                numbers = row.get(kind) or (["", "", ""])
                for end, value in zip(ENDS, numbers, strict=True):
                    told[f"{name}__{kind}_{end}"] = typed(value)
            told[f"{name}__class"] = row.get("class") or ""
            told[f"{name}__mitigation"] = typed(row.get("mitigation"))
        return told

    def more(self, document: Document) -> dict[str, Field]:
        classes = [("", "Not classed"), *((name, name.replace("-", " ")) for name in classes_of())]
        fields: dict[str, Field] = {}
        for number, name in enumerate(self.rows(document), start=1):
            row = f"Row {number}"
            fields[f"{name}__year"] = NumberField(
                f"{row}: year", whole=True, least=0, most=60, width=2, required=False
            )
            for kind, end in MONEY:
                fields[f"{name}__{kind}_{end}"] = NumberField(
                    f"{row}: {KINDS[kind].lower()}, {end}", width=4, required=False
                )
            fields[f"{name}__class"] = SelectField(f"{row}: class", classes, required=False)
            fields[f"{name}__mitigation"] = NumberField(
                f"{row}: share dealt with", least=0, most=1, width=3, required=False
            )
        return fields

    def given(self, document: Document, cleaned: Values) -> Any:
        self.order = [name for name in self.rows(document) if _is_filled(cleaned, name)]
        return [
            {
                "year": cleaned[f"{name}__year"],
                **{
                    kind: numbers
                    for kind in KINDS
                    if (numbers := [plain(cleaned[f"{name}__{kind}_{end}"]) for end in ENDS])
                    != [None, None, None]
                },
                "class": cleaned[f"{name}__class"] or None,
                "mitigation": plain(cleaned[f"{name}__mitigation"]),
            }
            for name in self.order
        ]

    def wrong(self, cleaned: Values) -> Iterator[tuple[str, str]]:
        names = [name.removesuffix("__year") for name in cleaned if name.endswith("__year")]
        for number, name in enumerate(names, start=1):
            if _is_filled(cleaned, name) and cleaned[f"{name}__year"] is None:
                yield f"{name}__year", f"Row {number}: enter the year, 0 for the first"
            for kind, said in KINDS.items():
                given = [cleaned[f"{name}__{kind}_{end}"] for end in ENDS]
                missing = [end for end, value in zip(ENDS, given, strict=True) if value is None]
                if missing and len(missing) < len(ENDS):
                    yield (
                        f"{name}__{kind}_{missing[0]}",
                        f"Row {number}: {said.lower()} needs low, likely and high",
                    )
                elif not missing and given != sorted(given):
                    yield (
                        f"{name}__{kind}_low",
                        f"Row {number}: {said.lower()} must run from low to high",
                    )

    def field_at(self, document: Document, where: str) -> str:
        del document
        found = re.search(r"\.cost\[(\d+)\](?:\.(\w+))?", where)
        if found is None or int(found[1]) > len(self.order):
            return ""
        what = found[2] or "year"
        end = f"{what}_low" if what in KINDS else what
        return f"{self.order[int(found[1]) - 1]}__{end}"

    def _held(self, document: Document) -> list[dict[str, Any]]:
        row = row_of(document, "option", self.of) or {}
        return list(row.get("cost", []))


def classes_of() -> list[str]:
    """Classes of cost for which it is known by how much they are usually underestimated."""
    return list(shipped.defaults().cost.optimism)


def _is_filled(cleaned: Values, name: str) -> bool:
    return any(cleaned[f"{name}__{kind}_{end}"] is not None for kind, end in MONEY)
