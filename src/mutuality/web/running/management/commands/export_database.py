"""Write the database to a file: asked by `mutuality backup`.

In:    a path where nothing is.
Out:   a SQLite file with every row, and what is in it.
Never: a word on standard output but the answer.
"""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mutuality.web.running.answering import Answering
from mutuality.web.running.database import export_to


class Command(Answering):
    """Export."""

    help = "Write every row to a SQLite file (see `mutuality backup`)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("path", type=Path)

    def answer(self, **options: Any) -> dict[str, Any]:
        """Export."""
        return asdict(export_to(options["path"]))
