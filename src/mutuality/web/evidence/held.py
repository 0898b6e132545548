"""What is on file: findings in words, models by name, changes that we can evaluate ourselves.

In:    what ships, and the register as it is loaded.
Out:   claims by identifier; titles; choices.
Never: a finding that nobody checked without its warning: a Claim carries it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from mutuality.outcomes import REGISTRY
from mutuality.stores import shipped
from mutuality.web.published import register

if TYPE_CHECKING:
    from mutuality.papers import Claim

GENERAL = "general"
"""Stands for no model: findings on how change works, whatever the model."""
GENERAL_TITLE = "Whatever the model"
OWN_MEASURES = {"care-quality": "ae-4h", "efficiency": "ga-occupancy", "staff": "engagement"}
"""What we evaluate ourselves in a domain: the measure whose figures reach far enough back."""
SOURCE = (
    "Source: published studies, re-expressed in our own words; each is named in its row, and "
    "keeps its own licence."
)


@cache
def findings() -> dict[str, Claim]:
    """Every published finding in words, by its identifier."""
    from mutuality.papers import claims  # noqa: PLC0415 - charts take a second to import

    return {claim.id: claim for claim in claims(shipped.findings())}


def domains() -> dict[str, str]:
    """The domains and their titles, in the order of every page."""
    from mutuality.papers import DOMAINS  # noqa: PLC0415 - as above

    return DOMAINS


def titles() -> dict[str, str]:
    """The models of the catalogue and their titles, in its order; then what is about no model."""
    held = {name: model.title for name, model in register().models.items()}
    return held | {GENERAL: GENERAL_TITLE}


def is_about(claim: Claim, model: str) -> bool:
    """Whether a claim is about a model, or about none where that is asked."""
    return model in claim.models if model != GENERAL else not claim.models


def about(model: str, domain: str) -> str:
    """Model and domain in words: `Merger, care quality`."""
    words = [titles().get(model, ""), domains().get(domain, "")]
    said = [
        word if number == 0 else word.lower() for number, word in enumerate(filter(None, words))
    ]
    return ", ".join(said)


def own_changes(model: str, domain: str) -> dict[str, str]:
    """Changes of this form that our own evaluation can be asked about, and their titles."""
    if domain not in OWN_MEASURES:
        return {}
    return {
        change.id: f"{change.title}, {change.effective.stated}"
        for change in register().changes
        if change.form == model
        and change.status == "found"
        and change.effective
        and change.effective.day
        and change.codes
    }


def settling(model: str, domain: str) -> list[str]:
    """What would settle a question that nothing on file answers."""
    measured = [one.title.lower() for one in REGISTRY.values() if one.domain == domain]
    on = f", on measures such as {', '.join(measured[:3])}" if measured else ""
    said = [
        "A comparison of bodies that did this with others like them that did not, over two years "
        f"before and two years after{on}.",
        "A plan for it that was written down before anybody looked at the figures.",
    ]
    held = [change for change in register().changes if change.form == model]
    if held:
        checked = sum(change.status == "found" for change in held)
        number = "1 change" if len(held) == 1 else f"{len(held)} changes"
        said.append(f"{number} of this form on the register, {checked} checked, to begin with.")
    return said
