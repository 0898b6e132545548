"""A merger of two invented trusts, its comparisons, and what stands around it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mutuality.base import seal
from mutuality.evaluation import Effect, NotEnough
from mutuality.evaluation.donors import LeftOut
from mutuality.evaluation.effect import Point
from mutuality.evaluation.synthetic import SyntheticControl
from mutuality.outcomes import REGISTRY
from mutuality.papers import Around, Life
from mutuality.register import Change, parse_changes

AT = dt.date(2026, 11, 22)
DAY = dt.date(2017, 10, 1)
SOURCE = "Source: NHS England, Beds (2010 to 2024). Contains public sector information."
REFERENCES = [
    {
        "short": "Board 2017",
        "title": "Papers of the board.",
        "year": 2017,
        "url": "https://x.uk/a(b)",
    },
    {"short": "Gazette", "title": "The Gazette"},
]
MERGER: dict[str, Any] = {
    "id": "merger-2017-10-01-rxa",
    "title": "Anytown formed",
    "form": "merger",
    "nature": "voluntary",
    "scale": "structural",
    "vehicle": "statutory-transaction",
    "power": "one-leads",
    "fate": "completed",
    "effective": "2017-10-01",
    "status": "found",
    "confidence": "high",
    "sources": ["Board 2017"],
    "parties": [
        {"code": "RXA", "name": "Anytown University Trust", "role": "successor"},
        {"code": "RXB", "name": "North Trust", "role": "predecessor", "note": "Later closed"},
        {"code": "RXC", "name": "South Trust", "role": "predecessor"},
    ],
    "facts": [
        {"text": "Savings of £9 million were promised.", "source": "Board 2017", "status": "found"},
        {"text": "They did not come.", "source": "Background knowledge", "status": "background"},
    ],
}


def a_change(**changed: Any) -> Change:
    """The merger, with some fields changed; the id follows its fields."""
    fields = {key: value for key, value in (MERGER | changed).items() if value is not None}
    lead = fields["parties"][0]
    when = fields.get("effective") or fields.get("announced") or "undated"
    when = when["on"] if isinstance(when, dict) else when
    name = lead.get("code", lead["name"]).lower().replace(" ", "-")
    fields["id"] = f"{fields['form']}-{when}-{name}"
    documents = {"a.toml": {"reference": REFERENCES, "change": [fields]}}
    return parse_changes(documents)[0]


def quarters(count: int, *, first: int = 2014) -> list[dt.date]:
    ends = [(3, 31), (6, 30), (9, 30), (12, 31)]
    return [dt.date(first + i // 4, *ends[i % 4]) for i in range(count)]


def an_effect(measure: str = "ga-occupancy", **changed: Any) -> Effect:
    """Fifteen quarters before and eight after, with the one between left out."""
    ends = [end for end in quarters(24) if end != dt.date(2017, 12, 31)]
    path = tuple(Point(end, end > DAY, 0.9 + (end > DAY) * 0.01, 0.9) for end in ends)
    given: dict[str, Any] = {
        "change_id": MERGER["id"],
        "unit": "RXA",
        "measure": measure,
        "domain": REGISTRY[measure].domain if measure in REGISTRY else "efficiency",
        "estimate": 0.01,
        "standard_error": 0.015,
        "interval": (-0.03, 0.05),
        "p": 0.5,
        "p_floor": 0.01,
        "rank": 26,
        "smallest_seen": 0.055,
        "n_treated": 1,
        "n_donors": 94,
        "periods_before": 15,
        "periods_after": 8,
        "first": dt.date(2014, 1, 1),
        "last": dt.date(2019, 12, 31),
        "scale": "as-published",
        "design": "difference in differences against 94 bodies",
        "synthetic": SyntheticControl(
            0.008, (("RXD", 0.7), ("RXE", 0.3)), (0.001,) * len(path), 0.002, 0.01, 4, 0.04, 0.01,
            94, 1.7,
        ),
        "alternatives": (("synthetic control", 0.008),),
        "diagnostics": (("pre_trend_max", 0.02), ("pre_trend_p", 0.25)),
        "path": path,
        "left_out": (LeftOut("RXF", "same-system", "is near"), LeftOut("RXG", "step", "jumped")),
        "not_applied": (),
        "flags": ("announcement-unknown", "covid"),
        "grade": "low",
        "seal": seal("the plan"),
    }  # fmt: skip
    return Effect(**given | changed)


def too_little(measure: str = "ae-4h", **changed: Any) -> NotEnough:
    given: dict[str, Any] = {
        "change_id": MERGER["id"],
        "unit": "RXA",
        "measure": measure,
        "reason": "1 clean quarters after the change, 8 needed (group-2018-04-01-rxa met the same "
        "body on 2018-04-01)",
        "would_settle": "1 more quarters of figures",
        "periods_before": 9,
        "periods_after": 1,
        "donors": None,
        "need_before": 8,
        "need_after": 8,
        "need_donors": 19,
        "seal": seal("another plan"),
    }
    return NotEnough(**given | changed)


def around(**changed: Any) -> Around:
    """The three trusts and their two successions, with a name for every measure."""
    given: dict[str, Any] = {
        "lives": [
            Life("RXA", "Anytown University Trust", DAY),
            Life("RXB", "North Trust", dt.date(1994, 4, 1), dt.date(2017, 9, 30)),
            Life("RXC", "South Trust"),
        ],
        "links": [("RXB", "RXA", DAY), ("RXC", "RXA", DAY)],
        "names": {
            "RXA": "Anytown University Trust",
            "RXB": "North Trust",
            "group-2018-04-01-rxa": "Anytown joins a group",
        },
        "measures": REGISTRY,
        "lines": {"ga-occupancy": SOURCE, "ae-4h": SOURCE},
    }
    return Around(**given | changed)
