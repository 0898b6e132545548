"""Entries of the register as plain data, for `--json` and for the API.

In:    a change or a model.
Out:   dictionaries that JSON can hold.
Never: two shapes of one entry: whoever prints it prints this.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mutuality.base import canonical

if TYPE_CHECKING:
    from mutuality.register.changes import Change
    from mutuality.register.models import Model


def change_shape(change: Change) -> dict[str, Any]:
    """A change as plain data; dates as ISO text, with reduced precision where that is all."""
    data: dict[str, Any] = json.loads(canonical(change))
    for name in ("announced", "effective", "ended"):
        when = getattr(change, name)
        data[name] = when.iso if when else None
        data[f"{name}_status"] = when.status if when else None
    return data


def model_shape(model: Model) -> dict[str, Any]:
    """A model as plain data, with the total and share of its degree of change."""
    data: dict[str, Any] = json.loads(canonical(model))
    data["degree"] |= {"total": model.degree.total, "share": round(model.degree.share, 4)}
    return data
