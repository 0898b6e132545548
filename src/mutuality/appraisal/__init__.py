"""Choosing between ways of working together.

In:    a case written by people; the catalogue, findings, gates, figures and default parameters.
Out:   an Appraisal: who is out and why, how the rest compare, and a verdict that may abstain.
Never: a single best answer without business as usual, what would change it, and how far it reaches.
Read first: case.py, then appraising.py.
"""

from typing import TYPE_CHECKING

from mutuality.base import later

if TYPE_CHECKING:
    from mutuality.appraisal.appraising import appraise
    from mutuality.appraisal.case import Case
    from mutuality.appraisal.cells import Baseline, Cell, studied
    from mutuality.appraisal.differences import Difference, disagreements
    from mutuality.appraisal.drafting import Draft, Subject, draft
    from mutuality.appraisal.editing import Edited, edit
    from mutuality.appraisal.first_pass import FirstPass, parse_first_pass
    from mutuality.appraisal.gates import parse_gates, screen
    from mutuality.appraisal.opinions import Opinion, check_opinion, combine
    from mutuality.appraisal.parameters import Defaults, parse_defaults
    from mutuality.appraisal.reading import check_case, parse_case
    from mutuality.appraisal.result import Appraisal
    from mutuality.appraisal.scenarios import Comparison, Scenario, compare, inputs_seal
    from mutuality.appraisal.words import chance
    from mutuality.appraisal.writing import to_document, to_toml
    from mutuality.appraisal.yardsticks import Yardstick

__all__ = [
    "Appraisal",
    "Baseline",
    "Case",
    "Cell",
    "Comparison",
    "Defaults",
    "Difference",
    "Draft",
    "Edited",
    "FirstPass",
    "Opinion",
    "Scenario",
    "Subject",
    "Yardstick",
    "appraise",
    "chance",
    "check_case",
    "check_opinion",
    "combine",
    "compare",
    "disagreements",
    "draft",
    "edit",
    "inputs_seal",
    "parse_case",
    "parse_defaults",
    "parse_first_pass",
    "parse_gates",
    "screen",
    "studied",
    "to_document",
    "to_toml",
]

__getattr__ = later(
    __name__,
    {
        "Appraisal": "result",
        "Baseline": "cells",
        "Case": "case",
        "Cell": "cells",
        "Comparison": "scenarios",
        "Defaults": "parameters",
        "Difference": "differences",
        "Draft": "drafting",
        "Edited": "editing",
        "FirstPass": "first_pass",
        "Opinion": "opinions",
        "Scenario": "scenarios",
        "Subject": "drafting",
        "Yardstick": "yardsticks",
        "appraise": "appraising",
        "chance": "words",
        "check_case": "reading",
        "check_opinion": "opinions",
        "combine": "opinions",
        "compare": "scenarios",
        "disagreements": "differences",
        "draft": "drafting",
        "edit": "editing",
        "inputs_seal": "scenarios",
        "parse_case": "reading",
        "parse_defaults": "parameters",
        "parse_first_pass": "first_pass",
        "parse_gates": "gates",
        "screen": "gates",
        "studied": "cells",
        "to_document": "writing",
        "to_toml": "writing",
    },
)
