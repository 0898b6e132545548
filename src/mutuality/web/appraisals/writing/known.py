"""What is held that bears on a case: figures, findings, rules, models, codes.

In:    the document of a case, finished or not.
Out:   today's figures, what studies say of each cell, the gates at the date, choices for forms.
Never: a number that `mutuality appraise` would not take for the same case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from mutuality.appraisal import Baseline, Case, Cell, check_case, screen, studied
from mutuality.base import Refusal
from mutuality.outcomes import REGISTRY
from mutuality.register import readable
from mutuality.stores import CaseDesk, shipped
from mutuality.web.published import register, remembered, store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mutuality.appraisal.gates import GateOutcome
    from mutuality.register import Model

    Document = Mapping[str, Any]

DOMAINS = (
    ("care-quality", "Quality of care"),
    ("efficiency", "Efficiency"),
    ("staff", "Staff"),
)
MEASURES = {measure.id: measure for measure in REGISTRY.values()}
USUAL = "business-as-usual"
_KEPT = {
    "option": ("id", "model", "title", "scope", "gate", "partners", "score"),
    "criterion": ("id", "title", "objective", "domain", "measure", "worst", "best", "spread"),
}
"""What is needed to look things up. The rest may be unfinished."""


def measure_choices() -> list[tuple[str, str]]:
    """Published measures, those that stand on every profile first."""
    ordered = sorted(MEASURES.values(), key=lambda one: (not one.headline, one.title))
    return [("", "None: described in words"), *((one.id, one.title) for one in ordered)]


def models() -> Mapping[str, Model]:
    """The catalogue of models, by identifier."""
    return register().models


def model_choices() -> list[tuple[str, str]]:
    """Models in the order of the catalogue."""
    return [(model.id, model.title) for model in models().values()]


def codes(text: str) -> list[str]:
    """ODS codes as they were typed. Raises ValidationError with what was perhaps meant."""
    found = []
    for word in filter(None, (part.strip() for part in text.replace(";", ",").split(","))):
        code = word.upper()
        if not register().knows(code):
            raise ValidationError(f"The register does not know “{word}”. {_meant(word)}")
        found.append(code)
    return list(dict.fromkeys(found))


def _meant(word: str) -> str:
    try:
        answer = register().search(word, limit=3)
    except Refusal as refusal:
        return refusal.remedy
    if not answer.matches:
        return answer.advice
    names = [
        f"{one.organisation.code} ({readable(one.organisation.name or one.organisation.code)})"
        for one in answer.matches
    ]
    return f"Enter a code, perhaps {' or '.join(names)}."


def sketch(document: Document) -> Case | None:
    """The case without its scores, weights and costs; None where even that is unfinished."""
    head = document.get("case", {})
    bare: dict[str, Any] = {
        "schema_version": 1,
        "case": {
            name: head.get(name) for name in ("id", "title", "organisations", "problem", "date")
        },
        "objective": document.get("objective", []),
    }
    for kind, names in _KEPT.items():
        bare[kind] = [
            {name: row[name] for name in names if name in row} for row in document.get(kind, [])
        ]
    case, _ = check_case(bare, typed=True)
    usual = [option for option in case.options if option.is_business_as_usual] if case else []
    return case if len(usual) == 1 else None


def figures(case: Case) -> dict[str, Baseline]:
    """Today's figure of each measure of the case; none for a code that the register lacks."""
    if not all(register().knows(code) for code in case.head.organisations):
        return {}
    measures = sorted({one.measure for one in case.criteria if one.measure in MEASURES})

    def look() -> dict[str, Baseline]:
        held = [one for one in case.criteria if one.measure is None or one.measure in MEASURES]
        lean = case.model_copy(update={"criteria": tuple(held)})
        found = CaseDesk(store(), lean).baselines
        return {name: found[name] for name in measures if name in found}

    return remembered("baselines", case.head.organisations[:1], case.head.date, measures, make=look)


def evidence(document: Document) -> dict[tuple[str, str], Cell] | None:
    """What studies say of each option on each criterion, whether or not the case uses it."""
    case = sketch(document)
    if case is None:
        return None
    return studied(
        case,
        findings=shipped.findings(),
        baselines=figures(case),
        defaults=shipped.defaults(),
    )


def gates(document: Document) -> Mapping[str, tuple[GateOutcome, ...]]:
    """Every gate that bears on each option at the date of the case; empty where it has none yet."""
    case = sketch(document)
    return screen(case, shipped.gates()) if case else {}
