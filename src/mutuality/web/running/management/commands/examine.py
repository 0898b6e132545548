"""Say what works and what does not: asked by `mutuality doctor`.

In:    the settings.
Out:   findings.
Never: anything changed.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from mutuality.web.running.answering import Answering
from mutuality.web.running.examination import examine


class Command(Answering):
    """Examine."""

    help = "Say what works, what does not, and how to mend it (see `mutuality doctor`)."

    def answer(self, **options: Any) -> dict[str, Any]:
        """Examine."""
        del options
        return {"findings": [asdict(one) for one in examine()]}
