"""What people think of the options, and how it gets into the case.

In:    answers of members, or of whoever holds a scoring link.
Out:   Opinion rows, and the same as values of the `appraisal` room.
Never: an answer in another person's place, or one counted twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from mutuality.appraisal import Case, check_case, check_opinion, combine
from mutuality.appraisal import Opinion as Thought
from mutuality.base import Refusal
from mutuality.web.accounts.models import Link, Person, Team
from mutuality.web.accounts.tokens import fresh, hashed
from mutuality.web.acts import act
from mutuality.web.appraisals.models import Appraisal, Opinion
from mutuality.web.roles import Role


@act(allow={Role.MEMBER, Role.LINK}, records=("appraisal", "group"))
def say(
    *,
    by: Person | Link,
    team: Team,
    appraisal: Appraisal,
    group: str,
    name: str = "",
    given: dict[str, Any],
    key: str = "",
    version: int | None = None,
) -> tuple[Opinion, str]:
    """Say what you think: scores and weights, as a member of one group.

    A person has one answer in a group, and saying again changes it. Whoever came by a link gets a
    secret with which they find their answer again; `key` is that secret, from the second time on.
    `version` is the one that they read, 0 where they had not answered. Raises Problems (APP-013)
    where what was given does not fit the case, APP-014 where they scored a cell otherwise for
    another group, WEB-062 where the appraisal is sealed, WEB-090
    where their answer was changed since they read it, and PermissionDenied where a link is for
    another appraisal or group.
    """
    from mutuality.web.appraisals.acts import Problems, lock  # noqa: PLC0415 - they name each other

    held = lock(appraisal)
    _refuse_stranger(by, held, group)
    case = whole(held)
    found = _answer(held, by, group, key)
    if version is not None and version != (found.version if found else 0):
        raise Refusal(
            "WEB-090",
            "Your answer was changed in another window while you were writing here.",
            "What you typed is still below, and what is saved now is beside it. Put the two "
            "together, then send again.",
        )
    secret = key
    if found is None:
        secret = "" if isinstance(by, Person) else fresh()
        found = Opinion(
            appraisal=held,
            group=group,
            person=by if isinstance(by, Person) else None,
            link=by if isinstance(by, Link) else None,
            key=hashed(secret) if secret else "",
            version=0,
        )
    document = {"person": by.audit_name, "group": group, "name": name} | given
    thought, wrong = check_opinion(case, document)
    if thought is None:
        raise Problems(wrong)
    combine(case, [thought, *_elsewhere(held, by, group)])
    told = thought.model_dump(mode="json")
    found.name, found.scores, found.swings = name, told["scores"], told["swings"]
    found.version += 1
    found.changed_at = timezone.now()
    found.withdrawn_at = None
    found.save()
    return found, secret


@act(allow={Role.MEMBER, Role.LINK, Role.FACILITATOR}, records=("appraisal", "opinion"))
def withdraw(
    *, by: Person | Link, team: Team, appraisal: Appraisal, opinion: Opinion, key: str = ""
) -> Opinion:
    """Take an answer out of the appraisal: your own, or as a facilitator anybody's."""
    from mutuality.web.appraisals.acts import lock  # noqa: PLC0415 - as above

    lock(appraisal)
    own = (
        opinion.person_id == by.pk
        if isinstance(by, Person)
        else bool(key) and opinion.key == hashed(key)
    )
    if not own and Role.FACILITATOR not in by.roles_in(team):
        raise Refusal(
            "WEB-063",
            "This is somebody else's answer.",
            "Ask a facilitator of the team to take it out.",
        )
    opinion.withdrawn_at = timezone.now()
    opinion.save(update_fields=["withdrawn_at"])
    return opinion


def whole(appraisal: Appraisal) -> Case:
    """The case, where it is one. Raises Refusal WEB-064 with the number of open problems."""
    return case_of(appraisal.document)


def case_of(document: Mapping[str, Any]) -> Case:
    """The case that a kept document holds. Raises Refusal WEB-064 as `whole` does."""
    case, wrong = check_case(document, typed=True)  # JSON keeps the date as text
    if case is None:
        raise Refusal(
            "WEB-064",
            f"The case has {len(wrong)} open problem{'' if len(wrong) == 1 else 's'}: "
            f"{wrong[0].problem}",
            "Finish the sections that the task list shows as incomplete.",
            where=wrong[0].where,
        )
    return case


def thoughts(appraisal: Appraisal) -> tuple[Thought, ...]:
    """Everybody's answers as the room understands them. Those that no longer fit the case are left
    out here; `answers` has them."""
    return tuple(thought for _, thought in answers(appraisal) if thought is not None)


def answers(appraisal: Appraisal) -> list[tuple[Opinion, Thought | None]]:
    """Every answer that was not withdrawn, with None beside one that does not fit the case."""
    case = whole(appraisal)
    held = appraisal.opinions.filter(withdrawn_at=None).select_related("person")
    return [(row, check_opinion(case, as_document(row))[0]) for row in held]


def as_document(row: Opinion) -> dict[str, Any]:
    """An answer as plain data. People stand in it by number; their name only if they gave one."""
    return {
        "person": f"person:{row.person_id}" if row.person_id else f"answer:{row.pk}",
        "group": row.group,
        "name": row.name,
        "scores": row.scores,
        "swings": row.swings,
    }


def _elsewhere(held: Appraisal, by: Person | Link, group: str) -> list[Thought]:
    """What the same person said for other groups; whoever came by a link has one answer."""
    if isinstance(by, Link):
        return []
    return [
        thought
        for row, thought in answers(held)
        if thought is not None and row.person_id == by.pk and row.group != group
    ]


def _refuse_stranger(by: Person | Link, held: Appraisal, group: str) -> None:
    """A link opens one appraisal, for one group of it."""
    if isinstance(by, Link) and (
        by.subject != f"appraisal:{held.pk}" or by.detail.get("group") != group
    ):
        raise PermissionDenied("This link is for something else.")


def _answer(held: Appraisal, by: Person | Link, group: str, key: str) -> Opinion | None:
    mine = held.opinions.select_for_update()
    if isinstance(by, Person):
        found: Opinion | None = mine.filter(person=by, group=group).first()
        return found
    if not key:
        return None
    found = mine.filter(link=by, group=group, key=hashed(key)).first()
    if found is None:
        raise Refusal(
            "WEB-065",
            "The answer that you want to change is not there.",
            "Open the link that you were shown after you answered, or answer afresh.",
        )
    return found
