"""Where a figure or a fact comes from.

In:    publisher, publication, licence, address, dates.
Out:   the line that must stand under every chart and table that uses it.
Never: a figure without one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt

OGL = "Contains public sector information licensed under the Open Government Licence v3.0."
"""What must stand on every use of open data."""


@dataclass(frozen=True, slots=True)
class Source:
    """A publication. `standing` tells the publisher's own file from a third party's extract."""

    id: str
    publisher: str
    title: str
    licence: Literal["OGL-UK-3.0", "unclear", "other"]
    url: str = ""
    standing: Literal["official", "derived"] = "official"
    accessed: dt.date | None = None

    @property
    def attribution(self) -> str:
        """Publisher, publication, date and licence, as a sentence."""
        seen = f", accessed {self.accessed.day} {self.accessed:%B %Y}" if self.accessed else ""
        extract = ", as extracted by a third party" if self.standing == "derived" else ""
        licence = {
            "OGL-UK-3.0": OGL,
            "unclear": "The licence of this publication is not clear: attribute it, and ask.",
            "other": "See the publication for its licence.",
        }[self.licence]
        return f"Source: {self.publisher}, {self.title}{extract}{seen}. {licence}"
