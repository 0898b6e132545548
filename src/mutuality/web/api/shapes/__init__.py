"""The shapes of answers, as the description of the API gives them.

In:    nothing.
Out:   a class for each answer. The answers themselves are plain data; a test holds them to this.
Never: a field that the command line's `--json` names otherwise.
Read first: envelopes.py.
"""

from mutuality.web.api.shapes.envelopes import Entrance, Many, One, Problem, answers
from mutuality.web.api.shapes.evidence import Effect, Finding, Findings
from mutuality.web.api.shapes.figures import Coverage, Measure, Observation, Panel
from mutuality.web.api.shapes.register import Change, Lineage, Model, Organisation, Summary
from mutuality.web.api.shapes.teams import Appraisal, Team, WholeAppraisal

__all__ = [
    "Appraisal", "Change", "Coverage", "Effect", "Entrance", "Finding", "Findings", "Lineage",
    "Many", "Measure", "Model", "Observation", "One", "Organisation", "Panel", "Problem",
    "Summary", "Team", "WholeAppraisal", "answers",
]  # fmt: skip
