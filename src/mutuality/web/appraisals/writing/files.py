"""A case from a file that somebody sent, or from an example that ships.

In:    an upload, or the name of an example.
Out:   the document of a case in which nothing is wrong.
Never: a file read without a limit, or the first problem alone.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from mutuality.appraisal import check_case
from mutuality.base import Refusal
from mutuality.stores import shipped
from mutuality.web.appraisals.writing.places import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.core.files.uploadedfile import UploadedFile

LARGEST = 512 * 1024
"""Bytes of a case; the largest example has 17,000."""
SHOWN = 20
EXAMPLES = (
    (
        "tameside",
        "How should Tameside work with others?",
        "Six criteria, seven options, four groups",
    ),
    (
        "primary-care-network",
        "Six practices that share staff",
        "A service that belongs to nobody, and four shapes it could take",
    ),
    ("community-mutual", "A community service owned by its staff", "Leaving, staying, or between"),
)
"""The examples that ship: file, title, and what is in it."""


class Unreadable(Refusal):
    """All that is wrong with a file."""

    def __init__(self, found: Sequence[Refusal]) -> None:
        first = found[0]
        super().__init__(first.code, first.problem, first.remedy, where="file")
        self.found = tuple(found)


def document(upload: UploadedFile | None, example: str) -> dict[str, Any]:
    """The document of the upload, else of the example.

    Raises Unreadable with WEB-070 for a file that is too large, that is not text or not TOML, or
    that holds characters which no text has; else with all that `check_case` refuses.
    """
    if upload is None:
        return tomllib.loads(shipped.example(example).read_text(encoding="utf-8"))
    if upload.size > LARGEST:
        raise _unreadable(
            f"“{upload.name}” has {upload.size / 1024:,.0f} KB.",
            f"A case is a text file of at most {LARGEST // 1024} KB. Choose the .toml file.",
        )
    held = _read(upload)
    case, wrong = check_case(held)
    if case is None:
        told = [
            Refusal(one.code, f"{in_words(held, one.where)}: {one.problem}", one.remedy)
            for one in wrong[:SHOWN]
        ]
        if len(wrong) > SHOWN:
            more = f"{len(wrong) - SHOWN} further entries are wrong."
            told.append(Refusal("WEB-070", more, "Mend these first, then try again."))
        raise Unreadable(told)
    return held


def _read(upload: UploadedFile) -> dict[str, Any]:
    data = upload.read(LARGEST + 1)
    try:
        text = data.decode("utf-8")
        held = tomllib.loads(text)
    except UnicodeDecodeError:
        raise _unreadable(
            f"“{upload.name}” is not a text file.",
            "Choose a .toml file, saved as UTF-8. A Word or Excel file cannot be read as a case.",
        ) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        said = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise _unreadable(
            f"“{upload.name}” is not TOML: {said[:1].lower()}{said[1:].rstrip('.')}.",
            "Mend that line, then choose the file again.",
        ) from None
    if any("\0" in text for text in _texts(held)):
        raise _unreadable(
            f"“{upload.name}” holds the character NUL, which no text has.",
            "Take out \\u0000, then choose the file again.",
        )
    return held


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield key
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, str):
        yield value


def _unreadable(problem: str, remedy: str) -> Unreadable:
    return Unreadable([Refusal("WEB-070", problem, remedy)])
