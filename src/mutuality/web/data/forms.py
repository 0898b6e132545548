"""Forms of published data.

In:    files, and a word on whether they are corrections.
Out:   the same, checked.
Never: a file opened here: that is the loader's.
"""

from __future__ import annotations

from typing import Any

from django import forms

from mutuality.web.design import Form, TickField, UploadField


class SeveralFiles(forms.ClearableFileInput):
    """A control that takes several files."""

    allow_multiple_selected = True


class FilesField(UploadField):
    """One or more files. Gives a list."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each file on its own."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given]


class NewUpload(Form):
    """Files to look at."""

    files = FilesField(
        "Publishers' files",
        hint="xls, xlsx, ods, csv or zip, as the publisher gives them; several if you wish.",
        missing="Choose a file to upload",
    )


class Load(Form):
    """To load what was looked at."""

    supersede = TickField(
        "These files correct ones that are held for the same period",
        hint="Both are kept. The later one counts.",
        required=False,
    )
