"""Whom an organisation is compared with: a rule that ships, or a list of the team's own.

In:    a register, a code, a day, the team and what was chosen.
Out:   the choices in words, and the PeerGroup of one.
Never: another team's list.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from mutuality.base import Refusal, seal
from mutuality.register import PeerGroup, Register, peers_by, peers_chosen
from mutuality.stores import sizes_of
from mutuality.web.accounts.models import Team
from mutuality.web.published import store

RULES: dict[str, tuple[str, tuple[str, ...], str]] = {
    "type": ("Same type", ("type",), ""),
    "type-region": ("Same type and region", ("type", "region"), ""),
    "region": ("Same region, any type", ("region",), ""),
    "beds": ("Same type, 10 nearest by beds", ("type", "size"), "beds"),
    "attendances": ("Same type, 10 nearest by A&E attendances", ("type", "size"), "attendances"),
}
"""Pre-set rules: words, what they go by, and the measure of size."""
USUAL = "type"
MINE = "my:"


def choices(team: Team | None) -> list[tuple[str, str]]:
    """Everything that can be chosen, the team's own lists last."""
    rules = [(name, words) for name, (words, _, _) in RULES.items()]
    own = team.peers if team else []
    return rules + [(f"{MINE}{one['slug']}", f"My peers: {one['name']}") for one in own]


def listed(team: Team | None, slug: str) -> dict[str, Any] | None:
    """A list of the team by its short name."""
    return next((one for one in (team.peers if team else []) if one["slug"] == slug), None)


def key(choice: str, team: Team | None) -> str:
    """What names a group in the page cache: the rule, or what the list holds."""
    own = listed(team, choice.removeprefix(MINE)) if choice.startswith(MINE) else None
    return f"{choice}:{seal(own).digest}" if own else choice


def group_of(
    register: Register, code: str, choice: str, *, at: dt.date, team: Team | None
) -> PeerGroup | None:
    """The peers by a choice; None where the usual rule has nothing to go by.

    Raises what `peers_by`, `peers_chosen` and `sizes_of` refuse.
    """
    if choice.startswith(MINE):
        own = listed(team, choice.removeprefix(MINE))
        if own is None:
            raise Refusal(
                "WEB-030",
                "Your team has no such list of peers.",
                "Choose another, or make the list on the page of your team's peers.",
                where="peers",
            )
        return peers_chosen(register, code, own["codes"], at=at, reason=own["reason"])
    _, rules, size = RULES[choice]
    if choice == USUAL and not register.organisation(code).category:
        return None
    sizes = sizes_of(store(), size, at=at, register=register) if size else None
    return peers_by(register, code, at=at, by=rules, sizes=sizes)
