"""A reader, as a value.

In:    how a publication looks, and how it is read.
Out:   a Reader.
Never: an opinion on any other publication.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mutuality.base import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from mutuality.stores.sources.grid import Grid
    from mutuality.stores.sources.reading import Offered, Reading


@dataclass(frozen=True, slots=True)
class Publication:
    """Reads one publication, in whatever layouts it came. `reads` says which, to a person."""

    id: str
    reads: str
    looks_like: Callable[[Grid], bool]
    of: Callable[[Grid], Reading]

    def recognises(self, file: Offered) -> bool:
        """Whether the contents look like this publication. Never raises."""
        try:
            return self.looks_like(file.grid)
        except Refusal:
            return False

    def read(self, file: Offered) -> Reading:
        """The whole file, or a Refusal that names file, sheet, row, expected and found."""
        return self.of(file.grid)
