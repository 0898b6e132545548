"""How the commands start, where they look, and how they end."""

from __future__ import annotations

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from mutuality import __version__
from mutuality.base import Refusal
from mutuality.cli import desk, main

ASK = "import sys; from mutuality.cli import main\ntry: main()\nfinally: print(*sys.modules)"
MODULES = ("polars", "scipy", "numpy", "altair", "docx", "diff_diff", "sqlite3", "duckdb")


@pytest.mark.parametrize("words", [["--help"], ["load", "--help"], ["--version"]])
def test_help_brings_in_no_library_of_analysis(words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASK, *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "mutuality.cli.look" in loaded
    assert not loaded & set(MODULES)


def test_the_installed_command_refuses_without_a_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("mutuality"), "--json", "observations", "cats",
         "-o", tmp_path / "x.csv", "--workspace", tmp_path],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout.startswith(b'{"refusal": {"code": "OUT-001"')
    assert done.stderr.startswith(b"Refused OUT-001")
    assert not (tmp_path / "x.csv").exists()


def test_the_version(answer) -> None:
    assert answer("--version").out == f"mutuality {__version__}\n"


def test_an_answer_may_go_to_any_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    out = StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "argv", ["mutuality", "--version"])
    with pytest.raises(SystemExit):
        main()
    assert out.getvalue() == f"mutuality {__version__}\n"


def test_no_words_at_all_show_the_help(run) -> None:
    assert "organisation" in run().out + run().err


def test_a_slip_of_the_keyboard_is_no_crash(run) -> None:
    assert run("organistion", "RM2").code == 2
    assert run("panel", "ae-4h").code == 2


@pytest.mark.parametrize("place", ["before", "after", "variable"])
def test_where_the_workspace_is(place: str, answer, tmp_path: Path, workspace: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    words: dict[str, tuple[object, ...]] = {
        "before": ("--workspace", elsewhere, "doctor", "--json"),
        "after": ("--json", "doctor", "--workspace", elsewhere),
        "variable": ("doctor", "--json"),
    }
    told = answer(*words[place]).json["workspace"]
    assert told == str(workspace if place == "variable" else elsewhere)


def test_the_word_after_the_command_wins(answer, tmp_path: Path) -> None:
    found = answer("--workspace", tmp_path / "a", "doctor", "--json", "--workspace", tmp_path / "b")
    assert found.json["workspace"] == str(tmp_path / "b")


def test_else_a_folder_of_ones_own(answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MUTUALITY_WORKSPACE")
    folder = Path(answer("doctor", "--json").json["workspace"])
    assert folder.is_absolute()
    assert folder.name == "workspace"
    assert "mutuality" in folder.parent.name.lower()


def test_settings_of_one_call_do_not_reach_the_next(answer) -> None:
    assert answer("--json", "doctor").out.startswith("{")
    assert not answer("doctor").out.startswith("{")


@pytest.mark.parametrize(
    ("words"),
    [
        ("count", "--help"), ("estimate", "--help"), ("evidence", "--help"),
        ("reference", "build", "--help"), ("tour", "--help"), ("panel", "--help"),
    ],
)  # fmt: skip
def test_every_command_takes_a_workspace_and_json(words: tuple[str, ...], answer) -> None:
    said = answer(*words).out
    assert "--workspace" in said
    assert "--json" in said


def test_doctor_says_what_is_missing(answer, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = answer("doctor", "--json").json
    assert all(part["version"] for part in whole["parts"])
    assert whole["loaded_files"] == 0
    assert whole["shipped_series"] > 10

    monkeypatch.setattr(
        "mutuality.cli.touring.PARTS", (("no-such-package", "nothing", "install it"),)
    )
    monkeypatch.setattr("shutil.which", lambda _: None)
    said = answer("doctor").out
    assert "missing" in said
    assert "install it" in said
    assert "any browser will do" in said


def test_a_terminal_gets_a_bar(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with desk.Desk(as_json=False, workspace=None).progress("Reading") as step:
        step(1, 2, "a.csv")
    assert capsys.readouterr().out == ""


class TestWriting:
    def test_a_paper_is_put_there_whole(self, tmp_path: Path) -> None:
        desk.write_text("Señor", tmp_path / "deep" / "a.html")
        assert (tmp_path / "deep" / "a.html").read_bytes() == "Señor".encode()
        desk.write_text(b"word", tmp_path / "deep" / "a.docx")
        assert [path.name for path in sorted((tmp_path / "deep").iterdir())] == ["a.docx", "a.html"]

    def test_what_cannot_be_written_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        (tmp_path / "folder.html").mkdir()
        for path in (tmp_path / "file" / "a.html", tmp_path / "folder.html"):
            with pytest.raises(Refusal, match="CLI-012"):
                desk.write_text("paper", path)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder.html"]
