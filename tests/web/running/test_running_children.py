"""The processes that a person started are looked after until they stop them."""

from __future__ import annotations

import http.server
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mutuality.base import Refusal
from mutuality.web.running import Home, own_home, serving
from mutuality.web.running.serving import Children

PROGRAM = """
import signal, sys, time
{start}
open("started", "a").write("x")
while True:
    time.sleep(0.05)
"""
STUBBORN = "signal.signal(signal.SIGTERM, signal.SIG_IGN)"


class Started:
    """Children of a home, what was said, and how often we were told to stop."""

    def __init__(self, home: Home, log: Path) -> None:
        self.home, self.log = home, log
        self.said: list[str] = []
        self.asked = threading.Semaphore(0)
        self.children = Children(home, log.open("ab"), self.said.append, self.asked)

    def start(self, name: str, text: str) -> None:
        """Start a program by its text."""
        module = self.home.folder / f"{name}.py"
        module.write_text(text)
        self.children.start(name, (f"{name}",), descriptors=())

    @property
    def times(self) -> int:
        found = self.home.folder / "started"
        return len(found.read_text()) if found.exists() else 0

    def until(self, is_true: Callable[[], object]) -> None:
        limit = time.monotonic() + 120
        while not is_true():
            assert time.monotonic() < limit, "it never came"
            time.sleep(0.02)


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Started]:
    home = own_home(tmp_path)
    home.make()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    made = Started(home, tmp_path / "log")
    yield made
    for child in made.children.all.values():
        if child.process.poll() is None:
            os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()
    made.children.log.close()


def test_one_that_dies_is_started_again_and_said_so(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    started.start("server", PROGRAM.format(start=""))
    started.until(lambda: started.times == 1)
    os.kill(started.children.all["server"].process.pid, signal.SIGKILL)

    def stop_when_it_is_back() -> None:
        started.until(lambda: started.times == 2)
        started.asked.release()

    watch = threading.Thread(target=stop_when_it_is_back)
    watch.start()
    started.children.look_after(started.log)
    watch.join()
    assert started.said == [f"The server died and was started again ('{started.log}' says more)."]


def test_one_that_ended_as_it_should_is_started_again_without_a_word(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "SHORT", 0.0)
    started.start("worker", "open('started', 'a').write('x')")
    started.until(lambda: started.children.all["worker"].process.poll() == 0)
    started.children.mend(started.log)
    started.until(lambda: started.times == 2)
    assert started.said == []


def test_one_that_cannot_start_is_given_up(started: Started) -> None:
    started.start("server", "raise SystemExit(3)")
    with pytest.raises(Refusal, match="it ended with 3") as refused:
        started.children.look_after(started.log)
    assert refused.value.code == "WEB-190"
    assert str(started.log) in refused.value.remedy


@pytest.fixture
def page() -> Iterator[Callable[[int], tuple[str, int]]]:
    """A server that answers every page with one status."""
    servers: list[http.server.HTTPServer] = []

    def answering(status: int) -> tuple[str, int]:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(status)
                self.end_headers()

            def log_message(self, *words: object) -> None:
                """Say nothing."""

        one = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=one.serve_forever, daemon=True).start()
        servers.append(one)
        return "127.0.0.1", one.server_port

    yield answering
    for one in servers:
        one.shutdown()
        one.server_close()


def test_it_waits_until_there_is_a_page(started: Started, page) -> None:
    assert started.children.wait_for(page(200), started.log) is True


def test_a_server_that_gives_nothing_but_errors_is_not_waited_for(started: Started, page) -> None:
    with pytest.raises(Refusal, match=r"error \(500\)") as refused:
        started.children.wait_for(page(500), started.log)
    assert refused.value.code == "WEB-190"


def test_it_can_be_stopped_before_there_is_one(started: Started) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        door = silent.getsockname()
    started.start("server", PROGRAM.format(start=""))
    threading.Timer(0.2, started.asked.release).start()
    assert started.children.wait_for(door, started.log) is False
    assert started.asked.acquire(timeout=1)  # whoever looks after it next stops as well


def test_all_are_stopped(started: Started) -> None:
    for name in ("server", "worker"):
        started.start(name, PROGRAM.format(start=""))
    started.until(lambda: started.times == 2)
    started.children.stop()
    for child in started.children.all.values():
        assert child.process.returncode == -signal.SIGTERM
    assert started.said == []
    started.children.stop()  # a second time does no harm


def test_a_job_may_end_first_and_can_be_left(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "SILENCE", 0.0)
    started.start("worker", PROGRAM.format(start=STUBBORN))
    started.until(lambda: started.times == 1)
    threading.Timer(0.5, started.asked.release).start()
    started.children.stop()
    assert started.children.all["worker"].process.returncode == -signal.SIGKILL
    assert started.said == ["A job is being finished. Press Ctrl+C again to leave it."]


def test_a_job_is_not_waited_for_without_end(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "PATIENCE", 0.2)
    started.start("worker", PROGRAM.format(start=STUBBORN))
    started.until(lambda: started.times == 1)
    started.children.stop()
    assert started.children.all["worker"].process.returncode == -signal.SIGKILL


def test_the_log_begins_anew_when_it_is_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log" / "workbench.log"
    for text in (b"first", b"second"):
        with serving._opened(path) as log:
            log.write(text)
    assert path.read_bytes() == b"firstsecond"
    assert path.stat().st_mode & 0o077 == 0
    monkeypatch.setattr(serving, "LOG_LIMIT", 5)
    with serving._opened(path) as log:
        log.write(b"third")
    assert path.read_bytes() == b"third"
    assert path.with_suffix(".log.1").read_bytes() == b"firstsecond"
