"""Codes that the register does not know.

In:    a workspace's lists of organisations, and one file's figures.
Out:   the codes in the file that no list holds.
Never: a figure left out because its code is new: bodies are formed before lists are published.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from mutuality.stores import shipped
from mutuality.stores.editions import REGISTER_TABLES
from mutuality.stores.views import collected

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mutuality.stores.manifest import Manifest
    from mutuality.stores.sources import Reading

SHOWN = 5
LISTS = (("organisations.csv", ("code",)), ("successions.csv", ("old", "new")))


def known_codes(root: Path, manifest: Manifest) -> frozenset[str]:
    """Every code that the register holds or held: what ships, and lists that were loaded.

    The register itself would do, but it takes a while to make, and only its codes are asked for.
    """
    found: set[str] = set()
    for name, columns in LISTS:
        table = pl.read_csv(shipped.FOLDER / name, columns=columns, infer_schema=False)
        found.update(*(table[column].to_list() for column in columns))
    others = pl.read_parquet(shipped.FOLDER / "successions-other.parquet", columns=["old", "new"])
    found.update(others["old"], others["new"])
    rows = manifest.rows(
        "select distinct f.load_id, f.reader like 'ods-succ%' as links from files f"
        " join loads l on l.id = f.load_id where l.hidden_at is null"
        " and (f.reader like 'ods-%' or f.reader like 'trust-%')"
    )
    for row in rows:
        name, columns = (
            ("successions", ("old", "new")) if row["links"] else ("organisations", ("code",))
        )
        path = root / "observations" / row["load_id"] / f"{name}.parquet"
        table = collected(pl.scan_parquet(path).select(columns), root)
        found.update(*(table[column].to_list() for column in columns))
    return frozenset(found)


def with_unknown(reading: Reading, known: Callable[[], frozenset[str]]) -> Reading:
    """The reading with the codes that no list holds, and a sentence that says so."""
    figures = [table for name, table in reading.tables.items() if name not in REGISTER_TABLES]
    if not figures:
        return reading
    codes = set().union(*(table["organisation"].to_list() for table in figures))
    unknown = tuple(sorted(codes - known()))
    if not unknown:
        return reading
    shown = ", ".join(unknown[:SHOWN]) + (", ..." if len(unknown) > SHOWN else "")
    many = f"{len(unknown):,} of {len(codes):,} codes are ones that the register does not know"
    check = f"{many} ({shown}). Their figures are kept."
    return replace(reading, checks=(*reading.checks, check), unknown=unknown)
