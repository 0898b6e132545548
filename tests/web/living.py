"""A workbench that really runs: its own folder, its own database, gunicorn and a worker.

In:    an empty folder, and the URL of a database where it is not to be SQLite.
Out:   its address, the small world that was made in it, and a cookie for each person.
Never: anything shared with the tests' own database.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parent.parent
PREPARE = """
from mutuality.web.running.preparation import prepare
prepare()
made = {}
"""
WORLD = """
from web import world as worlds
from web.addresses import addresses
world = worlds.build()
known = {one.name: one for one in addresses() if not world.missing(one)}
visits = [(name, name, {}) for name in known] + [
    (f"{name}, case {number}", name, given) for number, (name, given) in enumerate(world.cases)
]
made = {
    "public": sorted(world.public),
    "pages": {
        title: {
            "url": known[name].filled(world.of(known[name]) | given),
            "arguments": known[name].arguments,
        }
        for title, name, given in visits
    },
    "values": {name: str(value) for name, value in world.values.items()},
}
"""
"""The world that tests of all pages walk."""
COOKIES = """
import json, sys
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from mutuality.web.accounts.models import Person
cookies = {}
for one in Person.objects.all():
    session = SessionStore()
    session[SESSION_KEY] = str(one.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = one.get_session_auth_hash()
    session.create()
    cookies[one.email.split("@")[0]] = session.session_key
sys.stdout.write("\\n@@" + json.dumps({**made, "cookies": cookies}))
"""


@dataclass
class Workbench:
    """A running workbench."""

    url: str
    home: Path
    environment: dict[str, str]
    made: dict[str, Any]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def run(self, code: str) -> str:
        """Run Python inside the installation; what it prints comes back."""
        return _python(code, self.environment)

    def cookie(self, who: str) -> dict[str, str]:
        """The session of a person, as a browser holds it."""
        return {"name": "mutuality", "value": self.made["cookies"][who], "url": self.url}

    def web_processes(self) -> list[int]:
        """The processes that answer requests, by number."""
        master = self.processes[0].pid
        told = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii")
        return [int(number) for number in told.split()]

    def start_worker(self) -> subprocess.Popen[bytes]:
        """The worker, to be killed or stopped by the test."""
        worker = subprocess.Popen(
            [sys.executable, "-m", "mutuality.web", "work", "--interval", "0.2"],
            env=self.environment,
        )
        self.processes.append(worker)
        return worker

    def stop(self) -> None:
        """End every process."""
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _python(code: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "mutuality.web", "shell", "--no-imports", "-v", "0", "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise AssertionError(done.stderr[-4000:])
    return done.stdout


def start(
    home: Path,
    *,
    database: str = "",
    build: str = WORLD,
    workers: int = 1,
    settings: dict[str, str] | None = None,
) -> Workbench:
    """Make an installation in `home`, and serve it.

    `build` is Python that makes what is there from the start, and a `made` of plain data.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "mutuality.web.settings",
        "MUTUALITY_HOME": str(home),
        "MUTUALITY_WORKSPACE": str(home / "workspace"),
        "MUTUALITY_LOCAL": "1",
        "SECRET_KEY": "only-for-tests-and-longer-than-fifty-characters-0123456789",
        "SIGN_UP": "open",
        "EMAIL_URL": f"filemail:///{home / 'mail'}",
        "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")]),
        **(settings or {}),
    }
    environment.pop("DATABASE_URL", None)
    if database:
        environment["DATABASE_URL"] = database
    home.mkdir(parents=True, exist_ok=True)
    made = json.loads(_python(PREPARE + build + COOKIES, environment).rpartition("@@")[2])
    server = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "mutuality.web.wsgi", "--bind", f"127.0.0.1:{port}",
            "--workers", str(workers), "--threads", "4", "--timeout", "120",
            "--no-control-socket",
        ],
        env=environment,
    )  # fmt: skip
    bench = Workbench(f"http://127.0.0.1:{port}", home, environment, made, [server])
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"{bench.url}/healthz", timeout=2):
                return bench
        except OSError:
            time.sleep(0.1)
    bench.stop()
    raise AssertionError("The workbench did not start.")
