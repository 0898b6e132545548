"""Which published findings name a change.

In:    a change and findings.
Out:   those that are about its kind and name one of its parties.
Never: a finding about a place that happens to share a common word with a party.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutuality.register.changes import slug

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mutuality.evidence import Finding
    from mutuality.register import Change

COMMON = frozenset({
    "nhs", "foundation", "trust", "hospital", "hospitals", "university", "teaching", "health",
    "care", "healthcare", "community", "services", "service", "group", "and",
})  # fmt: skip
"""Words that end the names of many bodies, and tell none of them apart."""
SHORTEST = 7
"""Letters of a name below which it may be an everyday word, such as Circle."""


def naming(change: Change, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings about this kind of change in which one of its parties is named."""
    names = {name for one in change.parties if len(name := short_name(one.name)) >= SHORTEST}
    return tuple(
        finding
        for finding in findings
        if change.form in finding.models and any(_names(finding, name) for name in names)
    )


def short_name(name: str) -> str:
    """The name in small letters without the common words that it ends with."""
    words = slug(name).split("-")
    while words and words[-1] in COMMON:
        words.pop()
    return "-".join(words)


def _names(finding: Finding, name: str) -> bool:
    told = (finding.outcome, finding.size, finding.citation, finding.note, finding.overlap)
    return any(f"-{name}-" in f"-{slug(text)}-" for text in told)
