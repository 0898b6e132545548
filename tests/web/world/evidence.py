"""What the addresses of this app name."""

from web.world import World


def build(world: World) -> None:
    """Published data: nothing to make, one of each to name."""
    world.values |= {"finding": "E01", "model": "merger"}
    world.cases += [
        ("evidence:model", {"model": "business-as-usual"}),
        ("evidence:finding", {"finding": "E06"}),
    ]
