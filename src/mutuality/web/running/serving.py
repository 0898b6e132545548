"""Serve the workbench to one person on this machine.

In:    a Home, a host of this machine and a port.
Out:   pages, until Ctrl+C or SIGTERM: a server and a worker, started again if they die.
Never: a default password, a page for another machine, or a process left behind.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from mutuality.base import Refusal
from mutuality.web.running.children import ask, start
from mutuality.web.running.home import Home
from mutuality.web.running.listening import address, listen, loopback
from mutuality.web.running.locks import IN_USE, SERVING, held, where_served

LOG_LIMIT = 5_000_000
"""Bytes after which the log begins anew at the next start; the old one is kept beside it."""
PATIENCE = 60.0
"""Seconds that a job has to end once we were told to stop; after that it can be run again."""
SILENCE = 2.0
"""Seconds after which we say why it takes so long to stop."""
SHORT = 5.0
"""A child that lives for fewer seconds than this has failed to start."""
CAN_SERVE = os.name == "posix"
TRIES = 5
"""So many failures to start in a row, and we give up."""


@dataclass(frozen=True, slots=True)
class Serving:
    """What is served where; `sign_in` works once."""

    address: str
    sign_in: str
    person: str
    home: str
    log: str
    process: int

    def as_dict(self) -> dict[str, str | int]:
        """As plain data."""
        return asdict(self)


def serve(
    home: Home,
    *,
    host: str,
    port: int,
    demo: bool,
    started: Callable[[Serving], None],
    note: Callable[[str], None],
) -> None:
    """Set up what is missing, serve, call `started` once a page can be had, and stay until told.

    Raises Refusal WEB-180 to WEB-190 where it cannot be served.
    """
    if not CAN_SERVE:
        raise Refusal(
            "WEB-182",
            "The server needs Linux or macOS, and this is Windows.",
            "Run it in the Windows Subsystem for Linux. Every other command works here.",
        )
    hosts = loopback(host)
    home.make()
    with ExitStack() as until, _told_to_stop() as stop:
        note_file = home.lock(SERVING)
        until.enter_context(_alone(home))
        in_use = until.enter_context(held(home.lock(IN_USE), alone=False, otherwise=_in_use()))
        sockets = listen(hosts, port, until=until)
        where = address(hosts, sockets[0].getsockname()[1])
        note_file.write_text(
            json.dumps({"process": os.getpid(), "address": where, "workspace": str(home.workspace)})
        )
        if not (home.folder / "workbench.sqlite3").exists():
            note(f"Setting up a workbench in {home.folder}")
        ready = ask(
            home, "prepare", "--one-person", *(["--demo"] if demo else []), descriptors=(in_use,)
        )
        log_path = home.folder / "log" / "workbench.log"
        log = until.enter_context(_opened(log_path))
        doors = tuple(one.fileno() for one in sockets)
        bound = [word for door in doors for word in ("--bind", f"fd://{door}")]
        front = ("gunicorn", "-c", "python:mutuality.web.running.front", *bound)
        worker = ("mutuality.web", "work", "--with-parent", "--interval", "0.5")
        children = Children(home, log, note, stop)
        until.callback(children.stop)
        children.start("server", front, descriptors=(*doors, in_use))
        is_up = children.wait_for(sockets[0].getsockname(), log_path)
        children.start("worker", worker, descriptors=(in_use,))  # after the page somebody waits for
        if is_up:
            started(
                Serving(
                    where, where + ready["sign_in"], ready["person"], str(home.folder),
                    str(log_path), os.getpid(),
                )
            )  # fmt: skip
        children.look_after(log_path)


@dataclass
class _Child:
    words: tuple[str, ...]
    descriptors: tuple[int, ...]
    process: subprocess.Popen[bytes]
    since: float
    failures: int = 0


class Children:
    """The server and the worker, looked after by the process that a person started."""

    def __init__(
        self, home: Home, log: IO[bytes], note: Callable[[str], None], stop: threading.Semaphore
    ) -> None:
        self.home, self.log, self.note, self.asked = home, log, note, stop
        self.all: dict[str, _Child] = {}

    def start(self, name: str, words: tuple[str, ...], *, descriptors: tuple[int, ...]) -> None:
        """Start one."""
        process = start(self.home, *words, log=self.log, descriptors=descriptors)
        self.all[name] = _Child(words, descriptors, process, time.monotonic())

    def wait_for(self, door: tuple[str, int], log: Path) -> bool:
        """Wait until a page can be had; False where we were told to stop before.

        Raises Refusal WEB-190 where the server cannot start, or gives nothing but errors.
        """
        while (status := _status(door)) != http.HTTPStatus.OK:
            if status:
                raise Refusal(
                    "WEB-190",
                    f"The server answers every page with an error ({status}).",
                    f"Run `mutuality doctor`. The last lines of '{log}' say more.",
                )
            if self.asked.acquire(timeout=0.05):
                self.asked.release()
                return False
            self.mend(log)
        return True

    def look_after(self, log: Path) -> None:
        """Start what died again, until told to stop. Raises Refusal WEB-190."""
        while not self.asked.acquire(timeout=0.2):
            self.mend(log)

    def mend(self, log: Path) -> None:
        """Start what died again. Raises Refusal WEB-190 for what dies at once, again and again."""
        for name, child in self.all.items():
            if child.process.poll() is None:
                continue
            lived = time.monotonic() - child.since
            child.failures = child.failures + 1 if lived < SHORT else 0
            if child.failures >= TRIES:
                raise Refusal(
                    "WEB-190",
                    f"The {name} cannot be kept running: it ended with {child.process.returncode}.",
                    f"Run `mutuality doctor`. The last lines of '{log}' say more.",
                )
            if child.process.returncode:
                self.note(f"The {name} died and was started again ('{log}' says more).")
            child.process = start(
                self.home, *child.words, log=self.log, descriptors=child.descriptors
            )
            child.since = time.monotonic()

    def stop(self) -> None:
        """Stop all in order. A job that runs may end first, unless we are asked once more."""
        for child in self.all.values():
            with suppress(ProcessLookupError):
                child.process.terminate()
        limit, said = time.monotonic() + PATIENCE, time.monotonic() + SILENCE
        while any(child.process.poll() is None for child in self.all.values()):
            now = time.monotonic()
            if now > limit or self.asked.acquire(timeout=0.05):
                break
            if said and now > said and self.all["worker"].process.poll() is None:
                self.note("A job is being finished. Press Ctrl+C again to leave it.")
                said = 0.0
        for child in self.all.values():
            if child.process.poll() is None:
                os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()


def _status(door: tuple[str, int]) -> int | None:
    """How the server answers; None where it does not yet."""
    asking = http.client.HTTPConnection(door[0], door[1], timeout=1)
    try:
        asking.request("GET", "/healthz", headers={"Host": "localhost"})
        return asking.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        asking.close()


@contextmanager
def _told_to_stop() -> Iterator[threading.Semaphore]:
    """Counts how often we were told to stop, by Ctrl+C, SIGTERM or a terminal that closed."""
    asked = threading.Semaphore(0)
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(one, lambda *_: asked.release()) for one in signals]
    try:
        yield asked
    finally:
        for one, handler in zip(signals, before, strict=True):
            signal.signal(one, handler)


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """The log, to add to; begun anew where it grew too long."""
    path.parent.mkdir(exist_ok=True, mode=0o700)
    if path.is_file() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_suffix(".log.1"))
    path.touch(mode=0o600)
    with path.open("ab", buffering=0) as log:
        yield log


def _alone(home: Home) -> AbstractContextManager[int]:
    """The right to serve this home. Refuses (WEB-183) where another process has it."""
    busy = Refusal(
        "WEB-183",
        f"The workbench in '{home.folder}' is running already{where_served(home)}.",
        "Open that address, stop that process with Ctrl+C, or use another folder with --home.",
        where="--home",
    )
    return held(home.lock(SERVING), alone=True, otherwise=busy)


def _in_use() -> Refusal:
    return Refusal(
        "WEB-186",
        "A backup is being restored here.",
        "Wait until `mutuality restore` has ended.",
    )
