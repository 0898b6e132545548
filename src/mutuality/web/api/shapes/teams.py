"""Teams and their appraisals, as answers hold them.

In:    nothing.
Out:   a class for each.
Never: the name of a person.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field


class Team(Schema):
    """A team of yours."""

    slug: str
    name: str
    kind: str
    organisation: str
    roles: list[str]
    appraisals: str = Field(description="Where its appraisals are.")
    open: bool = Field(description="False where the team asks for a second step that you lack.")


class Appraisal(Schema):
    """An appraisal in brief."""

    id: UUID
    title: str
    organisation: str
    version: int
    changed_at: dt.datetime
    sealed_at: dt.datetime | None
    seal: str | None = Field(description="The hash that is printed on what was sealed.")


class Scenario(Schema):
    """A version of the case that was appraised."""

    id: UUID
    title: str
    parent: UUID | None
    made_at: dt.datetime
    inputs_hash: str
    model_version: str
    seal: str
    has_result: bool
    is_sealed: bool


class WholeAppraisal(Appraisal):
    """An appraisal with its case, its scenarios and one result."""

    case: dict[str, Any] = Field(description="As it stands, in the schema of a case.")
    scenarios: list[Scenario]
    scenario: UUID | None = Field(description="The one whose result this is.")
    result: dict[str, Any] | None = Field(description="As `mutuality appraise --json` gives it.")
