"""What the addresses of this app name."""

from web.world import World


def build(world: World) -> None:
    """Make one of everything."""
    world.values["topic"] = "methods/placebo-rank"
    names = ("help", "topic", "glossary", "accessibility", "privacy", "licence")
    world.public |= {f"guide:{name}" for name in names}
