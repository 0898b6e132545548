"""Copy every row of a database into another one, of whatever make.

In:    the names of two databases that Django knows, with the same tables.
Out:   the same rows in the second, under the same keys.
Never: a row made on the way: no signal is sent, no date is set, no default filled in.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connections, models, transaction

BATCH = 500
RECORD = "audit_event"
"""The table whose triggers refuse every change, and so this one."""


def tables() -> list[type[models.Model]]:
    """Every model with a table of its own, those between two others included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]


def replace_rows(*, source: str, target: str) -> int:
    """Empty the second database and copy the first into it, in one transaction.

    Returns how many rows were copied. Django's links between tables are checked at the end of a
    transaction, so the order of tables does not matter.
    """
    there = connections[target]
    with transaction.atomic(using=target):
        _guard_record(there, is_on=False)
        _empty(there)
        copied = sum(_copy(model, source=source, target=target) for model in tables())
        with there.cursor() as cursor:
            for line in there.ops.sequence_reset_sql(no_style(), tables()):
                cursor.execute(line)
        _guard_record(there, is_on=True)
    return copied


def _copy(model: type[models.Model], *, source: str, target: str) -> int:
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    there = connections[target]
    quoted = there.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    line = f"insert into {quoted(model._meta.db_table)} ({columns}) values ({places})"
    names = [field.attname for field in fields]
    rows = model._base_manager.using(source).order_by("pk").values_list(*names)
    copied = 0
    with there.cursor() as cursor:
        for batch in _batches(rows.iterator(chunk_size=BATCH)):
            cursor.executemany(
                line,
                [
                    [
                        field.get_db_prep_save(value, connection=there)
                        for field, value in zip(fields, row, strict=True)
                    ]
                    for row in batch
                ],
            )
            copied += len(batch)
    return copied


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _empty(there: Any) -> None:
    names = [there.ops.quote_name(model._meta.db_table) for model in tables()]
    with there.cursor() as cursor:
        if there.vendor == "postgresql":
            cursor.execute(f"truncate {', '.join(names)}")
        else:
            for name in names:
                cursor.execute(f"delete from {name}")


def _guard_record(there: Any, *, is_on: bool) -> None:
    """Let the audit record be filled; and guard it again before anybody else can see it."""
    if there.vendor == "postgresql":
        with there.cursor() as cursor:
            cursor.execute(f"alter table {RECORD} {'enable' if is_on else 'disable'} trigger user")
