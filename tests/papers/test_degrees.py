"""Degrees of change: a judgement that must not look like a measurement."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from some_findings import words

from mutuality.base import Refusal
from mutuality.papers.degrees import DIMENSIONS, MOST, SHADES, degree_figure, degrees_figure
from mutuality.register.typology import DIMENSIONS as TYPOLOGY
from mutuality.register.typology import HIGHEST
from mutuality.stores import shipped

MODELS = shipped.register().models


def test_the_words_cover_the_typology_in_its_order():
    assert tuple(DIMENSIONS) == TYPOLOGY
    assert (MOST, len(SHADES)) == (HIGHEST, HIGHEST + 1)
    assert [f.name for f in fields(MODELS["merger"].degree)][: len(TYPOLOGY)] == list(TYPOLOGY)


def test_a_strip_has_the_number_of_every_dimension():
    # CONTRACT.md: franchise is 3 0 4 0 1 2
    figure = degree_figure(MODELS["franchise"])
    assert figure.title == "10 of 24: most in leadership"
    assert [row[1] for row in figure.twin.rows] == ["3", "0", "4", "0", "1", "2"]
    for score in ("3 of 4", "0 of 4", "4 of 4", "1 of 4", "2 of 4"):
        assert score in words(figure)
    assert "Legal entity: 0." in figure.alt


def test_whose_judgement_it_is_stands_with_the_picture():
    figure = degree_figure(MODELS["mutual"])
    assert figure.source == (
        "Judgement, open for editing, by The Mutuality founders, 22 November 2026."
    )
    assert figure.last_period == "judged 22 November 2026"


def test_a_model_that_changes_nothing_says_so():
    assert degree_figure(MODELS["business-as-usual"]).title == "0 of 24: nothing changes"


def test_the_grid_has_a_number_in_every_cell():
    figure = degrees_figure([MODELS["buddying"], MODELS["mutual"]])
    assert figure.title == "From buddying (2 of 24) to public service mutual (20)"
    drawn = words(figure)
    # CONTRACT.md: buddying 0 0 1 0 0 1, mutual 4 4 3 4 3 2
    assert "0 0 1 0 0 1 4 4 3 4 3 2" in drawn
    assert "2 of 24 20 of 24" in drawn
    assert figure.twin.rows[1][1:8] == ("4", "4", "3", "4", "3", "2", "20")


def test_models_that_change_as_much_are_not_put_in_order():
    figure = degrees_figure([MODELS["merger"], MODELS["acquisition"]])
    assert figure.title == "Merger and Acquisition: 21 of 24"


def test_every_author_is_named_once():
    other = replace(
        MODELS["merger"], degree=replace(MODELS["merger"].degree, author="A board, edited")
    )
    source = degrees_figure([MODELS["group"], MODELS["mutual"], other]).source
    assert source.count("The Mutuality founders") == 1
    assert "A board, edited" in source


def test_no_models_is_refused():
    with pytest.raises(Refusal) as no:
        degrees_figure([])
    assert no.value.code == "PAP-106"
