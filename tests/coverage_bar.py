"""Hold base, register and outcomes to every branch; each exception is a `no cover` with a reason.

Run after the tests: `python tests/coverage_bar.py .coverage.json`.
"""

import json
import sys
from pathlib import Path

ROOMS = ("base", "register", "outcomes")


def main(report: str) -> int:
    """0 where the three rooms are covered whole, 1 with the gaps listed otherwise."""
    files = json.loads(Path(report).read_text())["files"]
    gaps = [
        f"{name}: lines {found['missing_lines']}, branches {found['missing_branches']}"
        for name, found in sorted(files.items())
        if any(f"mutuality/{room}/" in name for room in ROOMS)
        and (found["missing_lines"] or found["missing_branches"])
    ]
    if gaps:
        print("Not covered:", *gaps, sep="\n  ")
        return 1
    print(f"Every branch of {', '.join(ROOMS)} is covered.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
