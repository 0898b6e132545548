"""Forms that are not about a part of a case: a file to start from.

In:    what was sent.
Out:   the file or the name of an example.
Never: both, or neither.
"""

from __future__ import annotations

from typing import Any

from mutuality.web.appraisals.writing.files import EXAMPLES
from mutuality.web.design import Form, RadiosField, UploadField


class Adopt(Form):
    """A case from a file, or an example."""

    file = UploadField(
        "A case as a TOML file",
        hint="From another installation, from `mutuality draft`, or written by hand. "
        "At most 512 KB.",
        accept=".toml,application/toml,text/plain",
        required=False,
    )
    example = RadiosField("Or an example", EXAMPLES, required=False)

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        given: dict[str, Any] = super().clean()
        if self.errors:
            return given
        if given.get("file") and given.get("example"):
            self.add_error("example", "Choose a file or an example, not both")
        elif not given.get("file") and not given.get("example"):
            self.add_error("file", "Choose a file, or one of the examples below")
        return given
