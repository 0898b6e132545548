"""The staff engagement score, from the answers people gave.

In:    one row a respondent, answers 1 to 5 to nine items, and if wished a staff group with weights.
Out:   motivation, involvement, advocacy and the overall score, 0 to 10, with who they rest on.
Never: a score that rests on fewer than ten people, or an answer guessed for someone who gave none.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from mutuality.base import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

SUBSCORES = ("motivation", "involvement", "advocacy")
ENOUGH_ITEMS = 2  # of three: our rule; the publisher's was not found
FEWEST = 10


@dataclass(frozen=True, slots=True)
class ItemList:
    """Which nine questions make the score in which survey years.

    `standing` is `background` where the list has not been read in a source of its own.
    """

    first_year: int
    last_year: int | None
    motivation: tuple[str, str, str]
    involvement: tuple[str, str, str]
    advocacy: tuple[str, str, str]
    standing: Literal["verified", "background"]
    note: str = ""

    @property
    def by_subscore(self) -> dict[str, tuple[str, str, str]]:
        """The items under the name of their sub-score."""
        return dict(zip(SUBSCORES, (self.motivation, self.involvement, self.advocacy), strict=True))

    @property
    def all(self) -> tuple[str, ...]:
        """The nine items."""
        return (*self.motivation, *self.involvement, *self.advocacy)


ITEM_LISTS: tuple[ItemList, ...] = (
    ItemList(
        2023,
        None,
        motivation=("q2a", "q2b", "q2c"),
        involvement=("q3c", "q3d", "q3f"),
        advocacy=("q25a", "q25c", "q25d"),
        standing="background",
        note="Background knowledge: only the numbers q25a to q25d were seen in a published list. "
        "Question numbers moved between years; check them against the questionnaire.",
    ),
)


@dataclass(frozen=True, slots=True)
class EngagementScore:
    """Scores from 0 (least engaged) to 10, or None where suppressed, and what they rest on.

    `respondents` counts all rows; `bases` counts, for `overall` and each sub-score, the people who
    answered enough items to have one. `weighting` says how staff groups were weighted. `notes`
    holds what a reader must know; `reason` says why a suppressed result is.
    """

    overall: float | None
    motivation: float | None
    involvement: float | None
    advocacy: float | None
    respondents: int
    bases: Mapping[str, int]
    suppressed: bool
    reason: str
    weighting: str
    items: ItemList
    notes: tuple[str, ...]


def items_for(year: int, lists: tuple[ItemList, ...] = ITEM_LISTS) -> ItemList:
    """The item list of a survey year.

    Raises Refusal OUT-121 for a year that no list covers: numbers are not guessed.
    """
    for items in lists:
        if items.first_year <= year and (items.last_year is None or year <= items.last_year):
            return items
    raise Refusal(
        "OUT-121",
        f"There is no list of engagement items for the {year} survey.",
        "Give your own list, with the question numbers of that year's questionnaire.",
        where="year",
    )


def engagement_score(
    responses: pl.DataFrame,
    *,
    items: ItemList,
    group: str | None = None,
    weights: Mapping[str, float] | None = None,
    minimum: int = FEWEST,
) -> EngagementScore:
    """Score the answers of one organisation.

    Answers 1, 2, 3, 4, 5 become 0, 2.5, 5, 7.5, 10. A person's sub-score is the mean of the items
    they answered, if at least two of three; the overall score is the mean of the three sub-scores,
    if they have all three. The organisation's scores are the means over people; with `group` (a
    column) and `weights` (a share for each staff group), the weighted means of the groups' means.
    Nothing is shown if any base is under `minimum`, which may be raised but not lowered.

    Source: NHS Staff Survey scoring, as re-told in docs/methods/engagement-score.md.

    Raises Refusal OUT-122 (items absent), OUT-123 (answer not 1 to 5), OUT-124 (group without
    weights, weights without group, or a weight that is not a share), OUT-125 (minimum under ten).
    """
    _check_minimum(minimum)
    answers = _answers(responses, items)
    shares = _shares(responses, group, weights)
    people = _people(answers, items)
    names = ("overall", *SUBSCORES)
    bases = {name: people.height - people[name].null_count() for name in names}
    smallest = min(bases.values())
    suppressed = smallest < minimum
    means = dict.fromkeys(names)
    notes = [items.note] if items.note else []
    if suppressed:
        reason = f"Fewer than {minimum} people have a score, so none is shown."
    else:
        reason = ""
        if group is None:
            means = {name: people[name].mean() for name in names}
        else:
            grouped = people.with_columns(responses[group].cast(pl.String).alias("group"))
            means, absent = _weighted(grouped, shares, names)
            notes += absent
    return EngagementScore(
        **means,
        respondents=responses.height,
        bases=bases,
        suppressed=suppressed,
        reason=reason,
        weighting=_weighting(group, shares),
        items=items,
        notes=tuple(notes),
    )


def to_ten(score: float) -> float:
    """A score on the old 1 to 5 scale, on the 0 to 10 scale: (score - 1) x 2.5.

    Exact for means, because the rule for single answers is a straight line. It makes the scale
    comparable, not the questionnaires: wording and weighting also changed over the years.

    Raises Refusal OUT-123 for a score outside 1 to 5.
    """
    if not 1 <= score <= 5:
        raise Refusal(
            "OUT-123",
            f"{score} is not on the 1 to 5 scale.",
            "Convert scores of 2012 to 2019 only; later ones are on the 0 to 10 scale already.",
            where="score",
        )
    return (score - 1) * 2.5


def _check_minimum(minimum: int) -> None:
    if minimum < FEWEST:
        raise Refusal(
            "OUT-125",
            f"Scores that rest on as few as {minimum} people were asked for.",
            f"Keep the minimum at {FEWEST} or more, so that no one can be recognised.",
            where="minimum",
        )


def _answers(responses: pl.DataFrame, items: ItemList) -> pl.DataFrame:
    lacking = [item for item in items.all if item not in responses.columns]
    if lacking:
        raise Refusal(
            "OUT-122",
            f"The answers have no column {', '.join(lacking)}.",
            "Check the survey year: question numbers move. Give the list that fits the file.",
            where=lacking[0],
        )
    answers = responses.select(pl.col(items.all).cast(pl.Float64, strict=False))
    for item in items.all:
        unread = responses[item].is_not_null() & answers[item].is_null()
        answered = answers[item].is_not_null() & ~answers[item].is_nan()
        wrong = responses[item].filter(
            unread | (answered & ~answers[item].is_in([1.0, 2.0, 3.0, 4.0, 5.0]))
        )
        if not wrong.is_empty():
            raise Refusal(
                "OUT-123",
                f"'{wrong[0]}' is not an answer from 1 to 5.",
                "Leave an answer empty where none was given; recode the others to 1 to 5.",
                where=item,
            )
    return answers.fill_nan(None)


def _shares(
    responses: pl.DataFrame, group: str | None, weights: Mapping[str, float] | None
) -> dict[str, float]:
    if group is None and weights is None:
        return {}
    if group is None or weights is None or group not in responses.columns:
        raise Refusal(
            "OUT-124",
            "Weighting by staff group needs a column of groups and a weight for each group.",
            "Give both, or neither.",
            where=group or "group",
        )
    bad = [name for name, weight in weights.items() if not (weight > 0 and math.isfinite(weight))]
    present = responses[group].cast(pl.String).unique().to_list()
    unweighted = [str(name) for name in present if name not in weights]
    if bad or unweighted:
        raise Refusal(
            "OUT-124",
            f"There is no usable weight for {', '.join(sorted(bad or unweighted))}.",
            "Give every staff group a weight above nought. Name a group for people who gave none.",
            where=group,
        )
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}


def _people(answers: pl.DataFrame, items: ItemList) -> pl.DataFrame:
    """Sub-scores and overall score of each respondent, null where too little was answered."""
    points = answers.select((pl.all() - 1) * 2.5)
    subscores = points.select(
        pl.when(pl.sum_horizontal(pl.col(three).is_not_null()) >= ENOUGH_ITEMS)
        .then(pl.mean_horizontal(three))
        .alias(name)
        for name, three in items.by_subscore.items()
    )
    every = pl.all_horizontal(pl.col(SUBSCORES).is_not_null())
    return subscores.with_columns(
        pl.when(every).then(pl.mean_horizontal(SUBSCORES)).alias("overall")
    )


def _weighted(
    people: pl.DataFrame, shares: Mapping[str, float], names: tuple[str, ...]
) -> tuple[dict[str, float | None], list[str]]:
    means = people.group_by("group").agg(pl.col(names).mean())
    share = pl.col("group").replace_strict(dict(shares), return_dtype=pl.Float64)
    scores = means.select(
        (pl.col(name) * share).sum() / share.filter(pl.col(name).is_not_null()).sum()
        for name in names
    )
    scored = means.filter(pl.col("overall").is_not_null())["group"]
    absent = sorted(set(shares) - set(scored))
    notes = [
        f"Nobody in {', '.join(absent)} has an overall score; the weights of the other groups "
        "were scaled up."
    ]
    return scores.row(0, named=True), notes if absent else []


def _weighting(group: str | None, shares: Mapping[str, float]) -> str:
    if group is None:
        return "Every respondent counts the same."
    stated = ", ".join(f"{name} {share:.1%}" for name, share in sorted(shares.items()))
    return f"Weighted by {group}: {stated}."
