"""What a section consists of: its entries, or what was filled in for each of them.

In:    an appraisal.
Out:   rows for lists and overviews; what goes with an entry that is taken out; what comes next.
Never: an entry without its title.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mutuality.web.appraisals.writing import known
from mutuality.web.appraisals.writing.opening import address
from mutuality.web.appraisals.writing.pages import ARGUMENTS
from mutuality.web.appraisals.writing.places import LISTS, name_of, row_of
from mutuality.web.appraisals.writing.sheets.cells import score_of
from mutuality.web.appraisals.writing.words import counted, typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mutuality.web.appraisals.models import Appraisal
    from mutuality.web.appraisals.writing.sheets import Sheet

    Document = Mapping[str, Any]

TITLES = {
    "gates": "Gates: {}", "costs": "Costs: {}", "weights": "Weights: {}",
    "judgements": "Judgements: {}", "evidence": "Evidence: {}",
}  # fmt: skip
DECIDED = {"carry": "goes on", "reject": "shut out", "preferred": "preferred"}


def listed(held: Appraisal, section: str) -> dict[str, Any]:
    """The entries of a list with a line about each; groups that a first pass would ask."""
    kind, word = LISTS[section]
    rows = [
        {
            "id": row["id"],
            "title": name_of(row),
            "href": address(kind, held, **{kind: row["id"]}),
            "about": ABOUT[section](held.document, row),
        }
        for row in held.document.get(kind, [])
    ]
    there = {row["title"].lower() for row in rows}
    asked = held.first_pass.get("weighers", []) if section == "groups" else []
    return {
        "rows": rows,
        "word": word,
        "suggested": [one["title"] for one in asked if one["title"].lower() not in there],
    }


def overview(held: Appraisal, section: str) -> dict[str, Any]:
    """One line for each sheet of a section, and for scores the table of all cells."""
    document = held.document
    kind = ARGUMENTS[section]
    rows = [
        {
            "title": name_of(row),
            "href": address(section, held, **{kind: row["id"]}),
            "status": FILLED[section](document, row),
        }
        for row in document.get(kind, [])
    ]
    context: dict[str, Any] = {"rows": rows, "kind": kind, "cells": []}
    if section in ("evidence", "judgements"):
        context["criteria"] = [name_of(row) for row in document.get("criterion", [])]
        context["cells"] = [
            [name_of(option), *(_cell(option, row["id"]) for row in document.get("criterion", []))]
            for option in document.get("option", [])
        ]
    return context


def place(held: Appraisal, sheet: Sheet, kind: str) -> tuple[str, str]:
    """The title of a sheet, and the entry that comes after it."""
    rows = held.document.get(kind, [])
    row = row_of(held.document, kind, sheet.of)
    title = TITLES[sheet.section].format(name_of(row) if row else sheet.of)
    names = [one["id"] for one in rows]
    after = names[names.index(sheet.of) + 1 :] if sheet.of in names else []
    return title, after[0] if after else ""


def goes_with(document: Document, kind: str, item: str) -> Iterator[str]:
    """What is lost with an entry, in words."""
    row = row_of(document, kind, item) or {}
    for field, one in (("gate", "gate"), ("score", "score"), ("cost", "year of costs")):
        held = len(row.get(field, []))
        if held:
            yield counted(held, one, "years of costs" if field == "cost" else "")
    if row.get("swing"):
        yield counted(len(row["swing"]), "weight")
    if kind == "criterion":
        scores = sum(bool(score_of(option, item)) for option in document.get("option", []))
        swings = sum(item in group.get("swing", {}) for group in document.get("group", []))
        if scores:
            yield counted(scores, "score")
        if swings:
            yield f"the weight of {counted(swings, 'group')}"


def _objective(document: Document, row: Mapping[str, Any]) -> str:
    served = [
        name_of(one) for one in document.get("criterion", []) if one.get("objective") == row["id"]
    ]
    return f"Criteria: {', '.join(served)}" if served else "No criterion yet"


def _criterion(document: Document, row: Mapping[str, Any]) -> str:
    serves = row_of(document, "objective", str(row.get("objective")))
    measure = known.MEASURES.get(row.get("measure", ""))
    ends = " to ".join(typed(row.get(end, {}).get("value")) for end in ("worst", "best"))
    what = measure.title if measure else row.get("measure") or "Described in words"
    return f"{what}, {ends}. For: {name_of(serves) if serves else 'no objective'}"


def _option(document: Document, row: Mapping[str, Any]) -> str:
    del document
    model = known.models().get(row.get("model", ""))
    said = [model.title if model else str(row.get("model"))]
    if row.get("partners"):
        said.append(f"with {', '.join(row['partners'])}")
    if row.get("nature"):
        said.append(row["nature"])
    return ", ".join(said)


def _group(document: Document, row: Mapping[str, Any]) -> str:
    every = sum(one.get("share", 0) for one in document.get("group", []))
    share = row.get("share", 0) / every if every else 0
    return f"Counts for {share:.0%} of what is weighed"


ABOUT = {
    "objectives": _objective, "criteria": _criterion, "options": _option, "groups": _group,
}  # fmt: skip


def _gated(document: Document, row: Mapping[str, Any]) -> str:
    gates = row.get("gate", [])
    bearing = [one for one in known.gates(document).get(row["id"], ()) if one.by == "rules"]
    if any(gate.get("decision") == "reject" for gate in gates):
        return "Shut out"
    if any(one.shuts_out for one in bearing):
        return "Shut out by a rule"
    open_rules = f"{counted(len(bearing), 'rule')} to look at" if bearing else ""
    decided = f"{counted(len(gates), 'gate')} decided" if gates else ""
    return "; ".join(filter(None, (decided, open_rules))) or "Nothing decided"


def _costed(document: Document, row: Mapping[str, Any]) -> str:
    del document
    years = row.get("cost", [])
    return f"{counted(len(years), 'year')} costed" if years else "Not costed"


def _weighed(document: Document, row: Mapping[str, Any]) -> str:
    held = len(row.get("swing", {}))
    every = len(document.get("criterion", []))
    return f"{held} of {every} weighed" if held else "Any weights count as likely"


def _scored(basis: str, words: str) -> Any:
    def told(document: Document, row: Mapping[str, Any]) -> str:
        options = document.get("option", [])
        held = sum(score_of(one, row["id"]).get("basis") == basis for one in options)
        return f"{held} of {len(options)} {words}"

    return told


FILLED = {
    "gates": _gated,
    "costs": _costed,
    "weights": _weighed,
    "evidence": _scored("evidence", "rest on studies"),
    "judgements": _scored("judgement", "judged"),
}


def _cell(option: Mapping[str, Any], criterion: str) -> str:
    score = score_of(option, criterion)
    if score.get("basis") == "evidence":
        return "From studies"
    if score.get("basis") == "judgement":
        low, likely, high = (typed(score.get(end)) for end in ("low", "likely", "high"))
        return f"{likely} ({low} to {high})"
    return "Today's figure" if option.get("model") == known.USUAL else "Not scored"
