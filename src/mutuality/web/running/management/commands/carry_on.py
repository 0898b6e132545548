"""End a restore that was killed: asked before anything else is done with an installation.

In:    the journal that the restore left.
Out:   whether what is there now is the restored; null where no restore was begun.
Never: old folders with a new database.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings

from mutuality.web.running.answering import Answering
from mutuality.web.running.database import was_restored
from mutuality.web.running.exchange import carry_on


class Command(Answering):
    """Carry on."""

    help = "End a restore that was killed, forwards or backwards."

    def answer(self, **options: Any) -> dict[str, Any]:
        """Carry on."""
        del options
        return {"restored": carry_on(Path(settings.HOME), was_restored=was_restored)}
