"""What the addresses of this app name."""

from web.world import World


def build(world: World) -> None:
    """The acts that made the rest of the world have left their lines."""
    for name in ("team-download", "installation-download"):
        world.special[f"audit:{name}"] = {"file_format": "csv"}
