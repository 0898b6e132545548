"""Speed and memory, as ratios within one run. `make bench`.

In:    the publishers' files (NHS_DATA) for loading; the figures that ship for the rest.
Out:   a table: what was measured, how long, how much memory, the bar, and whether it is met.
Never: an absolute time as a test. Machines drift; ratios in one run do not.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import workbench

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
RUNS = 5


@dataclass(frozen=True)
class Cost:
    """Median seconds and peak memory of a whole process."""

    seconds: float
    megabytes: float


def process(command: Sequence[str]) -> Cost:
    """Run a command to its end and say what it took, as the system counts it."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"failed: {' '.join(command)}")
    return Cost(seconds, usage.ru_maxrss / 1024)


def typical(costs: Sequence[Cost]) -> Cost:
    """The median time and the largest memory."""
    return Cost(
        statistics.median(cost.seconds for cost in costs), max(cost.megabytes for cost in costs)
    )


def timed(work: Callable[[], object]) -> float:
    """Median seconds of a function, after one call to warm up."""
    work()
    found = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def line(what: str, seen: str, bar: str, *, met: bool) -> None:
    """One row of the table."""
    print(f"{what:<44} {seen:<52} {bar:<26} {'met' if met else 'NOT MET'}", flush=True)


def help_speed() -> None:
    """`mutuality --help`, which must not import the libraries of analysis."""
    cost = typical([process([str(BIN / "mutuality"), "--help"]) for _ in range(RUNS)])
    line("mutuality --help", f"{cost.seconds:.2f} s", "<= 0.5 s", met=cost.seconds <= 0.5)


def loading(data: Path) -> None:
    """63 monthly A&E files: ours, with checks and provenance, against the plain script."""
    files = sorted(data.glob("ae/monthly-*/*"))
    ours, plain = [], []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as scratch:
            command = [str(BIN / "mutuality"), "load", "auto", *map(str, files)]
            ours.append(process([*command, "--workspace", scratch]))
            script = [sys.executable, str(ROOT / "benchmarks/plain_load.py"), str(data / "ae")]
            plain.append(process([*script, f"{scratch}/plain.csv"]))
    ratio = statistics.median(a.seconds / b.seconds for a, b in zip(ours, plain, strict=True))
    cost, yardstick = typical(ours), typical(plain)
    line(
        f"load {len(files)} A&E files / plain pandas and xlrd",
        f"{ratio:.2f} ({cost.seconds:.2f} s / {yardstick.seconds:.2f} s), {cost.megabytes:.0f} MB",
        "<= 0.50, <= 600 MB",
        met=ratio <= 0.5 and cost.megabytes <= 600,
    )
    with tempfile.TemporaryDirectory() as scratch:
        command = [str(BIN / "mutuality"), "load", "auto", *map(str, files), "--workspace", scratch]
        process(command)
        paneling(Path(scratch), "ae-4h", "loaded from 63 files")


def paneling(folder: Path, measure: str, words: str) -> None:
    """A panel from the store against DuckDB's bare scan of the same rows."""
    import duckdb

    from mutuality.stores import Workspace, panel_of

    store = Workspace(folder)
    register = store.register()
    paths = [str(path) for path in folder.glob(f"observations/*/{measure}.parquet")]

    def scan() -> int:
        with duckdb.connect() as con:
            found = con.sql("select * from read_parquet($f)", params={"f": paths}).fetchnumpy()
            return len(found["organisation"])

    def build() -> int:
        return panel_of(store, measure, register=register).frame.height

    bare, built = timed(scan), timed(build)
    ratio = built / bare
    line(
        f"panel of {measure} / bare scan ({words})",
        f"{ratio:.2f} ({1e3 * built:.0f} ms / {1e3 * bare:.0f} ms), {scan():,} rows",
        "<= 3.0, <= 0.5 s",
        met=ratio <= 3 and built <= 0.5,
    )


def reference_panels() -> None:
    """The same on the figures that ship, put into a workspace."""
    with tempfile.TemporaryDirectory() as scratch:
        process([str(BIN / "mutuality"), "load", "reference", "--workspace", scratch])
        for measure in ("ga-occupancy", "ae-4h"):
            paneling(Path(scratch), measure, "reference")


def register_speed() -> None:
    """Lineage and units for the whole country."""
    import datetime as dt

    from mutuality.stores import shipped

    register = shipped.register()
    day = dt.date(2026, 1, 1)
    units = timed(lambda: register.units(as_of=day))
    lineage = timed(lambda: [register.lineage(code) for code in register.trusts])
    each = lineage / len(register.trusts)
    line(
        "units of the whole country; one lineage",
        f"{1e3 * units:.1f} ms; {1e6 * each:.0f} microseconds",
        "milliseconds",
        met=units < 0.01 and each < 0.01,
    )


def appraising() -> None:
    """Example 1 as a board would run it."""
    with tempfile.TemporaryDirectory() as scratch:
        command = [
            str(BIN / "mutuality"),
            "appraise",
            str(ROOT / "examples/tameside.toml"),
            "-o",
            f"{scratch}/paper.html",
            "--workspace",
            scratch,
        ]
        cost = typical([process(command) for _ in range(3)])
    line(
        "appraise example 1, whole process",
        f"{cost.seconds:.2f} s, {cost.megabytes:.0f} MB",
        "<= 6 s, <= 500 MB",
        met=cost.seconds <= 6 and cost.megabytes <= 500,
    )


def main() -> None:
    """Every measurement that this machine can make."""
    data = os.environ.get("NHS_DATA")
    help_speed()
    register_speed()
    reference_panels()
    if data:
        loading(Path(data))
    else:
        print("load: left out, because the publishers' files are not here (set NHS_DATA)")
    appraising()
    workbench.measure(line)


if __name__ == "__main__":
    main()
