"""The sheets on which a case is written: each a form about one part of it.

In:    the document of a case; what somebody typed.
Out:   fields with what the document holds; what to save; the field of every refusal.
Never: a part of the case that a sheet does not show changed by saving it.
Read first: base.py.
"""

from mutuality.web.appraisals.writing.sheets.base import Sheet, SheetForm
from mutuality.web.appraisals.writing.sheets.cells import Evidence, Judgements
from mutuality.web.appraisals.writing.sheets.costs import Costs
from mutuality.web.appraisals.writing.sheets.gates import Gates
from mutuality.web.appraisals.writing.sheets.items import Criterion, Group, Item, Objective, Option
from mutuality.web.appraisals.writing.sheets.plain import Front, Problem, Readiness
from mutuality.web.appraisals.writing.sheets.weights import Weights

__all__ = [
    "Costs",
    "Criterion",
    "Evidence",
    "Front",
    "Gates",
    "Group",
    "Item",
    "Judgements",
    "Objective",
    "Option",
    "Problem",
    "Readiness",
    "Sheet",
    "SheetForm",
    "Weights",
]
