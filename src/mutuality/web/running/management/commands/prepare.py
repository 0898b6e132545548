"""Make an installation ready to serve: `python -m mutuality.web prepare`.

In:    `--one-person` for a workbench on one machine.
Out:   what had to be done, and for one person where they sign in.
Never: anything done twice.
"""

from __future__ import annotations

import importlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings

from mutuality.web.running.answering import Answering
from mutuality.web.running.database import was_restored
from mutuality.web.running.exchange import carry_on
from mutuality.web.running.preparation import first_person, prepare, sign_in_path


class Command(Answering):
    """Tables, shared counts and static files; with `--one-person`, the person and a link too."""

    help = "Make an installation ready to serve. What is up to date is left alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What can be asked for."""
        parser.add_argument("--one-person", action="store_true", help="for `mutuality serve`")
        parser.add_argument("--demo", action="store_true", help="build the demonstration team")

    def answer(self, **options: Any) -> dict[str, Any]:
        """Prepare."""
        carry_on(Path(settings.HOME), was_restored=was_restored)
        told: dict[str, Any] = dict(prepare())
        if options["one_person"]:
            person, told["is_new"] = first_person()
        if options["demo"]:
            importlib.import_module("mutuality.web.demo").build()  # only where it is asked for
        if options["one_person"]:
            told |= {"person": person.email, "sign_in": sign_in_path(person)}
        return told
