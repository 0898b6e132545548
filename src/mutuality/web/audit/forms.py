"""What to show of the record.

In:    what somebody wants to see of the record.
Out:   a filter.
Never: a line hidden from a download.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from mutuality.web.design import Form, HiddenField, SelectField, TextField


class Filter(Form):
    """Which lines: of one act, by one person, since a day."""

    act = SelectField("What was done", [], required=False)
    since = TextField("Since", hint="A date such as 2026-11-22", required=False, width=10)
    by = HiddenField(required=False)

    def offer(self, acts: Iterable[tuple[str, str]]) -> None:
        """The acts to choose from."""
        self.fields["act"].choices = [("", "Anything"), *acts]

    def clean_since(self) -> dt.datetime | None:
        """The day, from its first moment."""
        text = self.cleaned_data["since"].strip()
        if not text:
            return None
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            self.add_error("since", f"Enter a date such as 2026-11-22 (not ‘{text}’)")
            return None
        return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
