"""Acts: the things that people do which change something.

In:    who does it, for which team, and what the act needs, all by keyword.
Out:   the act's result, in one transaction with one line in the audit record.
Never: an act by somebody whom it does not name: what is not allowed is denied.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from mutuality.web.roles import Role

if TYPE_CHECKING:
    from mutuality.web.accounts.models import Link, Person, Team

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Act:
    """One entry in the list of everything that can be done: its name is its permission."""

    name: str
    allow: frozenset[Role]
    records: tuple[str, ...]
    title: str


class System:
    """The installation itself, as the one who acts."""

    audit_name = "system"


SYSTEM = System()
ACTS: dict[str, Act] = {}


def act(
    *, allow: set[Role], records: tuple[str, ...] = ()
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a keyword-only function an act.

    `allow` names the roles that may do it. `records` names the arguments whose values go into the
    audit line: a model as its kind and key, anything else as plain data. Personal data and
    secrets are not recorded unless they are named here. The function takes `by` and `team` (None
    for what concerns the whole installation) and must be called with keywords alone.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        asked = inspect.signature(function).parameters
        loose = [name for name, one in asked.items() if one.kind is not one.KEYWORD_ONLY]
        if loose or not {"by", "team"} <= set(asked) or not set(records) <= set(asked):
            raise TypeError(f"{function.__qualname__} takes by, team and keywords alone")
        app = function.__module__.split(".")[2]
        known = Act(
            name=f"{app}.{function.__name__}",
            allow=frozenset(allow),
            records=records,
            title=(inspect.getdoc(function) or "").split("\n")[0],
        )
        ACTS[known.name] = known

        @wraps(function)
        def perform(*args: P.args, **kwargs: P.kwargs) -> R:
            by: Any = kwargs["by"]
            team: Any = kwargs["team"]
            if not may(by, known.name, team):
                raise PermissionDenied(known.title)
            with transaction.atomic():
                result = function(*args, **kwargs)
                _record(known, kwargs, result)
            return result

        return perform

    return decorate


def may(by: Person | Link | System | None, name: str, team: Team | None) -> bool:
    """Whether somebody may do an act, by its name such as `appraisals.seal`.

    Raises KeyError for a name that no act has: a misspelt permission must not pass as a no.
    """
    return bool(ACTS[name].allow & roles_of(by, team))


def roles_of(by: Person | Link | System | None, team: Team | None) -> frozenset[Role]:
    """What somebody is in a team, or in the installation where there is no team."""
    if by is None or not getattr(by, "is_active", True):
        return frozenset()
    if isinstance(by, System):
        return frozenset({Role.SYSTEM})
    return by.roles_in(team)


def _record(known: Act, kwargs: Mapping[str, Any], result: Any) -> None:
    from mutuality.web.audit.record import append  # noqa: PLC0415 - its models need Django ready

    detail = {name: reference(kwargs[name]) for name in known.records if name in kwargs}
    if isinstance(result, models.Model):
        detail["result"] = reference(result)
    append(act=known.name, by=kwargs["by"], team=kwargs["team"], detail=detail)


def reference(value: Any) -> Any:
    """A value as it stands in the record: a model as `kind:key`, plain data as it is."""
    if isinstance(value, models.Model):
        return f"{value._meta.model_name}:{value.pk}"
    if isinstance(value, Mapping):
        return {str(key): reference(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        found = [reference(one) for one in value]
        return sorted(found) if isinstance(value, set | frozenset) else found
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)
