"""The organisation that is meant, by a code or by whatever people call it.

In:    what was typed into the form of a quick first pass.
Out:   a code; or the organisations that fit, to choose from.
Never: one of several chosen for the person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mutuality.base import Refusal
from mutuality.register import readable
from mutuality.stores import first_pass
from mutuality.web.design import (
    CheckboxesField,
    DateField,
    Form,
    RadiosField,
    TextAreaField,
    TextField,
)
from mutuality.web.published import register

if TYPE_CHECKING:
    from mutuality.register import Match

SHOWN = 8
HINTS = {
    "quality": "Such as deaths above what was expected, or a poor rating",
    "flow": "Such as long waits in A&E, or beds that are always full",
    "waits": "Such as operations that people wait a year for",
    "staff": "Such as sickness absence, burnout, people leaving",
    "money": "Such as a deficit, or work that takes more staff than elsewhere",
    "fragile": "Such as a rota that one resignation would close",
}


class AnyRadios(RadiosField):
    """Radios whose choices are known only once another answer was read."""

    def valid_value(self, value: object) -> bool:
        """Any: the form looks it up among what was found."""
        del value
        return True


class Start(Form):
    """The questions of a quick first pass. `found` is the code, once it is clear."""

    code = AnyRadios("Which one do you mean", (), required=False)
    organisation = TextField(
        "Organisation",
        hint="Its ODS code such as RMP, or its name. An old code or name will do.",
        missing="Enter the organisation's code or name",
        width=30,
        max_length=100,
    )
    problem = TextAreaField(
        "The problem",
        hint="What is wrong, and for whom, in a sentence or two. For example: “Deaths are above "
        "what was expected and A&E is among the slowest in England.”",
        missing="Say what is wrong, and for whom",
        rows=4,
        most=2000,
    )
    kinds = CheckboxesField("What kind of problem is it", (), missing="Tick at least one kind")
    at = DateField(
        "As at", hint="Nothing later than this day is looked at. For example, 31 3 2026",
        missing="Enter the day as at which to look",
    )  # fmt: skip
    field_order = ("code", "organisation", "problem", "kinds", "at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = first_pass().kinds
        self.fields["kinds"].choices = [(kind.id, kind.title) for kind in kinds]
        self.fields["kinds"].look["hints"] = {kind.id: HINTS.get(kind.id, "") for kind in kinds}
        self.found = ""
        self.matches: tuple[Match, ...] = ()

    @property
    def is_to_choose(self) -> bool:
        """Whether several organisations fit, so that the person has to say which."""
        return len(self.matches) > 1

    def clean(self) -> dict[str, Any]:
        """Find the organisation; where several fit, offer them."""
        given: dict[str, Any] = super().clean()
        words = given.get("organisation")
        if not words:
            return given
        try:
            answer = register().search(words, limit=SHOWN)
        except Refusal as refusal:
            self.add_error("organisation", f"{refusal.problem} {refusal.remedy}")
            return given
        self.matches = answer.matches
        self.fields["code"].choices = [
            (one.organisation.code, f"{_name(one)} ({one.organisation.code})")
            for one in answer.matches
        ]
        self.fields["code"].look["hints"] = {
            one.organisation.code: one.why for one in answer.matches
        }
        codes = [one.organisation.code for one in answer.matches]
        chosen = self.data.get(self.add_prefix("code"), "")
        if not codes:
            self.add_error("organisation", answer.advice)
        elif chosen in codes:
            self.found = chosen
        elif len(codes) == 1 or (codes[0] == words.strip().upper() and answer.matches[0].live):
            self.found = codes[0]
        else:
            said = f"{len(codes)} organisations fit “{words}”. Choose one of them."
            self.add_error("code", f"{said} {answer.advice}".strip())
        return given


def _name(match: Match) -> str:
    return readable(match.organisation.name) if match.organisation.name else "Name not known"
