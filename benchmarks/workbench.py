"""How the workbench bears 50 readers at once, and how heavy its heaviest page is.

In:    the small world of the tests, in an installation of its own: SQLite, 2 gunicorn workers.
Out:   lines for the table of run.py.
Never: a think time that flatters: each reader asks for the next page as soon as one has come. The
       readers run on the same two cores as the server.
"""

from __future__ import annotations

import asyncio
import gzip
import random
import re
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

TESTS = Path(__file__).parent.parent / "tests"
READERS = 50
SECONDS = 15
PROFILES = ("/organisations/RMP/", "/organisations/RDU/", "/organisations/R0A/")
MIXED = (
    "home", "organisations:search", "organisations:profile", "organisations:changes",
    "organisations:change", "evidence:findings", "evidence:models", "evidence:model",
    "appraisals:cases", "appraisals:appraisal", "appraisals:opinions", "appraisals:scenarios",
    "appraisals:scenario", "data:overview", "jobs:team-jobs", "audit:team", "accounts:team",
    "guide:topic", "guide:glossary",
)  # fmt: skip


@dataclass
class Seen:
    """What the readers saw."""

    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def at(self, share: float) -> float:
        """The time within which a share of the answers came, in milliseconds."""
        return 1000 * sorted(self.times)[int(share * (len(self.times) - 1))]


async def ask(host: str, port: int, path: str, cookie: str) -> tuple[int, bytes, bytes]:
    """One request on a connection of its own: status, head and body as sent."""
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: mutuality={cookie}\r\n"
            "Accept-Encoding: gzip\r\nConnection: close\r\n\r\n".encode()
        )
        whole = await reader.read(-1)
    finally:
        writer.close()
    head, _, body = whole.partition(b"\r\n\r\n")
    return int(head.split(b" ", 2)[1] or 0) if head else 0, head, body


async def read_on(url: str, cookie: str, paths: list[str], *, seed: int, seen: Seen) -> None:
    """One reader, until the time is up."""
    place = urlsplit(url)
    chance = random.Random(seed)
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        path = chance.choice(paths)
        start = time.perf_counter()
        status, _, _ = await ask(str(place.hostname), int(place.port or 0), path, cookie)
        seen.times.append(time.perf_counter() - start)
        if status != 200:
            seen.errors.append(f"{status} {path}")


def measure(line: Callable[..., None]) -> None:
    """All lines about the workbench. `line` is run.py's."""
    sys.path.insert(0, str(TESTS))
    from web.living import start

    with tempfile.TemporaryDirectory() as folder:
        bench = start(Path(folder) / "home", workers=2)
        try:
            _measure(bench.url, bench.made["cookies"]["ann"], bench.made["pages"], line)
        finally:
            bench.stop()


def _measure(
    url: str, cookie: str, pages: dict[str, dict[str, str]], line: Callable[..., None]
) -> None:
    place = urlsplit(url)

    def one(path: str) -> tuple[int, bytes, bytes]:
        return asyncio.run(ask(str(place.hostname), int(place.port or 0), path, cookie))

    for path in PROFILES:
        one(path)
        one(path)
    for path in PROFILES:
        took = []
        for _ in range(9):
            begun = time.perf_counter()
            _, head, body = one(path)
            took.append(time.perf_counter() - begun)
        warm = 1000 * statistics.median(took)
        html = gzip.decompress(body).decode()
        needed = {"the page", *re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)}
        kilobytes = (len(body) + len(head)) / 1024
        line(
            f"profile {path.split('/')[2]}, warm",
            f"{warm:.0f} ms, {kilobytes:.0f} KB compressed, {len(needed)} requests to first paint",
            "<= 150 ms, 150 KB, 4",
            met=warm <= 150 and kilobytes <= 150 and len(needed) <= 4,
        )
    paths = [pages[name]["url"] for name in MIXED if name in pages]
    for path in paths * 2:  # both workers have seen every page
        one(path)
    seen = Seen()

    async def all_at_once() -> None:
        await asyncio.gather(
            *(read_on(url, cookie, paths, seed=number, seen=seen) for number in range(READERS))
        )

    asyncio.run(all_at_once())
    line(
        f"{READERS} readers, {len(paths)} kinds of page, 2 workers",
        f"p95 {seen.at(0.95):.0f} ms, median {seen.at(0.5):.0f} ms, "
        f"{len(seen.times) / SECONDS:.0f} a second, {len(seen.errors)} errors",
        "p95 <= 500 ms, no error",
        met=seen.at(0.95) <= 500 and not seen.errors,
    )
    for wrong in sorted(set(seen.errors))[:5]:
        line("  an error", wrong, "", met=False)
