"""What every sheet shares.

In:    a document, the version that it was read at, and what was typed.
Out:   a form; the act that saves it.
Never: a field without the value that the document holds.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from mutuality.web.appraisals import acts
from mutuality.web.design import Form, HiddenField

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.forms import Field

    from mutuality.web.accounts.models import Person, Team
    from mutuality.web.appraisals.models import Appraisal

    Document = Mapping[str, Any]
    Values = dict[str, Any]

VERSION = "version"


class SheetForm(Form):
    """The fields of a sheet, with the version of the appraisal that they were read at."""

    version = HiddenField(required=False)

    def __init__(self, *args: Any, more: Mapping[str, Field] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(more or {})

    @property
    def shown(self) -> list[str]:
        """Names of the fields that a person sees."""
        return [name for name in self.fields if name != VERSION]


class Sheet(ABC):
    """One page of a case. `of` names the objective, criterion, option or group that it is about."""

    section = ""
    part = ""
    fields: type[SheetForm] = SheetForm
    may_return = False
    """Whether saving puts back what somebody else took out meanwhile."""

    def __init__(self, of: str = "") -> None:
        self.of = of

    @abstractmethod
    def values(self, document: Document) -> Values | None:
        """What each field holds, as it would be typed; None where what it is about is gone."""

    def more(self, document: Document) -> dict[str, Field]:
        """Fields that depend on the case."""
        del document
        return {}

    @abstractmethod
    def given(self, document: Document, cleaned: Values) -> Any:
        """What to save, in the shape that `appraisal.edit` takes."""

    def wrong(self, cleaned: Values) -> Iterator[tuple[str, str]]:
        """What several fields together get wrong: the field to mend, and what to say."""
        del cleaned
        yield from ()

    @abstractmethod
    def field_at(self, document: Document, where: str) -> str:
        """The field of a place that a refusal names; nothing where it has none here."""

    def form(self, document: Document, version: int, data: Any = None) -> SheetForm:
        """The form of the sheet, filled from the document."""
        initial = {**(self.values(document) or {}), VERSION: version}
        return self.fields(data, initial=initial, more=self.more(document))

    def save(
        self, *, by: Person, team: Team, held: Appraisal, version: int, cleaned: Values
    ) -> None:
        """Save it. Raises what `acts.save_part` raises."""
        acts.save_part(
            by=by,
            team=team,
            appraisal=held,
            version=version,
            part=self.part,
            given=self.given(held.document, cleaned),
            of=self.of,
        )


def field_of(rest: str) -> str:
    """The name of a field for the end of a place: `worst.value` is `worst_value`."""
    return re.sub(r"\[\d+\]", "", rest).strip(".").replace(".", "_")
