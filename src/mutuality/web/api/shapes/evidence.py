"""Findings and effects, as answers hold them.

In:    nothing.
Out:   a class for each.
Never: a field that the command line's `--json` names otherwise.
"""

from __future__ import annotations

from typing import Literal

from ninja import Schema
from pydantic import ConfigDict

from mutuality.web.api.shapes.envelopes import Many


class Finding(Schema):
    """What one study found: the shape of `mutuality evidence --json`."""

    id: str
    label: str
    models: list[str]
    domain: str
    outcome: str
    measure: str | None
    better: str | None
    effect: float | None
    scale: str
    unit: str
    se: float | None
    low: float | None
    high: float | None
    direction: str
    design: str
    setting: str
    year_to: int | None
    sites: int | None
    size: str
    overlap: str
    poolable: bool
    serious_bias: bool
    outcome_indirect: bool
    dose_response: bool
    verified: bool
    citation: str
    link: str
    note: str


class Strength(Schema):
    """How strong the evidence is, with every step up or down."""

    label: str
    start: str
    reasons: list[str]
    findings: list[str]


class Findings(Many[Finding]):
    """A page of findings, and how strong the whole list is together."""

    strength: Strength


class Effect(Schema):
    """An effect, or the reason why nobody can tell: the shape of `mutuality evaluate --json`."""

    model_config = ConfigDict(extra="allow")
    kind: Literal["effect", "not-enough", "not-placed"]
    change_id: str
    sentence: str
