"""The sheet of an option's gates: each rule that bears on it, and each success factor.

In:    the option's gates, and the dated rules that apply.
Out:   a decision with its reason for each factor, or nothing.
Never: a rule set aside without a reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mutuality.web.appraisals.writing.known import gates as applying
from mutuality.web.appraisals.writing.places import row_of
from mutuality.web.appraisals.writing.sheets.base import Sheet
from mutuality.web.appraisals.writing.words import identifier
from mutuality.web.design import SelectField, TextField

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.forms import Field

    from mutuality.appraisal.gates import GateOutcome
    from mutuality.web.appraisals.writing.sheets.base import Document, Values

FACTORS = {
    "strategic-fit": ("Strategic fit", "Does it serve the objectives?"),
    "value-for-money": ("Value for money", "Could it be worth what it costs?"),
    "supplier-capacity": ("Capacity of partners", "Could those who would have to do it?"),
    "affordability": ("Affordability", "Could it be paid for?"),
    "achievability": ("Achievability", "Could it be done with the people there are?"),
}
"""The success factors of the options framework."""
DECISIONS = (
    ("", "Nothing decided"),
    ("carry", "Carry on to scoring"),
    ("preferred", "Preferred way forward"),
    ("reject", "Reject: shut it out"),
)
ANSWERS = (
    ("", "Leave the rule as it stands"),
    ("carry", "Answered: say how"),
    ("reject", "Reject the option for it"),
)
NEW = "new"


@dataclass(frozen=True, slots=True)
class Line:
    """One factor on the page: its name in the case, its title, and the rule behind it if any."""

    key: str
    factor: str
    title: str
    hint: str = ""
    rule: GateOutcome | None = None


class Gates(Sheet):
    """The gates of one option."""

    section = part = "gates"

    def __init__(self, of: str = "") -> None:
        super().__init__(of)
        self.order: list[str] = []

    def lines(self, document: Document) -> list[Line]:
        """The rules that apply, the success factors, and what the case has besides."""
        found: dict[str, Line] = {}
        rules = {
            outcome.factor: outcome
            for outcome in applying(_unanswered(document, self.of)).get(self.of, ())
            if outcome.by == "rules"
        }
        own = [gate.get("factor", "") for gate in self._held(document)]
        for factor in [*rules, *FACTORS, *own]:
            if factor in found:
                continue
            key = identifier(factor, [line.key for line in found.values()], otherwise="factor")
            rule = rules.get(factor)
            title, hint = FACTORS.get(factor, (factor.replace("-", " ").capitalize(), ""))
            found[factor] = Line(key, factor, rule.title if rule else title, hint, rule)
        return list(found.values())

    def values(self, document: Document) -> Values | None:
        if row_of(document, "option", self.of) is None:
            return None
        held = {gate.get("factor"): gate for gate in self._held(document)}
        told: Values = {f"{NEW}__factor": "", f"{NEW}__decision": "", f"{NEW}__reason": ""}
        for line in self.lines(document):
            gate = held.get(line.factor, {})
            told[f"{line.key}__decision"] = gate.get("decision", "")
            told[f"{line.key}__reason"] = gate.get("reason", "")
        return told

    def more(self, document: Document) -> dict[str, Field]:
        fields: dict[str, Field] = {}
        for line in self.lines(document):
            choices = ANSWERS if line.rule else DECISIONS
            fields[f"{line.key}__decision"] = SelectField(
                f"{line.title}: decision", choices, required=False
            )
            fields[f"{line.key}__reason"] = TextField(f"{line.title}: reason", required=False)
        return fields | {
            f"{NEW}__factor": TextField("Another factor", required=False, max_length=120),
            f"{NEW}__decision": SelectField("Another factor: decision", DECISIONS, required=False),
            f"{NEW}__reason": TextField("Another factor: reason", required=False),
        }

    def given(self, document: Document, cleaned: Values) -> Any:
        factors = {line.key: line.factor for line in self.lines(document)}
        factors[NEW] = cleaned[f"{NEW}__factor"]
        self.order = [key for key in factors if cleaned[f"{key}__decision"]]
        return [
            {
                "factor": factors[key],
                "decision": cleaned[f"{key}__decision"],
                "reason": cleaned[f"{key}__reason"],
            }
            for key in self.order
        ]

    def wrong(self, cleaned: Values) -> Iterator[tuple[str, str]]:
        for key in [name.removesuffix("__reason") for name in cleaned if name.endswith("__reason")]:
            decision, reason = cleaned[f"{key}__decision"], cleaned[f"{key}__reason"]
            if decision and not reason:
                yield f"{key}__reason", "Say why: the paper prints the reason"
            if reason and not decision:
                yield f"{key}__decision", "Choose what is decided, or take the reason out"
        new = cleaned[f"{NEW}__factor"], cleaned[f"{NEW}__decision"]
        if new[1] and not new[0]:
            yield f"{NEW}__factor", "Say which factor decides it"
        if new[0] and not new[1]:
            yield f"{NEW}__decision", f"Choose what is decided about “{new[0]}”"

    def field_at(self, document: Document, where: str) -> str:
        del document
        found = re.search(r"\.gate\[(\d+)\](?:\.(\w+))?", where)
        if found is None or int(found[1]) > len(self.order):
            return ""
        return f"{self.order[int(found[1]) - 1]}__{found[2] or 'decision'}"

    def _held(self, document: Document) -> list[Mapping[str, Any]]:
        row = row_of(document, "option", self.of) or {}
        return list(row.get("gate", []))


def _unanswered(document: Document, of: str) -> dict[str, Any]:
    """The case before the option's own gates, so that a rule shows although it was answered."""
    rows = [
        {name: part for name, part in row.items() if name != "gate"} if row.get("id") == of else row
        for row in document.get("option", [])
    ]
    return {**document, "option": rows}
