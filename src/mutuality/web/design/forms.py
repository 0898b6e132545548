"""The base of every form.

In:    what a person typed; a Refusal that a room gave.
Out:   a form that keeps what was typed and says at each field what is wrong.
Never: the browser's own checks, or a refusal without its remedy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from mutuality.web.design.controls import mistakes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mutuality.base import Refusal


class Designed:
    """What our forms share. Mixed in before Django's form class."""

    use_required_attribute = False

    def refuse(self, refusal: Refusal, *, at: str | Mapping[str, str] = "") -> None:
        """Show a refusal at its field, or above the form if it has none.

        `at` names the field, or says for each place a refusal may name which field that is.
        """
        named = at.get(refusal.where, "") if not isinstance(at, str) else at
        field = named or refusal.where
        known = field in self.fields  # type: ignore[attr-defined]
        where = "" if known or not refusal.where else f"{refusal.where}: "
        said = f"{where}{refusal.problem} {refusal.remedy}"
        self.add_error(field if known else None, said)  # type: ignore[attr-defined]

    @property
    def mistakes(self) -> list[dict[str, str]]:
        """What is wrong, each with a link to the place to mend it."""
        return mistakes(self)


class Form(Designed, forms.Form):
    """A form of questions."""


class ModelForm(Designed, forms.ModelForm):
    """A form of questions about one row of a table."""
