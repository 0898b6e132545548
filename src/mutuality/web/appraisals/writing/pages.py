"""What stands beside the form of each sheet.

In:    an appraisal and the sheet that is shown.
Out:   the template of the sheet, and figures, findings and rules to fill it in by.
Never: anything that the form needs: it can be filled in without what stands beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mutuality.web.appraisals.writing import known
from mutuality.web.appraisals.writing.places import name_of, row_of
from mutuality.web.appraisals.writing.reading import DECISIONS
from mutuality.web.appraisals.writing.sheets import (
    Costs,
    Criterion,
    Evidence,
    Front,
    Gates,
    Group,
    Judgements,
    Objective,
    Option,
    Problem,
    Readiness,
    Weights,
)
from mutuality.web.appraisals.writing.sheets.item_forms import DEGREES
from mutuality.web.appraisals.writing.sheets.plain import READY
from mutuality.web.appraisals.writing.studies import studies
from mutuality.web.appraisals.writing.tasks import problems
from mutuality.web.appraisals.writing.words import typed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mutuality.web.appraisals.models import Appraisal
    from mutuality.web.appraisals.writing.sheets import Sheet

TEMPLATES: dict[type, str] = {
    Problem: "sheet",
    Front: "sheet",
    Readiness: "readiness",
    Objective: "sheet",
    Group: "sheet",
    Criterion: "criterion",
    Option: "option",
    Gates: "gates",
    Costs: "costs",
    Weights: "weights",
    Judgements: "judgements",
    Evidence: "evidence",
}
ARGUMENTS = {
    "gates": "option",
    "costs": "option",
    "weights": "group",
    "judgements": "criterion",
    "evidence": "criterion",
}


def named(sheet: Sheet, item: str) -> dict[str, str]:
    """The argument of the address of such a sheet about another entry."""
    return {ARGUMENTS[sheet.section]: item}


def marking(held: Appraisal, section: str) -> dict[str, Any]:
    """Whether a section is ticked off, and what is wrong with it."""
    return {
        "is_done": held.progress.get(section) == "completed",
        "to_mend": problems(held.document)[section],
    }


def beside(held: Appraisal, sheet: Sheet) -> dict[str, Any]:
    """What a sheet's page shows besides the form."""
    document = held.document
    if isinstance(sheet, Readiness):
        return {"ready": READY}
    if isinstance(sheet, Criterion):
        return {"today": _today(document, sheet.of)}
    if isinstance(sheet, Option):
        row = row_of(document, "option", sheet.of) or {}
        model = known.models().get(row.get("model", ""))
        return {"degrees": DEGREES, "models": known.models(), "model": model}
    if isinstance(sheet, Gates):
        return {"lines": sheet.lines(document), "decisions": DECISIONS}
    if isinstance(sheet, Costs):
        return {"rows": sheet.rows(document)}
    if isinstance(sheet, Weights):
        return {"criteria": [(row["id"], name_of(row), row) for row in document["criterion"]]}
    if isinstance(sheet, Judgements | Evidence):
        criterion = row_of(document, "criterion", sheet.of) or {}
        return {
            "criterion": criterion,
            "today": _today(document, sheet.of),
            "studies": studies(document, sheet.of),
            "options": [(row["id"], name_of(row), row) for row in document["option"]],
            "judged": {row["id"]: _judged(score) for row, score in sheet.options(document)},
        }
    return {}


def _judged(score: Mapping[str, Any]) -> str:
    """A judgement in words; nothing for anything else."""
    if score.get("basis") != "judgement":
        return ""
    low, likely, high = (typed(score.get(end)) for end in ("low", "likely", "high"))
    return f"{likely} ({low} to {high}), {score.get('author')}"


def _today(document: Any, criterion: str) -> Any:
    """The latest figure that is held for a criterion, where there is one."""
    case = known.sketch(document)
    row = row_of(document, "criterion", criterion)
    if case is None or row is None or not row.get("measure"):
        return None
    return known.figures(case).get(row["measure"])
