"""Scenarios, and the seal that ends an appraisal.

In:    a case with what people think of it.
Out:   a Scenario: what went in, what came out, the paper as files; sealed, nothing changes.
Never: a paper made again after the seal: it is kept as it was sealed.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from mutuality import __version__
from mutuality.appraisal import combine, to_document
from mutuality.base import Refusal
from mutuality.web.accounts.models import Person, Team
from mutuality.web.acts import act
from mutuality.web.appraisals.models import Appraisal, Scenario
from mutuality.web.appraisals.opinions import answers, as_document, whole
from mutuality.web.jobs.work import begin
from mutuality.web.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

PAPERS = ("html", "docx", "pdf")


def begin_scenario(
    by: Person, team: Team, held: Appraisal, *, title: str, parent: Scenario | None
) -> Scenario:
    """A scenario of the case as it stands, whose numbers a job works out."""
    said = [(row, thought) for row, thought in answers(held) if thought is not None]
    case = combine(whole(held), [thought for _, thought in said])
    made = Scenario(
        appraisal=held,
        title=title,
        parent=parent,
        author=by,
        document=to_document(case, for_json=True),
        opinions=[as_document(row) for row, _ in said],
        inputs_hash="",
        model_version=__version__,
    )
    made.save()
    made.job = begin(
        by=by,
        team=team,
        kind="appraisals.appraise",
        title=f"Appraise: {title}"[:200],
        inputs={"scenario": str(made.pk)},
    )
    made.save(update_fields=["job"])
    return made


@act(allow={Role.APPROVER}, records=("appraisal", "scenario"))
def seal(*, by: Person, team: Team, appraisal: Appraisal, scenario: Scenario) -> Appraisal:
    """Seal an appraisal with one of its scenarios, after which nothing in it changes.

    Raises Refusal WEB-066 where the scenario has no result yet, WEB-062 where it is sealed already.
    """
    from mutuality.web.appraisals.acts import lock  # noqa: PLC0415 - they name each other

    held = lock(appraisal)
    if scenario.appraisal_id != held.pk or not scenario.seal:
        raise Refusal(
            "WEB-066",
            "This scenario has no result that could be sealed.",
            "Wait until its job is done, or appraise the case again.",
        )
    held.sealed, held.sealed_by, held.sealed_at = scenario, by, timezone.now()
    held.save(update_fields=["sealed", "sealed_by", "sealed_at"])
    return held


def folder(scenario: Scenario) -> Path:
    """Where the files of a scenario's paper lie."""
    return Path(settings.MEDIA_ROOT) / "papers" / str(scenario.pk)


def paper_file(scenario: Scenario, file_format: str) -> bytes | None:
    """The paper as it was made; None in a form that it was not made in.

    Raises Refusal WEB-067 where the file is no longer what the scenario's record says.
    """
    known: Mapping[str, str] = scenario.result.get("paper_files", {})
    if file_format not in known:
        return None
    path = folder(scenario) / f"paper.{file_format}"
    data = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(data).hexdigest() != known[file_format]:
        raise Refusal(
            "WEB-067",
            "The file of this paper is missing or was changed after it was made.",
            "Restore it from a backup. The numbers on these pages are kept apart and still hold.",
        )
    return data
