"""Changing one part of a case, as a form on a page does.

In:    a case or the unfinished document of one, the name of a part, and what a person gave for it.
Out:   an Edited: the new document, the Case where it is one, and every problem at its field.
Never: something dropped without saying so, or text that was typed lost because it was wrong.
"""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from mutuality.appraisal.case import Case
from mutuality.appraisal.reading import SCHEMA_VERSION, check_case
from mutuality.appraisal.writing import to_document
from mutuality.base import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

Part = Literal[
    "problem", "front", "objectives", "criteria", "options", "gates", "scores", "costs",
    "readiness", "groups", "weights",
]  # fmt: skip
_TABLES = {"problem": "case", "front": "front", "readiness": "readiness"}
_LISTS = {
    "objectives": "objective", "criteria": "criterion", "options": "option", "groups": "group",
}  # fmt: skip
_WITHIN = {
    "gates": ("option", "gate"), "scores": ("option", "score"), "costs": ("option", "cost"),
    "weights": ("group", "swing"),
}  # fmt: skip
_PARTS = (*_TABLES, *_LISTS, *_WITHIN)
_DEEPER = re.compile(r"^(option|group)\[\d+\]\.(gate|score|cost|swing)\b")


@dataclass(frozen=True, slots=True)
class Edited:
    """What came of a change.

    `document` is the whole case with what was given in its place, right or wrong, fit for JSON.
    `case` is the Case where nothing is wrong anywhere. `refusals` are about the part that was
    changed and `elsewhere` about the rest; each says in `where` which field, as
    `option[2].score[1].low` with lists counted from 1. `dropped` says in sentences what had to go
    because what it belonged to is gone.
    """

    document: Mapping[str, Any]
    case: Case | None
    refusals: tuple[Refusal, ...] = ()
    elsewhere: tuple[Refusal, ...] = ()
    dropped: tuple[str, ...] = ()


def edit(case: Case | Mapping[str, Any], part: Part, given: Any, *, of: str = "") -> Edited:
    """The case with one part replaced by what a person gave.

    `case` may be the unfinished document of a case. `given` has the fields of
    docs/reference/case.md: a table for problem, front, readiness and weights (criterion to
    [low, high]), else a list of tables. Empty text, and empty entries at the end of a list, count
    as not given; numbers and dates may be text. `problem` changes only the fields that are given.
    Every other part is replaced whole, but an option that stays keeps its gates, scores and costs,
    and a group its swings. `of` names the option of gates, scores and costs, or the group of
    weights.

    Raises Refusal APP-012 where there is no such part, option or group; whatever is wrong with
    `given` is told in the answer.
    """
    document = _document(case)
    told = cleaned(given)
    place = _TABLES.get(part) or _LISTS.get(part, "")
    dropped: tuple[str, ...] = ()
    if part == "problem":
        head = document.get(place, {}) | dict.fromkeys(given) | (told or {})
        document[place] = _without_nothing(head)
    elif part in _TABLES:
        document[place] = told or {}
    elif part in _LISTS:
        document[place] = _merged(document.get(place, []), told or [])
        dropped = tuple(_drop_orphans(document)) if part == "criteria" else ()
    elif part in _WITHIN:
        kind, field = _WITHIN[part]
        number, row = _named(document, kind, of)
        row[field] = told or ({} if field == "swing" else [])
        place = f"{kind}[{number}].{field}"
    else:
        raise Refusal(
            "APP-012",
            f"A case has no part '{part}'.",
            f"Use one of: {', '.join(_PARTS)}.",
            where="part",
        )
    changed, refusals = check_case(document, typed=True)
    here = tuple(refusal for refusal in refusals if _is_about(refusal, part, place))
    return Edited(
        document=to_document(changed, for_json=True) if changed else document,
        case=changed,
        refusals=here,
        elsewhere=tuple(refusal for refusal in refusals if refusal not in here),
        dropped=dropped,
    )


def _document(case: Case | Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(case, Case):
        return to_document(case, for_json=True)
    return {"schema_version": SCHEMA_VERSION, **copy.deepcopy(dict(case))}


def _is_about(refusal: Refusal, part: str, place: str) -> bool:
    """Whether a refusal belongs on the page of a part: those of scores are not for the options."""
    if part in _LISTS and _DEEPER.match(refusal.where):
        return False
    return re.match(rf"{re.escape(place)}(?![\w-])", refusal.where) is not None


def cleaned(value: Any) -> Any:
    """What came from a form: text without its margins, days as text; empty text, and what holds
    nothing else, as None."""
    if isinstance(value, str):
        return "\n".join(value.strip().splitlines()) or None
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return _without_nothing({key: cleaned(part) for key, part in value.items()}) or None
    if isinstance(value, Sequence):
        parts = [cleaned(part) for part in value]
        while parts and parts[-1] is None:
            parts.pop()
        return parts or None
    return value


def _without_nothing(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if value is not None}


def _merged(before: Sequence[Mapping[str, Any]], rows: Sequence[Any]) -> list[Any]:
    """The rows, each with what the form for its list did not ask for. An empty one stays a row, so
    that the places of the others hold."""
    old = {row["id"]: row for row in before if "id" in row}
    merged = []
    for given in rows:
        row = {} if given is None else given
        held = old.get(str(row.get("id")), {})
        kept = {name: held[name] for _, name in _WITHIN.values() if name in held}
        merged.append(row | {name: part for name, part in kept.items() if name not in row})
    return merged


def _named(document: Mapping[str, Any], kind: str, name: str) -> tuple[int, dict[str, Any]]:
    """An option or a group of the document with its place, counted from 1."""
    rows: list[dict[str, Any]] = document.get(kind, [])
    for number, row in enumerate(rows, start=1):
        if row.get("id") == name:
            return number, row
    known = ", ".join(str(row.get("id")) for row in rows)
    raise Refusal(
        "APP-012",
        f"The case has no {kind} '{name}'.",
        f"Use one of: {known}." if known else f"Add the {kind} first.",
        where=kind,
    )


def _drop_orphans(document: dict[str, Any]) -> Iterator[str]:
    """Take out scores and swings of criteria that are gone, and say which they were."""
    left = {row.get("id") for row in document["criterion"]}
    for option in document.get("option", []):
        scores = option.get("score", [])
        option["score"] = [score for score in scores if score.get("criterion") in left]
        for score in scores:
            if score.get("criterion") not in left:
                yield (
                    f"The score of {option.get('title')} on '{score.get('criterion')}' went with "
                    "the criterion."
                )
    for group in document.get("group", []):
        swing = group.get("swing", {})
        group["swing"] = {name: pair for name, pair in swing.items() if name in left}
        for name in swing:
            if name not in left:
                yield f"The swing of {group.get('title')} on '{name}' went with the criterion."
