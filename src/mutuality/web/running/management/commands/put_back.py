"""Put an archive's database in place: asked by `mutuality restore`.

In:    the archive's database as the settings' one; the live one's address in a variable.
Out:   how many lines its audit record has, and whether it is unbroken.
Never: the live database touched before the archive's is up to date and checked.
"""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from mutuality.web.running.answering import Answering
from mutuality.web.running.backups import INTO
from mutuality.web.running.database import make_ready, put_in_place


class Command(Answering):
    """Put back."""

    help = "Put an archive's database in place (see `mutuality restore`)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is restored, and whether a broken record is taken."""
        parser.add_argument("restore")
        parser.add_argument("made_at")
        parser.add_argument("--force", action="store_true")

    def answer(self, **options: Any) -> dict[str, Any]:
        """Put back."""
        lines, breaks = make_ready(
            restore=options["restore"], made_at=options["made_at"], force=options["force"]
        )
        put_in_place(os.environ[INTO])
        return {"audit_lines": lines, "audit_breaks": breaks}
