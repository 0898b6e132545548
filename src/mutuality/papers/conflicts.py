"""Claims that contradict each other, side by side.

In:    findings, our own effects, and what they should be about.
Out:   Conflict: those that found it better, those that found it worse, those that saw nothing, and
       how they differ on record; the same as a table.
Never: a side left out, a winner named, or a reason for the difference that nobody recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from mutuality.papers.board.words import listed
from mutuality.papers.claims import Claim, by_model, claims
from mutuality.papers.document import Table
from mutuality.papers.finding_words import DOMAINS, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mutuality.evidence import Finding
    from mutuality.papers.claims import Own

NOTHING = "–"
COLUMNS = ("Design", "Found it better", "Found it worse, or no clear difference")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims about the same models and domain that point opposite ways.

    The best designs come first on each side. `neither` saw no clear difference, by a strong
    design: a claim that others could not bear out is contested too.
    """

    models: tuple[str, ...]
    domain: str
    better: tuple[Claim, ...]
    worse: tuple[Claim, ...]
    neither: tuple[Claim, ...]

    @property
    def is_opposite(self) -> bool:
        """Whether some found it better and others worse."""
        return bool(self.better and self.worse)

    @property
    def differences(self) -> tuple[str, ...]:
        """How the two sides differ on record, which may be why they disagree."""
        left, right = self.better or self.worse, self.worse if self.better else ()
        right += self.neither
        names = ("better" if self.better else "worse"), "the other side"
        said = []
        for what, of in (("Design", _design), ("Setting", _setting), ("Last data", _year)):
            sides = [listed(list(dict.fromkeys(map(of, side)))) for side in (left, right)]
            if sides[0] != sides[1]:
                said.append(f"{what}. {sentence(names[0])}: {sides[0]}. {sentence(names[1])}: "
                            f"{sides[1]}.")  # fmt: skip
        shared = {c.event for c in left} & {c.event for c in right}
        if shared:
            said.append("Some findings on both sides come from one study, on different outcomes.")
        if {c.measure or c.outcome for c in left}.isdisjoint(c.measure or c.outcome for c in right):
            said.append("No outcome stands on both sides: they measured different things.")
        return tuple(said)

    @property
    def cautions(self) -> tuple[str, ...]:
        """What is on record beside each claim, with its source."""
        held = (*self.better, *self.worse, *self.neither)
        return tuple(f"{c.id}: {f'{c.note} ' if c.note else ''}{c.source}" for c in held)

    def table(self, about: str) -> Table:
        """The claims face to face, strong designs first. `about` names the models and domain."""
        others = (*self.worse, *self.neither)
        rows = []
        for strong, name in ((True, "Strong"), (False, "Weaker")):
            left = [_cell(c) for c in self.better if c.is_strong is strong]
            right = [_cell(c) for c in others if c.is_strong is strong]
            rows += [(name, *pair) for pair in zip_longest(left, right, fillvalue=NOTHING)]
        return Table(
            caption=f"{about}: claims that disagree",
            columns=COLUMNS,
            rows=rows,
            note="Claims in one row face each other only by the strength of their design.",
        )


def conflicts(
    findings: Iterable[Finding],
    *,
    own: Iterable[Own] = (),
    models: Sequence[str] = (),
    domain: str | None = None,
    outcome: str = "",
) -> tuple[Conflict, ...]:
    """Where claims about a model and a domain point opposite ways.

    Without `models`, all that any claim is about. `outcome` keeps claims with these words in what
    they measured, or on this measure. Findings that nobody checked, or that are no effect, take no
    part.
    """
    wanted = [
        claim
        for claim in claims(findings, own=own)
        if claim.is_effect
        and (outcome.lower() in claim.outcome.lower() or outcome == claim.measure)
    ]
    named = models or sorted({model for claim in wanted for model in claim.models})
    found = []
    for one in DOMAINS if domain is None else [domain]:
        about = [claim for claim in wanted if claim.domain == one]
        found += [
            conflict
            for together, held in by_model(about, named)
            if (conflict := _conflict(together, one, held))
        ]
    return tuple(found)


def _conflict(models: tuple[str, ...], domain: str, held: Sequence[Claim]) -> Conflict | None:
    ranked = sorted(held, key=lambda claim: (claim.rank, claim.id))
    better, worse = (
        tuple(c for c in ranked if c.direction == way) for way in ("favourable", "adverse")
    )
    neither = tuple(c for c in ranked if c.direction == "null" and c.is_strong)
    if (better and (worse or neither)) or (worse and neither):
        return Conflict(models, domain, better, worse, neither)
    return None


def _cell(claim: Claim) -> str:
    seen = f"; {claim.size}" if claim.size else ""
    words = (
        f"**{claim.outcome}** [{claim.id}]",
        claim.standing,
        sentence(claim.result),
        f"{sentence(claim.design)}; {claim.setting}{seen}",
    )
    return ". ".join(filter(None, words))


def _design(claim: Claim) -> str:
    return claim.design


def _setting(claim: Claim) -> str:
    return claim.setting


def _year(claim: Claim) -> str:
    return str(claim.year) if claim.year else "year not known"
