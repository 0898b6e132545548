"""Checking what people wrote before anything is worked out from it.

In:    a document as `tomllib` gives it, and the shape that it must have.
Out:   the shape, filled; or every problem with its place, as one Refusal or as one for each.
Never: a field that is silently ignored, or a word turned into a number.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from mutuality.base import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Checked(BaseModel):
    """A shape that takes no unknown field, changes no type, and cannot be altered afterwards."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, allow_inf_nan=False, validate_by_name=True
    )


Shape = TypeVar("Shape", bound=Checked)
NOT_BLANK = r"\S"
_HEADLESS = ("is ", "cannot ", "must ", "needs ")
_TYPED = {
    "float_parsing": "needs a plain number such as 0.95",
    "finite_number": "needs a plain number such as 0.95",
    "int_parsing": "needs a whole number such as 12",
    "int_from_float": "needs a whole number such as 12",
    "date_parsing": "needs a date such as 2026-11-22",
    "date_from_datetime_parsing": "needs a date such as 2026-11-22",
    "date_from_datetime_inexact": "needs a date such as 2026-11-22",
    "string_pattern_mismatch": "needs lower-case words or digits joined by hyphens",
}


def checked(shape: type[Shape], document: Mapping[str, Any], *, code: str, what: str) -> Shape:
    """Fill the shape, or refuse with every problem. Lists are counted from 1, as people count."""
    filled, problems = examined(shape, document)
    if filled is None:
        raise refusal(code, what, problems)
    return filled


def examined(
    shape: type[Shape], document: Mapping[str, Any], *, typed: bool = False
) -> tuple[Shape | None, list[tuple[str, str]]]:
    """The shape where it can be filled, and every (place, problem) where it cannot.

    With `typed`, numbers and dates may come as the text that a person typed into a form.
    """
    try:
        return shape.model_validate(document, strict=False if typed else None), []
    except ValidationError as failure:
        fields = _fields(shape)
        return None, [
            (_place(error["loc"]), _words(error, fields))
            for error in failure.errors(include_url=False)
            if not _is_an_echo(error)
        ]


def refusals(code: str, problems: Sequence[tuple[str, str]]) -> tuple[Refusal, ...]:
    """One Refusal for each (place, problem) pair, each of which can be read by itself."""
    return tuple(
        Refusal(
            code,
            f"This {why}" if why.startswith(_HEADLESS) else f"{why[:1].upper()}{why[1:]}",
            "Mend this entry, then try again.",
            where=place,
        )
        for place, why in problems
    )


def refusal(code: str, what: str, problems: Sequence[tuple[str, str]]) -> Refusal:
    """One Refusal from several (place, problem) pairs."""
    told = " ".join(f"({n}) {place}: {why}" for n, (place, why) in enumerate(problems, start=1))
    count = "One thing is" if len(problems) == 1 else f"{len(problems)} things are"
    return Refusal(
        code,
        f"{count} wrong in {what}: {told}",
        "Mend each of them, then try again. Entries of a list are counted from 1.",
        where=problems[0][0],
    )


def _is_an_echo(error: Any) -> bool:
    """A list whose entries were refused is then called too short: that is no second problem."""
    return error["type"] == "too_short" and len(error["input"]) > 0


def _place(steps: Sequence[int | str]) -> str:
    """`option[2].score[1].basis` for ("option", 1, "score", 0, "basis")."""
    place = ""
    for step in steps:
        place += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return place.removeprefix(".")


def _words(error: Any, fields: Sequence[str]) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        return "is needed."
    if kind == "extra_forbidden":
        close = get_close_matches(str(error["loc"][-1]), fields, n=1)
        return "is not a known field." + (f" Did you mean '{close[0]}'?" if close else "")
    if kind == "literal_error":
        return f"cannot be {error['input']!r}; use {context['expected']}."
    if kind == "value_error":
        return str(context["error"])
    if context.get("pattern") == NOT_BLANK:
        return "needs words."
    said = _TYPED.get(kind, f"{error['msg'][0].lower()}{error['msg'][1:]}")
    return f"{said} (it holds {_shown(error['input'])})."


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _fields(shape: type[Checked]) -> list[str]:
    """Every field name in the shape and in the shapes within it, to guess what was meant."""
    schema = shape.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return sorted({name for part in parts for name in part.get("properties", {})})
