"""A change's page: read by a chief executive who must not be told more than is known."""

from __future__ import annotations

import datetime as dt
import itertools
import math
import re
from typing import Any
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from a_change import AT, DAY, a_change, an_effect, around, quarters, too_little

from mutuality.base import Refusal
from mutuality.outcomes import REGISTRY
from mutuality.papers import (
    Document,
    Figure,
    Life,
    Plain,
    Promise,
    Series,
    change_page,
    to_docx,
    to_html,
)
from mutuality.papers.change.lifelines import Lifelines
from mutuality.papers.change.naming import naming, short_name
from mutuality.papers.change.words import Yardstick, sources_line
from mutuality.papers.document import Bullets, Callout, Heading, Table
from mutuality.stores import shipped

HELD = around()


def page(*results: Any, **changed: Any) -> Document:
    """The page of the merger with these results, and `results=None` for one not evaluated."""
    given: dict[str, Any] = {"at": AT, "results": results, "around": HELD} | changed
    return change_page(given.pop("change", a_change()), **given)


def all_of(document: Document, kind: type) -> list[Any]:
    return [block for block in document.blocks if isinstance(block, kind)]


def words(document: Document) -> str:
    """Every word of the page but those of tables."""
    said = [block.text for block in document.blocks if hasattr(block, "text")]
    said += [block.title for block in document.blocks if hasattr(block, "title")]
    said += [item for block in all_of(document, Bullets) for item in block.items]
    return "\n".join(said)


def answer(document: Document) -> Callout:
    return all_of(document, Callout)[-1]


def table(document: Document, start: str) -> Table:
    tables = [*all_of(document, Table), *(figure.twin for figure in all_of(document, Figure))]
    return next(one for one in tables if one.caption.startswith(start))


def figure(document: Document, start: str) -> Figure:
    found: Figure = next(f for f in all_of(document, Figure) if f.title.startswith(start))
    return found


class TestTheAnswer:
    """Chapter 1: the first screen says what happened and what could have been seen."""

    def test_no_sign_of_an_effect_is_never_said_without_the_size_that_would_have_shown(
        self,
    ) -> None:
        said = answer(page(an_effect(), too_little()))
        assert said.title == "No sign of an effect, which is not proof of none"
        assert "1 of 2 measures could be compared" in said.text
        assert "5.5 percentage points in general and acute overnight beds occupied" in said.text
        assert "not enough data" in said.text
        assert "A&E attendances dealt with within 4 hours" in said.text
        assert "No measure of care quality or staff could be compared." in said.text

    def test_several_measures_within_chance_are_told_together(self) -> None:
        effects = [
            an_effect(),
            an_effect("engagement", smallest_seen=0.16),
            an_effect("shmi", estimate=-0.02, interval=(-0.1, 0.06), smallest_seen=0.1),
        ]
        said = answer(page(*effects)).text
        assert "None moved further than chance allows" in said
        assert "0.16 points on the scale of 1 to 5 in staff engagement score" in said
        assert "No measure of" not in said
        assert "not enough data" not in said

    def test_what_stands_out_comes_with_its_cautions_and_with_luck(self) -> None:
        out = an_effect(estimate=-0.09, interval=(-0.17, -0.01), smallest_seen=0.08, rank=4)
        said = answer(page(out, an_effect("engagement")))
        assert said.title.startswith("Moved further than chance allows: general and acute")
        assert "9.0 percentage points lower than expected" in said.text
        assert "3 of 94 bodies that did not change moved at least as far" in said.text
        assert "not proof of a cause" in said.text
        assert "by luck alone" in said.text
        assert "No other moved further than chance allows" in said.text
        assert "overstated" not in said.text

    def test_an_effect_too_small_to_be_seen_reliably_is_called_overstated(self) -> None:
        out = an_effect(estimate=-0.09, interval=(-0.17, -0.01), smallest_seen=0.11)
        document = page(out)
        assert (
            "Only 11.0 percentage points or more could reliably have been seen"
            in answer(document).text
        )
        assert "likely overstated" in words(document)
        assert "No other moved" not in answer(document).text

    def test_a_difference_that_rounds_to_nothing_is_neither_higher_nor_lower(self) -> None:
        out = an_effect(estimate=-0.0002, interval=(-0.0003, -0.0001))
        assert "No different from what was expected" in answer(page(out)).text

    def test_nothing_compared_is_neither_harm_nor_good(self) -> None:
        said = answer(page(too_little()))
        assert said.title == "Not enough data to say what happened to outcomes"
        assert "no sign of harm and no sign of good" in said.text

    def test_a_change_that_no_panel_can_hold_says_why(self) -> None:
        said = answer(page(unplaced="none of its parties has an ODS code"))
        assert "because none of its parties has an ODS code" in said.text
        assert "no measure was asked for" in answer(page()).text

    def test_a_change_not_evaluated_says_so_and_how_to(self) -> None:
        document = page(results=None)
        assert answer(document).title == "Not yet evaluated here"
        assert "mutuality evaluate merger-2017-10-01-rxa" in answer(document).text
        assert "Not yet evaluated here, and nobody's report" in words(document)
        assert not [h for h in all_of(document, Heading) if h.anchor == "unsettled"]

    def test_a_change_that_was_only_looked_at_has_no_outcomes(self) -> None:
        looked = a_change(effective=None, announced="2014", fate="explored")
        document = page(change=looked, unplaced="the day is not known")
        assert answer(document).title == "It did not take effect"
        assert "there are no outcomes of it to compare" in words(document)

    def test_a_result_of_another_change_is_refused(self) -> None:
        with pytest.raises(Refusal) as no:
            page(an_effect(change_id="merger-2018-01-01-rzz"))
        assert no.value.code == "PAP-109"


class TestWhoAndWhen:
    """Chapter 2: the change in plain words, and who became whom."""

    def test_the_front_gives_the_fields_of_the_register(self) -> None:
        front = dict(page().front)
        assert front["Form"] == "Merger"
        assert front["Vehicle"] == "Statutory transaction"
        assert front["Took effect"] == "1 October 2017"
        assert front["Ended"] == "Not known"
        assert front["Standing of this entry"] == "Checked (high confidence)"
        assert front["Parties"].startswith("Anytown University Trust (RXA), successor; North")

    @pytest.mark.parametrize(
        ("changed", "told"),
        [
            (
                {},
                "North Trust (RXB) and South Trust (RXC) became Anytown University Trust (RXA) on",
            ),
            (
                {
                    "form": "acquisition",
                    "effective": "2017-10",
                    "parties": [
                        {"code": "RXA", "name": "A", "role": "acquirer"},
                        {"code": "RXB", "name": "RXB", "role": "acquired"},
                    ],
                },
                "RXB became part of A (RXA) in October 2017.",
            ),
            (
                {
                    "form": "split",
                    "parties": [
                        {"name": "W", "role": "divided"},
                        {"name": "X", "role": "receiver"},
                        {"name": "Y", "role": "receiver"},
                    ],
                },
                "W was divided between X and Y on 1 October 2017.",
            ),
            (
                {
                    "form": "buddying",
                    "parties": [
                        {"name": "W", "role": "recipient"},
                        {"name": "X", "role": "buddy"},
                    ],
                },
                "W was helped by X, its buddy, from 1 October 2017.",
            ),
            (
                {
                    "form": "franchise",
                    "ended": "2019",
                    "parties": [
                        {"name": "W", "role": "franchised"},
                        {"name": "X", "role": "operator"},
                    ],
                },
                "W was run by X under a franchise from 1 October 2017 to 2019.",
            ),
            (
                {"form": "group", "effective": None, "announced": "2014-05"},
                "Group (announced May 2014). Took part: Anytown University Trust (RXA), North",
            ),
            ({"form": "group", "effective": None}, "Group (date not known). Took part: Anytown"),
            (
                {"form": "ft-plus", "effective": None, "announced": "2014", "fate": "planned"},
                "Staff governance inside a foundation trust (planned, announced 2014). Took part:",
            ),
            ({"effective": None, "fate": "abandoned"}, "(RXA) (abandoned)."),
        ],
    )
    def test_the_title_is_followed_by_one_plain_sentence(
        self, changed: dict[str, Any], told: str
    ) -> None:
        assert told in page(change=a_change(**changed)).subtitle

    @pytest.mark.parametrize(
        ("status", "first", "mark"),
        [
            ("background", "Not checked: ", " (not checked)"),
            ("not-found", "Not known: ", " (not known)"),
        ],
    )
    def test_what_nobody_checked_is_marked_wherever_it_stands(
        self, status: str, first: str, mark: str
    ) -> None:
        document = page(change=a_change(status=status, sources=["Background knowledge"]))
        assert document.subtitle.startswith(first)
        front = dict(document.front)
        for field in ("Form", "Nature", "Scale", "Vehicle", "What became of it"):
            assert front[field].endswith(mark)
        assert front["Took effect"] == "1 October 2017 (not checked)"
        assert front["Parties"].count(mark) == 3
        assert all_of(document, Callout)[0].kind == "warning"
        assert "Not checked: They did not come." in words(document)

    def test_the_picture_tells_who_became_whom_in_words_and_in_a_table(self) -> None:
        drawn = figure(page(), "Two bodies became part of one body")
        assert (
            "North Trust (RXB) became part of Anytown University Trust (RXA) on 1 Oct" in drawn.alt
        )
        rows = {row[0]: row for row in drawn.twin.rows}
        assert rows["North Trust"][1:] == (
            "RXB", "Predecessor", "1 April 1994", "Anytown University Trust on 1 October 2017",
            "30 September 2017",
        )  # fmt: skip
        assert rows["South Trust"][3] == "not known"
        assert rows["Anytown University Trust"][4:] == ("nothing on record", "no date held")

    def test_predecessors_stand_above_what_they_became_and_every_name_is_read(self) -> None:
        drawn = figure(page(), "Two bodies")
        texts = [e.text or "" for e in ET.fromstring(drawn.svg).iter() if e.tag.endswith("text")]
        codes = [text[:3] for text in texts if text.startswith("RX")]
        assert codes == ["RXB", "RXC", "RXA"]
        assert "1 October 2017: took effect" in texts

    def test_no_line_runs_past_the_date_of_the_page_or_past_a_closing(self) -> None:
        held = Lifelines.of(around(), a_change(), at=dt.date(2018, 4, 1))
        assert held is not None
        drawn = " ".join(held.parts()[0])
        reach = held._x(dt.date(2018, 4, 1))
        bars = re.findall(
            r'<line x1="[\d.]+" y1="[\d.]+" x2="([\d.]+)"[^>]*stroke-width="8"', drawn
        )
        assert max(map(float, bars)) == pytest.approx(reach, abs=0.1)
        assert sorted(map(float, bars))[:2] == pytest.approx([held._x(DAY)] * 2, abs=0.5)
        assert held.last > dt.date(2018, 4, 1)

    def test_a_split_and_what_came_later_are_drawn_too(self) -> None:
        split = a_change(
            form="split",
            parties=[
                {"code": "RXB", "name": "North Trust", "role": "divided"},
                {"code": "RXA", "name": "Anytown", "role": "receiver"},
                {"code": "RXC", "name": "South Trust", "role": "receiver"},
            ],
        )
        held = around(
            lives=[Life(c, c + " Trust") for c in ("RXA", "RXB", "RXC", "RXD")],
            links=[
                ("RXB", "RXA", DAY), ("RXB", "RXC", DAY), ("RXC", "RXD", dt.date(2020, 4, 1)),
                ("RXD", "RXA", dt.date(2021, 4, 1)),
            ],
        )  # fmt: skip
        drawn = figure(page(change=split, around=held), "One body was divided between two bodies")
        assert "Apr 2020" in drawn.svg
        assert drawn.twin.rows[-1][2] == "None: it came before or after"

    def test_an_arrangement_with_two_ends_is_shaded_and_nobody_becomes_anybody(self) -> None:
        run = a_change(
            form="franchise",
            ended="2019-03-31",
            announced={"on": "2016", "status": "background"},
            parties=[
                {"code": "RXA", "name": "Anytown University Trust", "role": "franchised"},
                {"name": "A private operator", "role": "operator"},
            ],
        )
        held = around(
            lives=[
                Life("RXA", "Anytown University Trust"),
                Life("A private operator", "A private operator"),
            ],
            links=[],
        )
        drawn = figure(page(change=run, around=held), "No body became another by this change")
        assert "2016 (not checked): announced" in drawn.svg
        assert "31 March 2019: ended" in drawn.svg
        assert 'stroke-dasharray="6 5"' in drawn.svg
        assert drawn.twin.rows[1][1] == "none held"

    def test_without_dates_the_parties_stand_in_a_table(self) -> None:
        undated = a_change(
            form="partnership", effective=None, parties=[{"name": "W", "role": "partner"}]
        )
        document = page(change=undated, around=None)
        assert "there is nothing to draw" in words(document)
        assert table(document, "Who took part").rows[0][:3] == ("W", "none held", "Partner")

    def test_a_succession_of_a_body_without_a_life_is_refused(self) -> None:
        with pytest.raises(Refusal) as no:
            page(around=around(links=[("RXZ", "RXA", DAY)]))
        assert no.value.code == "PAP-108"


class TestPromises:
    """Chapter 3: what was promised beside what happened."""

    def test_an_absent_promise_is_said_aloud(self) -> None:
        document = page(an_effect())
        assert "No promise is on record" in words(document)
        row = table(document, "Promises").rows[0]
        assert row[1:] == (
            "No promise on record",
            "Nothing on record that names this change",
            "+1.0 percentage points (−3.0 to +5.0): within chance",
            "25 of 94",
            "5.5 percentage points",
            "Low, exploratory",
        )

    def test_a_promise_stands_beside_what_came_of_it_with_every_standing(self) -> None:
        change = a_change()
        promises = [Promise("savings", change.facts[0], change.facts[1:])]
        document = page(an_effect(), around=around(promises=promises))
        first, second = table(document, "Promises").rows
        assert first[:3] == (
            "Savings",
            "Savings of £9 million were promised. (Board 2017)",
            "Not checked: They did not come. (Background knowledge)",
        )
        assert first[3] == "No measure of ours speaks of this"
        assert second[0].startswith("General and acute")
        assert "No promise is on record" not in words(document)

    @pytest.mark.parametrize(
        ("results", "told"),
        [
            ([an_effect()], "+1.0 percentage points"),
            ([too_little("ga-occupancy")], "Not enough data"),
            (None, "Not yet evaluated here"),
            ([], "Not enough data"),
        ],
    )
    def test_a_promise_about_a_measure_meets_our_comparison(
        self, results: list[Any] | None, told: str
    ) -> None:
        promise = Promise("beds", a_change().facts[0], measure="ga-occupancy")
        rows = table(page(results=results, around=around(promises=[promise])), "Promises").rows
        assert [row[0] for row in rows] == ["Beds"]
        assert rows[0][3].startswith(told)

    def test_a_published_finding_that_names_the_change_stands_beside_it(self) -> None:
        change = a_change(
            form="franchise",
            parties=[
                {
                    "code": "RQQ",
                    "name": "Hinchingbrooke Health Care NHS Trust",
                    "role": "franchised",
                }
            ],
        )
        promise = Promise("savings", change.facts[0], findings=("E34",))
        held = around(lives=[], links=[], findings=shipped.findings(), promises=[promise])
        rows = table(page(change=change, around=held), "Promises").rows
        assert "£ million" in rows[0][2]
        assert "compared with nobody" in rows[0][2]
        assert [row[0] for row in rows[1:]] == [
            "Years that a ten-year franchise ran",
            "Deficit in the first nine months of 2014/15",
        ]
        assert rows[1][2].startswith("3 years, adverse.")

    def test_a_finding_of_a_measure_stands_in_the_row_of_that_measure(self) -> None:
        finding = next(f for f in shipped.findings() if f.id == "E30")
        change = a_change(form="buddying", parties=[{"name": "Special Place", "role": "recipient"}])
        named = type(finding)(
            **{name: getattr(finding, name) for name in finding.__slots__}
            | {"size": "Special Place", "verified": False}
        )
        result = too_little("shmi", change_id=change.id)
        rows = table(page(result, change=change, around=around(findings=[named])), "Promises").rows
        assert len(rows) == 1
        assert rows[0][2].startswith("Not checked at its source: ")
        assert "; comparative." in rows[0][2]

    def test_only_findings_of_its_kind_that_name_a_party_whole_are_taken(self) -> None:
        assert short_name("Central Manchester University Hospitals NHS Foundation Trust") == (
            "central-manchester"
        )
        assert short_name("Circle") == "circle"
        london = a_change(form="clinical-network", parties=[{"name": "London", "role": "lead"}])
        assert naming(london, shipped.findings()) == ()


class TestWhatCouldBeSeen:
    """Chapter 4: the smallest effect, measure by measure, never two units on one scale."""

    def test_the_twin_holds_the_effects_own_figures(self) -> None:
        twin = table(page(an_effect(), an_effect("engagement", smallest_seen=0.16)), "Estimates")
        assert twin.rows[0] == (
            "General and acute overnight beds occupied", "percentage points", "+1.0", "−3.0",
            "+5.0", "5.5", "no",
        )  # fmt: skip
        assert twin.rows[1][5] == "0.16"

    def test_each_unit_has_a_panel_of_its_own(self) -> None:
        drawn = figure(page(an_effect(), an_effect("engagement")), "An effect inside")
        assert drawn.svg.count("Scale: ") == 2
        assert "Lower is better." in drawn.svg
        assert "could have been missed" in drawn.alt

    def test_the_words_name_the_size_that_would_not_have_shown(self) -> None:
        told = "A rise or fall in A&E attendances dealt with within 4 hours of less than 4.0 "
        assert told in words(page(an_effect("ae-4h", smallest_seen=0.04)))

    def test_too_few_bodies_to_bound_anything_is_no_bound_at_all(self) -> None:
        endless = an_effect(interval=(-math.inf, math.inf), smallest_seen=math.inf)
        document = page(endless)
        assert table(document, "Estimates").rows[0][3:6] == ("no bound", "no bound", "none would")
        assert "however large, could have been told from chance" in words(document)
        assert "no size, however large in general" in answer(document).text
        assert "any size could have been missed" in figure(document, "An effect inside").alt

    def test_a_logarithm_is_told_in_per_cent(self) -> None:
        logged = an_effect(scale="log", estimate=math.log(1.1), interval=(0.0, math.log(1.21)))
        row = table(page(logged), "Estimates").rows[0]
        assert row[1:5] == ("per cent", "+10.0", "0.0", "+21.0")

    def test_a_measure_that_nobody_described_is_told_by_its_identifier(self) -> None:
        row = table(page(an_effect("parking"), around=None), "Estimates").rows[0]
        assert row[:3] == ("parking", "", "+0.01")

    @pytest.mark.parametrize(
        ("measure", "unit"),
        [
            ("shmi", "in the ratio"),
            ("burnout", "percentage points"),
            ("rtt-over-18", "waits"),
            ("recommend-work", "points on the scale of 1 to 5"),
        ],
    )
    def test_every_size_has_the_unit_of_its_measure(self, measure: str, unit: str) -> None:
        assert Yardstick.of(REGISTRY[measure], scale="as-published").unit == unit

    def test_one_line_names_each_publication_and_each_licence_once(self) -> None:
        told = sources_line(["Source: A, Beds. See the publication for its licence."] * 2)
        assert told == "Source: A, Beds. See the publication for its licence."
        assert sources_line(["Source: A.", "Source: B."]) == "Source: A; B."


class TestBeforeAndAfter:
    """Chapter 5: outcomes beside what was expected, with every caution."""

    def test_no_line_is_drawn_over_the_quarter_of_the_change(self) -> None:
        twin = figure(page(an_effect()), "General and acute").twin
        rows = {row[0]: row[1:] for row in twin.rows}
        assert rows["Q3 2017/18"] == ["no figure"] * 3
        assert rows["Q1 2018/19"] == ["91.0%", "90.0%", "90.9%"]
        assert len(twin.rows) == 24

    def test_figures_on_a_log_scale_are_drawn_as_published(self) -> None:
        twin = figure(page(an_effect(scale="log")), "General and acute").twin
        assert twin.rows[0][1:] == ["90.0%", "90.0%", "89.9%"]

    @pytest.mark.parametrize(
        ("ends", "label"),
        [
            ([dt.date(y, 12, 31) for y in (2014, 2015, 2016, 2018)], "2018"),
            ([dt.date(2017, m, 28) for m in (6, 7)] + [dt.date(2017, 8, 31)], "August 2017"),
        ],
    )
    def test_years_and_months_are_labelled_as_such(self, ends: list[dt.date], label: str) -> None:
        path = tuple(type(an_effect().path[0])(end, end > DAY, 3.9, 3.8) for end in ends)
        effect = an_effect("engagement")
        mix = type(effect.synthetic)(
            **{n: getattr(effect.synthetic, n) for n in effect.synthetic.__slots__}
            | {"gap": (0.0,) * len(path)}
        )
        drawn = figure(page(an_effect("engagement", path=path, synthetic=mix)), "Staff engagement")
        assert drawn.last_period == label

    def test_every_caution_is_printed_and_the_standing_one_once(self) -> None:
        effects = [an_effect(), an_effect("engagement")]
        said = words(page(*effects))
        for caution in effects[0].cautions:
            assert caution in said
        assert said.count(effects[0].cautions[0]) == 1

    def test_a_plan_sealed_before_the_figures_has_no_standing_caution(self) -> None:
        said = words(page(an_effect(exploratory=False, flags=())))
        assert "Exploratory" not in said
        assert "No further caution was flagged." in said

    def test_standing_out_is_the_title_of_its_chart(self) -> None:
        out = page(an_effect(interval=(0.001, 0.05)))
        assert (
            "further from what was expected than chance" in figure(out, "General and acute").title
        )


OWN: dict[str, Any] = {
    "accountability": 1, "legal_entity": 0, "leadership": 2, "employer": 0, "estate_it": 0,
    "service": 3, "author": "A. Judge", "date": dt.date(2024, 5, 1),
}  # fmt: skip


class TestHowMuch:
    """Chapter 6: the degree of change, and whose judgement it is."""

    def test_the_default_of_its_kind_is_not_told_as_its_own(self) -> None:
        model = shipped.register().models["merger"]
        document = page(around=around(model=model))
        assert "Nobody has judged this change itself" in words(document)
        assert figure(document, "21 of 24").twin.rows

    def test_its_own_profile_goes_before_the_default(self) -> None:
        model = shipped.register().models["merger"]
        document = page(change=a_change(degree=OWN), around=around(model=model))
        drawn = figure(document, "6 of 24")
        assert "Anytown formed" in drawn.subtitle
        assert "A. Judge" in drawn.source

    def test_its_own_profile_without_a_kind_stands_in_a_table(self) -> None:
        document = page(change=a_change(degree=OWN))
        assert table(document, "From 0").rows[-1] == ("All six", "6")

    def test_no_profile_at_all_is_said(self) -> None:
        assert "its kind has no default profile" in words(page())


class TestUnsettled:
    """Chapter 7: what we cannot say, and what would settle it."""

    def test_reasons_are_read_by_people(self) -> None:
        row = table(page(too_little()), "Measures that could not").rows[0]
        assert row[1] == (
            "1 clean quarter after the change, 8 needed (Anytown joins a group met the same body "
            "on 1 April 2018)."
        )
        assert row[2:] == ("9 of 8", "1 of 8", "1 more quarter of figures.")

    def test_overlapping_periods_are_the_reason_where_they_are(self) -> None:
        row = table(page(too_little("shmi")), "Measures that could not").rows[0]
        assert row[1].startswith("Successive figures share months")

    def test_each_thing_that_stands_in_the_way_is_named(self) -> None:
        vague = a_change(
            effective="2017",
            status="background",
            sources=["Background knowledge"],
            parties=[{"name": "W", "role": "lead"}],
        )
        said = words(page(change=vague))
        assert "The day on which it took effect" in said
        assert "Somebody who reads a source" in said
        assert "The codes of its parties" in said
        assert "none was asked for" in words(page())

    def test_figures_alone_are_never_told_as_an_effect(self) -> None:
        frame = pl.DataFrame(
            {"period_end": quarters(24), "value": [0.9] * 23 + [0.95]}
        ).with_columns(period_start=pl.col("period_end").dt.month_start().dt.offset_by("-2mo"))
        peers = pl.concat([frame.with_columns(organisation=pl.lit(f"R{i}")) for i in range(6)])
        series = Series(REGISTRY["ga-occupancy"], frame, "Source: a publisher.")
        for others, lines in ((peers, 3), (None, 2)):
            plain = {"ga-occupancy": Plain("Anytown University Trust", series, others)}
            announced = a_change(announced="2016")
            drawn = figure(
                page(results=None, change=announced, around=around(plain=plain)), "General"
            )
            assert "compared with nobody that stayed as it was" in drawn.title
            assert "says nothing about what the change did" in drawn.note
            assert drawn.last_period == "Q3 2019/20"
            assert len(drawn.twin.columns) == lines
            assert "Oct 2017: took effect" in drawn.svg
            assert "announced" not in drawn.svg


class TestTracing:
    """Chapter 8: every number can be traced."""

    def test_the_working_names_the_plan_the_pool_and_the_rows(self) -> None:
        reads = {
            "ga-occupancy": ("reference/ga-occupancy.parquet, edition reference: rows 1 to 8",)
        }
        document = page(an_effect(), too_little(), around=around(reads=reads))
        working = dict(row[:2] for row in table(document, "The working").rows)
        assert working["Place among placebos"] == "26 of 95"
        assert working["Under another choice: synthetic control"] == "+0.8"
        assert working["Largest gap before the change"] == "2.0"
        assert working["Share of bodies drifting as much before"] == "0.250"
        pool = table(document, "Who stood for").rows[0]
        assert pool[1:] == ("RXD (RXD) 70%; RXE (RXE) 30%", "same system 1; step 1", "none")
        seals = dict(table(document, "Seals").rows)
        assert seals["General and acute overnight beds occupied"] == str(an_effect().seal)
        assert len(seals) == 2
        assert "rows 1 to 8" in words(document)

    def test_a_long_mix_and_an_empty_pool_are_told_short(self) -> None:
        effect = an_effect(left_out=(), not_applied=("same-kind",))
        mix = type(effect.synthetic)(
            **{n: getattr(effect.synthetic, n) for n in effect.synthetic.__slots__}
            | {"weights": tuple((f"R{i}", 0.1) for i in range(8))}
        )
        pool = table(
            page(an_effect(left_out=(), not_applied=("same-kind",), synthetic=mix)), "Who stood"
        ).rows[0]
        assert pool[1].endswith("; 3 more")
        assert pool[2:] == ("nobody", "same-kind")

    def test_sources_are_linked_and_the_record_keeps_its_standing(self) -> None:
        document = page(an_effect(), change=a_change(programme="vanguard-acute"))
        said = words(document)
        assert "Board 2017: [Papers of the board](https://x.uk/a%28b%29), 2017." in said
        assert SOURCE_LINE in said
        assert "North Trust: Later closed." in said
        assert "Programme: vanguard acute." in said

    def test_the_footer_says_what_the_page_is_not(self) -> None:
        assert page().footer[0] == "Decision support, not legal, financial or HR advice."
        assert "Open Government Licence" in page().footer[-1]


SOURCE_LINE = "Source: NHS England, Beds (2010 to 2024). Contains public sector information."


class TestThePaper:
    """Chapter 9: on a screen, on a telephone and in Word."""

    WHOLE = staticmethod(
        lambda: page(
            an_effect(),
            an_effect("engagement"),
            too_little(),
            around=around(model=shipped.register().models["merger"]),
        )
    )

    def test_it_has_no_style_attribute_and_no_script(self) -> None:
        html = to_html(self.WHOLE())
        assert " style=" not in html
        assert "<script" not in html

    def test_it_can_be_edited_in_word(self) -> None:
        assert to_docx(self.WHOLE(), at=AT)[:2] == b"PK"

    def test_headings_go_down_one_level_at_a_time(self) -> None:
        levels = [1, *(heading.level for heading in all_of(self.WHOLE(), Heading))]
        assert all(b <= a + 1 for a, b in itertools.pairwise(levels))

    @pytest.mark.browser
    def test_a_browser_shows_it_narrow_and_wide_and_its_first_page_prints_on_one(
        self, chromium: str
    ) -> None:
        sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
        axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe").Axe
        millimetre = 96 / 25.4
        with sync.sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for width in (320, 1200):
                seen = browser.new_page(viewport={"width": width, "height": 800})
                seen.set_content(to_html(self.WHOLE()))
                assert [v["id"] for v in axe().run(seen).response["violations"]] == []
                assert seen.evaluate("document.documentElement.scrollWidth") <= width
            seen = browser.new_page(viewport={"width": round(180 * millimetre), "height": 1000})
            seen.emulate_media(media="print")
            seen.set_content(to_html(self.WHOLE()))
            low = "document.querySelector('.page-one').getBoundingClientRect().bottom"
            assert seen.evaluate(low) <= (297 - 30) * millimetre
            browser.close()
