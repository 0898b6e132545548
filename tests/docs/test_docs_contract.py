"""The reference pages name every measure, reader, column and field that the code knows."""

import re
from pathlib import Path
from typing import Any


def named(root: Path, page: str) -> set[str]:
    """Every word that a reference page sets as code, lists of words taken apart."""
    text = (root / "docs" / "reference" / page).read_text(encoding="utf-8")
    return {word for span in re.findall(r"`([^`]+)`", text) for word in re.split(r"[,\s]+", span)}


def fields(schema: dict[str, Any]) -> set[str]:
    """Field names of a shape and of the shapes within it."""
    parts = [schema, *schema.get("$defs", {}).values()]
    return {name for part in parts for name in part.get("properties", {})}


def test_every_measure_is_in_the_contract(root: Path) -> None:
    from mutuality.outcomes import REGISTRY

    assert REGISTRY.keys() <= named(root, "contract.md")


def test_every_column_is_in_the_contract(root: Path) -> None:
    from mutuality.outcomes.panel import PANEL
    from mutuality.stores import VIEW

    assert {*PANEL, *VIEW} <= named(root, "contract.md")


def test_every_form_of_change_is_in_the_contract(root: Path) -> None:
    from mutuality.register.typology import FORMS

    assert set(FORMS) <= named(root, "contract.md")


def test_every_reader_has_its_source_and_licence(root: Path) -> None:
    from mutuality.stores import READERS

    assert {reader.id for reader in READERS} <= named(root, "data-and-licences.md")


def test_every_field_of_a_case_is_described(root: Path) -> None:
    from mutuality.appraisal import Case

    said = {word.strip("[]").rpartition(".")[2] for word in named(root, "case.md")}
    assert fields(Case.model_json_schema(by_alias=True)) <= said
