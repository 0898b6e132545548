"""What the addresses of writing an appraisal name: one from an example, one from a first pass."""

import datetime as dt
import tomllib

from mutuality.stores import shipped
from mutuality.web.appraisals import acts
from web.world import World


def build(world: World) -> None:
    """The example of Tameside as North's appraisal, and a draft beside it."""
    text = shipped.example("tameside").read_text(encoding="utf-8")
    made = acts.adopt(by=world.ann, team=world.north, document=tomllib.loads(text))
    draft = acts.start(
        by=world.ann,
        team=world.north,
        organisation="RMP",
        problem="Deaths are high and A&E is slow.",
        kinds=["quality", "flow"],
        at=dt.date(2026, 11, 22),
    )
    world.values |= {
        "appraisal": made.pk,
        "section": "options",
        "objective": "safe",
        "criterion": "mortality",
        "option": "buddy",
        "group": "staff",
        "item": "buddy",
        "number": 1,
    }
    there = {"team": world.north.slug, "appraisal": draft.pk}
    world.special["appraisals:first-pass"] = there
    world.special["appraisals:move"] = world.special["appraisals:remove"] = {
        "section": "options",
        "item": "buddy",
    }
    sections = ("problem", "front", "objectives", "criteria", "options", "gates", "evidence",
                "judgements", "costs", "readiness", "groups", "weights")  # fmt: skip
    lists = ("objectives", "criteria", "options", "groups")
    for held in (world.values["appraisal"], draft.pk):
        one = {"team": world.north.slug, "appraisal": held}
        world.cases += [("appraisals:section", one | {"section": name}) for name in sections]
        world.cases += [("appraisals:add", one | {"section": name}) for name in lists]
    world.cases += [
        ("appraisals:appraisal", there),
        ("appraisals:judgements", there | {"criterion": "mortality"}),
        ("appraisals:evidence", there | {"criterion": "mortality"}),
        ("appraisals:costs", there | {"option": "merger"}),
        ("appraisals:gates", there | {"option": "merger"}),
    ]
