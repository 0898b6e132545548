"""A table of a reviewed file, read field by field.

In:    one table, as `tomllib` gives it, and the words that lead a person back to it.
Out:   its fields, each of the type that it must have.
Never: a field that is silently ignored, or a value that is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from mutuality.base import Refusal

T = TypeVar("T", bound=str)


@dataclass(frozen=True, slots=True)
class Entry:
    """One table and its place: the file, then the entry, then the list it stands in.

    Raises Refusal REG-101 for a field that is missing or of the wrong type, REG-102 for a field
    that nothing reads, and REG-103 for a word outside the list that is allowed.
    """

    values: Mapping[str, Any]
    where: str

    def only(self, *known: str) -> None:
        """Refuse a field that nothing reads: it is usually a slip of the pen."""
        for field in self.values:
            if field not in known:
                raise Refusal(
                    "REG-102",
                    f"There is no field called '{field}'.",
                    f"Use one of: {', '.join(known)}.",
                    where=self.where,
                )

    def text(self, field: str, default: str | None = None) -> str:
        """A field that must hold words, unless a default is given."""
        value = self.values.get(field, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self._wrong(field, "words", f'Write {field} = "...".')
        return value

    def choice(self, field: str, allowed: tuple[T, ...], default: T | None = None) -> T:
        """A field that must hold one of a few words."""
        value = self.values.get(field, default)
        for word in allowed:
            if word == value:
                return word
        raise Refusal(
            "REG-103",
            f"'{field}' cannot be {value!r}.",
            f"Use one of: {', '.join(allowed)}.",
            where=self.where,
        )

    def number(self, field: str) -> float | None:
        """A number, or None where the field is absent."""
        value = self.values.get(field)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._wrong(field, "a number", "Write the number alone, without sign or unit.")
        return float(value)

    def whole(self, field: str) -> int | None:
        """A whole number, or None where the field is absent."""
        value = self.number(field)
        if value is None:
            return None
        if not value.is_integer():
            raise self._wrong(field, "a whole number", "Write the number without a fraction.")
        return int(value)

    def words(self, field: str) -> tuple[str, ...]:
        """A list of words; an absent field is an empty list."""
        return tuple(self._items(field, str, "words"))

    def tables(self, field: str) -> tuple[Entry, ...]:
        """A list of tables; an absent field is an empty list."""
        found = enumerate(self._items(field, Mapping, "tables"), start=1)
        return tuple(Entry(values, f"{self.where}, {field} {at}") for at, values in found)

    def table(self, field: str) -> Entry:
        """A single table that must be there."""
        value = self.values.get(field)
        if not isinstance(value, Mapping):
            raise self._wrong(field, "a table", f"Write {field} = {{ ... }}.")
        return Entry(value, f"{self.where}, {field}")

    def _items(self, field: str, kind: type, name: str) -> list[Any]:
        items = self.values.get(field, [])
        if not isinstance(items, list) or not all(isinstance(item, kind) for item in items):
            raise self._wrong(field, f"a list of {name}", "Put them between square brackets.")
        return items

    def _wrong(self, field: str, wanted: str, remedy: str) -> Refusal:
        seen = repr(self.values[field]) if field in self.values else "nothing"
        return Refusal(
            "REG-101", f"'{field}' must hold {wanted}, and holds {seen}.", remedy, where=self.where
        )
