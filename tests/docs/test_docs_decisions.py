"""A decision says what pressed on us, what we chose, and what we turned down."""

import re
from pathlib import Path

HEADINGS = ["What pressed on us", "What we chose", "What we turned down, and why"]


def records(root: Path) -> list[Path]:
    """Every decision record, in order."""
    return sorted((root / "docs" / "decisions").glob("*.md"))


def test_every_record_has_the_three_headings(root: Path) -> None:
    found = records(root)
    assert found
    for path in found:
        text = path.read_text(encoding="utf-8")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS, path.name
        parts = re.split(r"^## .+$", text, flags=re.MULTILINE)
        assert all(part.strip() for part in parts), f"{path.name} has an empty part"


def test_records_are_numbered_without_a_gap(root: Path) -> None:
    numbers = [int(path.name[:4]) for path in records(root)]
    assert numbers == list(range(1, len(numbers) + 1))
