"""Every command is described, with each of its options, and nothing else is."""

import re
from pathlib import Path
from typing import Any

SECTION = re.compile(r"^## `mutuality ([a-z -]+)`$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
EVERYWHERE = {"--json", "--workspace", "--help"}


def sections(root: Path) -> dict[str, str]:
    """The text under the heading of each command."""
    page = root / "docs" / "reference" / "command-line.md"
    return dict(SECTION.findall(page.read_text(encoding="utf-8")))


def test_every_command_has_a_heading(commands: dict[str, Any], root: Path) -> None:
    described = sections(root)
    missing = sorted(commands.keys() - described.keys())
    stale = sorted(described.keys() - commands.keys())
    assert not missing, "Add to docs/reference/command-line.md:\n" + "\n".join(
        f"## `mutuality {name}`" for name in missing
    )
    assert not stale, f"No such command: {', '.join(stale)}"


def test_every_option_is_described(commands: dict[str, Any], root: Path) -> None:
    described = sections(root)
    missing = [
        f"mutuality {name}: {option}"
        for name, command in commands.items()
        for parameter in command.params
        if parameter.param_type_name == "option" and not set(parameter.opts) & EVERYWHERE
        for option in parameter.opts
        if f"`{option}" not in described.get(name, "")
    ]
    assert not missing, "Not described:\n" + "\n".join(missing)
