"""What happened to outcomes, and whether we could have seen it: the top of the page.

In:    the material of a page.
Out:   the title's sentence, the front sheet and the answer in one paragraph.
Never: "no effect" where it should be "none that could be seen", or a claim about an entry that
       nobody checked without saying so first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutuality.papers.board.words import counted, listed, lower
from mutuality.papers.change.words import (
    DOMAINS,
    STANDINGS,
    dated,
    is_overstated,
    is_unborn,
    moved,
    named,
    opened,
    party,
    said,
    smallest,
    standing,
)
from mutuality.papers.document import Block, Callout, Heading
from mutuality.papers.pages import AT_A_GLANCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutuality.evaluation import Effect
    from mutuality.papers.change.material import Material
    from mutuality.register import Change

BECAME = ("merger", "acquisition")


def sentence(change: Change) -> str:
    """The change in one plain sentence, with its warning in front where nobody checked it."""
    told = _what(change)
    if change.status == "found":
        return told
    return f"{'Not checked' if change.status == 'background' else 'Not known'}: {told}"


def _what(change: Change) -> str:
    when = _when(change)
    old, new = named(change, "predecessor", "acquired"), named(change, "successor", "acquirer")
    if change.form in BECAME and old and new:
        several = len(change.in_role("predecessor", "acquired")) > 1
        verb = "became" if several and change.form == "merger" else "became part of"
        return f"{old} {verb} {new}{when}."
    whole, parts = named(change, "divided"), named(change, "receiver")
    if whole and parts:
        return f"{whole} was divided between {parts}{when}."
    helped, buddy = named(change, "recipient"), named(change, "buddy")
    if helped and buddy:
        return f"{helped} was helped by {buddy}, its buddy,{_when(change, since=True)}."
    run, operator = named(change, "franchised"), named(change, "operator")
    if run and operator and change.effective:
        return f"{run} was run by {operator} under a franchise{_when(change, since=True)}."
    return f"{opened(said(change.form))}{when}. Took part: {named(change)}."


def _when(change: Change, *, since: bool = False) -> str:
    if change.fate in ("abandoned", "explored", "planned"):
        return f" ({change.fate}{f', announced {change.announced}' if change.announced else ''})"
    if change.effective is None:
        return f" (announced {change.announced})" if change.announced else " (date not known)"
    on = "from" if since else "on" if change.effective.precision == "day" else "in"
    if change.ended:
        return f" from {change.effective} to {change.ended}"
    return f" {on} {change.effective}"


def front(m: Material) -> list[tuple[str, str]]:
    """The fields of the register, each with its standing."""
    change = m.change
    mark = STANDINGS[change.status]
    return [
        ("Form", opened(said(change.form)) + mark),
        ("Nature", opened(said(change.nature)) + mark),
        ("Scale", opened(said(change.scale)) + mark),
        ("Vehicle", opened(said(change.vehicle)) + mark),
        ("What became of it", opened(said(change.fate)) + mark),
        ("Standing of this entry", standing(change)),
        ("Announced", opened(dated(change.announced))),
        ("Took effect", opened(dated(change.effective))),
        ("Ended", opened(dated(change.ended))),
        ("Parties", "; ".join(party(one) for one in change.parties)),
    ]


def opening(m: Material) -> Iterator[Block]:
    """The warning where one is due, then the answer."""
    yield Heading("What happened to outcomes, and what could have been seen", 2, AT_A_GLANCE)
    if not m.is_checked:
        yield Callout(
            "warning",
            "Not checked: do not quote this as fact",
            "Nobody has checked this entry at its source. Whatever stands on this page about the "
            "change itself is somebody's recollection, shown so that it can be corrected.",
        )
    yield _answer(m)


def _answer(m: Material) -> Callout:
    if m.results is None:
        return Callout(
            "note",
            "Not yet evaluated here",
            "Outcomes before and after this change have not been compared with those of bodies "
            "that did not change, so this page says nothing yet about what it did. To compare "
            f"them, run: mutuality evaluate {m.change.id}",
        )
    if not m.results and is_unborn(m.change):
        return Callout(
            "verdict",
            "It did not take effect",
            "There are no outcomes of this change to compare. What is on record stands below.",
        )
    if not m.results:
        reason = m.unplaced or "no measure was asked for"
        return Callout(
            "verdict",
            "Nobody can tell from published figures",
            f"Outcomes cannot be compared, because {reason}. "
            "See [what would settle it](#unsettled).",
        )
    if not m.effects:
        return Callout(
            "verdict",
            "Not enough data to say what happened to outcomes",
            f"None of {counted(len(m.results), 'measure')} could be compared with bodies that did "
            "not change. That is no sign of harm and no sign of good: nobody could have seen "
            "either. See [what would settle it](#unsettled).",
        )
    return _compared(m)


def _compared(m: Material) -> Callout:
    out = [effect for effect in m.effects if effect.stands_out]
    within = [effect for effect in m.effects if not effect.stands_out]
    compared = (
        f"{len(m.effects)} of {counted(len(m.results or ()), 'measure')} could be compared with "
        "bodies that did not change."
    )
    told = [compared, *(_beyond(m, effect) for effect in out)]
    if out:
        told.append(
            "Standing out is not proof of a cause: read [the cautions](#before-and-after). About "
            "1 measure in 20 stands out by luck alone."
        )
    if within:
        told.append(_blind(m, within, others=bool(out)))
    gaps = [words for domain, words in DOMAINS.items() if domain not in _domains(m)]
    if gaps:
        told.append(f"No measure of {listed(gaps, 'or')} could be compared.")
    if m.short:
        names = listed([lower(m.title(short.measure)) for short in m.short])
        told.append(f"There is [not enough data](#unsettled) to say anything of {names}.")
    title = "No sign of an effect, which is not proof of none"
    if out:
        names = listed([lower(m.title(effect.measure)) for effect in out])
        title = f"Moved further than chance allows: {names}"
    return Callout("verdict", title, " ".join(told))


def _beyond(m: Material, effect: Effect) -> str:
    told = f"**{m.title(effect.measure)}: {moved(m, effect)}**"
    if is_overstated(effect):
        told += (
            f" Only {smallest(m, effect)} or more could reliably have been seen, so the size that "
            "shows is likely to be overstated."
        )
    return told


def _domains(m: Material) -> set[str]:
    return {effect.domain for effect in m.effects}


def _blind(m: Material, within: list[Effect], *, others: bool) -> str:
    """What could have happened without our seeing it."""
    sizes = listed([f"{smallest(m, e)} in {lower(m.title(e.measure))}" for e in within])
    none = "No other moved" if others else "None moved" if len(within) > 1 else "It moved no"
    return (
        f"**{none} further than chance allows.** But a rise or fall smaller than these could not "
        f"reliably have been told from chance: {sizes}."
    )
