"""Writing a case down again, so that it reads back as the same case.

In:    a Case.
Out:   the document that `parse_case` takes, and that document as TOML that people can read.
Never: a case that comes back different. What is written has one form only, so two files that hold
       the same case are the same file.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from mutuality.appraisal.reading import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mutuality.appraisal.case import Case

INLINE = ("worst", "best", "spread", "swing")
"""Tables that are short enough to stand on one line."""
BARE = re.compile(r"[A-Za-z0-9_-]+")
ESCAPES = {"\b": "\\b", "\t": "\\t", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
WHOLE = 1e15  # above it a float may stand for several whole numbers, so it keeps its own form


def to_document(case: Case, *, for_json: bool = False) -> dict[str, Any]:
    """The case as `tomllib` would give it: plain lists and tables, what is left out left out.

    Fields stand in the order of docs/reference/case.md. The number of draws and the seed always
    stand there, because the answer rests on them. With `for_json` the date is text, which
    `check_case` takes with `typed`.
    """
    plain = _plain(case.model_dump(by_alias=True, exclude_defaults=True))
    document: dict[str, Any] = {"schema_version": SCHEMA_VERSION, **plain}
    given = {"draws": case.head.draws, "seed": case.head.seed}
    head = _in_order({**document["case"], **given}, type(case.head).model_fields)
    document["case"] = head | {"date": case.head.date.isoformat()} if for_json else head
    criteria = [criterion.id for criterion in case.criteria]
    for group in document.get("group", ()):
        if "swing" in group:
            group["swing"] = _in_order(group["swing"], criteria)
    return document


def to_toml(case: Case) -> str:
    """The case as a TOML file. `parse_case(tomllib.loads(to_toml(case))) == case`."""
    document = to_document(case)
    return "\n".join(_table(document, ())).strip("\n") + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value


def _in_order(table: Mapping[str, Any], order: Any) -> dict[str, Any]:
    places = {name: place for place, name in enumerate(order)}
    return {key: table[key] for key in sorted(table, key=lambda key: places[key])}


def _table(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """The lines of a table: its own values first, then the tables within it."""
    for key, value in table.items():
        if not _is_apart(key, value):
            yield f"{_key(key)} = {_value(value, inline=False)}"
    for key, value in table.items():
        if _is_apart(key, value):
            name = ".".join(_key(step) for step in (*path, key))
            rows, heading = (
                (value, f"[[{name}]]") if isinstance(value, list) else ([value], f"[{name}]")
            )
            for row in rows:
                yield from ("", heading)
                yield from _table(row, (*path, key))


def _is_apart(key: str, value: Any) -> bool:
    """Whether a value gets a heading of its own."""
    if isinstance(value, dict):
        return key not in INLINE
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _key(name: str) -> str:
    return name if BARE.fullmatch(name) else _text(name)


def _value(value: Any, *, inline: bool) -> str:
    if isinstance(value, str):
        return _text(value) if inline or "\n" not in value else _paragraphs(value)
    if isinstance(value, dict):
        parts = (f"{_key(key)} = {_value(part, inline=True)}" for key, part in value.items())
        return f"{{ {', '.join(parts)} }}"
    if isinstance(value, list):
        return f"[{', '.join(_value(part, inline=True) for part in value)}]"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def _number(value: float) -> str:
    """As people write it: 4 for 4.0. A shorter form that read back as another number is no use."""
    if value.is_integer() and 0 < abs(value) < WHOLE:
        return str(int(value))
    return "0" if str(value) == "0.0" else repr(value)


def _text(value: str) -> str:
    return '"' + "".join("\\n" if letter == "\n" else _letter(letter) for letter in value) + '"'


def _paragraphs(value: str) -> str:
    """Text of several lines, one below the other."""
    lines = "".join(letter if letter == "\n" else _letter(letter) for letter in value)
    return f'"""\n{lines}"""'


def _letter(letter: str) -> str:
    if letter in ESCAPES:
        return ESCAPES[letter]
    is_control = ord(letter) < 0x20 or ord(letter) == 0x7F
    return f"\\u{ord(letter):04X}" if is_control else letter
