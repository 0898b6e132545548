"""What measures mean, and what a file may therefore not say.

In:    one file's figures and the measures it describes, and those of the files that are held.
Out:   nothing, or a Refusal.
Never: a figure added up by another rule than the one it was loaded under, or an impossible one.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import polars as pl

from mutuality.base import Refusal
from mutuality.outcomes import REGISTRY
from mutuality.stores.editions import REGISTER_TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mutuality.outcomes import Measure
    from mutuality.stores.sources import Reading

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


def refuse_impossible(reading: Reading, *, file: str) -> None:
    """Refuse a figure outside what its measure can be. Raises Refusal STO-111.

    A reader refuses what its own publication rules out. This is the last net, for a slip that still
    adds up: a billion attendances in one hospital, with the total to match.
    """
    for name, table in reading.tables.items():
        measure = REGISTRY.get(name)
        if measure is None:
            continue
        value = table["value"]
        least, most = value.min(), value.max()
        if least is None or (least >= measure.lowest and most <= measure.highest):  # type: ignore[operator]
            continue
        outside = (pl.col("value") < measure.lowest) | (pl.col("value") > measure.highest)
        row = table.filter(outside).row(0, named=True)
        sheet = f", sheet '{row['sheet']}'" if row["sheet"] else ""
        raise Refusal(
            "STO-111",
            f"'{row['organisation']}' has {row['value']:,.10g} for '{name}'; "
            f"{measure.lowest:,g} to {measure.highest:,g} was expected.",
            "Compare the row with the publisher's file. If the figure is right, tell us, and the "
            "range will be widened.",
            where=f"{file}{sheet}, row {row['row']}",
        )
