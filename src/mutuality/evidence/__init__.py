"""What is known from studies, and how far it reaches.

In:    findings as a frame, which `stores` read from the reviewed file.
Out:   Finding, Strength, Predictive: what was found, how strong it is, what to expect elsewhere.
Never: a finding nobody checked shown as fact, or a direction turned into a number.
Read first: findings.py, then strength.py.
"""

from mutuality.evidence.findings import Finding, parse_findings, select
from mutuality.evidence.strength import Strength, strength
from mutuality.evidence.synthesis import (
    Bias,
    Predictive,
    Prior,
    count_once,
    synthesise,
    why_not_a_number,
)

__all__ = [
    "Bias",
    "Finding",
    "Predictive",
    "Prior",
    "Strength",
    "count_once",
    "parse_findings",
    "select",
    "strength",
    "synthesise",
    "why_not_a_number",
]
