"""What works in an installation, what does not, and how to mend it.

In:    the settings, the database, the folders.
Out:   findings in words, each with a remedy where something is wrong.
Never: anything changed, or a secret shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from mutuality.base import Refusal
from mutuality.web.audit.record import verify
from mutuality.web.running.finding import Finding
from mutuality.web.running.preparation import refuse_newer
from mutuality.web.running.worker import ALIVE, last_beat


def examine() -> tuple[Finding, ...]:
    """Look at everything. What needs the database is left out where it does not answer."""
    found = list(_database())
    if not any(one.remedy for one in found):
        found += [_cache(), *_worker(), _record()]
    return (*found, *_settings())


def _database() -> Iterator[Finding]:
    part, purpose = "database", "what people write"
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
    except Error as error:
        yield Finding(
            part, purpose, f"does not answer ({type(error).__name__})",
            "see that it runs, and that DATABASE_URL names it",
        )  # fmt: skip
        return
    yield Finding(part, purpose, connection.vendor)
    part, purpose = "tables", "this version of the software"
    try:
        refuse_newer(executor)
    except Refusal as refusal:
        yield Finding(part, purpose, refusal.problem, refusal.remedy)
        return
    behind = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    found = f"{behind} steps behind" if behind else "up to date"
    yield Finding(part, purpose, found, _prepare() if behind else "")


def _prepare() -> str:
    return "start `mutuality serve`" if settings.LOCAL else "run `python -m mutuality.web prepare`"


def _cache() -> Finding:
    name = settings.CACHES["default"]["LOCATION"]
    is_there = name in connection.introspection.table_names()
    return Finding(
        "shared counts",
        "limits on guessing passwords",
        "ready" if is_there else "the table is missing",
        "" if is_there else _prepare(),
    )


def _worker() -> Iterator[Finding]:
    if settings.CACHES["default"]["LOCATION"] not in connection.introspection.table_names():
        return  # it writes its beat there
    beat = last_beat()
    part, purpose = "worker", "loads, drafts and other long work"
    mend = "start `mutuality serve`" if settings.LOCAL else "start the unit mutuality-worker"
    if beat is None:
        yield Finding(part, purpose, "never ran here", mend)
    elif timezone.now() - beat > ALIVE:
        yield Finding(part, purpose, f"not since {timezone.localtime(beat):%-d %B %Y %H:%M}", mend)
    else:
        yield Finding(part, purpose, "at work")


def _record() -> Finding:
    lines, breaks = verify()
    part, purpose = "audit record", "who did what, unchanged"
    if breaks:
        return Finding(
            part,
            purpose,
            f"broken in {len(breaks)} places, first in chain {breaks[0].chain} at line "
            f"{breaks[0].number}",
            "compare with a backup: somebody changed the database past the software",
        )
    return Finding(part, purpose, f"{lines:,} lines, unbroken")


def _settings() -> Iterator[Finding]:
    issues = [
        one
        for one in run_checks(include_deployment_checks=not settings.LOCAL)
        if one.level >= WARNING and not one.is_silenced()
    ]
    for one in issues:
        yield Finding(
            "settings", "safe running", f"{one.id}: {one.msg}",
            str(one.hint or "docs/reference/settings.md"),
        )  # fmt: skip
    if not issues:
        yield Finding("settings", "safe running", "as they should be")
