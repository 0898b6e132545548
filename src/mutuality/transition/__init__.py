"""Make the change: stages, gates, and promises that somebody answers for.

In:    journey templates, a model and a start date; criteria and baselines; evidence for gates.
Out:   a dated Journey and a BenefitsRegister.
Never: a file, a clock, a gate passed without evidence, or a target that nobody set.
Read first: journey.py.
"""

from mutuality.transition.benefits import Baseline, Benefit, BenefitsRegister, promise
from mutuality.transition.gates import Evidence, Gate
from mutuality.transition.journey import Deadline, Journey, Stage, plan
from mutuality.transition.templates import Templates, read_templates

__all__ = [
    "Baseline",
    "Benefit",
    "BenefitsRegister",
    "Deadline",
    "Evidence",
    "Gate",
    "Journey",
    "Stage",
    "Templates",
    "plan",
    "promise",
    "read_templates",
]
