"""What is found where somebody looks at an installation.

In:    a Home.
Out:   findings in words, each with a remedy where something is wrong.
Never: a workbench made by looking for one.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass

from mutuality.base import Refusal
from mutuality.web.running.children import ask
from mutuality.web.running.home import Home


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; without a remedy it is as it should be."""

    part: str
    purpose: str
    found: str
    remedy: str = ""


def examine(home: Home) -> tuple[Finding, ...]:
    """What works in an installation, what does not, and how to mend it."""
    if not home.is_there:
        return (
            Finding("workbench", "pages in a browser", "none yet", "run `mutuality serve`"),
            pdf(),
        )
    try:
        told = ask(home, "examine")["findings"]
    except Refusal as refusal:
        told = [
            {
                "part": "workbench",
                "purpose": "pages in a browser",
                "found": refusal.problem,
                "remedy": refusal.remedy,
            }
        ]
    return (*(Finding(**one) for one in told), pdf())


def pdf() -> Finding:
    """Whether papers can be made as PDF."""
    part, purpose = "weasyprint", "papers as PDF"
    try:
        found = importlib.import_module("weasyprint")
    except ImportError:
        return Finding(part, purpose, "not installed", "install the extra: `mutuality[pdf]`")
    except OSError:
        return Finding(
            part, purpose, "cannot find Pango", "install Pango, such as the package libpango-1.0-0"
        )
    return Finding(part, purpose, str(found.__version__))
