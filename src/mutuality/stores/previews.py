"""What a load would do, told without doing it.

In:    a workspace and the files that would be loaded.
Out:   a LoadPreview: what each file gives, and which figures that people see would change.
Never: anything written, or a word that the load itself would not keep.

The same loader reads and judges the files, and the same view chooses between editions, so that a
preview cannot say one thing and a load do another. Where the workspace changes in between, a load
that is told what the preview was made of (`expecting`) is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mutuality.stores.bounds import LIMITS, Limits
from mutuality.stores.differences import MeasurePreview, difference
from mutuality.stores.editions import REGISTER_TABLES
from mutuality.stores.loading import Loader

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from mutuality.stores.loading import Progress
    from mutuality.stores.reports import Outcome
    from mutuality.stores.sources import Offered
    from mutuality.stores.workspace import Workspace


@dataclass(frozen=True, slots=True)
class LoadPreview:
    """What a load would do. `version` is the state of the workspace that it was made of.

    `outcomes` are those that the load would report, file by file. `lists` counts the rows of lists
    of organisations and successions.
    """

    version: str
    outcomes: tuple[Outcome, ...]
    measures: tuple[MeasurePreview, ...]
    lists: Mapping[str, int]

    @property
    def refused(self) -> tuple[Outcome, ...]:
        """Files that would not be taken."""
        return tuple(outcome for outcome in self.outcomes if outcome.refusal)

    @property
    def contradicted(self) -> tuple[Outcome, ...]:
        """Files refused because another is held for their period: they may be corrections."""
        return tuple(one for one in self.refused if one.refusal and one.refusal.code == "STO-005")

    @property
    def fresh(self) -> tuple[Outcome, ...]:
        """Files that would be new in the store."""
        return tuple(outcome for outcome in self.outcomes if outcome.reading)

    @property
    def already(self) -> tuple[Outcome, ...]:
        """Files that the store holds already, whatever they are called."""
        return tuple(outcome for outcome in self.outcomes if outcome.already)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for `--json` and for a page."""
        return {
            "version": self.version,
            "files": [outcome.as_dict() for outcome in self.outcomes],
            "measures": [measure.as_dict() for measure in self.measures],
            "lists": dict(self.lists),
        }


def preview(
    store: Workspace,
    source: str,
    paths: Iterable[Path | Offered],
    *,
    at: dt.datetime,
    progress: Progress | None = None,
    supersede: bool = False,
    limits: Limits = LIMITS,
) -> LoadPreview:
    """What `store.load` would do with these files, with nothing written.

    Raises Refusal STO-004 where there is nothing to read at a path. A file that a load would
    refuse is among the outcomes.
    """
    loader = Loader(store.root, source, at=at, supersede=supersede, limits=limits)
    loader.read(paths, progress=progress)
    plan = loader.plan()
    lists: dict[str, int] = {}
    touched: set[str] = set()
    for taken in plan.fresh:
        for name, table in taken.reading.tables.items():
            if name in REGISTER_TABLES:
                lists[name] = lists.get(name, 0) + table.height
            elif table.height:
                touched.add(name)
    measures = tuple(difference(store, name, plan.fresh) for name in sorted(touched))
    return LoadPreview(plan.version, plan.outcomes, measures, lists)
