"""Reading a case that people wrote.

In:    a document as `tomllib` gives it.
Out:   a Case that is complete and agrees with itself.
Never: the first problem alone: people mend a document once, so they are told all of it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from mutuality.appraisal.case import Case
from mutuality.appraisal.checks import checked, examined, refusal, refusals
from mutuality.base import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SCHEMA_VERSION = 1


def parse_case(document: Mapping[str, Any]) -> Case:
    """Read a case.

    Raises Refusal APP-001 for another version of the schema, APP-002 for fields that are missing,
    unknown or wrong, APP-003 where parts of the case do not agree. Each lists every problem.
    """
    if not _is_of_this_version(document):
        raise _other_version(document)
    case = checked(Case, document, code="APP-002", what="the case")
    problems = list(_disagreements(case))
    if problems:
        raise refusal("APP-003", "the case", problems)
    return case


def check_case(
    document: Mapping[str, Any], *, typed: bool = False
) -> tuple[Case | None, tuple[Refusal, ...]]:
    """The case where `parse_case` would take it, else None and a Refusal for each problem.

    `where` of each is the place as `option[2].score[1].low`, lists counted from 1. With `typed`,
    numbers and dates may be the text of a form. Nothing is raised for anything in the document.
    """
    if not _is_of_this_version(document):
        return None, (_other_version(document),)
    case, wrong = examined(Case, document, typed=typed)
    if case is None:
        return None, refusals("APP-002", wrong)
    apart = refusals("APP-003", list(_disagreements(case)))
    return (None, apart) if apart else (case, ())


def _is_of_this_version(document: Mapping[str, Any]) -> bool:
    version = document.get("schema_version")
    return version == SCHEMA_VERSION and not isinstance(version, bool)


def _other_version(document: Mapping[str, Any]) -> Refusal:
    return Refusal(
        "APP-001",
        f"The case says schema_version = {document.get('schema_version')!r}.",
        f"Write schema_version = {SCHEMA_VERSION} on the first line.",
        where="schema_version",
    )


def _disagreements(case: Case) -> Iterator[tuple[str, str]]:
    lists = {
        "objective": [objective.id for objective in case.objectives],
        "criterion": [criterion.id for criterion in case.criteria],
        "option": [option.id for option in case.options],
        "group": [group.id for group in case.groups],
    }
    for kind, names in lists.items():
        for name in _twice(names):
            yield kind, f"'{name}' stands more than once."
    for n, criterion in enumerate(case.criteria, start=1):
        if criterion.objective not in lists["objective"]:
            yield f"criterion[{n}].objective", _unknown(criterion.objective, lists["objective"])
    for n, option in enumerate(case.options, start=1):
        for m, score in enumerate(option.scores, start=1):
            if score.criterion not in lists["criterion"]:
                place = f"option[{n}].score[{m}].criterion"
                yield place, _unknown(score.criterion, lists["criterion"])
        for name in _twice([score.criterion for score in option.scores]):
            yield f"option[{n}].score", f"'{name}' is scored more than once for '{option.id}'."
    for n, group in enumerate(case.groups, start=1):
        for name in group.swing:
            if name not in lists["criterion"]:
                yield f"group[{n}].swing.{name}", _unknown(name, lists["criterion"])


def _twice(names: list[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def _unknown(name: str, known: list[str]) -> str:
    return f"'{name}' is not in the case; it has {', '.join(known)}."
