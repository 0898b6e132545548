"""Every refusal can be looked up, and the list holds no refusal that is gone."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

CODE = re.compile(r"[A-Z]{3}-\d{3}")
LINE = re.compile(r"^\| `([A-Z]{3}-\d{3})` \| (.+) \| (.+) \|$", re.MULTILINE)
PREFIXES = {
    "base": "BAS",
    "register": "REG",
    "outcomes": "OUT",
    "evaluation": "EVA",
    "evidence": "EVI",
    "appraisal": "APP",
    "governance": "GOV",
    "transition": "TRA",
    "papers": "PAP",
    "stores": "STO",
    "web": "WEB",
    "cli": "CLI",
}


def trees(root: Path) -> Iterator[tuple[str, ast.Module]]:
    """Each module of each room, parsed."""
    package = root / "src" / "mutuality"
    for path in sorted(package.rglob("*.py")):
        room = path.relative_to(package).parts[0]
        yield room, ast.parse(path.read_text(encoding="utf-8"))


def words(node: ast.expr) -> str:
    """The text of an argument; what is filled in at run time becomes an ellipsis."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(words(part) for part in node.values)
    return "…"


def used(root: Path) -> dict[str, tuple[str, str]]:
    """Each code in the source, with its problem and remedy where they stand beside it.

    A code may reach `Refusal` through a variable, so any string that is nothing but a code counts.
    """
    found: dict[str, tuple[str, str]] = {}
    for _, tree in trees(root):
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and CODE.fullmatch(str(node.value)):
                found.setdefault(str(node.value), ("…", "…"))
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Refusal":
                code, problem, remedy = node.args[:3]
                if isinstance(code, ast.Constant):
                    found[str(code.value)] = (words(problem), words(remedy))
    return found


def listed(root: Path) -> list[str]:
    """The codes of the reference page, in its order."""
    page = (root / "docs" / "reference" / "refusals.md").read_text(encoding="utf-8")
    return [code for code, _, _ in LINE.findall(page)]


def test_every_code_has_one_line_and_none_is_stale(root: Path) -> None:
    source, page = used(root), listed(root)
    missing = [
        f"| `{code}` | {source[code][0]} | {source[code][1]} |"
        for code in sorted(source.keys() - set(page))
    ]
    stale = sorted(set(page) - source.keys())
    twice = sorted({code for code in page if page.count(code) > 1})
    assert not missing, "Add to docs/reference/refusals.md:\n" + "\n".join(missing)
    assert not stale, f"No longer in the source: {', '.join(stale)}"
    assert not twice, f"Listed more than once: {', '.join(twice)}"


def test_the_list_follows_the_house_from_the_ground_up(root: Path) -> None:
    order = list(PREFIXES.values())
    page = listed(root)
    assert page == sorted(page, key=lambda code: (order.index(code[:3]), code))


def test_a_room_uses_its_own_prefix(root: Path) -> None:
    strays = [
        f"{room} says {node.value}"
        for room, tree in trees(root)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and CODE.fullmatch(str(node.value))
        and not str(node.value).startswith(PREFIXES.get(room, "?"))
    ]
    assert not strays, "\n".join(strays)
