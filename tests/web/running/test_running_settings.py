"""What the documents, deploy/ and the settings say of the environment is the same."""

from __future__ import annotations

import ast
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mutuality.base import Refusal
from mutuality.web.running import front
from mutuality.web.running.home import LEFT_OUT, SET, TAKEN
from mutuality.web.running.locks import IN_USE, held

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "deploy"
SETTINGS = ROOT / "src" / "mutuality" / "web" / "settings.py"
NAME = re.compile(r"[A-Z][A-Z_]+")


def read_by(path: Path) -> set[str]:
    """Names that a module asks the environment for."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call | ast.Subscript):
            asked = ast.unparse(node.func if isinstance(node, ast.Call) else node.value)
            first = node.args[:1] if isinstance(node, ast.Call) else [node.slice]
            if asked.startswith(("env.", "os.environ")) and first:
                found |= {str(ast.literal_eval(first[0]))}
    return {name for name in found if NAME.fullmatch(name)}


def described() -> dict[str, str]:
    """The rows of the reference page: each variable, and its default."""
    page = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `([A-Z_]+)` \| ([^|]*) \|", page, re.MULTILINE))


def example() -> dict[str, str]:
    text = (DEPLOY / "environment.example").read_text(encoding="utf-8")
    return dict(re.findall(r"^#?([A-Z_]+)=(.*)$", text, re.MULTILINE))


def test_every_variable_is_described_and_no_other() -> None:
    assert set(described()) == read_by(SETTINGS) | read_by(DEPLOY / "gunicorn.conf.py")


def test_one_persons_workbench_says_of_each_what_becomes_of_it() -> None:
    other = {"DJANGO_SETTINGS_MODULE", "GUNICORN_CMD_ARGS", "WEB_CONCURRENCY"}
    assert {*SET, *LEFT_OUT, *TAKEN} == read_by(SETTINGS) | other


def test_what_has_no_default_stands_in_the_example() -> None:
    needed = {name for name, default in described().items() if default == "none"}
    assert needed <= set(example())
    assert set(example()) <= set(described())


@pytest.fixture
def server(tmp_path: Path) -> dict[str, str]:
    """The environment of the example, with a key and a folder."""
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").write_text('{"paths": {}, "version": "1.1"}')
    clean = {
        name: said
        for name, said in os.environ.items()
        if name not in {*SET, *LEFT_OUT, *TAKEN} and not name.startswith("DJANGO")
    }
    key = "a-key-that-is-long-enough-0123456789-and-has-many-letters-qwertyuiop"
    return clean | example() | {"SECRET_KEY": key, "MUTUALITY_HOME": str(tmp_path)}


def check(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mutuality.web", "check", "--deploy", "--fail-level", "DEBUG"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_server_set_up_as_deploy_says_passes_every_check(server: dict[str, str]) -> None:
    pytest.importorskip("psycopg", reason="psycopg is not installed: the extra `postgres` has it")
    done = check(server)
    assert done.returncode == 0, done.stderr


def test_one_that_is_not_does_not(server: dict[str, str]) -> None:
    less = {"DATABASE_URL": "sqlite:///x", "HSTS_SECONDS": "0", "EMAIL_URL": "consolemail://"}
    done = check(server | less)
    assert done.returncode == 1
    for known in ("mutuality.E001", "mutuality.W002", "security.W004"):
        assert known in done.stderr


def test_without_a_key_nothing_starts(server: dict[str, str]) -> None:
    del server["SECRET_KEY"]
    done = check(server)
    assert done.returncode == 1
    assert "SECRET_KEY" in done.stderr


class TestGunicorn:
    @pytest.fixture
    def conf(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
        monkeypatch.setenv("MUTUALITY_HOME", str(tmp_path))
        monkeypatch.setenv("WEB_CONCURRENCY", "3")
        return runpy.run_path(str(DEPLOY / "gunicorn.conf.py"))

    def test_no_address_is_logged(self, conf: dict[str, Any]) -> None:
        for one in (conf, vars(front)):
            assert one["accesslog"] is None
            assert one["logger_class"] == "mutuality.web.running.lines.Lines"
            assert one["control_socket_disable"] is True

    def test_it_takes_what_the_environment_says(self, conf: dict[str, Any]) -> None:
        assert conf["workers"] == 3
        assert conf["bind"] == "127.0.0.1:8000"

    def test_no_backup_is_restored_under_its_feet(
        self, conf: dict[str, Any], tmp_path: Path
    ) -> None:
        other = Refusal("WEB-194", "It runs.", "Stop it.")
        lock = tmp_path / f"{IN_USE}.lock"
        with held(lock, alone=True, otherwise=other), pytest.raises(Refusal, match="WEB-186"):
            conf["on_starting"](None)
        conf["on_starting"](None)
        with pytest.raises(Refusal, match="WEB-194"), held(lock, alone=True, otherwise=other):
            pytest.fail("it was restored while it ran")
        conf["_UNTIL_THE_END"].close()

    def test_one_persons_server_follows_whoever_started_it(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        followed = []
        monkeypatch.setattr(front, "follow", lambda: followed.append(True))
        front.on_starting(None)
        assert followed == [True]


def test_the_units_name_what_there_is() -> None:
    for path in DEPLOY.glob("*.service"):
        unit = path.read_text(encoding="utf-8")
        assert "EnvironmentFile=/etc/mutuality/environment" in unit
        for command in re.findall(r"-m mutuality\.web (\w+)", unit):
            commands = ROOT / "src/mutuality/web/running/management/commands"
            assert (commands / f"{command}.py").is_file()
