"""Let the database itself refuse to change or remove a line of the record."""

from django.db import migrations

WORDS = "The audit record is append-only."

SQLITE = [
    f"create trigger audit_event_no_{verb} before {verb} on audit_event "
    f"begin select raise(abort, '{WORDS}'); end"
    for verb in ("update", "delete")
]
POSTGRESQL = [
    "create function audit_event_refuse() returns trigger language plpgsql as $$ "
    f"begin raise exception '{WORDS}'; end $$",
    "create trigger audit_event_no_change before update or delete on audit_event "
    "for each row execute function audit_event_refuse()",
    "create trigger audit_event_no_truncate before truncate on audit_event "
    "for each statement execute function audit_event_refuse()",
]
UNDO = {
    "sqlite": [
        "drop trigger if exists audit_event_no_update",
        "drop trigger if exists audit_event_no_delete",
    ],
    "postgresql": [
        "drop trigger if exists audit_event_no_change on audit_event",
        "drop trigger if exists audit_event_no_truncate on audit_event",
        "drop function if exists audit_event_refuse()",
    ],
}


def protect(apps, schema_editor):
    """Add the triggers."""
    for line in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(line)


def unprotect(apps, schema_editor):
    """Take them away again."""
    for line in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(line)


class Migration(migrations.Migration):
    """Append-only, in the database."""

    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(protect, unprotect)]
