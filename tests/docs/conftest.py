"""The pages, the tracked files and the commands that the tests of the documents look at."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def tracked() -> list[Path]:
    """Every file that is, or is about to be, kept under version control."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    return [path for name in sorted(set(listed)) if (path := ROOT / name).is_file()]


@pytest.fixture(scope="session")
def pages(tracked: list[Path]) -> list[Path]:
    """Every Markdown page."""
    return [path for path in tracked if path.suffix == ".md"]


@pytest.fixture(scope="session")
def commands() -> dict[str, Any]:
    """Every command by its words, such as `reference build`."""
    from typer.main import get_command

    from mutuality.cli.app import app

    found: dict[str, Any] = {}

    def walk(node: Any, words: tuple[str, ...]) -> None:
        children = getattr(node, "commands", None)
        if children is None:
            found[" ".join(words)] = node
            return
        for name, child in children.items():
            walk(child, (*words, name))

    walk(get_command(app), ())
    return found
