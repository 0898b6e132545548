"""A restore that is killed leaves all old or all new, wherever it was killed."""

from __future__ import annotations

from pathlib import Path

import pytest

from mutuality.web.running.exchange import JOURNAL, Journal, Move, carry_on, journal_in


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with an old folder, one that was not there before, and what is to replace them."""
    for name, text in (("data", "old"), (".data.fresh", "new"), (".uploads.fresh", "new")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(text)
    (tmp_path / "stage").mkdir()
    return tmp_path


def journal(home: Path) -> Journal:
    moves = tuple(
        Move(home / f".{name}.fresh", home / name, home / f".{name}.before")
        for name in ("data", "uploads")
    )
    return Journal("r1", moves, removed=(home / "stage", home / "never-there"))


def state(home: Path) -> dict[str, str]:
    return {str(path.relative_to(home)): path.read_text() for path in home.rglob("file")}


NEW = {"data/file": "new", "uploads/file": "new"}
OLD = {"data/file": "old"}


def test_nothing_begun_is_nothing_to_end(tmp_path: Path) -> None:
    assert carry_on(tmp_path, was_restored=lambda _: pytest.fail("nobody asks")) is None


def test_what_was_written_is_what_is_read(home: Path) -> None:
    journal(home).write(home)
    assert journal_in(home) == journal(home)


def test_before_the_database_was_exchanged_all_is_as_it_was(home: Path) -> None:
    journal(home).write(home)
    assert carry_on(home, was_restored=lambda restore: restore != "r1") is False
    assert state(home) == OLD
    assert {path.name for path in home.iterdir()} == {"data"}


def test_after_it_all_is_new(home: Path) -> None:
    journal(home).write(home)
    assert carry_on(home, was_restored=lambda restore: restore == "r1") is True
    assert state(home) == NEW
    assert {path.name for path in home.iterdir()} == {"data", "uploads"}


class Killed(BaseException):
    """A process that ends at once."""


@pytest.mark.parametrize("step", range(12))
def test_killed_at_any_step_it_is_carried_on(
    step: int, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal(home).write(home)
    done = 0

    def until_killed(act):
        def counted(*args, **kwargs):
            nonlocal done
            if done == step:
                raise Killed
            done += 1
            return act(*args, **kwargs)

        return counted

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", until_killed(Path.rename))
        patch.setattr(Path, "unlink", until_killed(Path.unlink))
        patch.setattr("shutil.rmtree", until_killed(__import__("shutil").rmtree))
        try:
            carry_on(home, was_restored=lambda _: True)
        except Killed:
            assert (home / JOURNAL).exists()
    carry_on(home, was_restored=lambda _: True)
    assert state(home) == NEW
    assert {path.name for path in home.iterdir()} == {"data", "uploads"}
