"""How organisations did: measures, panels that survive mergers, charts of variation.

In:    observations that `stores` read, and units from the register.
Out:   Panel, SpcResult, EngagementScore.
Never: a figure pooled without a denominator, or a gap filled.
Read first: measures.py, then panel.py.
"""

from typing import TYPE_CHECKING

from mutuality.base import later
from mutuality.outcomes.measures import REGISTRY, Measure, Polarity, measure
from mutuality.outcomes.panel import Panel, panel

if TYPE_CHECKING:
    from mutuality.outcomes.engagement import EngagementScore, engagement_score, items_for
    from mutuality.outcomes.spc import SpcResult, SpcSettings, xmr

__all__ = [
    "REGISTRY",
    "EngagementScore",
    "Measure",
    "Panel",
    "Polarity",
    "SpcResult",
    "SpcSettings",
    "engagement_score",
    "items_for",
    "measure",
    "panel",
    "xmr",
]

__getattr__ = later(
    __name__,
    {
        "EngagementScore": "engagement",
        "SpcResult": "spc",
        "SpcSettings": "spc",
        "engagement_score": "engagement",
        "items_for": "engagement",
        "xmr": "spc",
    },
)
