"""Which bodies one body is compared with, by a rule that anybody can read.

In:    a register, a body, a day, and a rule or a list of codes with a reason.
Out:   a PeerGroup: the rule in words, and the units that it gives.
Never: a body among its own peers, one that had closed by the day, or a group without its rule.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from mutuality.base import Refusal
from mutuality.register.places import region_name
from mutuality.register.standing import standing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from mutuality.register.organisations import Organisation
    from mutuality.register.register import Register

Rule = Literal["type", "region", "size"]
RULES: tuple[Rule, ...] = get_args(Rule)
FEWEST = 5  # a median of fewer says more about who reported than about what is usual
MOST = 100


@dataclass(frozen=True, slots=True)
class Sizes:
    """How big units are by one measure, over one stretch of time.

    `words` name both: `A&E attendances, 2024/25`. `values` are by unit; a unit that is not there,
    or has none, has no size. `source` is the attribution of the figures.
    """

    words: str
    values: Mapping[str, float]
    source: str = ""


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """The units that one unit is compared with.

    `of` is the unit itself and `rule` says in words how the others were chosen. `units` are sorted,
    or nearest first where size chose them; `codes` are the live codes they are made of. `left_out`
    are (code or unit, why) that the rule or the list would have had.
    """

    of: str
    rule: str
    units: tuple[str, ...]
    codes: tuple[str, ...]
    as_at: dt.date
    left_out: tuple[tuple[str, str], ...] = ()

    @property
    def caution(self) -> str:
        """What to mind where the group is too small to say what is usual; empty otherwise."""
        count = len(self.units)
        if count >= FEWEST:
            return ""
        many = f"only {count} peer{'' if count == 1 else 's'}" if count else "no peer"
        return (
            f"This rule gives {many}. A median needs at least {FEWEST}, so none is drawn; "
            "choose a wider rule."
        )


def peers_by(
    register: Register,
    code: str,
    *,
    at: dt.date,
    by: Sequence[str] = ("type",),
    sizes: Sizes | None = None,
    nearest: int = 10,
) -> PeerGroup:
    """The peers of a body by its type, its region, its size, or several of these together.

    Type and region choose first, then size takes the `nearest` of what is left, by ratio: 400 beds
    are as far from 200 as from 800. Peers are units as at the day, of bodies of the same kind.

    Raises Refusal REG-001 for an unknown code, REG-117 where the body's own type or region is not
    held, REG-118 where its size is not, REG-119 for a number of peers that cannot be, REG-120 for a
    rule that there is not.
    """
    _check_rules(by, nearest)
    body = register.organisation(code)
    own = register.units(as_of=at).unit(body.code)
    there = _living(register, body, at=at)
    mine = there.pop(own, (body,))
    rule = "trusts" if body.kind == "trust" else f"bodies of the same kind ({body.kind})"
    if "type" in by:
        kinds = _held({one.category for one in mine}, body.code, "type")
        there = {
            unit: part for unit, part in there.items() if kinds & {one.category for one in part}
        }
        rule += f" of the same type ({' or '.join(sorted(kinds))})"
    if "region" in by:
        regions = _held({one.region for one in mine}, body.code, "region")
        there = {
            unit: part for unit, part in there.items() if regions & {one.region for one in part}
        }
        rule += f" in the same region ({' or '.join(map(region_name, sorted(regions)))})"
    chosen, left_out = sorted(there), []
    if "size" in by:
        size, values = _size(own, sizes)
        left_out = [(unit, "no figure of its size") for unit in chosen if unit not in values]
        ranked = sorted(
            (abs(math.log(values[unit] / size)), unit) for unit in chosen if unit in values
        )
        chosen = [unit for _, unit in ranked[:nearest]]
        rule = f"the {len(chosen)} {rule} that are nearest in size ({sizes.words if sizes else ''})"
    codes = tuple(one.code for unit in chosen for one in there[unit])
    return PeerGroup(own, rule, tuple(chosen), codes, at, tuple(left_out))


def peers_chosen(
    register: Register, code: str, codes: Iterable[str], *, at: dt.date, reason: str
) -> PeerGroup:
    """The peers that somebody chose by code, with their reason, checked against the register.

    Codes are taken in any case, once each. The body itself, and bodies that were not there on the
    day, are left out and told with what became of them.

    Raises Refusal REG-001 for an unknown code, REG-121 without a reason, REG-122 where no code
    remains.
    """
    if not reason.strip():
        raise Refusal(
            "REG-121",
            "The list of peers has no reason.",
            "Say in a few words why these bodies are compared, such as 'rural, with one site'.",
            where="reason",
        )
    units = register.units(as_of=at)
    own = units.unit(register.organisation(code).code)
    listed = dict.fromkeys(register.organisation(one).code for one in codes)
    kept: list[str] = []
    left_out: list[tuple[str, str]] = []
    for one in listed:
        held = standing(register, one, at=at)
        if units.unit(one) == own:
            left_out.append((one, "belongs to the body itself"))
        elif not held.live:
            left_out.append((one, held.words))
        else:
            kept.append(one)
    if not kept:
        told = "; ".join(f"{one} {why}" for one, why in left_out)
        raise Refusal(
            "REG-122",
            f"No peer remains on the list{f': {told}' if told else ''}.",
            "Name at least one other body that was there on the day.",
            where="codes",
        )
    rule = f"{len(kept)} chosen by name, because: {reason.strip().rstrip('.')}"
    return PeerGroup(
        own, rule, tuple(dict.fromkeys(map(units.unit, kept))), tuple(kept), at, tuple(left_out)
    )


def _check_rules(by: Sequence[str], nearest: int) -> None:
    wrong = [one for one in by if one not in RULES]
    if wrong or not by:
        raise Refusal(
            "REG-120",
            f"There is no rule '{wrong[0]}' for choosing peers." if wrong else "No rule was given.",
            f"Use one or more of: {', '.join(RULES)}.",
            where="by",
        )
    if not 1 <= nearest <= MOST:
        raise Refusal(
            "REG-119",
            f"{nearest} nearest peers were asked for.",
            f"Ask for 1 to {MOST}.",
            where="nearest",
        )


def _living(
    register: Register, body: Organisation, *, at: dt.date
) -> dict[str, tuple[Organisation, ...]]:
    """Live bodies of the same kind, by unit."""
    units = register.units(as_of=at)
    found: dict[str, list[Organisation]] = defaultdict(list)
    for code, other in sorted(register.organisations.items()):
        if other.kind == body.kind and standing(register, code, at=at).live:
            found[units.unit(code)].append(other)
    return {unit: tuple(bodies) for unit, bodies in found.items()}


def _held(values: set[str | None], code: str, what: str) -> set[str]:
    known = {value for value in values if value}
    if not known:
        raise Refusal(
            "REG-117",
            f"The {what} of {code} is not held.",
            "Choose its peers by another rule, or name them.",
            where="by",
        )
    return known


def _size(unit: str, sizes: Sizes | None) -> tuple[float, Mapping[str, float]]:
    """The size of the unit itself, and of every unit that has one."""
    if sizes is None or not sizes.values.get(unit, 0) > 0:
        told = f" ({sizes.words})" if sizes else ""
        raise Refusal(
            "REG-118",
            f"No size is held for {unit}{told}.",
            "Choose its peers by another rule or another measure of size, or name them.",
            where="by",
        )
    return sizes.values[unit], {one: size for one, size in sizes.values.items() if size > 0}
