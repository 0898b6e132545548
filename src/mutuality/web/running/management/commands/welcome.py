"""Let the first person in: `python -m mutuality.web welcome ann@example.org --team "North Trust"`.

In:    an address, and the name of their team.
Out:   a link that signs them in once. Whoever has an account gets a fresh link and no new team.
Never: a password.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from mutuality.base import Refusal
from mutuality.web.accounts.models import Person
from mutuality.web.acts import SYSTEM
from mutuality.web.running.acts import welcome
from mutuality.web.running.answering import Answering
from mutuality.web.running.preparation import sign_in_path


class Command(Answering):
    """Welcome."""

    help = "Let the first person in, or one who is locked out: print a link that works once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, and as what."""
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="how they are shown")
        parser.add_argument("--team", default="My team", help="the name of their team")

    def answer(self, **options: Any) -> dict[str, Any]:
        """Welcome."""
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise Refusal(
                "WEB-197",
                f"'{options['email']}' is not an e-mail address.",
                "Give the address that they will sign in with.",
            ) from error
        person = Person.objects.filter(email__iexact=options["email"]).first()
        if person is None:
            person = welcome(
                by=SYSTEM,
                team=None,
                email=options["email"],
                name=options["name"],
                called=options["team"],
            )
        host = next(iter(settings.ALLOWED_HOSTS), "localhost").lstrip(".")
        scheme = "http" if settings.LOCAL else "https"
        return {"sign_in": f"{scheme}://{host}{sign_in_path(person)}"}
