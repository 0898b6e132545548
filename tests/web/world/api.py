"""What the addresses of this app name."""

from mutuality.stores import effects_of
from mutuality.web import published
from mutuality.web.appraisals.models import Appraisal
from web.world import World

UNPLACED = "learning-network-undated-university-of-oxford"
"""A change without a date: its effects are worked out in no time, for there can be none."""


def build(world: World) -> None:
    """Make one of everything."""
    held = Appraisal(team=world.north, title="For programs", created_by=world.ann)
    held.save()
    published.remembered(
        "effects", UNPLACED, make=lambda: effects_of(published.store(), [UNPLACED])
    )
    world.special |= {
        "api:organisation": {"code": "RMP"},
        "api:lineage": {"code": "RW3"},
        "api:change": {"change": "merger-2017-10-01-r0a"},
        "api:effects": {"change": UNPLACED},
        "api:model": {"model": "buddying"},
        "api:observations": {"measure": "shmi"},
        "api:panel": {"measure": "ae-4h"},
        "api:finding": {"finding": "E01"},
        "api:appraisal": {"appraisal": held.pk},
    }
