"""What someone needs to work an appraisal out again.

In:    the case and everything that went into it.
Out:   versions, seed, draws, seals, the periods and sources of the data, whose defaults.
Never: a date or a path of the machine that did it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import scipy

import mutuality
from mutuality.appraisal.reading import SCHEMA_VERSION
from mutuality.base import Seal, seal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mutuality.appraisal.case import Case
    from mutuality.appraisal.cells import Baseline
    from mutuality.appraisal.delivery import Undertaking
    from mutuality.appraisal.gates import Rule
    from mutuality.appraisal.parameters import Defaults
    from mutuality.appraisal.verdict import Verdict
    from mutuality.evidence import Finding


def provenance(
    case: Case,
    *,
    defaults: Defaults,
    baselines: Mapping[str, Baseline],
    findings: Sequence[Finding],
    gates: Sequence[Rule],
) -> dict[str, Any]:
    """Plain data. A measure of the case that was not supplied has the period None."""
    named = sorted({criterion.measure for criterion in case.criteria if criterion.measure})
    supplied = [name for name in named if name in baselines]
    return {
        "mutuality": mutuality.__version__,
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "schema_version": SCHEMA_VERSION,
        "seed": case.head.seed,
        "draws": case.head.draws,
        "case_seal": str(case.seal),
        "notice": case.head.notice,
        "data_periods": {
            name: baselines[name].period if name in baselines else None for name in named
        },
        "data_sources": {name: baselines[name].source for name in supplied},
        "defaults": {
            "author": defaults.author,
            "date": defaults.date.isoformat(),
            "reason": defaults.reason,
            "seal": str(seal(defaults.model_dump(mode="json"))),
        },
        "findings_seal": str(seal(list(findings))),
        "gates_seal": str(seal([rule.model_dump(mode="json") for rule in gates])),
    }


def seal_of(
    told: Mapping[str, Any],
    *,
    baselines: Mapping[str, Baseline],
    tasks: Mapping[str, Undertaking],
    verdict: Verdict,
) -> Seal:
    """The seal of a whole appraisal: what went into it, and what it says.

    `told` is its provenance. A changed judgement, figure, finding, gate, default or degree of
    change gives another seal, and so does another verdict. Versions of libraries and simulated
    numbers stay out, so that two machines that reach the same verdict reach the same seal.
    """
    return seal(
        {
            "case": told["case_seal"],
            "defaults": told["defaults"]["seal"],
            "findings": told["findings_seal"],
            "gates": told["gates_seal"],
            "figures": {
                name: [today.value, today.period, today.source] for name, today in baselines.items()
            },
            "models": {name: [task.degree, task.model.ease_rank] for name, task in tasks.items()},
            "verdict": {
                "kind": verdict.kind,
                "level": sorted(verdict.options),
                "recommend": verdict.recommend,
            },
        }
    )
