"""Who may use an installation at the same time.

In:    a lock's file, and whether it is held alone or with others.
Out:   the lock, held until the last process that was given it has ended.
Never: a lock that outlives its holders: the system lets go when they die, however they die.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mutuality.base import Refusal
from mutuality.web.running.home import Home

IN_USE = "in-use"
"""Held together by servers and workers, and alone by a restore."""
SERVING = "serving"
"""Held alone by `mutuality serve`; the file says which process and where."""
WORKING = "working"
"""Held alone by the worker of a SQLite database."""


@contextmanager
def held(path: Path, *, alone: bool, otherwise: Refusal) -> Iterator[int]:
    """Hold a lock; gives its descriptor, for children who are to hold it too.

    Raises `otherwise` where it is held by somebody else.
    """
    import fcntl  # noqa: PLC0415 - Windows has none; what runs servers refuses there first

    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise otherwise from None
        yield descriptor
    finally:
        os.close(descriptor)


def is_held(path: Path) -> bool:
    """Whether anybody holds a lock now."""
    if not path.is_file():
        return False
    busy = Refusal("WEB-183", "It is held.", "Wait.")
    try:
        with held(path, alone=True, otherwise=busy):
            return False
    except Refusal:
        return True


def where_served(home: Home) -> str:
    """Where `mutuality serve` serves a home now, as the end of a sentence; else nothing."""
    path = home.lock(SERVING)
    if not is_held(path):
        return ""
    told = json.loads(path.read_text(encoding="utf-8") or "{}")
    return f" at {told['address']} (process {told['process']})" if told else ""
