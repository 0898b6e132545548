"""What is around every answer, and what stands there instead of one.

In:    nothing.
Out:   One and Many, Provenance, Problem.
Never: data without their provenance.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from ninja import Schema
from pydantic import Field

T = TypeVar("T")


class Provenance(Schema):
    """Whence the data are, under which licence, and in which versions."""

    source: str
    licence: str
    data_version: str = Field(description="Changes whenever what is loaded changes.")
    software_version: str
    advice: str


class Problem(Schema):
    """Why there is no answer, and what to do."""

    code: str
    problem: str
    remedy: str
    where: str


class One(Schema, Generic[T]):
    """One thing."""

    data: T
    note: str = Field(description="What to know before you read it; empty where there is nothing.")
    provenance: Provenance


class Many(Schema, Generic[T]):
    """A page of a list."""

    data: list[T]
    total: int = Field(description="Entries in the whole list.")
    next: str | None = Field(description="The address of the next page; null on the last.")
    note: str = Field(description="Why the list is empty and what would work; or empty.")
    provenance: Provenance


class Entrance(Schema):
    """One address, and what is there."""

    address: str
    what: str


REFUSED = {401: Problem, 404: Problem, 422: Problem, 429: Problem}


def answers(shape: Any) -> dict[int, Any]:
    """What an address can answer: the shape, or a problem."""
    return {200: shape, **REFUSED}
