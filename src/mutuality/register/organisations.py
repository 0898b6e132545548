"""The organisations that figures are reported for.

In:    rows from the ODS files, and names from outcome files for bodies that no list holds.
Out:   an Organisation by its code.
Never: a date that nobody published. Opened and closed may be unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt

Kind = Literal["trust", "site", "other"]

TRUST_CODE = re.compile(r"R[0-9A-Z]{2}|TA[A-Z]")
"""What the code of an English trust or care trust looks like, where it has three characters.

Five-character trusts exist (G6V2S), so a trust is what matches this or what the trust list says.
"""


@dataclass(frozen=True, slots=True)
class Organisation:
    """One body with an ODS code. Unknown particulars are None, never guessed."""

    code: str
    name: str | None = None
    kind: Kind = "other"
    opened: dt.date | None = None
    closed: dt.date | None = None
    icb: str | None = None
    region: str | None = None
    category: str | None = None
    longitude: float | None = None
    latitude: float | None = None


def kind_of(code: str, *, listed: bool = False) -> Kind:
    """Whether a code is a trust, a trust's site, or another body.

    `listed` says that a publisher's list of trusts holds it, which settles the matter for codes
    that do not look like a trust's.
    """
    if listed or TRUST_CODE.fullmatch(code):
        return "trust"
    if len(code) == 5 and TRUST_CODE.match(code):
        return "site"
    return "other"
