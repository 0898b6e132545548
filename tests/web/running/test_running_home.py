"""One person's folder is theirs alone, and takes nothing from a shell that it does not name."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from mutuality.base import Refusal
from mutuality.web.running import Home, deployed_home, own_home
from mutuality.web.running.home import LEFT_OUT


def test_a_fresh_folder_has_a_key_that_its_owner_alone_reads(tmp_path: Path) -> None:
    home = own_home(tmp_path / "deep" / "home")
    assert not home.is_there
    home.make()
    assert home.is_there
    assert stat.S_IMODE(home.folder.stat().st_mode) == 0o700
    key = home.folder / "secret-key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert [path.name for path in home.folder.iterdir()] == ["secret-key"]

    before = key.read_text()
    key.chmod(0o644)
    home.folder.chmod(0o755)
    home.make()
    assert key.read_text() == before
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.folder.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal, match="WEB-184"):
        own_home(tmp_path / "file" / "home").make()


def test_a_shell_that_serves_something_else_has_no_say(tmp_path: Path) -> None:
    home = own_home(tmp_path)
    home.make()
    stray = dict.fromkeys([*LEFT_OUT, "SECRET_KEY", "MUTUALITY_WORKSPACE"], "stray")
    told = home.environment(stray | {"PATH": "bin", "LOG_LEVEL": "INFO"})
    assert "stray" not in told.values()
    assert told["LOG_LEVEL"] == "INFO"
    assert told["PATH"] == "bin"
    assert told["MUTUALITY_WORKSPACE"] == str(tmp_path / "workspace")
    assert told["SECRET_KEY"] == (tmp_path / "secret-key").read_text()


@pytest.mark.parametrize(("key", "problem"), [(None, "no workbench"), ("short", "no whole key")])
def test_without_a_whole_key_nothing_starts(key: str | None, problem: str, tmp_path: Path) -> None:
    if key:
        (tmp_path / "secret-key").write_text(key)
    with pytest.raises(Refusal, match=problem) as refused:
        own_home(tmp_path).environment({})
    assert refused.value.code == "WEB-185"
    assert "mutuality serve" in refused.value.remedy


def test_a_server_is_known_by_its_environment(tmp_path: Path) -> None:
    whole = {"MUTUALITY_HOME": str(tmp_path), "SECRET_KEY": "k", "DATABASE_URL": "postgres://x/y"}
    found = deployed_home(whole)
    assert found == Home(tmp_path, tmp_path / "workspace", is_deployed=True)
    assert found.is_there
    assert found.environment(whole) == whole
    assert found.database_url(whole) == "postgres://x/y"
    elsewhere = deployed_home(whole | {"MUTUALITY_WORKSPACE": str(tmp_path / "w")})
    assert elsewhere is not None
    assert elsewhere.workspace == tmp_path / "w"
    for other in ({"SECRET_KEY": "k"}, {"MUTUALITY_HOME": "h"}, whole | {"MUTUALITY_LOCAL": "1"}):
        assert deployed_home(other) is None


def test_a_folder_with_odd_signs_is_still_an_address(tmp_path: Path) -> None:
    from environ import Env

    home = own_home(tmp_path / "a+b #1 %20", workspace=tmp_path / "w")
    assert home.workspace == tmp_path / "w"
    address = home.database_url({"DATABASE_URL": "postgres://stray/one"})
    assert Env.db_url_config(address)["NAME"] == str(home.folder / "workbench.sqlite3")
