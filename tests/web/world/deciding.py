"""What the addresses of opinions, scenarios, seals and links name."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from mutuality.web.accounts import acts as accounts
from mutuality.web.accounts.models import Link, Person, Team
from mutuality.web.appraisals import acts, endings, opinions
from mutuality.web.appraisals.models import Appraisal, Scenario
from mutuality.web.appraisals.work import Worked, keep, worked
from mutuality.web.jobs.models import Job
from web.world import World

EXAMPLE = Path(__file__).parents[3] / "examples" / "tameside.toml"
QUICK = 500
"""Draws that are enough for a page to look at."""


def example() -> dict[str, Any]:
    """The case of the example, with few draws."""
    document = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    document["case"]["draws"] = QUICK
    return document


def adopted(by: Person, team: Team) -> Appraisal:
    """An appraisal of the example."""
    return acts.adopt(by=by, team=team, document=example())


def change(low: float, likely: float, high: float, why: str = "Seen it work") -> dict[str, Any]:
    """What somebody says of one cell."""
    return {"low": low, "likely": likely, "high": high, "scale": "change", "reason": why}


STAFF = {
    "scores": {
        "buddy": {"mortality": change(-0.08, -0.05, -0.03, "Ours fell when we had a buddy")},
        "merge": {"engagement": change(-0.12, -0.08, -0.04, "We would lose our name")},
    },
    "swings": {"mortality": 60, "four-hours": 40, "engagement": 100, "burnout": 90},
}
BOARD = {
    "scores": {
        "buddy": {"mortality": change(-0.02, 0.0, 0.02, "Much of it would have come anyway")},
        "merge": {"engagement": change(-0.02, 0.01, 0.04, "It settles after a year")},
    },
    "swings": {"mortality": 100, "four-hours": 90, "engagement": 30, "burnout": 20},
}
PATIENTS = {"swings": {"mortality": 100, "four-hours": 100, "engagement": 10, "burnout": 5}}


def disagree(by: Person, team: Team, held: Appraisal) -> tuple[Link, str, str, int]:
    """Three groups say different things: one of them a member, the others by scoring links.

    Returns a link, its secret, the secret of the answer given by it, and the key of an opinion.
    """
    mine, _ = opinions.say(by=by, team=team, appraisal=held, group="staff", name="Ann", given=STAFF)
    said = []
    for group, given in (("board", BOARD), ("patients", PATIENTS)):
        link, secret = accounts.give_link(
            by=by,
            team=team,
            purpose="score",
            subject=f"appraisal:{held.pk}",
            label=f"For {group}",
            detail={"group": group},
        )
        _, answer = opinions.say(
            by=link, team=team, appraisal=held, group=group, name="", given=given
        )
        said.append((link, secret, answer))
    link, secret, answer = said[-1]
    return link, secret, answer, mine.pk


def appraised(by: Person, team: Team, held: Appraisal, title: str, **more: Any) -> Scenario:
    """A scenario with its result, as the job leaves it."""
    made = acts.appraise(by=by, team=team, appraisal=held, title=title, **more)
    keep(made, worked_once(made))
    Job.objects.filter(pk=made.job_id).update(state=Job.State.DONE)
    made.refresh_from_db()
    return made


_KNOWN: dict[str, Worked] = {}


def worked_once(made: Scenario) -> Worked:
    """What comes of the same inputs is the same, and takes seconds: worked out once a run."""
    said = [one | {"person": ""} for one in made.opinions]  # keys differ from run to run
    key = repr((made.document, said))
    if key not in _KNOWN:
        _KNOWN[key] = worked(made.document, made.opinions, step=lambda *_: None)
    return _KNOWN[key]


def build(world: World) -> None:
    """Make one of everything."""
    ann, north = world.ann, world.north
    held = adopted(ann, north)
    link, scoring, answer, opinion = disagree(ann, north, held)
    first = appraised(ann, north, held, "22 November 2026, with everybody’s answers")
    second = acts.appraise(
        by=ann, team=north, appraisal=held, title="22 November 2026, once more", parent=first
    )
    _, share = accounts.give_link(
        by=ann, team=north, purpose="read", subject=f"appraisal:{held.pk}",
        label="Non-executive directors", detail={"scenario": str(first.pk)},
    )  # fmt: skip
    sealed = adopted(ann, north)
    disagree(ann, north, sealed)
    final = appraised(ann, north, sealed, "22 November 2026, as sealed")
    endings.seal(by=ann, team=north, appraisal=sealed, scenario=final)
    here = {"team": north.slug, "appraisal": held.pk}
    world.values |= {
        "scenario": first.pk,
        "opinion": opinion,
        "shown": 2,
        "share": share,
        "scoring": scoring,
        "answer": answer,
    }
    for name in (
        "opinions", "meeting", "scenarios", "scenario", "continue", "compare", "seal", "links",
        "give-read", "give-score", "withdraw",
    ):  # fmt: skip
        world.special[f"appraisals:{name}"] = here
    world.special |= {
        "appraisals:say": here | {"group": "staff"},
        "appraisals:said": here | {"file_format": "csv"},
        "appraisals:differences": here | {"file_format": "ods"},
        "appraisals:paper": here | {"file_format": "html"},
        "appraisals:shown": here | {"file_format": "svg"},
        "appraisals:shared-paper": {"file_format": "docx"},
        "appraisals:shared-shown": {"file_format": "csv"},
        "appraisals:revoke-link": here | {"link": link.public_id},
        "appraisals:sealed": {"team": north.slug, "appraisal": sealed.pk},
    }
    world.public |= {
        "appraisals:shared", "appraisals:shared-paper", "appraisals:shared-shown",
        "appraisals:scoring", "appraisals:scoring-answer", "appraisals:scoring-withdraw",
    }  # fmt: skip
    of_sealed = {"team": north.slug, "appraisal": sealed.pk}
    world.cases += [
        ("appraisals:opinions", of_sealed),
        ("appraisals:scenario", of_sealed | {"scenario": final.pk}),
        ("appraisals:scenario", here | {"scenario": second.pk}),
        ("appraisals:say", of_sealed | {"group": "staff"}),
        ("appraisals:seal", of_sealed | {"scenario": final.pk}),
        ("appraisals:links", of_sealed),
    ]
