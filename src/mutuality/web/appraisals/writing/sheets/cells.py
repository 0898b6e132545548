"""The sheets of one criterion: what each option would do on it, by studies or by judgement.

In:    the scores of every option on the criterion.
Out:   those scores, saved together.
Never: a judgement without low, likely, high, author and reason, or one lost to a tick.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from mutuality.web.appraisals.writing.places import name_of, row_of
from mutuality.web.appraisals.writing.scores import save_scores
from mutuality.web.appraisals.writing.sheets.base import Sheet
from mutuality.web.appraisals.writing.words import plain, typed
from mutuality.web.design import NumberField, SelectField, TextField, TickField

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.forms import Field

    from mutuality.web.accounts.models import Person, Team
    from mutuality.web.appraisals.models import Appraisal
    from mutuality.web.appraisals.writing.sheets.base import Document, Values

USUAL = "business-as-usual"
NUMBERS = ("low", "likely", "high")
SCALES = (("change", "a change against carrying on"), ("level", "a level"))


class OnCriterion(Sheet):
    """What two sheets share: they save a score of every option on one criterion."""

    def save(
        self, *, by: Person, team: Team, held: Appraisal, version: int, cleaned: Values
    ) -> None:
        """Save the scores of all options in one go."""
        save_scores(
            by=by,
            team=team,
            appraisal=held,
            version=version,
            criterion=self.of,
            given=self.given(held.document, cleaned),
        )

    def options(self, document: Document) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
        """Each option with its score on the criterion, empty where it has none."""
        return [(option, score_of(option, self.of)) for option in document.get("option", [])]

    def field_at(self, document: Document, where: str) -> str:
        found = re.match(r"option\[(\d+)\]\.score(?:\[\d+\](?:\.(\w+))?)?", where)
        options = document.get("option", [])
        if found is None or int(found[1]) > len(options):
            return ""
        return f"{options[int(found[1]) - 1]['id']}__{found[2] or 'low'}"


class Judgements(OnCriterion):
    """Low, likely and high for each option, with whose judgement it is and why."""

    section = part = "judgements"

    def __init__(self, of: str = "", *, author: str = "") -> None:
        super().__init__(of)
        self.author = author

    def values(self, document: Document) -> Values | None:
        if row_of(document, "criterion", self.of) is None:
            return None
        said = Counter(
            score["author"] for _, score in self.options(document) if score.get("author")
        )
        main = said.most_common(1)[0][0] if said else self.author
        told: Values = {"author": main}
        for option, score in self.options(document):
            name = option["id"]
            is_judged = score.get("basis") == "judgement"
            start = "level" if option.get("model") == USUAL else "change"
            told[f"{name}__scale"] = score.get("scale", "level") if is_judged else start
            for number in NUMBERS:
                told[f"{name}__{number}"] = typed(score.get(number))
            told[f"{name}__reason"] = score.get("reason", "")
            author = score.get("author", "")
            told[f"{name}__author"] = author if author != main else ""
        return told

    def more(self, document: Document) -> dict[str, Field]:
        fields: dict[str, Field] = {
            "author": TextField(
                "Whose judgement this is",
                hint="For every option below that names nobody else.",
                required=False,
                max_length=200,
            )
        }
        for option, _ in self.options(document):
            name, title = option["id"], name_of(option)
            fields[f"{name}__scale"] = SelectField(f"{title}: given as", SCALES, required=False)
            for number in NUMBERS:
                fields[f"{name}__{number}"] = NumberField(
                    f"{title}: {number}", width=4, required=False
                )
            fields[f"{name}__reason"] = TextField(f"{title}: why", required=False)
            fields[f"{name}__author"] = TextField(f"{title}: who else says so", required=False)
        return fields

    def given(self, document: Document, cleaned: Values) -> Any:
        told: Values = {}
        for option, score in self.options(document):
            name = option["id"]
            numbers = {number: plain(cleaned[f"{name}__{number}"]) for number in NUMBERS}
            if _is_judged(cleaned, name):
                told[name] = {
                    "basis": "judgement",
                    "scale": cleaned[f"{name}__scale"] or "level",
                    **numbers,
                    "author": cleaned[f"{name}__author"] or cleaned["author"],
                    "reason": cleaned[f"{name}__reason"],
                }
            elif score.get("basis") == "judgement":
                told[name] = None
        return told

    def wrong(self, cleaned: Values) -> Iterator[tuple[str, str]]:
        names = [name.removesuffix("__low") for name in cleaned if name.endswith("__low")]
        for name in (name for name in names if _is_judged(cleaned, name)):
            given = [cleaned[f"{name}__{number}"] for number in NUMBERS]
            for number, value in zip(NUMBERS, given, strict=True):
                if value is None:
                    yield f"{name}__{number}", f"Enter {number}: a judgement is three numbers"
            if None not in given and given != sorted(given):
                yield f"{name}__low", "The three must run from low to high"
            if not cleaned[f"{name}__reason"]:
                yield f"{name}__reason", "Say why: the paper prints the reason"
            if not cleaned[f"{name}__author"] and not cleaned["author"]:
                yield "author", "Say whose judgement this is"


class Evidence(OnCriterion):
    """Whether an option's score on the criterion is taken from published studies."""

    section = part = "evidence"

    def values(self, document: Document) -> Values | None:
        if row_of(document, "criterion", self.of) is None:
            return None
        return {
            f"{option['id']}__use": score.get("basis") == "evidence"
            for option, score in self.options(document)
            if option.get("model") != USUAL
        }

    def more(self, document: Document) -> dict[str, Field]:
        return {
            f"{option['id']}__use": TickField("Take the score from these studies", required=False)
            for option, score in self.options(document)
            if option.get("model") != USUAL
        }

    def given(self, document: Document, cleaned: Values) -> Any:
        told: dict[str, Any] = {}
        for option, score in self.options(document):
            name = f"{option['id']}__use"
            if name not in cleaned or cleaned[name] == (score.get("basis") == "evidence"):
                continue
            told[option["id"]] = {"basis": "evidence"} if cleaned[name] else None
        return told

    def field_at(self, document: Document, where: str) -> str:
        return super().field_at(document, where).partition("__")[0] + "__use"


def score_of(option: Mapping[str, Any], criterion: str) -> Mapping[str, Any]:
    """The score of an option on a criterion; empty where it has none."""
    rows: list[Mapping[str, Any]] = option.get("score", [])
    return next((row for row in rows if row.get("criterion") == criterion), {})


def _is_judged(cleaned: Values, name: str) -> bool:
    """Whether anything of a judgement was typed: a reason alone counts, so that it is not lost."""
    typed_in = [cleaned[f"{name}__{number}"] is not None for number in NUMBERS]
    return any(typed_in) or bool(cleaned[f"{name}__reason"]) or bool(cleaned[f"{name}__author"])
