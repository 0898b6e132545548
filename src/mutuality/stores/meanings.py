"""What measures mean that files describe themselves.

In:    the measures of one file, and those of the files that are held.
Out:   nothing, or a Refusal.
Never: a figure added up by another rule than the one it was loaded under.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from mutuality.base import Refusal
from mutuality.stores.editions import REGISTER_TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mutuality.outcomes import Measure

FIELDS = ("title", "domain", "polarity", "pooling", "unit", "lowest", "highest")
"""What must not differ from file to file. Two publishers may report one measure."""


def refuse_reserved(declared: Mapping[str, Measure], *, file: str) -> None:
    """Refuse a measure with the name of a list of organisations. Raises Refusal STO-121."""
    if reserved := sorted(declared.keys() & set(REGISTER_TABLES)):
        raise Refusal(
            "STO-121",
            f"'{reserved[0]}' is not an identifier that a measure can have: a list of ours has it.",
            "Choose another, such as 'nurse-turnover'.",
            where=file,
        )


def refuse_other_meaning(
    declared: Mapping[str, Measure], held: Mapping[str, Mapping[str, Any]], *, file: str
) -> None:
    """Refuse a measure that the files held describe in another way. Raises Refusal STO-018."""
    for name in sorted(declared.keys() & held.keys()):
        here, there = asdict(declared[name]), held[name]
        for field in FIELDS:
            if here[field] != there[field]:
                raise Refusal(
                    "STO-018",
                    f"The {field} of '{name}' is '{here[field]}' in this file, and "
                    f"'{there[field]}' in what is loaded.",
                    "Describe it as before, or choose another identifier. If this file is right, "
                    "load it with --supersede.",
                    where=file,
                )
