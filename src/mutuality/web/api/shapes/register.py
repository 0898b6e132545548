"""Organisations, changes and models, as answers hold them.

In:    nothing.
Out:   a class for each.
Never: a field that the command line's `--json` names otherwise.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from ninja import Schema
from pydantic import Field

Status = Literal["found", "background", "not-found"]


class Organisation(Schema):
    """A body with an ODS code. What is not known is null."""

    code: str
    name: str | None
    kind: Literal["trust", "site", "other"]
    opened: dt.date | None
    closed: dt.date | None
    icb: str | None
    region: str | None
    category: str | None
    longitude: float | None
    latitude: float | None
    live: bool
    why: str | None = Field(description="Why it fits the search, as a sentence.")
    via: str | None = Field(description="What led to it, where it is not its own code or name.")
    score: float | None = Field(description="100 for the exact code, down to 0.")


class Link(Schema):
    """A predecessor or a successor."""

    code: str
    date: dt.date
    kind: Literal["merger", "acquisition", "new-code", "split"]
    other_date: dt.date | None = Field(default=None, description="Where two publications differ.")


class ChangeInBrief(Schema):
    """A change in which a body took part."""

    id: str
    form: str
    status: Status
    effective: str | None


class Summary(Schema):
    """Who a body is or was: the shape of `mutuality organisation CODE --json`."""

    code: str
    name: str | None
    kind: Literal["trust", "site", "other"]
    opened: dt.date | None
    closed: dt.date | None
    successors: list[Link]
    predecessors: list[Link]
    survivors: list[str]
    changes: list[ChangeInBrief]
    successor_known: bool
    note: str


class Lineage(Schema):
    """Where a body came from, what became of it, and the unit that its figures are followed in."""

    code: str
    at: dt.date | None
    predecessors: list[Link]
    successors: list[Link]
    ancestors: list[str]
    survivors: list[str]
    unit: str = Field(description="The surviving codes, joined by +.")
    unit_codes: list[str] = Field(description="Every code whose figures make up the unit.")
    successor_known: bool
    note: str


class Fact(Schema):
    """A statement, the short name of its source, and how far it can be trusted."""

    text: str
    source: str
    status: Status


class Span(Fact):
    """A statement about a range. An end that nobody knows is null."""

    low: float | None
    high: float | None
    unit: str


class Reference(Schema):
    """A publication."""

    short: str
    title: str
    year: int | None
    url: str


class Degree(Schema):
    """How much a model or a change alters, each from 0 to 4. A judgement, with its author."""

    accountability: int
    legal_entity: int
    leadership: int
    employer: int
    estate_it: int
    service: int
    author: str
    date: dt.date


class WholeDegree(Degree):
    """The same with its sum, of 24."""

    total: int
    share: float


class Party(Schema):
    """One side of a change."""

    code: str | None
    name: str
    kind: str
    role: str
    status: Status
    note: str


class Change(Schema):
    """An organisational change: the shape of `mutuality changes CHANGE --json`."""

    id: str
    title: str
    form: str
    nature: str
    scale: str
    vehicle: str
    degree: Degree | None
    power: str
    fate: str
    programme: str
    announced: str | None = Field(description="2017-10-01; or 2017-10 or 2017 where that is all.")
    announced_status: Status | None
    effective: str | None
    effective_status: Status | None
    ended: str | None
    ended_status: Status | None
    parties: list[Party]
    facts: list[Fact]
    sources: list[Reference]
    status: Status
    confidence: str


class Model(Schema):
    """An organisational model: the shape of `mutuality models MODEL --json`."""

    id: str
    title: str
    definition: Fact
    vehicle: Fact
    accountability: Fact
    degree: WholeDegree
    setup_time: Span
    cost: Span
    ease: str
    reversibility: Fact
    success_factors: list[Fact]
    risks: list[Fact]
    skills: list[Fact]
    examples_here: list[Fact]
    examples_abroad: list[Fact]
    examples_elsewhere: list[Fact]
    cautions: list[Fact]
    sources: list[Reference]
