"""Faces that import part of their room only when it is asked for.

In:    a room's name, and which module holds each name of its face.
Out:   the room's `__getattr__`.
Never: an import that a command does not need. NumPy, SciPy and charts take a second together.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def later(room: str, modules: Mapping[str, str]) -> Callable[[str], Any]:
    """A module's `__getattr__` (PEP 562) that imports `modules[name]` of `room` on first use.

    It raises AttributeError for any other name, as a module without one would.
    """

    def found(name: str) -> Any:
        if name not in modules:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        return getattr(import_module(f"{room}.{modules[name]}"), name)

    return found
