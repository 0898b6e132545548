"""Exactly what was decided on, as sixty-four characters.

In:    plain data: dictionaries, lists, strings, numbers, dates.
Out:   a Seal, the same on every machine for the same data.
Never: floats that print differently: they are written in full, as Python's shortest repr.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any

from mutuality.base.refusal import Refusal

SHORT = 12


@dataclass(frozen=True, slots=True)
class Seal:
    """The SHA-256 of data in canonical form."""

    digest: str

    def __post_init__(self) -> None:
        if len(self.digest) != 64 or set(self.digest) - set("0123456789abcdef"):
            raise Refusal(
                "BAS-002",
                f"'{self.digest}' is not a seal.",
                "A seal is 64 characters from 0-9 and a-f. Copy it whole from the paper it names.",
            )

    @property
    def short(self) -> str:
        """The first twelve characters, for people to read aloud."""
        return self.digest[:SHORT]

    def __str__(self) -> str:
        return self.digest


def canonical(value: Any) -> bytes:
    """The data as UTF-8 JSON with sorted keys and no spaces; dates in ISO form."""
    return json.dumps(
        value,
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
        allow_nan=False,
        default=_plain,
    ).encode()


def seal(value: Any) -> Seal:
    """Seal plain data or a dataclass.

    Raises TypeError for anything without a canonical form, and ValueError for NaN.
    """
    return Seal(hashlib.sha256(canonical(value)).hexdigest())


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Seal):
        return value.digest
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")
