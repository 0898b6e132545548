"""How strong the evidence is on each model in each domain, and which way it points.

In:    the findings of a choice.
Out:   Cell: a label, counts and an address, for the grid and for tiles.
Never: a colour or a bar without its word.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mutuality.evidence import Strength, strength
from mutuality.web.evidence import held

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mutuality.papers import Claim
    from mutuality.web.evidence.choosing import Chosen

LEVELS = ("None", "Very low", "Low", "Moderate", "High")


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of one model in one domain. `level` is 0 for none to 4 for high."""

    title: str
    label: str
    level: int
    number: int
    ways: str
    href: str
    reasons: tuple[str, ...]


def cell(claims: Sequence[Claim], title: str, href: str) -> Cell:
    """The label that these findings earn by rule, and their directions in words."""
    found = labelled(claims)
    return Cell(
        title, found.label, LEVELS.index(found.label), len(claims), ways(claims), href,
        found.reasons,
    )  # fmt: skip


def labelled(claims: Sequence[Claim]) -> Strength:
    """Their strength, by rule."""
    return strength([claim.study for claim in claims if claim.study])


def ways(claims: Sequence[Claim]) -> str:
    """How many found it better, worse or neither: `3 better, 2 worse, 4 neither`."""
    told = Counter(claim.direction for claim in claims if claim.is_effect)
    clear = told["favourable"] + told["adverse"]
    parts = (
        (told["favourable"], "better"),
        (told["adverse"], "worse"),
        (told.total() - clear, "neither"),
        (len(claims) - told.total(), "do not count"),
    )
    return ", ".join(f"{number} {words}" for number, words in parts if number)


def grid(chosen: Chosen) -> list[tuple[str, str, list[Cell]]]:
    """Title, address and cells of each model, over every domain.

    Those that nobody studied are there too, unless words were searched for.
    """
    claims = chosen.claims()
    rows = []
    for model, title in held.titles().items():
        about = [claim for claim in claims if held.is_about(claim, model)]
        cells = [
            cell(
                [claim for claim in about if claim.domain == domain],
                held.about(model, domain),
                chosen.but(model=model, domain=domain),
            )
            for domain in held.domains()
        ]
        if about or not chosen.q:
            rows.append((title, chosen.but(model=model), cells))
    return rows


def tiles(chosen: Chosen) -> list[Cell]:
    """One cell for each domain of a model, or for each model that a domain has findings on."""
    claims = chosen.claims()
    if chosen.model:
        return [
            cell(
                [claim for claim in claims if claim.domain == domain],
                title,
                chosen.but(domain=domain),
            )
            for domain, title in held.domains().items()
        ]
    found = [
        cell(
            [claim for claim in claims if held.is_about(claim, model)],
            title,
            chosen.but(model=model),
        )
        for model, title in held.titles().items()
    ]
    return [one for one in found if one.number]
