"""What may be asked: the parameters of each list, with their words and bounds.

In:    the query of an address.
Out:   checked values.
Never: a word that is passed over: a misspelt filter would answer another question.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import BeforeValidator, Field

Form = Literal[
    "buddying", "learning-network", "clinical-network", "partnership", "joint-venture",
    "service-chain", "franchise", "group", "merger", "acquisition", "split", "integrated-care",
    "mutual", "ft-plus", "support-programme",
]  # fmt: skip
Nature = Literal["mandated", "voluntary", "unknown"]
Scale = Literal["individual", "structural", "unknown"]
Model = Literal[
    "business-as-usual", "do-minimum", "learning-network", "buddying", "ft-plus", "partnership",
    "clinical-network", "service-chain", "group", "franchise", "joint-venture", "integrated-care",
    "mutual", "merger", "acquisition",
]  # fmt: skip
Domain = Literal["care-quality", "efficiency", "staff", "money", "delivery"]
Design = Literal[
    "randomised", "quasi-experimental", "comparative", "review", "uncontrolled", "self-report"
]
Setting = Literal["same-system", "tax-funded", "us", "other-sector", "international"]
"""Written out, because the rooms that know them take a second to import; a test compares them."""

CODE = r"^[0-9A-Za-z]{2,10}$"
ID = r"^[0-9A-Za-z][0-9A-Za-z-]{0,79}$"
MOST_CODES = 50
A_PAGE, MOST = 100, 500
A_PAGE_OF_FIGURES, MOST_FIGURES = 1000, 5000
FURTHEST = 10_000_000


def _whole(value: Any) -> Any:
    """Digits alone: not 5.0, 1_000 or a digit of another script."""
    if isinstance(value, str) and not re.fullmatch(r"-?[0-9]{1,9}", value):
        raise ValueError("Give a whole number.")
    return value


def _day(value: Any) -> Any:
    """An ISO date alone: a bare number is not taken for the seconds since 1970."""
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("Give a date as year, month and day, such as 2017-10-01.")
    return value


def _yes(value: Any) -> Any:
    if isinstance(value, str) and value not in ("true", "false"):
        raise ValueError("Give true or false.")
    return value


def _left_open(schema: dict[str, Any]) -> None:
    """A filter that is left out has no value, not an empty one."""
    schema.pop("default", None)


def maybe(description: str, **bounds: Any) -> Any:
    """A filter that may be left out."""
    return Field(default=None, description=description, json_schema_extra=_left_open, **bounds)


Whole = Annotated[int, BeforeValidator(_whole)]
Day = Annotated[dt.date, BeforeValidator(_day)]
Yes = Annotated[bool, BeforeValidator(_yes)]
Code = Annotated[str, Field(pattern=CODE)]


class Paged(Schema):
    """Which part of a list."""

    limit: Whole = Field(A_PAGE, ge=1, le=MOST, description="Entries a page.")
    offset: Whole = Field(
        0, ge=0, le=FURTHEST, description="Entries passed over. 'next' passes over one page more."
    )


class Organisations(Paged):
    """Which organisations."""

    q: str = maybe(
        "What people call it: a code, an old code, a name, an old name, a board; slips of the "
        "key do no harm. Best first.",
        min_length=2,
        max_length=100,
        pattern=r"^.*[0-9A-Za-z].*[0-9A-Za-z].*$",
    )
    kind: Literal["trust", "site", "other"] = maybe("Only this kind.")
    live: Yes = maybe("Only those that are there today, or only those that are not.")


class At(Schema):
    """As at which day."""

    at: Day = maybe("Only what had happened by this day. Without it, all that is on record.")


class Changes(Paged):
    """Which changes."""

    form: Form = maybe("Only this form.")
    nature: Nature = maybe("Only this nature.")
    scale: Scale = maybe("Only this scale.")
    organisation: Code = maybe("Only those in which this ODS code took part.")


class Figures(Paged):
    """Which figures."""

    limit: Whole = Field(
        A_PAGE_OF_FIGURES, ge=1, le=MOST_FIGURES, description="Rows a page, at most 5,000."
    )
    organisation: list[Code] = Field(
        [],
        max_length=MOST_CODES,
        description="Only these ODS codes; give it again for each, up to 50.",
    )
    since: Day = maybe("Only periods that begin on this day or later.")
    until: Day = maybe("Only periods that end on this day or earlier.")


class Observations(Figures):
    """Which figures as loaded."""

    every_edition: Yes = Field(default=False, description="Superseded editions too.")


class Panel(Figures):
    """Which panel, and which part of it."""

    frequency: Literal["month", "quarter", "year"] = maybe(
        "How long each period is. Without it, the shortest that leaves no figure out."
    )
    as_of: Day = maybe("Units as at this day. Without it, as at the last period that is held.")
    codes: Literal["trusts", "all"] = Field("trusts", description="Trusts, or every body.")
    weights: Literal["beds"] = maybe("How scores without a base are averaged before a merger.")
    composites: Literal["refuse", "exclude"] = Field(
        "refuse",
        description="What cannot be added up: the panel is refused, or they are left empty.",
    )


class Findings(Paged):
    """Which findings."""

    model: Model = maybe("Only those that bear on this model.")
    domain: Domain = maybe("Only this domain.")
    design: Design = maybe("Only studies of this design.")
    setting: Setting = maybe("Only this setting.")
    strong: Yes = Field(default=False, description="Only strong designs.")
    checked: Yes = Field(default=False, description="Only what was read at its source.")


class Scenarios(Schema):
    """Which result of an appraisal."""

    scenario: str = maybe(
        "The result of this scenario. Without it, the sealed one, else the latest.",
        pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
    )
