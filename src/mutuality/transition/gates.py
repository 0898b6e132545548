"""The gate at the end of a stage, and the evidence that opens it.

In:    what the gate asks for, and what somebody brings.
Out:   a gate that is passed, with its evidence kept; or a Refusal that says what is missing.
Never: a gate passed on a promise.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mutuality.base import Refusal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from mutuality.governance import Mandate
    from mutuality.transition.templates import Kind, Rule


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something brought to a gate: a document, a mandate from a ballot, or a decision.

    `answers` is the id of the requirement. `where` says where it can be found: a reference, or a
    seal. `favourable` is false for a ballot that did not carry and for a decision to say no.
    """

    answers: str
    what: str
    where: str
    given: dt.date
    kind: Kind = "document"
    favourable: bool = True

    @classmethod
    def of_mandate(cls, mandate: Mandate, *, answers: str = "staff-ballot") -> Evidence:
        """A counted ballot as evidence, dated on the day it closed."""
        return cls(
            answers,
            mandate.statement,
            f"ballot on the appraisal sealed {mandate.appraisal.short}",
            mandate.result.closed,
            "mandate",
            mandate.carries,
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """One piece of evidence that a gate asks for, with the rule behind it on the planned day."""

    id: str
    title: str
    kind: Kind = "document"
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """What must be true before the next stage starts. `note` says what is not settled about it."""

    title: str
    decided_by: str
    asks: tuple[Asked, ...]
    note: str = ""
    brought: tuple[Evidence, ...] = ()

    @property
    def is_passed(self) -> bool:
        """Whether everything asked for has been brought."""
        return {asked.id for asked in self.asks} == {given.answers for given in self.brought}

    def pass_(self, evidence: Iterable[Evidence]) -> Gate:
        """The gate, passed on this evidence.

        Raises TRA-003 when something asked for is missing, TRA-004 when something brought was not
        asked for, is of another kind or comes twice, and TRA-005 when a ballot did not carry or a
        decision was to say no.
        """
        brought = tuple(evidence)
        asks = {asked.id: asked for asked in self.asks}
        for given in brought:
            self._check(given, asks.get(given.answers), brought)
        missing = [a.title for a in self.asks if a.id not in {given.answers for given in brought}]
        if missing:
            raise Refusal(
                "TRA-003",
                f"'{self.title}' cannot be passed yet. Missing: {'; '.join(missing)}.",
                "Bring each piece of evidence, then try again.",
                where=self.title,
            )
        return replace(self, brought=brought)

    def _check(self, given: Evidence, asked: Asked | None, brought: tuple[Evidence, ...]) -> None:
        fits = asked is not None and asked.kind == given.kind
        if not fits or [b.answers for b in brought].count(given.answers) > 1:
            wanted = ", ".join(f"{a.id} ({a.kind})" for a in self.asks)
            raise Refusal(
                "TRA-004",
                f"'{self.title}' did not ask for this {given.kind} as '{given.answers}', "
                "or has it already.",
                f"It asks once for each of: {wanted}.",
                where=self.title,
            )
        if not given.favourable:
            raise Refusal(
                "TRA-005",
                f"'{self.title}' stays closed: {given.what}",
                "Stop here, or change the proposal and ask again.",
                where=given.answers,
            )
