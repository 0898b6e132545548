"""No link in the documents leads nowhere, and no page is lost."""

import re
from pathlib import Path

LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^)\s]+)\)")
FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`[^`\n]*`")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
MENTION = re.compile(r"\bdocs/[\w./-]+\.(?:md|png)\b")


def prose(page: Path) -> str:
    """The page without its code."""
    return INLINE.sub("", FENCED.sub("", page.read_text(encoding="utf-8")))


def targets(page: Path) -> list[str]:
    """Where the links and pictures of a page point within the repository."""
    return [link for link in LINK.findall(prose(page)) if not re.match(r"[a-z]+:", link)]


def anchors(page: Path) -> set[str]:
    """The anchors that the headings of a page make, as code hosts write them."""
    found: list[str] = []
    for heading in HEADING.findall(FENCED.sub("", page.read_text(encoding="utf-8"))):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        slug = re.sub(r"[^\w\- ]", "", words).strip().replace(" ", "-")
        found.append(f"{slug}-{found.count(slug)}" if slug in found else slug)
    return set(found)


def test_links_and_pictures_lead_somewhere(pages: list[Path], root: Path) -> None:
    broken = []
    for page in pages:
        for link in targets(page):
            path, _, anchor = link.partition("#")
            place = (page.parent / path).resolve() if path else page
            if not place.exists():
                broken.append(f"{page.relative_to(root)}: {link} is not there")
            elif anchor and anchor not in anchors(place):
                broken.append(f"{page.relative_to(root)}: {link} has no such heading")
    assert not broken, "\n".join(broken)


def test_every_page_is_listed_in_the_index(pages: list[Path], root: Path) -> None:
    index = root / "docs" / "index.md"
    listed = {(index.parent / link.partition("#")[0]).resolve() for link in targets(index)}
    lost = [
        str(page.relative_to(root / "docs"))
        for page in pages
        if page.is_relative_to(root / "docs") and page != index and page not in listed
    ]
    assert not lost, "Add to docs/index.md:\n" + "\n".join(f"- []({page})" for page in lost)


def test_pages_that_the_code_names_are_there(tracked: list[Path], root: Path) -> None:
    lost = [
        f"{path.relative_to(root)} names {name}"
        for path in tracked
        if path.suffix in (".py", ".toml", ".html", ".yml")
        for name in MENTION.findall(path.read_text(encoding="utf-8"))
        if not (root / name).is_file()
    ]
    assert not lost, "\n".join(lost)
