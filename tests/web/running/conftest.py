"""What the tests of a running installation may ask for."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from mutuality.base import Refusal


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    """A folder of the test's own, in place of the one that all tests share."""
    settings.HOME = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    return tmp_path


@pytest.fixture
def asked() -> Callable[..., dict[str, Any]]:
    """Ask a command in this process; its answer, or its Refusal."""

    def ask(*words: str) -> dict[str, Any]:
        out = StringIO()
        try:
            call_command(*words, stdout=out)
        except SystemExit:
            told = json.loads(out.getvalue())["refusal"]
            raise Refusal(told["code"], told["problem"], told["remedy"]) from None
        answer: dict[str, Any] = json.loads(out.getvalue())
        return answer

    return ask


@pytest.fixture
def on_sqlite(db: None) -> None:
    """A database that can be copied as a file."""
    if connection.vendor != "sqlite":
        pytest.skip("this is about SQLite, and the tests run on another database")
