"""Published data for pages: the workspace, the register, and what took long to draw.

In:    the settings, and the version of what is loaded.
Out:   the Workspace and the Register; values that were worked out before, from the page cache.
Never: a page of an old load: every key holds the version of the workspace and of the software.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.core.cache import caches
from django.utils import timezone

from mutuality import __version__
from mutuality.base import seal
from mutuality.stores import Workspace

if TYPE_CHECKING:
    from mutuality.register import Register

T = TypeVar("T")
_MISSING: Any = object()


@cache
def store() -> Workspace:
    """The workspace of this installation."""
    return Workspace(Path(settings.WORKSPACE))


def register() -> Register:
    """The register as at what is loaded now."""
    return _register(store().version)


@lru_cache(maxsize=2)
def _register(version: str) -> Register:
    del version  # only the key: the register is read anew when a load changes it
    return store().register()


def today() -> dt.date:
    """The date of pages that are not about a case."""
    return timezone.localdate()


def remembered(what: str, *parts: Any, make: Callable[[], T]) -> T:
    """A value that takes long to make, made once for each load and version of the software.

    `what` and `parts` name it; all processes of this machine share it. The value must pickle.
    """
    key = seal([__version__, store().version, what, *map(str, parts)]).digest
    pages = caches["pages"]
    found = pages.get(key, _MISSING)
    if found is _MISSING:
        found = make()
        pages.set(key, found)
    return found


def known(what: str, *parts: Any) -> bool:
    """Whether a value is there already, so that a page need not make anyone wait for it."""
    key = seal([__version__, store().version, what, *map(str, parts)]).digest
    return key in caches["pages"]
