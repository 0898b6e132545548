"""The database of an installation, out to a file and back from one.

In:    the settings' database, and a SQLite file.
Out:   a file with every row, as at one moment, whatever the database is; or the rows of such a
       file, brought up to date and checked, in the place of those that were there.
Never: half of the one and half of the other: what is there is exchanged in one transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import Error, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from environ import Env

from mutuality.base import Refusal
from mutuality.web.accounts.models import Person, SignInLink
from mutuality.web.acts import SYSTEM
from mutuality.web.audit.models import Event
from mutuality.web.audit.record import verify
from mutuality.web.running.acts import restored
from mutuality.web.running.preparation import refuse_newer
from mutuality.web.running.rows import replace_rows


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written to a file: whether anything was there, and how the record stands."""

    vendor: str
    has_tables: bool
    people: int
    audit_lines: int
    audit_breaks: int


def export_to(path: Path) -> Exported:
    """Write every row to a fresh SQLite file, while others go on using the database.

    Raises Refusal WEB-191 where the tables are not those of this version.
    """
    if not _has_tables():
        path.touch()
        return Exported(
            connection.vendor, has_tables=False, people=0, audit_lines=0, audit_breaks=0
        )
    refuse_newer(MigrationExecutor(connection))
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
    else:
        _refuse_behind()
        with database("copy", f"sqlite:///{quote(str(path))}"):
            call_command("migrate", database="copy", verbosity=0, skip_checks=True)
            with _one_moment():
                replace_rows(source="default", target="copy")
    lines, breaks = verify()
    return Exported(
        connection.vendor,
        has_tables=True,
        people=Person.objects.count(),
        audit_lines=lines,
        audit_breaks=len(breaks),
    )


def make_ready(*, restore: str, made_at: str, force: bool) -> tuple[int, int]:
    """Bring the archive's database, which the settings name, up to date, and check its record.

    Whoever was signed in when it was made is signed out, and links to sign in end: they may have
    been ended since. Returns how many lines the record has, and in how many places it breaks.

    Raises Refusal WEB-196 for a damaged database, WEB-187 for one of a newer version, and WEB-193
    for a record that does not hold, unless forced.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("pragma integrity_check")
            said = [row[0] for row in cursor.fetchall()]
        has_tables = _has_tables()
    except Error as error:
        said, has_tables = [str(error)], False
    if said != ["ok"] or not has_tables:
        raise Refusal(
            "WEB-196",
            "The database in the archive is damaged, or not one of ours.",
            "Use another archive. Nothing was changed.",
        )
    _bring_up_to_date("default")
    lines, breaks = verify()
    if breaks and not force:
        raise Refusal(
            "WEB-193",
            f"The audit record in the archive does not hold: chain '{breaks[0].chain}', line "
            f"{breaks[0].number}. {breaks[0].problem}",
            "Use an older archive, or restore this one all the same with --force. Nothing was "
            "changed.",
        )
    with transaction.atomic():
        for model in (Session, UserSession, SignInLink):
            model._base_manager.all().delete()
        restored(by=SYSTEM, team=None, restore=restore, made_at=made_at)
    return lines, len(breaks)


def put_in_place(address: str) -> None:
    """Put what the settings' database holds in the place of what another one holds."""
    connection.ensure_connection()
    with database("live", address) as live:
        if live.vendor == "sqlite":
            name = live.settings_dict["NAME"]
            with closing(sqlite3.connect(name, timeout=60)) as there:
                Path(name).chmod(0o600)
                connection.connection.backup(there)
            return
        _bring_up_to_date("live")
        call_command("createcachetable", database="live", verbosity=0)
        replace_rows(source="default", target="live")


def was_restored(restore: str) -> bool:
    """Whether the database holds what a restore, by its identifier, was to put there."""
    lines = Event.objects.filter(act="running.restored", detail__restore=restore)
    return _has_tables() and lines.exists()


@contextmanager
def database(name: str, address: str) -> Iterator[Any]:
    """A further database, by its address, for as long as it is needed."""
    known = {**connections.settings, name: Env.db_url_config(address)}
    connections.settings[name] = connections.configure_settings(known)[name]
    try:
        yield connections[name]
    finally:
        connections[name].close()
        del connections[name]
        del connections.settings[name]


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read PostgreSQL as it is at one moment, whoever writes to it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")
        yield


def _has_tables() -> bool:
    return Event._meta.db_table in connection.introspection.table_names()


def _bring_up_to_date(name: str) -> None:
    """Give a database the tables of this version. Raises Refusal WEB-187 for one of a newer."""
    executor = MigrationExecutor(connections[name])
    refuse_newer(executor)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", database=name, verbosity=0, interactive=False, skip_checks=True)


def _refuse_behind() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Refusal(
            "WEB-191",
            "The database was made by an older version, and is not brought up to date yet.",
            "Run `python -m mutuality.web prepare`, or keep it with the version that made it.",
        )
