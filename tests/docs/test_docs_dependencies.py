"""Every dependency says why it is there."""

import re
import tomllib
from pathlib import Path

LINE = re.compile(r'^\s*"([A-Za-z0-9._-]+)[^"]*"\s*,?\s*(?:#\s*(.*))?$', re.MULTILINE)


def test_every_dependency_has_a_reason(root: Path) -> None:
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    asked = [*project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        asked += extra
    reasons = dict(LINE.findall(text))
    silent = [
        name
        for requirement in asked
        if len(reasons.get(name := re.split(r"[^A-Za-z0-9._-]", requirement)[0], "").split()) < 2
    ]
    assert not silent, f"No reason is given for: {', '.join(silent)}"
