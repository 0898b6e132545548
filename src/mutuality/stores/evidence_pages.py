"""Pages on what is known and on the models, from what ships and what is held.

In:    a workspace, a date, and which models, domain and changes are wanted.
Out:   the page of evidence, and the page of one model or of several.
Never: a number put together on beliefs other than those that ship with an author and a date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutuality.base import Refusal
from mutuality.evaluation import Effect, NotEnough
from mutuality.stores import shipped
from mutuality.stores.evaluations import FIRST_MEASURES, effects_of
from mutuality.stores.panels import registered_or_tidy

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mutuality.papers import Document, Own
    from mutuality.stores.workspace import Workspace


def evidence_of(
    store: Workspace,
    *,
    at: dt.date,
    forms: Sequence[str] = (),
    domain: str | None = None,
    strong_only: bool = False,
    verified_only: bool = False,
    changes: Sequence[str] = (),
    measures: Sequence[str] = FIRST_MEASURES,
) -> Document:
    """The page of evidence on these models and this domain; all where none is named.

    `changes` are registered changes whose effects on `measures`, by our own evaluation of the
    figures held, stand beside the published findings. Raises Refusal STO-009 for a change that is
    not registered.
    """
    from mutuality.papers import evidence_page  # noqa: PLC0415 - charts take a second

    defaults = shipped.defaults()
    own, unanswered = own_effects(store, changes, measures=measures) if changes else ((), ())
    return evidence_page(
        shipped.findings(),
        at=at,
        forms=forms,
        domain=domain,
        strong_only=strong_only,
        verified_only=verified_only,
        own=own,
        unanswered=unanswered,
        prior=defaults.prior,
        bias=defaults.bias_of_findings,
        models=store.register().models,
    )


def own_effects(
    store: Workspace, changes: Sequence[str], *, measures: Sequence[str] = FIRST_MEASURES
) -> tuple[tuple[Own, ...], tuple[str, ...]]:
    """Our own effects of these changes, ready to stand beside findings; and what we cannot tell.

    Raises Refusal STO-009 for a change that is not registered.
    """
    from mutuality.papers import Own  # noqa: PLC0415 - as above

    known = {change.id: change for change in store.register().changes}
    own, unanswered = [], []
    for found in effects_of(store, changes, measures=measures):
        change = known[found.change_id]
        if isinstance(found, Effect):
            measure = registered_or_tidy(store, found.measure)
            own.append(Own(found, change.title, (change.form,), measure))
        elif isinstance(found, NotEnough):
            measure = registered_or_tidy(store, found.measure)
            unanswered.append(f"{change.title}, {measure.title}: {found.sentence}")
        else:
            unanswered.append(f"{change.title}: not evaluated, because {found.reason}.")
    return tuple(own), tuple(unanswered)


def models_of(store: Workspace, names: Sequence[str] = (), *, at: dt.date) -> Document:
    """The page of one model, of several side by side, or of all where none is named.

    Raises Refusal STO-040 for a model that the catalogue does not hold.
    """
    from mutuality.papers import model_page, models_page  # noqa: PLC0415 - as above

    register = store.register()
    unknown = [name for name in names if name not in register.models]
    if unknown:
        raise Refusal(
            "STO-040",
            f"There is no model '{unknown[0]}' in the catalogue.",
            f"Choose from: {', '.join(register.models)}.",
            where="model",
        )
    chosen = [register.models[name] for name in names or register.models]
    findings, gates = shipped.findings(), shipped.gates()
    if len(chosen) == 1:
        return model_page(
            chosen[0], at=at, findings=findings, gates=gates, changes=register.changes
        )
    return models_page(chosen, at=at, findings=findings, gates=gates, changes=register.changes)
