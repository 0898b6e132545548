"""A first draft holds what is known and invents nothing: no score, no weight, no level."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from small_case import DEFAULTS, FINDING, GATES, MODELS, reference

from mutuality.appraisal import (
    Baseline,
    Draft,
    Subject,
    Yardstick,
    appraise,
    draft,
    parse_case,
    parse_first_pass,
    to_document,
)
from mutuality.appraisal.case import Anchor
from mutuality.appraisal.yardsticks import anchors
from mutuality.base import Refusal
from mutuality.register import Change
from mutuality.register.facts import Reference, When

AT = dt.date(2026, 11, 22)
LINES = reference("first-pass.toml")
START = parse_first_pass(LINES)
PEERS = tuple(np.linspace(0.03, 0.07, 41))
SICK = Yardstick(
    measure="sickness", title="Staff sickness absence", better="lower", unit="share", decimals=4,
    today=Baseline(0.05, "Q3 2025/26", "Source: a test", dt.date(2025, 12, 31)),
    peers=PEERS, peers_are="trusts of its type", record=(0.05,), since="Q3 2025/26",
    lowest=0.0, highest=1.0,
)  # fmt: skip
ADMITTED = Yardstick(
    measure="emergency-admissions", title="Emergency admissions", better=None, unit="admissions",
    decimals=0, today=Baseline(900, "Q3 2020/21", "Source: a test", dt.date(2020, 12, 31)),
    record=(800, 1000, 1200, 900), since="Q4 2019/20", lowest=0.0,
)  # fmt: skip
ALL = {model.id: model for model in MODELS}


def made(*kinds: str, yardsticks: tuple[Yardstick, ...] = (SICK,), **more: Any) -> Draft:
    changes = more.pop("changes", ())
    sticks = {stick.measure: stick for stick in yardsticks}
    given: dict[str, Any] = {
        "problem": "Staff are off sick.",
        "kinds": kinds or ("staff",),
        "at": AT,
        "first_pass": START,
        "models": ALL,
        "findings": (FINDING,),
        "rules": GATES,
        "defaults": DEFAULTS,
        "tried": {"merger": 12, "group": 1},
    }
    return draft(Subject("RMP", "A trust", sticks, changes), **(given | more))


class TestAnchors:
    """Tenths and quarters worked out by hand: 42 figures from 3% to 7%, the body itself at 5%."""

    def test_worst_tenth_and_best_quarter_of_all_bodies_its_own_figure_among_them(self) -> None:
        found = anchors(SICK, better="lower")
        every = np.array([*PEERS, 0.05])
        assert found is not None
        assert found.worst.value == pytest.approx(np.quantile(every, 0.9), abs=6e-5)
        assert found.best.value == pytest.approx(np.quantile(every, 0.25), abs=6e-5)
        assert found.spread == Anchor(
            value=float(f"{every.std(ddof=1):.2g}"),
            means="standard deviation between 42 trusts of its type, Q3 2025/26",
        )
        assert found.worst.means == (
            "where the worst tenth of 42 trusts of its type begins, Q3 2025/26"
        )

    def test_where_more_is_better_the_ends_change_places(self) -> None:
        found = anchors(replace(SICK, better="higher"), better="higher")
        every = np.array([*PEERS, 0.05])
        assert found is not None
        assert found.worst.value == pytest.approx(np.quantile(every, 0.1), abs=6e-5)
        assert found.best.value == pytest.approx(np.quantile(every, 0.75), abs=6e-5)

    @pytest.mark.parametrize(("today", "end"), [(0.068, "worst"), (0.031, "best")])
    def test_harm_and_gain_have_room_to_show(self, today: float, end: str) -> None:
        stick = replace(SICK, today=SICK.today._replace(value=today))
        found = anchors(stick, better="lower")
        half = np.array([*PEERS, today]).std(ddof=1) / 2
        assert found is not None
        level = getattr(found, end)
        assert level.value == round(today + (half if end == "worst" else -half), 4)
        assert level.means.startswith(
            f"half a standard deviation beyond today's {100 * today:.1f}%"
        )
        assert "trusts of its type begins, Q3 2025/26" in level.means

    def test_an_anchor_stays_within_what_the_measure_can_be(self) -> None:
        low = replace(SICK, today=SICK.today._replace(value=0.001))
        found = anchors(low, better="lower")
        assert found is not None
        assert found.best.value == 0

    def test_a_body_beside_too_few_others_is_set_beside_its_own_record(self) -> None:
        found = anchors(ADMITTED, better="lower")
        assert found is not None
        assert found.worst == Anchor(
            value=1200, means="the worst of its own 4 figures since Q4 2019/20"
        )
        half = np.std([800, 1000, 1200, 900], ddof=1) / 2
        assert found.best.value == min(800, round(900 - half))
        assert found.spread is None

    def test_an_aim_stands_for_the_best(self) -> None:
        aim = Anchor(value=0.0, means="none at all")
        short = replace(ADMITTED, record=(1000, 900))
        assert anchors(short, better="lower") is None
        found = anchors(short, better="lower", aim=aim)
        assert found is not None
        assert found.best == aim
        assert found.worst.value == 1000
        none = replace(ADMITTED, record=(0, 0), today=ADMITTED.today._replace(value=0))
        assert anchors(none, better="lower", aim=aim) is None

    def test_figures_that_are_alike_to_the_last_decimal_say_nothing(self) -> None:
        assert anchors(replace(SICK, peers=(0.05,) * 41), better="lower") is None
        assert (
            anchors(replace(SICK, peers=(0.05, 0.05001) * 20, decimals=3), better="lower") is None
        )
        nine = ADMITTED.today._replace(value=9)
        assert anchors(replace(ADMITTED, record=(9,) * 4, today=nine), better="lower") is None

    @pytest.mark.parametrize(
        ("unit", "decimals", "words"),
        [
            ("share", 3, "5.0%"), ("ratio", 2, "0.05"), ("waits", 0, "0 waits"),
            ("score, 1 to 5", 2, "0.05 (score, 1 to 5)"),
        ],
    )  # fmt: skip
    def test_figures_in_words(self, unit: str, decimals: int, words: str) -> None:
        assert replace(SICK, unit=unit, decimals=decimals).told(0.05) == words


class TestDraft:
    def test_it_can_be_read_and_appraised_as_it_stands_and_abstains(self) -> None:
        found = made()
        assert parse_case(to_document(found.case)) == found.case
        result = appraise(
            found.case, models=MODELS, findings=(FINDING,), gates=GATES, defaults=DEFAULTS,
            baselines={"sickness": SICK.today},
        )  # fmt: skip
        assert result.verdict.kind == "unscored"
        assert result.verdict.recommend is None

    def test_a_study_is_used_where_it_can_be_a_number_and_all_else_is_empty(self) -> None:
        found = made()
        scored = {
            (option.id, score.criterion, score.basis)
            for option in found.case.options
            for score in option.scores
        }
        assert scored == {("buddying", "absence", "evidence")}
        every = {(o.id, c.id) for o in found.case.options for c in found.case.criteria}
        gaps = {(gap.option, gap.criterion) for gap in found.gaps}
        assert every - gaps == {("buddying", "absence"), ("business-as-usual", "absence")}

    def test_nothing_is_weighed_costed_or_judged(self) -> None:
        case = made().case
        assert case.groups == ()  # a share would be somebody's decision
        assert case.readiness.model_dump(exclude_none=True) == {}
        assert not any(option.costs or option.gates for option in case.options)
        assert case.head.tie_points is None
        assert case.head.notice is not None
        assert "Nobody has scored" in case.head.notice
        assert "4,000 draws" in case.head.notice

    def test_what_stands_in_is_named(self) -> None:
        found = made()
        assert [criterion.measure for criterion in found.case.criteria] == [None, "sickness", None]
        assert found.placeholders == (
            "case.title", "case.tie_points", "criterion[1].worst", "criterion[1].best",
            "criterion[3].worst", "criterion[3].best",
        )  # fmt: skip
        assert [group.id for group in found.weighers] == ["staff", "patients", "board", "partners"]
        assert any("Patients and the public" in step for step in found.next_steps)

    def test_business_as_usual_and_the_minimum_are_always_there(self) -> None:
        assert [option.model for option in made().case.options] == [
            "business-as-usual", "do-minimum", "learning-network", "buddying", "group", "mutual",
        ]  # fmt: skip
        assert made().case.option("mutual").scope == "service"

    def test_what_nobody_measures_is_described(self) -> None:
        case = made("fragile").case
        described = case.criterion("continuity")
        assert (described.measure, described.worst.value, described.best.value) == (None, 0, 10)
        assert case.criterion("absence").measure == "sickness"  # watched, since a figure is held

    def test_what_is_watched_comes_only_with_a_figure(self) -> None:
        found = made("fragile", yardsticks=())
        assert [criterion.id for criterion in found.case.criteria] == ["continuity"]
        assert [objective.id for objective in found.case.objectives] == ["lasting"]
        assert found.facts == ()
        assert {gap.option for gap in found.gaps} == {option.id for option in found.case.options}

    def test_of_two_measures_the_latest_figure_counts(self) -> None:
        old = replace(SICK, measure="shmi", today=SICK.today._replace(end=dt.date(2013, 9, 30)))
        new = replace(SICK, measure="shmi-annual")
        case = made("quality", yardsticks=(old, new)).case
        assert case.criterion("mortality").measure == "shmi-annual"

    def test_a_measure_that_is_neither_good_nor_bad_takes_its_direction_from_the_file(self) -> None:
        case = made("flow", yardsticks=(ADMITTED,)).case
        admitted = case.criterion("emergency-admissions")
        assert admitted.best.value < admitted.worst.value

    def test_a_measure_without_a_direction_is_not_used(self) -> None:
        lost = replace(SICK, better=None)
        assert made(yardsticks=(lost,)).case.criterion("absence").measure is None

    def test_the_rules_in_force_that_day_are_told_by_option(self) -> None:
        now, then = made("quality"), made("quality", at=dt.date(2022, 9, 30))
        names = {gate.factor for gate in now.gates["merger"]}
        assert "transaction-assurance-2022" in names
        assert "transaction-assurance-2022" not in {gate.factor for gate in then.gates["merger"]}

    def test_as_plain_data(self) -> None:
        data = made("quality").as_dict()
        assert data.keys() == {
            "facts", "gates", "gaps", "weighers", "placeholders", "next_steps",
        }  # fmt: skip
        assert {"factor", "decision", "words"} == data["gates"]["merger"][0].keys()
        assert data["gaps"][0]["findings"] == []

    @pytest.mark.parametrize(
        ("more", "code", "where"),
        [
            ({"problem": " "}, "APP-009", "problem"),
            ({"kinds": ()}, "APP-010", "kinds"),
            ({"kinds": ("staff", "cats")}, "APP-010", "kinds"),
        ],
    )
    def test_refusals(self, more: dict[str, Any], code: str, where: str) -> None:
        with pytest.raises(Refusal) as caught:
            made(**more)
        assert (caught.value.code, caught.value.where) == (code, where)


def change(name: str, when: str | None, status: Any = "found") -> Change:
    return Change(
        id=name, title=name.capitalize(), form="merger", nature="voluntary", scale="structural",
        vehicle="none", degree=None, power="balanced", fate="completed", programme="",
        announced=None, effective=When(when) if when else None, ended=None, parties=(), facts=(),
        sources=(Reference("r", "A reference"),), status=status, confidence="high",
    )  # fmt: skip


class TestFacts:
    def test_a_figure_stands_beside_its_peers_with_period_and_source(self) -> None:
        fact = made().facts[0]
        better = sum(peer < 0.05 for peer in PEERS)
        assert fact.words == (
            "Sickness absence (Staff sickness absence): 5.0%, Q3 2025/26. "
            f"{better} of 41 other trusts of its type did better."
        )
        assert (fact.about, fact.period, fact.source, fact.is_old) == (
            "absence", "Q3 2025/26", "Source: a test", False,
        )  # fmt: skip

    def test_a_count_stands_beside_its_own_record_and_an_old_figure_says_so(self) -> None:
        fact = made("flow", yardsticks=(ADMITTED,)).facts[0]
        assert "run from 800 admissions to 1,200 admissions" in fact.words
        assert fact.words.endswith("Out of date.")
        assert fact.is_old

    def test_changes_on_record_keep_their_standing(self) -> None:
        changes = (change("join", "2017-10-01"), change("talk", None, "background"))
        _, one, two = made(changes=changes).facts
        assert (one.words, one.source) == ("Join (1 October 2017).", "A reference")
        assert two.words == "Not checked: Talk (date not known)."


class TestGaps:
    def gap(self, option: str, criterion: str, **more: Any) -> Any:
        found = made("quality", "staff", **more).gaps
        return next(gap for gap in found if (gap.option, gap.criterion) == (option, criterion))

    def test_no_study_at_all(self) -> None:
        gap = self.gap("merger", "absence")
        assert gap.why == "No study of this is on file."
        assert gap.settles.startswith(
            "An evaluation of the 12 changes of this form on the register"
        )
        assert "change of this form that is on" in self.gap("group", "absence").settles
        assert self.gap("mutual", "absence").settles.startswith("A judgement: low, likely and high")
        assert "director of people" in gap.ask

    def test_studies_that_cannot_be_a_number_say_why(self) -> None:
        vague = replace(FINDING, id="T2", overlap="t2", se=None, low=None, high=None)
        other = replace(FINDING, id="T3", overlap="t3", measure="burnout")
        gap = self.gap("buddying", "absence", findings=(vague, other))
        assert gap.findings == ("T2", "T3")
        assert gap.why.startswith("2 findings are on file, and none can be a number here: ")
        assert "it gives a size and no standard error (1)" in gap.why
        one = self.gap("buddying", "absence", findings=(vague,))
        assert one.why.startswith("1 finding is on file")
        assert one.strength != "None"

    def test_where_things_stand_today_is_a_gap_without_a_figure(self) -> None:
        gap = self.gap("business-as-usual", "mortality")
        assert gap.why == "No figure is held of where things stand today."
        assert gap.settles.startswith("A figure, loaded with its source")


class TestNextSteps:
    def test_each_step_is_there_only_where_it_is_needed(self) -> None:
        steps = " ".join(made("flow", yardsticks=(ADMITTED,)).next_steps)
        assert "Out of date: Emergency admissions (Q3 2020/21)." in steps
        assert "No figure is held for: A&E within four hours, Bed occupancy." in steps
        assert "raise the draws from 4,000 to 20,000" in steps
        quick = made(draws=20_000)
        assert not any(
            "Out of date" in step or "raise the draws" in step for step in quick.next_steps
        )

    def test_what_is_shut_out_is_said(self) -> None:
        whole = parse_first_pass({**LINES, "scope": {}})
        found = made(first_pass=whole)
        assert any(gate.shuts_out for gate in found.gates["mutual"])
        assert any(
            step.startswith("Shut out as things stand: mutual.") for step in found.next_steps
        )

    def test_without_rules_and_gaps_nothing_is_asked_of_them(self) -> None:
        few = {name: ALL[name] for name in ("business-as-usual",)}
        only = {
            **LINES,
            "kind": [{"id": "staff", "title": "S", "criteria": ["absence"], "models": []}],
        }
        found = made(models=few, first_pass=parse_first_pass(only))
        steps = " ".join(found.next_steps)
        assert found.gaps == ()
        assert "cells that have no number" not in steps
        assert "Rules that ask" not in steps
        assert "No figure is held" not in steps


class TestFirstPass:
    def test_every_kind_offers_little_and_much_change(self) -> None:
        from mutuality.register import parse_models

        catalogue = {model.id: model for model in parse_models(reference("models.toml"))}
        for kind in START.kinds:
            degrees = [catalogue[name].degree.total for name in kind.models]
            assert min(degrees) <= 5
            assert max(degrees) >= 9
        assert set(START.scope) <= catalogue.keys()

    def test_every_measure_is_registered(self) -> None:
        from mutuality.outcomes import REGISTRY

        for plan in START.criteria:
            for name in plan.measures:
                assert REGISTRY[name].polarity != "neutral" or plan.better

    def test_it_has_an_author_a_date_and_a_reason(self) -> None:
        assert (START.author, START.date) == ("Mutuality project", AT)
        assert START.reason

    def test_a_file_that_does_not_agree_with_itself_is_refused(self) -> None:
        with pytest.raises(Refusal) as caught:
            parse_first_pass({**LINES, "watch": ["cats"]})
        assert caught.value.code == "APP-011"
        assert "cats" in caught.value.problem
