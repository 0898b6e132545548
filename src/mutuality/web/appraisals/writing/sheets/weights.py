"""The sheet of what a group of people weighs.

In:    the swings of one group.
Out:   an interval for each criterion, the biggest being 100.
Never: a weight that nobody gave.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mutuality.web.appraisals.writing.places import name_of, row_of
from mutuality.web.appraisals.writing.sheets.base import Sheet
from mutuality.web.appraisals.writing.words import plain, typed
from mutuality.web.design import NumberField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.forms import Field

    from mutuality.web.appraisals.writing.sheets.base import Document, Values

MOST = 100


class Weights(Sheet):
    """The weights of one group."""

    section = part = "weights"

    def values(self, document: Document) -> Values | None:
        row = row_of(document, "group", self.of)
        if row is None:
            return None
        told: Values = {}
        for criterion in document.get("criterion", []):
            low, high = row.get("swing", {}).get(criterion["id"], ("", ""))
            told[f"{criterion['id']}__low"] = typed(low)
            told[f"{criterion['id']}__high"] = typed(high) if high != low else ""
        return told

    def more(self, document: Document) -> dict[str, Field]:
        fields: dict[str, Field] = {}
        for criterion in document.get("criterion", []):
            title = name_of(criterion)
            for end, said in (("low", "points"), ("high", "to, where people differ")):
                fields[f"{criterion['id']}__{end}"] = NumberField(
                    f"{title}: {said}", least=0, most=MOST, width=3, required=False
                )
        return fields

    def given(self, document: Document, cleaned: Values) -> Any:
        told = {}
        for criterion in document.get("criterion", []):
            low = plain(cleaned[f"{criterion['id']}__low"])
            high = plain(cleaned[f"{criterion['id']}__high"])
            if low is not None:
                told[criterion["id"]] = [low, low if high is None else high]
        return told

    def wrong(self, cleaned: Values) -> Iterator[tuple[str, str]]:
        names = [name.removesuffix("__low") for name in cleaned if name.endswith("__low")]
        highest = None
        for name in names:
            low, high = cleaned[f"{name}__low"], cleaned[f"{name}__high"]
            if low is None and high is not None:
                yield f"{name}__low", "Give the lower number too, or put the one number here"
            elif low is not None and high is not None and high < low:
                yield f"{name}__high", f"Enter {low:g} or more: the second number is the higher one"
            highest = max(
                (value for value in (highest, low, high) if value is not None), default=None
            )
        if highest is not None and highest < MOST:
            top = next(name for name in names if highest in _pair(cleaned, name))
            field = "high" if cleaned[f"{top}__high"] is not None else "low"
            yield (
                f"{top}__{field}",
                "Give the step that matters most 100: the others are measured against it",
            )

    def field_at(self, document: Document, where: str) -> str:
        _, _, name = where.partition(".swing.")
        found = name.partition("[")[0]
        held = [criterion["id"] for criterion in document.get("criterion", [])]
        return f"{found or (held or [''])[0]}__low"


def _pair(cleaned: Values, name: str) -> tuple[Any, Any]:
    return cleaned[f"{name}__low"], cleaned[f"{name}__high"]
