"""Which findings a reader wants to see, as the address says it.

In:    the query of an address.
Out:   Chosen: the findings that are held, and addresses of neighbouring choices.
Never: a filter that is not in the address.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse

from mutuality.web.design.fields import SelectField, TextField, TickField
from mutuality.web.design.forms import Form
from mutuality.web.evidence import held

if TYPE_CHECKING:
    from mutuality.papers import Claim

MOST_WORDS = 100


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice of findings. `own` is a change whose evaluation by us stands beside them."""

    q: str = ""
    model: str = ""
    domain: str = ""
    strong: bool = False
    checked: bool = False
    own: str = ""

    @property
    def is_cell(self) -> bool:
        """Whether it is about one model in one domain."""
        return bool(self.model and self.domain)

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Chosen()

    @property
    def is_limited(self) -> bool:
        """Whether words or designs leave out findings on the same model and domain."""
        return bool(self.q or self.strong or self.checked)

    @property
    def query(self) -> dict[str, str]:
        """What the address says of this choice."""
        said = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: "on" if value is True else value for name, value in said.items() if value}

    @property
    def address(self) -> str:
        """The page of this choice."""
        page = reverse("evidence:findings")
        return f"{page}?{urlencode(self.query)}" if self.query else page

    def but(self, **changes: Any) -> str:
        """The address of the same choice with something else in it."""
        return replace(self, **changes).address

    def holds(self, claim: Claim) -> bool:
        """Whether a finding is in the choice."""
        said = f"{claim.id} {claim.outcome} {claim.note} {claim.source} {claim.size}".lower()
        return (
            (not self.model or held.is_about(claim, self.model))
            and (not self.domain or claim.domain == self.domain)
            and (claim.is_strong or not self.strong)
            and (claim.study is None or claim.study.verified or not self.checked)
            and all(word in said for word in self.q.lower().split())
        )

    def claims(self) -> list[Claim]:
        """The published findings in the choice, in the order of the file."""
        return [claim for claim in held.findings().values() if self.holds(claim)]


class Filters(Form):
    """The filters of the evidence page, sent by GET."""

    q = TextField(
        "Words", hint="In what was found, or in a study", required=False, max_length=MOST_WORDS
    )
    model = SelectField("Model", [], required=False)
    domain = SelectField("Domain", [], required=False)
    own = SelectField("Our own evaluation", [], required=False)
    strong = TickField("Strong designs only", required=False)
    checked = TickField("Checked at the source only", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["model"].choices = [("", "Every model"), *held.titles().items()]
        self.fields["domain"].choices = [("", "Every domain"), *held.domains().items()]
        named = [self.data.get(name, "") for name in ("model", "domain")] if self.is_bound else []
        changes = held.own_changes(*named) if named else {}
        if changes:
            self.fields["own"].choices = [("", "None"), *changes.items()]
        else:
            del self.fields["own"]

    @property
    def chosen(self) -> Chosen:
        """The choice; a filter that makes no sense is left out, and the page says so."""
        if not self.is_bound:
            return Chosen()
        self.is_valid()
        return Chosen(**self.cleaned_data)
