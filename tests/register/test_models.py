"""The catalogue of models that ships, and what a catalogue may not say."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest

from mutuality.base import Refusal
from mutuality.register.facts import UNCHECKED
from mutuality.register.models import Model, parse_models
from mutuality.register.typology import MODELS

REFERENCE = Path(__file__).parents[2] / "src" / "mutuality" / "stores" / "reference"

# The profiles that docs/reference/contract.md fixes, in the order of DIMENSIONS.
PROFILES = {
    "business-as-usual": (0, 0, 0, 0, 0, 0),
    "do-minimum": (0, 0, 0, 0, 0, 1),
    "learning-network": (0, 0, 0, 0, 0, 1),
    "buddying": (0, 0, 1, 0, 0, 1),
    "ft-plus": (1, 0, 1, 0, 0, 1),
    "partnership": (1, 0, 1, 0, 1, 2),
    "clinical-network": (1, 0, 0, 0, 1, 3),
    "service-chain": (1, 1, 1, 2, 1, 2),
    "group": (2, 1, 3, 0, 1, 2),
    "franchise": (3, 0, 4, 0, 1, 2),
    "joint-venture": (2, 3, 2, 2, 2, 2),
    "integrated-care": (3, 2, 3, 2, 2, 4),
    "mutual": (4, 4, 3, 4, 3, 2),
    "merger": (4, 4, 4, 3, 3, 3),
    "acquisition": (4, 4, 4, 3, 3, 3),
}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return tomllib.loads((REFERENCE / "models.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def models(document: dict[str, Any]) -> dict[str, Model]:
    return {model.id: model for model in parse_models(document)}


@pytest.fixture
def draft(document: dict[str, Any]) -> dict[str, Any]:
    """The shipped catalogue, free to be spoilt."""
    return copy.deepcopy(document)


def refused(document: dict[str, Any]) -> Refusal:
    with pytest.raises(Refusal) as no:
        parse_models(document)
    return no.value


# -------------------------------------------------------------------------- the shipped catalogue


def test_every_model_ships_with_its_profile(models: dict[str, Model]) -> None:
    assert tuple(models) == MODELS
    assert {model.id: model.degree.scores for model in models.values()} == PROFILES


def test_every_profile_has_its_author_and_date(models: dict[str, Model]) -> None:
    assert {model.degree.author for model in models.values()} == {"The Mutuality founders"}
    assert {str(model.degree.date) for model in models.values()} == {"2026-11-22"}


def test_whatever_nobody_checked_says_so(models: dict[str, Model]) -> None:
    for fact in (fact for model in models.values() for fact in model.facts):
        if fact.source in UNCHECKED:
            assert not fact.is_checked
        if not fact.is_checked:
            assert fact.stated.startswith(("Not checked: ", "Not known: "))
            assert fact.stated != fact.text


@pytest.mark.parametrize(
    ("name", "field", "words"),
    [
        ("buddying", "skills", "Coaching"),
        ("partnership", "setup_time", "Three to twelve months"),
        ("joint-venture", "setup_time", "Six to eighteen months"),
        ("learning-network", "accountability", "host holds the money"),
        ("partnership", "examples_here", "Epsom"),
        ("merger", "cautions", "fell by a tenth"),
        ("integrated-care", "cautions", "vanguards"),
        ("merger", "examples_elsewhere", "93 studies"),
    ],
)
def test_background_knowledge_stays_background(
    models: dict[str, Model], name: str, field: str, words: str
) -> None:
    found = getattr(models[name], field)
    facts = found if isinstance(found, tuple) else (found,)
    assert [fact.status for fact in facts if words in fact.text] == ["background"]


@pytest.mark.parametrize(
    "name", ["buddying", "partnership", "franchise", "joint-venture", "ft-plus"]
)
def test_an_example_abroad_that_nobody_reported_is_open_for_editing(
    models: dict[str, Model], name: str
) -> None:
    assert [fact.status for fact in models[name].examples_abroad] == ["not-found"]
    assert "Open for editing" in models[name].examples_abroad[0].stated


def test_the_more_that_changes_the_harder_it_is_to_undo(models: dict[str, Model]) -> None:
    assert models["merger"].ease_rank == 1
    assert models["buddying"].ease_rank == 5
    least = min(models.values(), key=lambda model: model.degree.total)
    most = max(models.values(), key=lambda model: model.degree.total)
    assert least.ease_rank > most.ease_rank


def test_ranges_are_in_months_and_keep_unknown_ends_open(models: dict[str, Model]) -> None:
    span = models["merger"].setup_time
    assert (span.low, span.high, span.unit) == (None, 60.0, "months")
    assert models["group"].setup_time.low == 9
    assert models["mutual"].cost.low is None


def test_sources_hold_every_source_that_the_facts_cite(models: dict[str, Model]) -> None:
    for model in models.values():
        names = [reference.short for reference in model.sources]
        assert len(names) == len(set(names))
        assert set(names) == {fact.source for fact in model.facts}


def test_no_publication_is_declared_and_never_cited(
    document: dict[str, Any], models: dict[str, Model]
) -> None:
    declared = {entry["short"] for entry in document["reference"]}
    assert declared == {f.source for m in models.values() for f in m.facts} - set(UNCHECKED)


# ----------------------------------------------------------------------------- what is refused


def test_a_missing_model(draft: dict[str, Any]) -> None:
    draft["model"].pop()
    no = refused(draft)
    assert (no.code, no.problem) == ("REG-113", "The model 'acquisition' is missing.")


def test_a_model_that_stands_twice(draft: dict[str, Any]) -> None:
    draft["model"].append(draft["model"][0])
    assert refused(draft).problem == "The model 'business-as-usual' stands twice."


def test_an_empty_list(draft: dict[str, Any]) -> None:
    draft["model"][3]["risks"] = []
    no = refused(draft)
    assert (no.code, no.where) == ("REG-113", "models.toml, buddying")


def test_an_unknown_model_is_named_by_its_place(draft: dict[str, Any]) -> None:
    draft["model"][0]["id"] = "takeover"
    no = refused(draft)
    assert (no.code, no.where) == ("REG-103", "models.toml, takeover")


def test_a_model_without_an_id(draft: dict[str, Any]) -> None:
    del draft["model"][1]["id"]
    assert refused(draft).where == "models.toml, model 2"


def test_a_field_that_nothing_reads(draft: dict[str, Any]) -> None:
    draft["model"][0]["benefits"] = "many"
    assert refused(draft).code == "REG-102"


def test_a_fact_that_claims_to_be_found_in_no_source(draft: dict[str, Any]) -> None:
    draft["model"][0]["definition"] = {
        "text": "It is best.",
        "source": "Our judgement",
        "status": "found",
    }
    no = refused(draft)
    assert (no.code, no.where) == ("REG-108", "models.toml, business-as-usual, definition")


def test_a_fact_with_a_source_that_nobody_declared(draft: dict[str, Any]) -> None:
    draft["model"][0]["definition"]["source"] = "A pamphlet"
    no = refused(draft)
    assert no.code == "REG-107"
    assert "A pamphlet" in no.problem


def test_a_fact_without_a_source(draft: dict[str, Any]) -> None:
    del draft["model"][0]["definition"]["source"]
    no = refused(draft)
    assert (no.code, no.problem) == ("REG-107", "No source is named.")


@pytest.mark.parametrize(
    "numbers", [{"low": 9, "high": 3, "unit": "months"}, {"low": 3}, {"high": 3, "unit": ""}]
)
def test_an_impossible_range(draft: dict[str, Any], numbers: dict[str, Any]) -> None:
    words = {"text": "Soon.", "source": "Our judgement", "status": "background"}
    draft["model"][0]["setup_time"] = words | numbers
    no = refused(draft)
    assert (no.code, no.where) == ("REG-109", "models.toml, business-as-usual, setup_time")


def test_a_table_that_is_missing(draft: dict[str, Any]) -> None:
    del draft["model"][0]["cost"]
    no = refused(draft)
    assert no.code == "REG-101"
    assert "holds nothing" in no.problem


def test_an_ease_that_is_no_word_of_ours(draft: dict[str, Any]) -> None:
    draft["model"][0]["ease"] = "so-so"
    assert refused(draft).code == "REG-103"
