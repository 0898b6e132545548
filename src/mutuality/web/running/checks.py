"""What `check --deploy` says about our own settings.

In:    the settings.
Out:   warnings, each with how to mend it.
Never: a warning on one person's machine, where plain HTTP is right.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004
from django.db import connection

CONSOLE = "django.core.mail.backends.console.EmailBackend"


@register(Tags.security, deploy=True)
def deployed(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """What an organisation must set that Django knows nothing of."""
    del app_configs, options
    if settings.LOCAL:
        return []
    found: list[CheckMessage] = []
    # Django 6.1 has MAILERS; before it there is EMAIL_BACKEND alone.
    mailer = getattr(settings, "MAILERS", {}).get("default", {"BACKEND": settings.EMAIL_BACKEND})
    if mailer["BACKEND"] == CONSOLE:
        found.append(
            Error(
                "Mail is written into the log, with the codes that people sign in with.",
                hint="Set EMAIL_URL to your mail server.",
                id="mutuality.E001",
            )
        )
    if connection.vendor == "sqlite":
        found.append(
            Warning(
                "The database is SQLite, which one machine and one worker can use.",
                hint="Set DATABASE_URL to a PostgreSQL database.",
                id="mutuality.W002",
            )
        )
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        found.append(
            Error(
                "The static files are not collected, so that no page can be drawn.",
                hint="Run `python -m mutuality.web prepare`.",
                id="mutuality.E003",
            )
        )
    if "localhost" in settings.DEFAULT_FROM_EMAIL:
        found.append(
            Warning(
                "Mail is sent from an address that nobody can answer.",
                hint="Set DEFAULT_FROM_EMAIL to an address of your organisation.",
                id="mutuality.W004",
            )
        )
    return found
