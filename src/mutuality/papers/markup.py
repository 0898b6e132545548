"""The little markup that running text may hold, read once for every renderer.

In:    text with `**strong**` and `[words](address)`.
Out:   runs of text, each strong or not, each a link or not.
Never: an address that could run something. Only http, https, mailto, `#` and a path on the same
       site (`/`) become links; whatever else looks like markup is printed as it was typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MARKED = re.compile(
    r"\*\*(?P<strong>[^*\s]|[^*\s][^*]*[^*\s])\*\*"
    r"|\[(?P<words>[^\[\]]+)\]\((?P<href>(?:https?://|mailto:|#|/(?![/\\]))[^\s()]+)\)"
)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that is set alike."""

    text: str
    strong: bool = False
    href: str = ""


def runs(text: str) -> tuple[Run, ...]:
    """The text as runs, in order; joined again they hold every word of it."""
    found, done = [], 0
    for match in MARKED.finditer(text):
        found.append(Run(text[done : match.start()]))
        if match["strong"]:
            found.append(Run(match["strong"], strong=True))
        else:
            found.append(Run(match["words"], href=match["href"]))
        done = match.end()
    return tuple(run for run in (*found, Run(text[done:])) if run.text)


def plain(text: str) -> str:
    """The words without the markup, as they take up room."""
    return "".join(run.text for run in runs(text))
