"""Mutuality: choose how to work together, decide it, make the change, find out whether it worked.

In:    published NHS figures, the register of who became whom, and a case written by people.
Out:   panels, effects, appraisals, mandates, journeys and the papers that report them.
Never: a number that cannot be traced, or a finding shown as surer than it is.
Read first: docs/explanation/the-house.md.
"""

__version__ = "0.1.0"
