"""Choosing between ways of working together.

In:    a case written by people; the catalogue, findings, gates, figures and default parameters.
Out:   an Appraisal: who is out and why, how the rest compare, and a verdict that may abstain.
Never: a single best answer without business as usual, what would change it, and how far it reaches.
Read first: case.py, then appraise.py.
"""

from mutuality.appraisal.appraise import appraise
from mutuality.appraisal.case import Case
from mutuality.appraisal.cells import Baseline, Cell
from mutuality.appraisal.gates import parse_gates
from mutuality.appraisal.parameters import Defaults, parse_defaults
from mutuality.appraisal.reading import parse_case
from mutuality.appraisal.result import Appraisal
from mutuality.appraisal.words import chance

__all__ = [
    "Appraisal",
    "Baseline",
    "Case",
    "Cell",
    "Defaults",
    "appraise",
    "chance",
    "parse_case",
    "parse_defaults",
    "parse_gates",
]
