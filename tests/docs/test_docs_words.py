"""What must stand in no file: where we build, who built it, and the address of a registry.

The strings are put together from pieces, so that this file does not hold what it looks for.
"""

import re
from pathlib import Path

REGISTRIES = ("pypi" + ".org", "python" + "hosted.org", "registry.npm" + "js", "ana" + "conda.org")
INDEX = r"(?<!no-emit-)\b(?:extra-)?index" + "-url"
FOLDERS = ("wo" + "rk", "ro" + "ot", "ho" + "me", "t" + "mp")
MACHINE = rf"(?<![\w.~*)-])/(?:{'|'.join(FOLDERS)})(?![\w-])"
WORDS = r"\b(?:C" + r"EO|[Ss]ub-?ag" + r"ents?)\b"
FORBIDDEN = {
    "a package registry": re.compile(
        "|".join(re.escape(host) for host in REGISTRIES) + "|" + INDEX
    ),
    "a path of one machine": re.compile(MACHINE),
    "a word that tells readers nothing": re.compile(WORDS),
}


def findings(name: str, text: str) -> list[str]:
    """What a text holds that it must not, with its line."""
    return [
        f"{name}, line {number}: {what} ({found[0]})"
        for number, line in enumerate(text.splitlines(), start=1)
        for what, pattern in FORBIDDEN.items()
        if (found := pattern.search(line))
    ]


def test_the_tracked_files_hold_none_of_it(tracked: list[Path], root: Path) -> None:
    found = []
    for path in tracked:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:  # a picture or a Parquet file has no lines to read
            continue
        found += findings(str(path.relative_to(root)), text)
    assert not found, "\n".join(found)


def test_what_is_forbidden_is_found() -> None:
    bad = (
        "see https://" + REGISTRIES[0] + "/simple",
        "pip install --extra-index" + "-url x",
        "cd /" + FOLDERS[0] + "/main",
        'open("/' + FOLDERS[3] + '/x")',
        "the C" + "EO said",
    )
    fine = (
        "uv pip compile --no-emit-index" + "-url",
        "https://example.org/" + FOLDERS[2] + "/page",
        "a net" + FOLDERS[0] + "/" + FOLDERS[0] + "space",
    )
    assert [text for text in bad if not findings("x", text)] == []
    assert [text for text in fine if findings("x", text)] == []


def test_locked_requirements_name_no_address(root: Path) -> None:
    for path in (root / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text
        pinned = re.findall(r"^[\w.\[\]-]+==\S+", text, re.MULTILINE)
        assert pinned
        assert len(pinned) == len(re.findall(r"^\S", text, re.MULTILINE)), (
            "a line without a version"
        )
        assert text.count("--hash=sha256:") >= len(pinned), "a version without its hash"
