"""What studies say of each option on one criterion, in words.

In:    the document of a case, and one of its criteria.
Out:   for each option its Study: how strong, whether it can be a number here, and why not.
Never: a direction told as a number.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mutuality.evidence import select
from mutuality.stores import shipped
from mutuality.web.appraisals.writing import known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mutuality.appraisal import Cell
    from mutuality.evidence import Finding


@dataclass(frozen=True, slots=True)
class Study:
    """What is known of one option on one criterion.

    `number` says in words what to expect against business as usual, where studies can be a number
    here. Else it is empty, and `why_not` says how many findings are on file and why none is one.
    """

    strength: str
    number: str
    why_not: str
    findings: tuple[Finding, ...]


def studies(document: Mapping[str, Any], criterion: str) -> dict[str, Study]:
    """By option; nothing for business as usual, and nothing while options or criteria are
    unfinished."""
    found = known.evidence(document)
    case = known.sketch(document)
    if found is None or case is None:
        return {}
    domain = next((one.domain for one in case.criteria if one.id == criterion), None)
    told = {}
    for option in case.options:
        cell = found.get((option.id, criterion))
        if cell is None or domain is None or option.is_business_as_usual:
            continue
        about = select(shipped.findings(), model=option.model, domain=domain, verified_only=False)
        told[option.id] = Study(cell.context.label, _number(cell), _why_not(cell), tuple(about))
    return told


def _number(cell: Cell) -> str:
    """`3% lower (5% lower to 1% lower)`, or in standard deviations."""
    if cell.basis != "evidence":
        return ""
    told = _by if cell.scale == "log-ratio" else _deviations
    low, likely, high = (told(value) for value in cell.range)
    return f"{likely} (9 in 10: {low} to {high})"


def _by(logarithm: float) -> str:
    share = math.exp(logarithm) - 1
    return f"{abs(share):.1%} {'higher' if share > 0 else 'lower'}"


def _deviations(value: float) -> str:
    way = "higher" if value > 0 else "lower"
    return f"{abs(value):.2f} standard deviations {way}"


def _why_not(cell: Cell) -> str:
    if cell.basis == "evidence":
        return ""
    if cell.forecasts:
        return "Studies can be a number here once it is said where business as usual stands."
    if not cell.unused:
        return "No study of this is on file."
    reasons = Counter(why for _, why in cell.unused)
    told = "; ".join(f"{why} ({count})" for why, count in reasons.most_common())
    number = len(cell.unused)
    return f"{number} finding{'' if number == 1 else 's'} on file, none a number here: {told}."
