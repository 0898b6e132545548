"""Make an installation ready to serve: tables, shared counts, static files, the first person.

In:    the settings.
Out:   what had to be done; nothing is done twice.
Never: a database of a newer version touched, or an older one changed without a copy beside it.
"""

from __future__ import annotations

import hashlib
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from mutuality import __version__
from mutuality.base import Refusal
from mutuality.web.accounts.models import Person
from mutuality.web.acts import SYSTEM
from mutuality.web.running.acts import renew_sign_in_link, welcome

STAMP = "collected"
SIGN_IN = "/sign-in/"
"""The start of the address `accounts:sign-in`. To look it up would load every page first."""


def prepare() -> dict[str, bool]:
    """Do what is not done yet. Raises Refusal WEB-187 for a database of a newer version."""
    return {
        "migrated": migrated(),
        "collected": collected(),
    }


def migrated() -> bool:
    """Bring the tables up to date; whether anything had to be done."""
    executor = MigrationExecutor(connection)
    refuse_newer(executor)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        if executor.loader.applied_migrations and connection.vendor == "sqlite":
            copy_sqlite(Path(settings.HOME) / "before-upgrade.sqlite3")
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    call_command("createcachetable", verbosity=0)
    return bool(plan)


def refuse_newer(executor: MigrationExecutor) -> None:
    """Refuse a database that holds what this version does not know. Raises Refusal WEB-187."""
    known = executor.loader.disk_migrations
    unknown = sorted(
        f"{app}.{name}"
        for app, name in executor.loader.applied_migrations
        if (app, name) not in known and app in executor.loader.migrated_apps
    )
    if unknown:
        raise Refusal(
            "WEB-187",
            f"The database was made by a newer version: this one, {__version__}, does not know "
            f"'{unknown[0]}'" + (f" and {len(unknown) - 1} more." if unknown[1:] else "."),
            "Install the version that made it, or restore a backup that this version made.",
        )


def copy_sqlite(target: Path) -> None:
    """Copy the whole database, as at one moment, while others go on using it.

    The copy takes the place of an older one when it is whole.
    """
    import sqlite3  # noqa: PLC0415 - an installation on PostgreSQL may lack it

    beside = target.with_name(f".{target.name}.part")
    beside.unlink(missing_ok=True)
    connection.ensure_connection()
    with closing(sqlite3.connect(beside)) as copy:
        connection.connection.backup(copy)
    beside.chmod(0o600)
    beside.replace(target)


def collected() -> bool:
    """Collect the static files, unless they stand there as they are in this version."""
    fingerprint = _fingerprint()
    stamp = Path(settings.STATIC_ROOT) / STAMP
    if stamp.is_file() and stamp.read_text(encoding="ascii") == fingerprint:
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=True, skip_checks=True)
    stamp.write_text(fingerprint, encoding="ascii")
    return True


def _fingerprint() -> str:
    found = hashlib.sha256(__version__.encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda each: each[0]):
            told = Path(storage.path(name)).stat()
            found.update(f"\n{name} {told.st_size} {told.st_mtime_ns}".encode())
    return found.hexdigest()


def first_person() -> tuple[Person, bool]:
    """Whoever looks after a workbench for one person, and whether they had to be made.

    Where there are people already, as after a restore: a steward, else the first who may sign in.
    Raises Refusal WEB-188 where nobody may.
    """
    if not Person.objects.exists():
        return welcome(by=SYSTEM, team=None), True
    found = Person.objects.filter(is_active=True).order_by("-is_steward", "pk").first()
    if found is None:
        raise Refusal(
            "WEB-188",
            "Every account of this workbench is switched off.",
            "Restore a backup with `mutuality restore`, or start in another folder with --home.",
        )
    return found, False


def sign_in_path(person: Person) -> str:
    """Where a person signs in once. Links that they did not use end."""
    return SIGN_IN + renew_sign_in_link(by=SYSTEM, team=None, person=person)
