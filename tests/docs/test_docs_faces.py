"""Every room says what it is for, and every name on its face says what it does."""

import ast
import importlib
import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOMS = sorted(
    path.parent.name for path in (Path(__file__).parents[2] / "src/mutuality").glob("*/__init__.py")
)
OPENING = re.compile(r"\A\S.*\n\nIn:    \S.*\nOut:   \S.*\nNever: \S", re.DOTALL)
OF_DJANGO = {"apps.py", "urls.py", "__main__.py"}
"""Files whose shape Django gives: a list of addresses, the name of an app."""
FILE = re.compile(r"[\w/-]+\.(?:py|md)")


def sources(root: Path, room: str) -> dict[Path, ast.Module]:
    """The modules of a room, parsed."""
    folder = root / "src" / "mutuality" / room
    return {
        path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.py"))
    }


def described_constants(root: Path, room: str) -> set[str]:
    """Names of module-level values with a sentence in the string below them."""
    found = set()
    for tree in sources(root, room).values():
        for node, below in zip(tree.body, tree.body[1:], strict=False):
            if isinstance(node, ast.Assign | ast.AnnAssign) and is_text(below):
                aims = node.targets if isinstance(node, ast.Assign) else [node.target]
                found |= {aim.id for aim in aims if isinstance(aim, ast.Name)}
    return found


def is_text(node: ast.stmt) -> bool:
    """Whether a statement is a bare string."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def is_described(name: str, value: object, constants: set[str]) -> bool:
    """Whether a name on a face has words of its own (a dataclass's made-up docstring is none)."""
    if inspect.isclass(value) or inspect.isroutine(value) or isinstance(value, ModuleType):
        own = value.__doc__ or ""
        return bool(own.strip()) and not own.startswith(f"{name}(")
    return name in constants


@pytest.mark.parametrize("room", ROOMS)
def test_every_module_opens_with_in_out_never(room: str, root: Path) -> None:
    silent = [
        str(path.relative_to(root))
        for path, tree in sources(root, room).items()
        if path.name not in OF_DJANGO and "migrations" not in path.parts
        if not OPENING.match(ast.get_docstring(tree) or "")
    ]
    assert not silent, "No In, Out and Never:\n" + "\n".join(silent)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_to_read_first(room: str, root: Path) -> None:
    folder = root / "src" / "mutuality" / room
    doc = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
    _, said, names = doc.partition("\nRead first: ")
    assert said, f"{room}/__init__.py has no 'Read first:'"
    assert FILE.findall(names)
    for name in FILE.findall(names):
        assert (folder / name).is_file() or (root / name).is_file(), f"{room} names {name}"


@pytest.mark.parametrize("room", ROOMS)
def test_every_name_on_a_face_is_described(room: str, root: Path) -> None:
    face = importlib.import_module(f"mutuality.{room}")
    constants = described_constants(root, room)
    silent = [
        name for name in face.__all__ if not is_described(name, getattr(face, name), constants)
    ]
    assert not silent, f"Nothing says what these names of {room} are: {', '.join(silent)}"
