"""`mutuality serve`, as one person meets it: a real server and worker in a folder of its own."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest

MUTUALITY = Path(sys.executable).with_name("mutuality")
SECONDS = 120.0
"""How long a test waits for what must come, on a machine that is busy with others."""


@dataclass
class Served:
    """A running `mutuality serve`, and what it said."""

    process: subprocess.Popen[str]
    told: dict[str, Any]

    def __getitem__(self, name: str) -> str:
        return str(self.told[name])

    @property
    def log(self) -> str:
        return Path(self["log"]).read_text(encoding="utf-8")

    def children(self) -> dict[int, str]:
        """Every process that it started, at any depth, by number: what it runs."""
        found: dict[int, str] = {}
        listed = subprocess.run(
            ["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
        ).stdout.splitlines()
        rows = [line.split(None, 2) for line in listed]
        wanted = [self.process.pid]
        for parent in wanted:
            for pid, over, words in rows:
                if int(over) == parent and int(pid) not in found:
                    found[int(pid)] = words
                    wanted.append(int(pid))
        return found

    def child(self, words: str) -> int:
        """The first process that runs something."""
        return until(
            lambda: next((pid for pid, said in self.children().items() if words in said), 0)
        )


def until(found: Callable[[], Any]) -> Any:
    """Wait for something to come true, and give it."""
    limit = time.monotonic() + SECONDS
    while not (value := found()):
        assert time.monotonic() < limit, "it never came"
        time.sleep(0.05)
    return value


def environment() -> dict[str, str]:
    """A shell's environment, with what belongs to another program in it."""
    mine = {name: said for name, said in os.environ.items() if not name.startswith("MUTUALITY")}
    return mine | {"DATABASE_URL": "postgres://other/program", "SECRET_KEY": "of another program"}


@contextmanager
def serving(home: Path, *words: str) -> Iterator[Served]:
    """Serve, wait until it says where, and stop it afterwards."""
    process = subprocess.Popen(
        [MUTUALITY, "serve", "--json", "--no-browser", "--port", "0", "--home", home, *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(),
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stderr is not None
        said = ""
        while not said.endswith("}\n"):
            line = process.stdout.readline()
            assert line, process.stderr.read()
            said += line
        yield Served(process, json.loads(said))
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.communicate(timeout=SECONDS)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("serve") / "home"


@pytest.fixture(scope="module")
def served(home: Path) -> Iterator[Served]:
    with serving(home) as running:
        yield running


class Browser:
    """A browser without JavaScript."""

    def __init__(self) -> None:
        self.cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def open(self, address: str, **fields: str) -> tuple[int, str]:
        data = urllib.parse.urlencode(fields).encode() if fields else None
        try:
            with self._opener.open(address, data, timeout=SECONDS) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def submit(self, address: str, **fields: str) -> tuple[int, str]:
        """Open a page with a form and send it."""
        page = self.open(address)[1]
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token, page
        return self.open(address, csrfmiddlewaretoken=token[1], **fields)


def test_the_link_signs_in_once_as_the_person_who_looks_after_it(served: Served) -> None:
    browser = Browser()
    status, page = browser.submit(served["sign_in"], go="1")
    assert status == 200
    assert "My team" in page
    assert Browser().open(served["sign_in"])[0] == 404


def test_what_is_kept_is_for_its_owner_alone(served: Served, home: Path) -> None:
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    for name in ("secret-key", "workbench.sqlite3", "log/workbench.log"):
        assert stat.S_IMODE((home / name).stat().st_mode) == 0o600, name
    assert len((home / "secret-key").read_text()) > 50


def test_another_machine_cannot_reach_it(served: Served) -> None:
    port = urllib.parse.urlsplit(served["address"]).port
    heard = subprocess.run(["ss", "-ltn"], capture_output=True, text=True, check=False).stdout
    mine = [line.split()[3] for line in heard.splitlines() if line.split()[3].endswith(f":{port}")]
    assert set(mine) <= {f"127.0.0.1:{port}", f"[::1]:{port}"}


def test_the_first_page_is_dressed(served: Served) -> None:
    page = Browser().open(served["address"])[1]
    styles = re.findall(r'<link[^>]+href="(/static/[^"]+\.css)"', page)
    assert styles
    for style in styles:
        assert Browser().open(served["address"] + style)[0] == 200


def test_machines_can_ask_whether_it_is_well(served: Served) -> None:
    assert Browser().open(served["address"] + "/healthz") == (200, "ok\n")
    assert Browser().open(served["address"] + "/readyz") == (200, "ready\n")


def test_a_second_one_in_the_same_folder_is_told_where_the_first_is(
    served: Served, home: Path, refusal
) -> None:
    told = refusal("serve", "--home", home, "--port", "0")
    assert told["code"] == "WEB-183"
    assert served["address"] in told["problem"]
    assert str(served.process.pid) in told["problem"]


def test_a_worker_that_dies_is_replaced(served: Served) -> None:
    before = served.child("mutuality.web work")
    os.kill(before, signal.SIGKILL)
    assert until(lambda: served.child("mutuality.web work") != before)


def test_the_log_names_nobody_and_holds_no_secret(served: Served) -> None:
    where = urllib.parse.urlsplit(served["address"])
    browser = Browser()
    browser.open(served["address"] + "/sign-in/Secret-In-An-Address")
    browser.open(served["address"] + "/no-such-page/ann.smith?q=Secret-In-A-Query")
    browser.submit(
        served["address"] + "/account/login/", login="ann.smith@example.org", password="Secret-Word"
    )
    for line in ("GET /Secret-In-A-Line HTTP/9\r\n\r\n", "Secret-In-No-Line\r\n\r\n"):
        with socket.create_connection((where.hostname, where.port), SECONDS) as raw:
            raw.sendall(line.encode())
            assert raw.recv(1000)
    asked = http.client.HTTPConnection(str(where.hostname), where.port, timeout=SECONDS)
    asked.request("GET", "/", headers={"Host": "Secret-In-A-Host"})
    assert asked.getresponse().status == 400

    log = until(lambda: served.log if served.log.count("could not be read") >= 2 else "")
    assert "sign-in/<str:sign_in>" in log  # the route stands there, what was typed does not
    lines = [json.loads(line) for line in log.splitlines()]
    assert {"at", "level", "logger", "message"} <= set(lines[0])
    secret = served["sign_in"].rsplit("/", 1)[1]
    for hidden in ("Secret-", "ann.smith", "example.org", secret, "127.0.0.1 ", "you@"):
        assert hidden not in log


def test_a_fresh_start_keeps_the_person_and_ends_the_older_link(tmp_path: Path) -> None:
    with serving(tmp_path / "home") as first:
        unused = first["sign_in"].rsplit("/", 1)[1]
        assert first["person"] == "you@localhost"
        children = first.children()
        assert len(children) >= 3
        first.process.send_signal(signal.SIGTERM)
        assert first.process.wait(SECONDS) == 0
        assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
    with serving(tmp_path / "home") as second:
        assert second["person"] == "you@localhost"
        assert Browser().open(f"{second['address']}/sign-in/{unused}")[0] == 404
        assert Browser().open(second["sign_in"])[0] == 200
        # Killed where nothing can be tidied up: its children see it, and end by themselves.
        children = second.children()
        second.process.kill()
        until(lambda: not [pid for pid in children if Path(f"/proc/{pid}").exists()])


@pytest.mark.parametrize("host", ["0.0.0.0", "example.org", "::", "192.168.1.4"])
def test_other_machines_are_not_served(host: str, tmp_path: Path, refusal) -> None:
    told = refusal("serve", "--host", host, "--home", tmp_path / "home")
    assert told["code"] == "WEB-180"
    assert not (tmp_path / "home").exists()


def test_a_port_in_use_is_said_with_another_to_try(tmp_path: Path, refusal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        told = refusal("serve", "--home", tmp_path / "home", "--port", port)
    assert told["code"] == "WEB-181"
    assert f"--port {port + 1}" in told["remedy"]


def test_windows_is_told_what_works_there(
    tmp_path: Path, refusal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mutuality.web.running.serving.CAN_SERVE", False)
    assert refusal("serve", "--home", tmp_path / "home")["code"] == "WEB-182"


def test_asking_for_it_brings_in_no_django() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import mutuality.cli, mutuality.web.running, sys\n"
         "print(*(name for name in sys.modules if name.startswith(('django', 'allauth'))))"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == ""


class TestBackups:
    """The words around them; what they hold is tried in tests/web/running."""

    def test_there_and_back(self, tmp_path: Path, answer, refusal) -> None:
        with serving(tmp_path / "home"):
            said = answer("backup", tmp_path / "all.zip", "--home", tmp_path / "home").out
            assert "1 people" in said
            assert "unbroken" in said
            told = refusal("restore", tmp_path / "all.zip", "--home", tmp_path / "home")
            assert told["code"] == "WEB-194"
            looked = answer("doctor", "--json", "--home", tmp_path / "home").json
            assert not [one for one in looked["workbench"] if one["remedy"]]
        assert "worker" in answer("doctor", "--home", tmp_path / "home").out

        other = tmp_path / "other"
        said = answer("restore", tmp_path / "all.zip", "--home", other).out
        assert "Nothing was there." in said
        assert "Everybody signs in again." in said
        again = answer("restore", tmp_path / "all.zip", "--home", other, "--json").json
        assert Path(again["kept"]).is_file()

    def test_a_record_that_is_broken_is_said_so(self) -> None:
        from mutuality.cli.serving import _record

        told = _record({"audit_lines": 1200, "audit_breaks": 2})
        assert told.startswith("The audit record has 1,200 lines and is broken in 2 places")


def test_the_doctor_finds_no_workbench_and_makes_none(tmp_path: Path, answer) -> None:
    told = answer("doctor", "--json", "--home", tmp_path / "none").json
    assert told["home"] == str(tmp_path / "none")
    assert told["workbench"][0]["remedy"] == "run `mutuality serve`"
    assert not (tmp_path / "none").exists()


class TestWhichHome:
    def test_as_said_else_the_variable_else_ones_own(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from mutuality.cli.serving import home_of

        for name in ("MUTUALITY_HOME", "MUTUALITY_WORKSPACE", "SECRET_KEY", "MUTUALITY_LOCAL"):
            monkeypatch.delenv(name, raising=False)
        own = home_of(None, None)
        assert "mutuality" in own.folder.name.lower()
        assert own.workspace == own.folder / "workspace"
        monkeypatch.setenv("MUTUALITY_HOME", str(tmp_path / "variable"))
        assert home_of(None, None).folder == tmp_path / "variable"
        found = home_of(tmp_path / "said", tmp_path / "w")
        assert (found.folder, found.workspace) == (tmp_path / "said", tmp_path / "w")
        monkeypatch.setenv("MUTUALITY_WORKSPACE", str(tmp_path / "mine"))
        assert home_of(None, None).workspace == tmp_path / "mine"

    def test_a_servers_environment_rules_all_but_serve(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from mutuality.cli.serving import home_of

        monkeypatch.delenv("MUTUALITY_LOCAL", raising=False)
        monkeypatch.setenv("MUTUALITY_HOME", str(tmp_path))
        monkeypatch.setenv("SECRET_KEY", "of the server")
        assert home_of(None, None).is_deployed
        assert not home_of(None, None, own=True).is_deployed
        assert not home_of(tmp_path / "said", None).is_deployed


def test_a_browser_is_opened_where_somebody_sits(
    tmp_path: Path, run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mutuality.web import running

    opened: list[str] = []
    told = running.Serving("http://localhost:1", "http://localhost:1/x", "you", "h", "l", 7)
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr(running, "serve", lambda home, started, **_: started(told), raising=False)
    for words, times in (((), 0), (("--open",), 1), (("--no-browser",), 1)):
        said = run("serve", "--home", tmp_path, *words)
        assert said.code == 0
        assert told.sign_in in said.out
        assert "Stopped." in said.err
        assert len(opened) == times
    assert opened == [told.sign_in]
