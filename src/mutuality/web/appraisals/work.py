"""Kinds of work of this app: appraise a scenario, and write its paper.

In:    the scenario's key.
Out:   its result, its seal, its paper as HTML, Word and PDF, and its page of results as data.
Never: a half-written paper: files are written beside and renamed in. Nor a second one: a scenario
       that has its result keeps it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse

from mutuality.appraisal import Opinion, disagreements, inputs_seal
from mutuality.base import Refusal
from mutuality.stores import CaseDesk
from mutuality.web.appraisals.endings import folder
from mutuality.web.appraisals.models import Scenario
from mutuality.web.appraisals.opinions import case_of
from mutuality.web.jobs.work import Handle, kind
from mutuality.web.published import store


@dataclass(frozen=True, slots=True)
class Worked:
    """All that comes of a scenario: its record, and its files by the ending of each."""

    result: dict[str, Any]
    differences: list[dict[str, Any]]
    inputs_hash: str
    seal: str
    files: dict[str, bytes]


@kind("appraisals.appraise")
def appraise(handle: Handle) -> dict[str, Any]:
    """Work out a scenario's numbers, who differs about what, and its paper."""
    scenario = Scenario.objects.select_related("appraisal__team").get(pk=handle.inputs["scenario"])
    if not scenario.seal:
        keep(scenario, worked(scenario.document, scenario.opinions, step=handle.step))
    team = scenario.appraisal.team.slug
    return {
        "address": reverse("appraisals:scenario", args=[team, scenario.appraisal_id, scenario.pk])
    }


def worked(
    document: Mapping[str, Any],
    opinions: Sequence[Mapping[str, Any]],
    *,
    step: Callable[[int, int, str], None],
) -> Worked:
    """Everything that comes of a case and the opinions that are in it."""
    step(0, 3, "Working out the numbers")
    case = case_of(document)
    desk = CaseDesk(store(), case)
    result = desk.appraisal
    said = [Opinion.model_validate(one) for one in opinions]
    differences = disagreements(case, said, appraisal=result) if said else ()
    step(1, 3, "Writing the paper")
    from mutuality.papers import (  # noqa: PLC0415 - charts take a second
        results_page,
        to_data,
        to_docx,
        to_html,
        to_pdf,
    )

    paper = desk.paper()
    page = results_page(paper, case=case, differences=differences)
    files: dict[str, bytes] = {
        "html": to_html(paper).encode(),
        "docx": to_docx(paper, at=desk.at),
        "json": json.dumps(to_data(page), ensure_ascii=False).encode(),
    }
    missing: dict[str, str] = {}
    step(2, 3, "Putting it together")
    try:
        files["pdf"] = to_pdf(paper, at=desk.at)
    except Refusal as refusal:  # what makes PDF is not installed: the page says so
        missing["pdf"] = f"{refusal.problem} {refusal.remedy}"
    hashes = {ending: hashlib.sha256(data).hexdigest() for ending, data in files.items()}
    return Worked(
        result=result.as_dict() | {"paper_files": hashes, "paper_missing": missing},
        differences=[one.as_dict() for one in differences],
        inputs_hash=str(inputs_seal(result)),
        seal=str(result.seal),
        files=files,
    )


def keep(scenario: Scenario, done: Worked) -> None:
    """Keep what came of a scenario: the files first, then the record that names their hashes."""
    place = folder(scenario)
    beside = place.with_name(f".{place.name}")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    for ending, data in done.files.items():
        (beside / f"paper.{ending}").write_bytes(data)
    shutil.rmtree(place, ignore_errors=True)
    beside.rename(place)
    with transaction.atomic():
        Scenario.objects.filter(pk=scenario.pk, seal="").update(
            result=done.result,
            differences=done.differences,
            inputs_hash=done.inputs_hash,
            seal=done.seal,
        )
