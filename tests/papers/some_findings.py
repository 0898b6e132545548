"""Made-up findings and effects, one field changed at a time."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import polars as pl

from mutuality.base import seal
from mutuality.evaluation import Effect
from mutuality.evidence import Finding, parse_findings
from mutuality.outcomes import measure
from mutuality.papers.claims import Own
from mutuality.papers.document import Figure

ROW = {
    "id": "F1", "label": "merger_acquisition", "models": "merger", "domain": "staff",
    "outcome": "Days off sick", "measure": "sickness", "better": "lower", "effect": "0.1",
    "scale": "log-ratio", "unit": "log of the ratio", "se": "0.05", "low": "", "high": "",
    "direction": "adverse", "design": "quasi-experimental", "setting": "same-system",
    "year_to": "2014", "sites": "9", "size": "9 trusts", "overlap": "", "poolable": "yes",
    "serious_bias": "no", "outcome_indirect": "no", "dose_response": "no", "verified": "yes",
    "citation": "Somebody (2014)", "link": "10.1/S0(14)1", "note": "Long absence only.",
}  # fmt: skip
ONLY_DIRECTION = {"scale": "direction", "effect": "", "se": "", "low": "", "high": ""}


def finding(**changed: str) -> Finding:
    """The sample finding with these columns changed."""
    return parse_findings(pl.DataFrame([ROW | changed]))[0]


def own(measure_id: str = "ae-4h", **changed: Any) -> Own:
    """An effect of ours on a measure, with these fields changed."""
    what = measure(measure_id)
    effect = Effect(
        change_id="merger-2017-10-01-r0a",
        unit="R0A",
        measure=what.id,
        domain=what.domain,
        estimate=0.02,
        standard_error=0.005,
        interval=(0.01, 0.03),
        p=0.01,
        p_floor=0.01,
        rank=1,
        smallest_seen=0.01,
        n_treated=1,
        n_donors=40,
        periods_before=16,
        periods_after=8,
        first=dt.date(2013, 10, 1),
        last=dt.date(2019, 9, 30),
        scale="as-published",
        design="difference in differences",
        synthetic=None,  # type: ignore[arg-type] # nothing here reads it
        alternatives=(),
        diagnostics=(),
        path=(),
        left_out=(),
        not_applied=(),
        flags=("covid",),
        grade="low",
        seal=seal({"plan": 1}),
    )
    return Own(replace(effect, **changed), "Two trusts joined", ("merger",), what)


def words(figure: Figure) -> str:
    """Every word in a picture."""
    return " ".join("".join(e.itertext()) for e in ET.fromstring(figure.svg).iter() if e.text)


UNBOUNDED = (-math.inf, math.inf)
