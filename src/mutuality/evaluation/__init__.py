"""Did a change move a measure, and could we have seen it if it had?

In:    panels that survive mergers, the dated changes, and a plan sealed before looking.
Out:   an Effect with its placebo rank, interval, flags and grade, or NotEnough with the reason.
Never: a gap filled in, a pool that hides whom it left out, or a guess where data do not reach.
Read first: protocol.py, then evaluate.py.
"""

from mutuality.evaluation.donors import UNREGISTERED_TRANSFERS, choose_donors
from mutuality.evaluation.effect import Effect, NotEnough
from mutuality.evaluation.estimators import ESTIMATORS, Estimate, estimate
from mutuality.evaluation.evaluate import evaluate
from mutuality.evaluation.protocol import DonorRule, Protocol, Treatment, default_protocol

__all__ = [
    "ESTIMATORS",
    "UNREGISTERED_TRANSFERS",
    "DonorRule",
    "Effect",
    "Estimate",
    "NotEnough",
    "Protocol",
    "Treatment",
    "choose_donors",
    "default_protocol",
    "estimate",
    "evaluate",
]
