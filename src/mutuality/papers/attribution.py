"""What a table or a chart must say of itself once it has left the page.

In:    where the figures came from, when, in which version, under which licence, by which method.
Out:   an Attribution, and its lines in the order in which every kind of file prints them.
Never: a download without its source, or a date of access that nobody recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mutuality.base import OGL, Refusal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mutuality.papers.document import Figure

ADVICE = "Decision support, not legal, financial or HR advice."


@dataclass(frozen=True, slots=True)
class Attribution:
    """What is downloaded and whence.

    `sources` holds a line for each publication, with or without `Source: ` before it, such as
    `base.Source.attribution` gives. `accessed` is None where nobody recorded it. `version` is the
    vintage of the data, `software` the name and version of what made the file, `licence` a sentence
    (`base.OGL` for open data), and `method` says how the figures were calculated.

    Raises Refusal PAP-024 without a title, a source, a version or a licence.
    """

    title: str
    sources: Sequence[str]
    accessed: dt.date | None
    version: str
    software: str
    licence: str
    method: str = ""

    def __post_init__(self) -> None:
        said = (self.title, "".join(self.sources), self.version, self.software, self.licence)
        names = ("title", "source", "version", "software", "licence")
        absent = [name for name, text in zip(names, said, strict=True) if not text.strip()]
        if absent:
            raise Refusal(
                "PAP-024",
                f"A download was asked for without its {' and its '.join(absent)}.",
                "Say where the figures come from, and in which version; nothing leaves without it.",
                where="attribution",
            )

    @classmethod
    def of(
        cls, figure: Figure, *, accessed: dt.date | None, version: str, software: str
    ) -> Attribution:
        """What a chart and its table say of themselves, with what only the caller can know."""
        return cls(
            title=figure.title,
            sources=(figure.source,),
            accessed=accessed,
            version=version,
            software=software,
            licence=OGL if OGL in figure.source else "See the source for its licence.",
            method=figure.twin.note,
        )

    @property
    def publications(self) -> tuple[str, ...]:
        """The sources without the word before them, and without the licence, which has its line."""
        bare = (
            line.removeprefix("Source: ").replace(self.licence, "").strip() for line in self.sources
        )
        return tuple(dict.fromkeys(line for line in bare if line))

    @property
    def access(self) -> str:
        """The day of access in words."""
        if self.accessed:
            return f"{self.accessed.day} {self.accessed:%B %Y}"
        told = any("accessed" in line.lower() for line in self.sources)
        return "as the source says" if told else "not recorded"

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Label and text of everything but the title."""
        method = (("How this was calculated", self.method),) if self.method else ()
        return (
            *(("Source", line) for line in self.publications),
            ("Accessed", self.access),
            ("Data version", self.version),
            ("Licence", self.licence),
            *method,
            ("Made with", self.software),
            ("Advice", ADVICE),
        )
