"""The journeys that ship, read as the stores read them."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from mutuality.transition import Templates, read_templates


@pytest.fixture(scope="session")
def shipped() -> Templates:
    text = files("mutuality").joinpath("stores/reference/journeys.toml").read_text("utf-8")
    return read_templates(tomllib.loads(text))
