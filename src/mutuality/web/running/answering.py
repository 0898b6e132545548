"""Commands of `python -m mutuality.web` that another process asks.

In:    the words after the command's name.
Out:   one JSON object on standard output, or a refusal there and exit 2.
Never: anything else on standard output.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand

from mutuality.base import Refusal
from mutuality.web.running.children import REFUSED


class Answering(BaseCommand):
    """A command whose `answer` gives plain data."""

    requires_system_checks: list[str] = []  # `examine` runs them; the others must be quick

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the answer or the refusal. A bug crashes."""
        del args
        try:
            told = self.answer(**options)
        except Refusal as refusal:
            self.stdout.write(json.dumps({"refusal": refusal.as_dict()}))
            sys.exit(REFUSED)
        self.stdout.write(json.dumps(told))

    def answer(self, **options: Any) -> dict[str, Any]:
        """What the command does."""
        raise NotImplementedError
