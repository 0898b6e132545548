"""The registry of measures: what each one means and how its parts add up.

In:    nothing: the registry is data, written out below.
Out:   a Measure by its identifier.
Never: a measure that can be pooled without a denominator or stated weights.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any, Literal

from mutuality.base import Frequency, Refusal

Domain = Literal["care-quality", "efficiency", "staff"]
Polarity = Literal["higher", "lower", "neutral"]
"""Which way is better."""
Pooling = Literal["sums", "sum", "base", "weights", "refused"]


@dataclass(frozen=True, slots=True)
class Break:
    """A date from which the figures of a measure stop meaning quite the same thing.

    `resets` is true where what went before is no guide to what is usual afterwards, so that a
    chart of variation starts new limits there.
    """

    id: str
    start: dt.date
    what: str
    resets: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of one domain.

    `pooling` says how the parts of a merged body are added up before the merger: `sums` adds
    numerators and denominators and divides; `sum` adds counts; `base` weights by respondents and
    flags the result; `weights` needs stated weights; `refused` cannot be pooled at all.
    `over_time` says how months make a quarter: flows are added, stocks are averaged. `lowest` and
    `highest` bound a plausible `value`. `native` is the publisher's own frequency. `headline`
    measures stand on every profile; the others are drawn when asked for.
    """

    id: str
    title: str
    domain: Domain
    polarity: Polarity
    pooling: Pooling
    unit: str
    numerator: str
    denominator: str
    native: Frequency
    publisher: str
    lowest: float
    highest: float
    decimals: int = 3
    over_time: Literal["sum", "mean"] = "sum"
    breaks: tuple[Break, ...] = ()
    windows_overlap: bool = False
    note: str = ""
    headline: bool = True

    @property
    def is_rate(self) -> bool:
        """Whether the value is a numerator over a denominator."""
        return self.pooling in ("sums", "base")

    def as_dict(self) -> dict[str, Any]:
        """Plain data for `--json` and the API; a bound is None where a value may be anything."""
        return asdict(self) | {
            "lowest": self.lowest if isfinite(self.lowest) else None,
            "highest": self.highest if isfinite(self.highest) else None,
            "breaks": [asdict(known) | {"start": known.start.isoformat()} for known in self.breaks],
        }


_PUBLISHER = "NHS England"
_SURVEY = "NHS Staff Survey Coordination Centre"
_FIELD_TEST = Break(
    "ae-field-test",
    dt.date(2019, 5, 1),
    "14 trusts stopped reporting the 4-hour figure while they tested other standards, to May 2023.",
)
_HOLE = Break(
    "ae-hole",
    dt.date(2021, 4, 1),
    "No figures from January 2020 to March 2021 are held; the pandemic fell between.",
    resets=True,
)
_COMMUNITY = Break(
    "rtt-community",
    dt.date(2024, 2, 1),
    "Community pathways were taken out of the collection.",
    resets=True,
)
_BOOKED = Break(
    "ae-booked",
    dt.date(2021, 4, 1),
    "Booked appointments are counted in the total where they were reported.",
)


def _respondents(code: str, title: str, polarity: Polarity, *, headline: bool = False) -> Measure:
    """An item of the 2021 to 2024 staff survey: per cent of those who answered."""
    return Measure(
        code,
        title,
        "staff",
        polarity,
        "base",
        "per cent of respondents",
        "respondents who said so",
        "respondents",
        "year",
        _SURVEY,
        0,
        100,
        1,
        note="Respondents, not staff: the base is who answered.",
        headline=headline,
    )


def _score(code: str, title: str, *, note: str = "") -> Measure:
    """A score of the staff survey from 2012 to 2019, published without its base."""
    return Measure(
        code,
        title,
        "staff",
        "higher",
        "weights",
        "score, 1 to 5",
        "",
        "",
        "year",
        _SURVEY,
        1,
        5,
        2,
        note=note,
    )


def _waits(weeks: int, *, highest: float) -> Measure:
    """Waits longer than so many weeks: counts at the end of the month, without a base."""
    return Measure(
        f"rtt-over-{weeks}",
        f"Waits longer than {weeks} weeks from referral to treatment",
        "efficiency",
        "lower",
        "sum",
        "waits",
        f"waits over {weeks} weeks",
        "",
        "month",
        _PUBLISHER,
        0,
        highest,
        0,
        over_time="mean",
        breaks=(_COMMUNITY,),
        note="A count at the end of the month; longer periods show its mean.",
    )


REGISTRY: dict[str, Measure] = {
    measure.id: measure
    for measure in (
        Measure(
            "ae-4h",
            "A&E attendances dealt with within 4 hours",
            "efficiency",
            "higher",
            "sums",
            "share",
            "attendances within 4 hours",
            "attendances of returns that report the 4-hour figure",
            "month",
            _PUBLISHER,
            0,
            1,
            breaks=(_FIELD_TEST, _HOLE, _BOOKED),
            note="All department types; booked appointments where they are reported.",
        ),
        Measure(
            "ae-attendances",
            "A&E attendances",
            "efficiency",
            "neutral",
            "sum",
            "attendances",
            "attendances",
            "",
            "month",
            _PUBLISHER,
            0,
            2e5,
            0,
            breaks=(_HOLE, _BOOKED),
        ),
        Measure(
            "emergency-admissions",
            "Emergency admissions, through A&E and other",
            "efficiency",
            "neutral",
            "sum",
            "admissions",
            "emergency admissions",
            "",
            "month",
            _PUBLISHER,
            0,
            1e5,
            0,
            breaks=(_HOLE,),
        ),
        Measure(
            "ga-occupancy",
            "General and acute overnight beds occupied",
            "efficiency",
            "lower",
            "sums",
            "share",
            "beds occupied, average of the quarter",
            "beds available, average of the quarter",
            "quarter",
            _PUBLISHER,
            0,
            1.5,
            over_time="mean",
        ),
        _waits(18, highest=5e5),
        _waits(52, highest=2e5),
        Measure(
            "shmi",
            "Deaths observed over deaths expected (SHMI)",
            "care-quality",
            "lower",
            "sums",
            "ratio",
            "deaths observed",
            "deaths expected",
            "quarter",
            "Health and Social Care Information Centre",
            0.2,
            3,
            windows_overlap=True,
            note="Rolling 12 months, published each quarter: successive figures share 9 months. "
            "A smoke alarm, not a quality score. Coded as at publication.",
        ),
        Measure(
            "shmi-annual",
            "SHMI, value only",
            "care-quality",
            "lower",
            "refused",
            "ratio",
            "",
            "",
            "year",
            "Health and Social Care Information Centre",
            0.2,
            3,
            note="No observed or expected deaths are given, so parts cannot be added up.",
        ),
        _score("recommend-care", "Staff who would recommend their trust for care"),
        _score("recommend-work", "Staff who would recommend their trust as a place to work"),
        _score(
            "engagement",
            "Staff engagement score",
            note="The 1 to 5 scale of 2012 to 2019. Later ones use 0 to 10: not comparable.",
        ),
        Measure(
            "sickness",
            "Staff sickness absence",
            "staff",
            "lower",
            "sums",
            "share",
            "full-time equivalent days lost",
            "full-time equivalent days available",
            "month",
            _PUBLISHER,
            0,
            1,
            4,
        ),
        _respondents("burnout", "Staff who feel burnt out often or always", "lower", headline=True),
        _respondents("autonomy", "Staff who have autonomy in their work", "higher"),
        _respondents("enough-staff", "Staff who say that there are enough staff", "higher"),
        _respondents("demands-met", "Staff who can meet the demands on their time", "higher"),
        _respondents("stress", "Staff who felt unwell from work stress", "lower"),
        _respondents("exhausting-work", "Staff who find work emotionally exhausting", "lower"),
        _respondents("frustrating-work", "Staff who are frustrated by work", "lower"),
        _respondents(
            "discrimination-internal", "Staff discriminated against by colleagues", "lower"
        ),
        _respondents("discrimination-public", "Staff discriminated against by the public", "lower"),
        _respondents("violence-public", "Staff who met violence from the public", "lower"),
        _respondents("violence-manager", "Staff who met violence from managers", "lower"),
        _respondents("violence-colleagues", "Staff who met violence from colleagues", "lower"),
        _respondents("abuse-public", "Staff who met abuse from the public", "lower"),
        _respondents("abuse-manager", "Staff who met abuse from managers", "lower"),
        _respondents("abuse-colleagues", "Staff who met abuse from colleagues", "lower"),
    )
}
"""Every measure we know, by identifier (docs/reference/contract.md)."""


def measure(code: str) -> Measure:
    """The measure with this identifier.

    Raises Refusal OUT-001 for an identifier that is not registered.
    """
    if code not in REGISTRY:
        raise Refusal(
            "OUT-001",
            f"There is no measure '{code}'.",
            f"Choose one of: {', '.join(sorted(REGISTRY))}.",
            where="measure",
        )
    return REGISTRY[code]
