"""Tables written so that they are there whole, or not there.

In:    a folder, and tables by the number of the file that they come from.
Out:   a new folder in it, with one Parquet file a table.
Never: a folder of the store written into, or one taken away that may hold figures.
"""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

BESIDE = re.compile(r"\.\d{8}T\d{6}-[0-9a-f]{8}(-\d+)?")
"""A folder that a load was being written to."""


def write_tables(
    folder: Path,
    stem: str,
    tables: Iterable[tuple[int, Mapping[str, pl.DataFrame]]],
    *,
    used: Collection[str],
) -> str:
    """Write the tables beside, and rename them in. Returns the name, which is the stem or like it.

    The caller holds the manifest's lock, so whatever else stands beside was left by a loader that
    died: it is swept away. A folder that was renamed in and never entered keeps its name.
    """
    _sweep(folder)
    together: dict[str, list[pl.DataFrame]] = {}
    numbers: dict[str, list[int]] = {}
    for number, found in tables:
        for name, table in found.items():
            together.setdefault(name, []).append(table)
            numbers.setdefault(name, []).extend([number] * table.height)
    load_id = unused(stem, {*used, *_names(folder)})
    beside = folder / f".{load_id}"
    beside.mkdir(parents=True)
    for name, frames in together.items():
        table = pl.concat(frames).with_columns(file=pl.Series(numbers[name], dtype=pl.Int32))
        table.write_parquet(beside / f"{name}.parquet", compression="zstd")
        settle(beside / f"{name}.parquet")
    settle(beside)
    beside.rename(folder / load_id)
    settle(folder)
    return load_id


def unused(stem: str, used: Collection[str]) -> str:
    """The stem, or it with the first number that makes a name which is not used."""
    names = (stem, *(f"{stem}-{number}" for number in range(2, len(used) + 3)))
    return next(name for name in names if name not in used)


def settle(path: Path) -> None:
    """See that a file or folder is on the disk, so that a power cut does not undo it."""
    if path.is_dir() and os.name == "nt":  # pragma: no cover - Windows opens no folder
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path) -> None:
    for name in _names(folder):
        if BESIDE.fullmatch(name):
            shutil.rmtree(folder / name)


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()
