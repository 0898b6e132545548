"""Forms of these pages, but for the long one on which people say what they think (answering.py).

In:    what a person typed.
Out:   checked values.
Never: a link that lasts for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mutuality.web.design import (
    CheckboxesField,
    Form,
    NumberField,
    SelectField,
    TextField,
    TickField,
)

LONGEST = 90
"""The most days that a link lasts."""
SEALED = "sealed"
"""What a read-only link shows: whatever is sealed, once it is."""


class Appraise(Form):
    """A name for the version of the case that is appraised now, and where it came from."""

    title = TextField(
        "Title of this scenario",
        hint="Say the date and what is different about it, such as “22 November 2026, with staff's "
        "weights”. Leave “final” out: there may be one after it.",
        missing="Enter a title that says what is different about this scenario",
        max_length=200,
    )
    parent = SelectField("It goes on from", [], required=False)

    def __init__(self, *args: Any, scenarios: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(one.pk), one.title) for one in scenarios]
        self.fields["parent"].choices = [("", "Nothing: it stands by itself"), *named]


class Continue(Form):
    """A title for the appraisal that starts from a scenario."""

    title = TextField("Title of the new appraisal", max_length=200)


class Seal(Form):
    """A word that one knows what sealing means."""

    sure = TickField(
        "I have read what will be fixed and what is still open",
        missing="Tick the box once you have read what sealing fixes and what is still open",
    )


class Compare(Form):
    """Which scenarios stand side by side."""

    def __init__(self, *args: Any, scenarios: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["with"] = CheckboxesField(
            "Scenarios to put side by side",
            [(str(one.pk), one.title) for one in scenarios],
            hint="Choose two or more.",
            required=False,
        )


def _label(hint: str) -> TextField:
    return TextField("Who it is for", hint=hint, max_length=120, missing="Say whom the link is for")


def _days() -> NumberField:
    return NumberField(
        "It works for", suffix="days", whole=True, least=1, most=LONGEST, width=3, initial=14,
        missing=f"Enter a number of days from 1 to {LONGEST}",
    )  # fmt: skip


class GiveRead(Form):
    """A link to read the results, for somebody without an account."""

    label = _label("Only your team sees this, such as “Non-executive directors”.")
    scenario = SelectField("What it shows", [])
    days = _days()

    def __init__(self, *args: Any, scenarios: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, prefix="read", **kwargs)
        named = [(str(one.pk), one.title) for one in scenarios]
        self.fields["scenario"].choices = [*named, (SEALED, "The sealed results, once sealed")]


class GiveScore(Form):
    """A link to say what one thinks, as a member of one group."""

    label = _label("Only your team sees this, such as “Staff-side representatives”.")
    group = SelectField("Group that they answer for", [])
    days = _days()

    def __init__(self, *args: Any, groups: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, prefix="score", **kwargs)
        self.fields["group"].choices = list(groups)
