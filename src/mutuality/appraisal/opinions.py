"""What several people think, and what comes of it in the case.

In:    a case, and for each person a group, scores of options and swings of criteria.
Out:   Opinions that fit the case, and the case with the range of what people said.
Never: an average that hides who disagrees, or a name that somebody did not give.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from mutuality.appraisal.case import Case, Group, Option, Score, ScoreScale, Slug, Words
from mutuality.appraisal.checks import Checked, examined, refusals
from mutuality.appraisal.editing import cleaned
from mutuality.appraisal.words import listed
from mutuality.base import Refusal

FULL_SWING = 100.0


def _interval(value: Any) -> Any:
    """One number stands for an interval from itself to itself."""
    return value if isinstance(value, Sequence) and not isinstance(value, str) else [value, value]


def _upwards(value: tuple[float, float]) -> tuple[float, float]:
    low, high = value
    if not 0 <= low <= high <= FULL_SWING:
        raise ValueError(f"a swing must run upwards between 0 and 100, not {low:g} to {high:g}.")
    return value


Swing = Annotated[
    tuple[float, float], Field(strict=False), BeforeValidator(_interval), AfterValidator(_upwards)
]


class Estimate(Checked):
    """Low, likely and high of one option on one criterion, and why."""

    low: float
    likely: float
    high: float
    scale: ScoreScale = "level"
    reason: Words

    @model_validator(mode="after")
    def _ordered(self) -> "Estimate":
        if not self.low <= self.likely <= self.high:
            raise ValueError("low, likely and high must run from low to high.")
        return self


class Opinion(Checked):
    """What one person thinks, as a member of one group of the case.

    `person` tells people apart and is never shown; `name` is shown, and empty where none was
    given. `scores` maps option to criterion to Estimate. `swings` maps a criterion to how much the
    step from worst to best matters, from 0 to 100, as an interval or as one number.
    """

    person: Words
    group: Slug
    name: str = ""
    scores: dict[str, dict[str, Estimate]] = Field(default_factory=dict)
    swings: dict[str, Swing] = Field(default_factory=dict)

    @field_validator("swings")
    @classmethod
    def _something_matters(
        cls, value: dict[str, tuple[float, float]]
    ) -> dict[str, tuple[float, float]]:
        if value and not any(high > 0 for _, high in value.values()):
            raise ValueError("at least one swing must be above zero.")
        return value

    @property
    def weighs(self) -> dict[str, tuple[float, float]]:
        """The swings with the biggest set to 100: only their proportions say anything."""
        factor = FULL_SWING / max((high for _, high in self.swings.values()), default=FULL_SWING)
        return {
            name: (min(low * factor, FULL_SWING), min(high * factor, FULL_SWING))
            for name, (low, high) in self.swings.items()
        }


def check_opinion(
    case: Case, document: Mapping[str, Any]
) -> tuple[Opinion | None, tuple[Refusal, ...]]:
    """An opinion from plain data or the text of a form, or a Refusal APP-013 for each problem.

    `where` of each is the field, as `scores.buddy.mortality.low` or `swings.mortality`. Scores and
    swings must be of options and criteria of the case, and the group one of its groups.
    """
    opinion, problems = examined(Opinion, cleaned(document) or {}, typed=True)
    if opinion is not None:
        problems = _strangers(case, opinion)
    return (opinion, ()) if not problems else (None, refusals("APP-013", problems))


def combine(case: Case, opinions: Sequence[Opinion]) -> Case:
    """The case with what people think in it (docs/methods/combining-judgements.md).

    A group whose members weighed takes, for each criterion, the range of their swings. A cell that
    anybody scored takes the lowest low, the median of the likely values and the highest high, with
    everybody's reasons; what the case held there gives way. A cell that the case scores from
    evidence stays so. All else stays as it is, and the order of opinions changes nothing.

    Raises Refusal APP-013 for an opinion that does not fit the case, APP-014 where one person
    speaks twice in a group, or one cell is scored both as a level and as a change.
    """
    _check(case, opinions)
    heard = sorted(opinions, key=lambda opinion: (opinion.group, opinion.person))
    return case.model_copy(
        update={
            "options": tuple(_scored(case, option, heard) for option in case.options),
            "groups": tuple(_weighed(case, group, heard) for group in case.groups),
        }
    )


def voices(
    case: Case, opinions: Iterable[Opinion], option: str, criterion: str
) -> list[tuple[Opinion, Estimate]]:
    """Who scored a cell, and how, each person once. Nobody where studies score it."""
    if is_from_evidence(case.option(option), criterion):
        return []
    heard = {
        opinion.person: (opinion, opinion.scores[option][criterion])
        for opinion in opinions
        if criterion in opinion.scores.get(option, {})
    }
    return list(heard.values())


def is_from_evidence(option: Option, criterion: str) -> bool:
    """Whether the case says that studies score it."""
    score = option.score(criterion)
    return score is not None and score.basis == "evidence"


def label(case: Case, opinion: Opinion) -> str:
    """A person as they may be shown: by a name only where they gave one."""
    group = next(group.title for group in case.groups if group.id == opinion.group)
    name = " ".join(opinion.name.split())
    return f"{name} ({group})" if name else f"somebody of {group}"


def people(case: Case, speakers: Sequence[Opinion]) -> str:
    """Several people: those with a name first, then how many of each group gave none."""
    labels = [(label(case, opinion), bool(opinion.name.strip())) for opinion in speakers]
    named = sorted(text for text, has_name in labels if has_name)
    nameless = Counter(text.removeprefix("somebody of ") for text, has in labels if not has)
    counted = [
        f"somebody of {group}" if count == 1 else f"{count} of {group} without a name"
        for group, count in sorted(nameless.items())
    ]
    return listed([*named, *counted])


def _scored(case: Case, option: Option, opinions: Sequence[Opinion]) -> Option:
    scores = {score.criterion: score for score in option.scores}
    for criterion in case.criteria:
        said = voices(case, opinions, option.id, criterion.id)
        if said:
            scores[criterion.id] = _joined(case, criterion.id, said)
    return option.model_copy(update={"scores": tuple(scores.values())})


def _joined(case: Case, criterion: str, said: Sequence[tuple[Opinion, Estimate]]) -> Score:
    speakers = [opinion for opinion, _ in said]
    count = "one person alone" if len(said) == 1 else f"{len(said)} people"
    reasons = [f"{label(case, opinion)}: {guess.reason}" for opinion, guess in said]
    return Score(
        criterion=criterion,
        basis="judgement",
        scale=said[0][1].scale,
        low=min(guess.low for _, guess in said),
        likely=float(median(guess.likely for _, guess in said)),
        high=max(guess.high for _, guess in said),
        author=f"{people(case, speakers)} ({count})",
        reason="; ".join(dict.fromkeys(reasons)),
    )


def _weighed(case: Case, group: Group, opinions: Sequence[Opinion]) -> Group:
    swings = [opinion.weighs for opinion in opinions if opinion.group == group.id]
    ranges = {
        criterion.id: (
            min(swing[criterion.id][0] for swing in swings if criterion.id in swing),
            max(swing[criterion.id][1] for swing in swings if criterion.id in swing),
        )
        for criterion in case.criteria
        if any(criterion.id in swing for swing in swings)
    }
    return group.model_copy(update={"swing": ranges}) if ranges else group


def _check(case: Case, opinions: Sequence[Opinion]) -> None:
    """Raise the first thing that keeps opinions from being put together."""
    spoken: set[tuple[str, str]] = set()
    scales: dict[tuple[str, str], str] = {}
    own: dict[tuple[str, str, str], Estimate] = {}
    for opinion in opinions:
        for place, why in _strangers(case, opinion):
            raise refusals("APP-013", [(place, why)])[0]
        if (opinion.person, opinion.group) in spoken:
            raise _twice(f"speaks twice for '{opinion.group}'", "person")
        spoken.add((opinion.person, opinion.group))
        for option, guesses in opinion.scores.items():
            for criterion, guess in guesses.items():
                place = f"scores.{option}.{criterion}"
                if own.setdefault((opinion.person, option, criterion), guess) != guess:
                    raise _twice(f"scores '{option}' on '{criterion}' in two ways", place)
                if scales.setdefault((option, criterion), guess.scale) != guess.scale:
                    raise Refusal(
                        "APP-014",
                        f"'{option}' is scored on '{criterion}' as a level by some and as a "
                        "change by others.",
                        "Ask everybody on one scale.",
                        where=f"{place}.scale",
                    )


def _twice(what: str, place: str) -> Refusal:
    return Refusal("APP-014", f"One person {what}.", "Keep the later of the two.", where=place)


def _strangers(case: Case, opinion: Opinion) -> list[tuple[str, str]]:
    """What an opinion names that the case does not have."""
    groups = [group.id for group in case.groups]
    options = [option.id for option in case.options]
    criteria = [criterion.id for criterion in case.criteria]
    named = [("group", opinion.group, groups)]
    named += [(f"swings.{name}", name, criteria) for name in opinion.swings]
    for option, guesses in opinion.scores.items():
        named.append((f"scores.{option}", option, options))
        named += [(f"scores.{option}.{name}", name, criteria) for name in guesses]
    return [
        (place, f"'{name}' is not in the case; it has {', '.join(known) or 'none'}.")
        for place, name, known in named
        if name not in known
    ]
