"""Ask the people who do the work, and count what they say.

In:    a question that names a sealed appraisal, its threshold, the roll's size and the papers.
Out:   a Result with its working, and a Mandate in plain words.
Never: a name beside a paper, a file, a clock, or anything about the appraisal but its seal.
Read first: advisory.py.
"""

from mutuality.governance.advisory import Paper, Result, count_advisory
from mutuality.governance.mandates import Mandate, mandate, recount
from mutuality.governance.questions import Question, Threshold

__all__ = [
    "Mandate",
    "Paper",
    "Question",
    "Result",
    "Threshold",
    "count_advisory",
    "mandate",
    "recount",
]
