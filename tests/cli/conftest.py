"""The command line as a person meets it: words in, an answer, notes and an exit code out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import pytest

from mutuality.cli import main


def _no_number(text: str) -> NoReturn:
    raise AssertionError(f"{text} is not JSON")


@dataclass(frozen=True)
class Answer:
    """What a command wrote, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The answer, which must be strict JSON and nothing else."""
        return json.loads(self.out, parse_constant=_no_number)


Run = Callable[..., Answer]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Where the commands of a test keep things."""
    return tmp_path / "workspace"


@pytest.fixture
def run(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run a command in this process. A traceback is a failure of the test."""
    monkeypatch.setenv("MUTUALITY_WORKSPACE", str(workspace))
    monkeypatch.setenv("POLARS_MAX_THREADS", "1")  # so that what `load` sets does not outlive us

    def command(*words: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["mutuality", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return Answer(int(ended.value.code or 0), out, err)

    return command


@pytest.fixture
def answer(run: Run) -> Run:
    """Run a command that must succeed."""

    def command(*words: object) -> Answer:
        found = run(*words)
        assert found.code == 0, found.err
        return found

    return command


@pytest.fixture
def refusal(run: Run) -> Callable[..., dict[str, str]]:
    """Run a command that must be refused, plainly and as JSON; the refusal as plain data."""

    def command(*words: object) -> dict[str, str]:
        plain = run(*words)
        assert (plain.code, plain.out) == (2, ""), plain.err
        asked = run("--json", *words)
        assert asked.code == 2
        told: dict[str, str] = asked.json["refusal"]
        assert plain.err.startswith(f"Refused {told['code']}")
        assert told["remedy"] in plain.err
        assert "Traceback" not in plain.err
        return told

    return command
