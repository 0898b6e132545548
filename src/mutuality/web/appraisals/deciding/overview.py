"""Who has answered, who has not, and where people differ.

In:    a request of a member of the team.
Out:   a page to prepare with, a page to show in the meeting, and both as tables to save.
Never: what somebody thinks under a name that they did not give.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mutuality import __version__
from mutuality.appraisal import Case, combine, disagreements, to_document
from mutuality.appraisal import Opinion as Thought
from mutuality.base import OGL, Refusal
from mutuality.web.accounts.models import Person, Team
from mutuality.web.appraisals.deciding.beside import picture, rows, who
from mutuality.web.appraisals.deciding.opening import appraisal_of, crumbs
from mutuality.web.appraisals.models import Appraisal, Opinion, Scenario
from mutuality.web.appraisals.opinions import answers, as_document, whole
from mutuality.web.files import answer
from mutuality.web.published import today

FORMS = ("csv", "xlsx", "ods")
KINDS = {
    "preference": "Which option comes first",
    "score": "What an option would do",
    "weight-between": "What matters, between groups",
    "weight-within": "What matters, within a group",
    "alone": "One voice alone",
    "silent": "Nobody has spoken",
    "set-aside": "Kept, but not used",
}
REMARKS = ("alone", "silent", "set-aside")
"""Kinds of difference that are not about what somebody said against somebody else."""
MEETING = 6
"""Differences that a room can take in at once."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """What people said, and what it comes to.

    `differences` are plain, as a scenario keeps them. `scenario` is the one whose points they
    carry; None where nothing was appraised since the last answer, and then they carry none.
    """

    case: Case
    rows: tuple[tuple[Opinion, Thought | None], ...]
    differences: tuple[dict[str, Any], ...]
    scenario: Scenario | None
    problem: Refusal | None = None

    @property
    def thoughts(self) -> list[Thought]:
        """The answers that fit the case."""
        return [thought for _, thought in self.rows if thought is not None]

    @property
    def differing(self) -> list[dict[str, Any]]:
        """What people see differently, each with its picture."""
        return [
            one | {"bars": picture(self.case, self.thoughts, one)}
            for one in self.differences
            if one["kind"] not in REMARKS
        ]

    @property
    def remarks(self) -> list[str]:
        """What one person alone has seen to, nobody has, or is kept and not used."""
        return [one["words"] for one in self.differences if one["kind"] in REMARKS]

    def groups(self) -> list[dict[str, Any]]:
        """For each group, who answered."""
        return [
            {
                "id": group.id,
                "title": group.title,
                "count": len(mine),
                "names": sorted(row.name for row, _ in mine if row.name),
                "nameless": sum(not row.name for row, _ in mine),
                "weighed": sum(bool(row.swings) for row, _ in mine),
                "scored": sum(bool(row.scores) for row, _ in mine),
                "by_link": sum(row.person_id is None for row, _ in mine),
            }
            for group in self.case.groups
            for mine in [[pair for pair in self.rows if pair[0].group == group.id]]
        ]


def opinions(request: HttpRequest, team: Team, appraisal: str) -> HttpResponse:
    """Who has answered, and where people differ."""
    held = appraisal_of(team, appraisal)
    try:
        found = hear(held)
    except Refusal as refusal:
        context = {"held": held, "refusal": refusal, "crumbs": crumbs(held)}
        return render(request, "appraisals/deciding/not_yet.html", context)
    chosen = _criterion(request, found)
    mine = {row.group: row for row, _ in found.rows if row.person_id == request.user.pk}
    context = {
        "held": held,
        "found": found,
        "groups": found.groups(),
        "mine": mine,
        "waiting": _waiting(team, held),
        "unfit": [row for row, thought in found.rows if thought is None],
        "kinds": KINDS,
        "criteria": {one.id: one.name for one in found.case.criteria},
        "chosen": chosen,
        "beside": rows(found.case, found.thoughts, chosen),
        "titles": {group.id: group.title for group in found.case.groups},
        "crumbs": crumbs(held),
    }
    return render(request, "appraisals/deciding/opinions.html", context)


def meeting(request: HttpRequest, team: Team, appraisal: str) -> HttpResponse:
    """The same for a screen in the room: how many of each group, and what to talk about first."""
    held = appraisal_of(team, appraisal)
    try:
        found = hear(held)
    except Refusal as refusal:
        context = {"held": held, "refusal": refusal, "crumbs": crumbs(held)}
        return render(request, "appraisals/deciding/not_yet.html", context)
    context = {
        "held": held,
        "found": found,
        "groups": found.groups(),
        "first": found.differing[:MEETING],
        "kinds": KINDS,
        "at": timezone.now(),
        "crumbs": crumbs(held, ("What people think", "appraisals:opinions")),
    }
    return render(request, "appraisals/deciding/meeting.html", context)


def hear(held: Appraisal) -> Hearing:
    """What people said of an appraisal. Raises Refusal WEB-064 where the case is not whole."""
    case = whole(held)
    pairs = tuple(answers(held))
    thoughts = [thought for _, thought in pairs if thought is not None]
    if not thoughts:
        return Hearing(case, pairs, (), None)
    try:
        scenario = _current(held, case, pairs)
        if scenario is not None:
            return Hearing(case, pairs, tuple(scenario.differences), scenario)
        found = tuple(one.as_dict() for one in disagreements(case, thoughts))
    except Refusal as refusal:  # two answers that cannot stand together: the page says which
        return Hearing(case, pairs, (), None, refusal)
    return Hearing(case, pairs, found, None)


def _current(
    held: Appraisal, case: Case, pairs: Sequence[tuple[Opinion, Thought | None]]
) -> Scenario | None:
    """The latest scenario with a result, where nothing changed since."""
    latest: Scenario | None = held.scenarios.exclude(seal="").first()
    if latest is None or latest.opinions != [as_document(row) for row, fits in pairs if fits]:
        return None
    now = combine(case, [thought for _, thought in pairs if thought is not None])
    return latest if latest.document == to_document(now, for_json=True) else None


def _criterion(request: HttpRequest, found: Hearing) -> str:
    """The criterion that is shown: the one asked for, else the one that people differ on most."""
    known = [one.id for one in found.case.criteria]
    wanted = request.GET.get("criterion", "")
    if wanted in known:
        return wanted
    return next((one["criterion"] for one in found.differences if one["criterion"]), known[0])


def _waiting(team: Team, held: Appraisal) -> list[str]:
    """Members who have not answered in any group."""
    spoken = held.opinions.filter(withdrawn_at=None, person__isnull=False).values("person")
    people = Person.objects.filter(memberships__team=team).exclude(pk__in=spoken)
    return sorted(one.shown for one in people)


def said(request: HttpRequest, team: Team, appraisal: str, file_format: str) -> HttpResponse:
    """Everything that people said, as a table to save."""
    held, found = _to_save(team, appraisal, file_format)
    groups = {group.id: group.title for group in found.case.groups}
    lines: list[tuple[str, ...]] = []
    for thought in found.thoughts:
        names = (groups[thought.group], who(thought))
        for criterion in found.case.criteria:
            if criterion.id in thought.swings:
                low, high = thought.weighs[criterion.id]
                lines.append((*names, "How much it matters", criterion.name, "of 100",
                              f"{low:g}", "", f"{high:g}", ""))  # fmt: skip
        for option in found.case.options:
            for criterion in found.case.criteria:
                guess = thought.scores.get(option.id, {}).get(criterion.id)
                if guess is not None:
                    lines.append(
                        (*names, option.title, criterion.name, guess.scale, f"{guess.low:g}",
                         f"{guess.likely:g}", f"{guess.high:g}", guess.reason)
                    )  # fmt: skip
    columns = ("Group", "Who", "Of what", "Criterion", "Scale", "Low", "Likely", "High", "Why")
    return _saved(held, "What people said", columns, lines, file_format)


def differences(request: HttpRequest, team: Team, appraisal: str, file_format: str) -> HttpResponse:
    """Where people differ, as a table to save."""
    held, found = _to_save(team, appraisal, file_format)
    lines = [(KINDS[one["kind"]], one["words"], _points(one, found)) for one in found.differences]
    columns = ("What it is about", "What they say", "Points that hang on it")
    return _saved(held, "Where people differ", columns, lines, file_format)


def _points(one: dict[str, Any], found: Hearing) -> str:
    known = one["points"] is not None and found.scenario is not None
    return f"{one['points']:g}" if known else ""


def _to_save(team: Team, appraisal: str, file_format: str) -> tuple[Appraisal, Hearing]:
    held = appraisal_of(team, appraisal)
    if file_format not in FORMS:
        raise Http404
    return held, hear(held)


def _saved(
    held: Appraisal, title: str, columns: Sequence[str], lines: Sequence[Sequence[str]], form: str
) -> HttpResponse:
    from mutuality.papers import Attribution, Table, table_file  # noqa: PLC0415 - takes a second

    if not lines:
        raise Http404
    attribution = Attribution(
        title=f"{title}: {held.title}",
        sources=["Answers of the people asked, by group. Names only where they gave one."],
        accessed=today(),
        version=f"version {held.version} of the case",
        software=f"Mutuality {__version__}",
        licence=OGL,
        method="docs/methods/combining-judgements.md",
    )
    numeric = frozenset({"Low", "Likely", "High", "Points that hang on it"} & set(columns))
    table = Table(f"{title}: {held.title}", columns, lines, numeric)
    return answer(table_file(table, attribution, form=form))
