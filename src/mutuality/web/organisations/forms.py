"""What these pages ask for.

In:    what a person typed or chose.
Out:   forms of the design system.
Never: a filter that fails in silence: what cannot be read is said at its field.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.core.exceptions import ValidationError

from mutuality.register import Register
from mutuality.web.design import (
    Form,
    HiddenField,
    NumberField,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
)
from mutuality.web.organisations.listing import STANDINGS, typed, word
from mutuality.web.published import today

SPELLED = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d/%m/%Y")
EARLIEST = dt.date(1990, 1, 1)


class DayField(TextField):
    """A day in one box, because it stands in an address. Gives a date, or None."""

    def clean(self, value: Any) -> dt.date | None:
        """The day that was typed, in one of four spellings."""
        text = " ".join(str(super().clean(value) or "").split())
        if not text:
            return None
        for spelling in SPELLED:
            try:
                found = dt.datetime.strptime(text, spelling).date()  # noqa: DTZ007 - a day alone
            except ValueError:
                continue
            return self._checked(found)
        raise ValidationError(f"Enter a day such as 1 October 2013 (not “{text[:30]}”)")

    @staticmethod
    def _checked(found: dt.date) -> dt.date:
        if not EARLIEST <= found <= today():
            raise ValidationError("Enter a day from 1 January 1990 to today")
        return found


class Around(Form):
    """Whom a profile compares with, and as at which day."""

    peers = SelectField("Compare with", [], required=False, hint="Nobody is ranked")
    at = DayField(
        "As at", hint="Such as 1 October 2013; empty for the latest", width=20, required=False
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["peers"].choices = choices


class Listing(Form):
    """Filters of the list of organisations."""

    type = SelectField("Type", [], required=False)
    region = SelectField("Region", [], required=False)
    standing = SelectField(
        "Standing", [("", "Open"), ("closed", "Closed"), ("all", "Open and closed")], required=False
    )

    def __init__(self, *args: Any, types: list[str], regions: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = [("", "Any"), *((one, one) for one in types)]
        self.fields["region"].choices = [("", "Any"), *((one, one) for one in regions)]


class Filters(Form):
    """Filters of the register of changes."""

    q = TextField("Words", hint="In title, parties and facts", required=False)
    form = SelectField("Form", [], required=False)
    nature = SelectField("Nature", [], required=False)
    scale = SelectField("Scale", [], required=False)
    standing = SelectField("Standing", [("", "Any"), *STANDINGS.items()], required=False)
    organisation = TextField("Organisation", hint="ODS code, such as R0A", width=10, required=False)
    since = NumberField("From year", whole=True, least=1900, most=2100, width=4, required=False)
    until = NumberField("To year", whole=True, least=1900, most=2100, width=4, required=False)

    def __init__(self, *args: Any, register: Register, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.register = register
        for name, say in (("form", word), ("nature", typed), ("scale", typed)):
            found = sorted({getattr(change, name) for change in register.changes})
            self.fields[name].choices = [("", "Any"), *((one, say(one)) for one in found)]

    def clean_organisation(self) -> str:
        """The code in capitals, which the register must know."""
        code = str(self.cleaned_data["organisation"]).strip().upper()
        if code and not self.register.knows(code):
            raise ValidationError(
                f"No organisation has the code “{code[:12]}”. Search for its name at the top of "
                "the page to find its code"
            )
        return code

    def clean(self) -> dict[str, Any]:
        """Years the right way round."""
        given: dict[str, Any] = super().clean()
        since, until = given.get("since"), given.get("until")
        if since and until and since > until:
            self.add_error("until", f"Enter {since} or later, or an earlier year to start from")
        return given


class PeerList(Form):
    """A list of peers that a team chose."""

    was = HiddenField(required=False)
    name = TextField("Name of the list", hint="Such as Rural, one site", max_length=60)
    reason = TextField(
        "Why these are alike", hint="It is printed wherever the list is used", max_length=200
    )
    codes = TextAreaField(
        "ODS codes",
        rows=4,
        hint="With a space, a comma or a new line between them, such as RMP, RTG and RW6",
        missing="Enter at least one ODS code",
    )

    def clean_codes(self) -> list[str]:
        """Codes in capitals, each once."""
        words = re.split(r"[\s,;]+", str(self.cleaned_data["codes"]).upper())
        return list(dict.fromkeys(word for word in words if word and word != "AND"))


class Proposal(Form):
    """A correction to one field of a change."""

    field = SelectField("What should be corrected", [])
    proposed = TextAreaField(
        "What it should say",
        rows=3,
        most=2000,
        hint="A date as 2017-10-01, 2017-10 or 2017; a word of the typology as the register has it",
    )
    source = TextAreaField(
        "The source you read",
        rows=2,
        most=1000,
        hint="Title, publisher, year, page, and the address if it is online",
    )
    reason = TextAreaField("Reason", rows=3, most=2000, required=False, hint="If it needs more")

    def __init__(self, *args: Any, fields: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [("", "Choose"), *fields]


class Review(Form):
    """A steward's answer to a correction."""

    verdict = RadiosField(
        "Your decision",
        [
            ("accepted", "Accept", "It stands beside the entry at once, with both names"),
            ("declined", "Decline", "The entry stays as it is"),
        ],
    )
    answer = TextAreaField(
        "Your reason", rows=3, most=2000, hint="What you checked, and where", required=False
    )

    def clean(self) -> dict[str, Any]:
        """Whoever declines says why."""
        given: dict[str, Any] = super().clean()
        if given.get("verdict") == "declined" and not given.get("answer", "").strip():
            self.add_error("answer", "Say why, so that whoever proposed it knows what is missing")
        return given
