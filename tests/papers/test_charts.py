"""Charts: safe to put on any page, readable without colour, and the same figures in a table."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import struct
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuality.base import Refusal
from mutuality.outcomes.spc import SpcResult, SpcSettings, xmr
from mutuality.papers import drawing, theme
from mutuality.papers.axes import (
    Numbers,
    apart,
    centred,
    domain,
    levels,
    round_step,
    time_ticks,
    wrapped,
)
from mutuality.papers.charts import Line, line_chart
from mutuality.papers.lineage import Life, lineage_chart
from mutuality.papers.ranges import Range, interval_chart, range_chart
from mutuality.papers.ranks import ordinal, percent, rank_chart
from mutuality.papers.spc_chart import spc_chart
from mutuality.papers.spc_text import Comparison

if TYPE_CHECKING:
    from mutuality.papers.document import Figure

AROUND: dict[str, Any] = {"title": "It rose", "subtitle": "A measure", "source": "Source: a file."}
PERCENT = Numbers(1, 100, suffix="%")


def quarters(n: int) -> list[dt.date]:
    ends = [(3, 31), (6, 30), (9, 30), (12, 31)]
    return [dt.date(2015 + i // 4, *ends[i % 4]) for i in range(n)]


def worked(extra: list[float | None] | None = None, **settings: Any) -> SpcResult:
    values = [0.8, 0.9] * 8 + (extra or [])
    return xmr(values, periods=quarters(len(values)), settings=SpcSettings(**settings))


def points_drawn(figure: Figure, kind: str) -> int:
    """Outlined shapes of this kind's colour, without the one in the key."""
    found = re.findall(rf'<path [^>]*fill="{theme.SPC[kind].colour}"[^>]*>', figure.svg)
    outlined = [path for path in found if f'stroke="{theme.INK}"' in path]
    return max(len(outlined) - 1, 0)


def texts(figure: Figure) -> str:
    return " ".join("".join(e.itertext()) for e in ET.fromstring(figure.svg).iter() if e.text)


FIGURES: dict[str, Figure] = {
    "spc": spc_chart(
        worked([1.6, None, 0.85], polarity="higher", target=0.95, rebase=(dt.date(2017, 1, 1),)),
        numbers=PERCENT,
        changes=[(dt.date(2016, 5, 1), "Merger & move"), (dt.date(2030, 1, 1), "Not yet")],
        comparison=Comparison("Median of peers", [(day, 0.82) for day in quarters(30)]),
        **AROUND,
    ),
    "line": line_chart(
        [
            Line("Promised", [(day, i) for i, day in enumerate(quarters(8))], step=True),
            Line(
                "Delivered", [(day, None if i == 3 else i / 2) for i, day in enumerate(quarters(8))]
            ),
        ],
        numbers=Numbers(1, prefix="£", suffix="m"),
        changes=[(dt.date(2016, 5, 1), "Merger")],
        **AROUND,
    ),
    "interval": interval_chart(
        [Range("Merger", -3.2, 1.4, -0.8), Range("Mutual", -4, 4)],
        reference=("No effect", 0),
        last_period="2024",
        **AROUND,
    ),
    "range": range_chart([Range("Merger", 1, 9, 4)], last_period="2024", **AROUND),
    "rank": rank_chart({"Stay": [0.7, 0.3], "Merge": [0.3, 0.7]}, last_period="2024", **AROUND),
    "lineage": lineage_chart(
        [
            Life("R0A", "New Trust", dt.date(2017, 10, 1)),
            Life("RM2", "Old Trust", None, dt.date(2017, 9, 30)),
            Life("RW3", "Other Trust", None, dt.date(2017, 9, 30)),
        ],
        [("RM2", "R0A", dt.date(2017, 10, 1)), ("RW3", "R0A", dt.date(2017, 10, 1))],
        at=dt.date(2020, 1, 1),
        **AROUND,
    ),
}


@pytest.mark.parametrize("name", FIGURES)
class TestEveryPicture:
    """Chapter 1: what holds for every picture."""

    def test_it_carries_no_script_style_or_outside_address(self, name: str) -> None:
        for element in ET.fromstring(FIGURES[name].svg).iter():
            tag = element.tag.rpartition("}")[2]
            assert tag in {"svg", "g", "path", "rect", "line", "text", "tspan", "circle", "title"}
            for key, value in element.attrib.items():
                assert not key.startswith(("on", "style", "class"))
                assert "href" not in key
                assert "url(" not in value or "url(#" in value
                assert not re.search("http|data:", value)
        assert "http" not in FIGURES[name].svg.replace(drawing.SVG, "")

    def test_it_is_one_labelled_image(self, name: str) -> None:
        root = ET.fromstring(FIGURES[name].svg)
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-label"] == FIGURES[name].alt
        assert "viewBox" in root.attrib
        inner = [e for e in root.iter() if e is not root]
        assert not any("role" in e.attrib or "aria-label" in e.attrib for e in inner)

    def test_it_uses_fonts_that_every_machine_has(self, name: str) -> None:
        fonts = set(re.findall(r'font-family="([^"]*)"', FIGURES[name].svg))
        assert fonts == {theme.FONT}
        assert not re.search("frutiger", FIGURES[name].svg, re.IGNORECASE)

    def test_its_letters_are_large_enough(self, name: str) -> None:
        sizes = re.findall(r'font-size="([\d.]+)', FIGURES[name].svg)
        assert min(map(float, sizes)) >= 12

    def test_its_panel_is_white(self, name: str) -> None:
        first = next(e for e in ET.fromstring(FIGURES[name].svg).iter() if e.tag.endswith("rect"))
        assert first.attrib["fill"] == theme.WHITE

    def test_the_png_is_the_same_picture_at_twice_the_size(self, name: str) -> None:
        figure = FIGURES[name]
        root = ET.fromstring(figure.svg)
        wide, tall = struct.unpack(">II", figure.png[16:24])
        assert figure.png.startswith(b"\x89PNG")
        assert wide == pytest.approx(2 * float(root.attrib["width"]), abs=1)
        assert tall == pytest.approx(2 * float(root.attrib["height"]), abs=1)

    def test_words_source_and_period_stand_beside_it(self, name: str) -> None:
        figure = FIGURES[name]
        assert (figure.title, figure.subtitle, figure.source) == tuple(AROUND.values())
        assert figure.last_period
        assert len(figure.alt) > 40
        assert all(len(row) == len(figure.twin.columns) for row in figure.twin.rows)
        assert set(figure.twin.numeric) <= set(figure.twin.columns)


class TestSpcChart:
    """Chapter 2: the SPC chart."""

    def test_the_alt_text_says_what_a_reader_would_see(self) -> None:
        assert FIGURES["spc"].alt == (
            "SPC chart of 18 points from 31 March 2015 to 30 September 2019. The first is 80.0%, "
            "the latest 85.0%. The latest mean is 92.5%, with limits 65.9% to 119.1%. 9 of 18 "
            "points are signals of change. The latest figure is within usual variation. The target "
            "is 95.0%: target met or missed by chance. A dotted line shows median of peers. "
            "Upright lines mark: Merger & move, 1 May 2016."
        )

    def test_the_table_holds_every_period_and_says_what_each_shows(self) -> None:
        twin = FIGURES["spc"].twin
        assert list(twin.columns) == [
            "Period",
            "Figure",
            "Mean",
            "Lower limit",
            "Upper limit",
            "Median of peers",
            "What it shows",
        ]
        assert len(twin.rows) == 19
        assert twin.rows[17][:2] == ["30 June 2019", "no figure"]
        assert twin.rows[16][-1] == "Sign of improvement: above the upper limit"
        assert "XmR chart." in twin.note
        assert "Figures are missing between 31 March 2019 and 30 September 2019." in twin.note

    def test_lines_and_changes_are_named_where_they_stand(self) -> None:
        seen = texts(FIGURES["spc"])
        for words in (
            "Upper limit 119.1%",
            "Mean 92.5%",
            "Target 95.0%",
            "Median of peers 82.0%",
            "May 2016: Merger & move",
            "Mar 2017: new limits",
            "Usual variation",
        ):
            assert words in seen
        assert "Not yet" not in seen

    def test_points_differ_by_shape_and_colour_and_have_a_dark_outline(self) -> None:
        figure = FIGURES["spc"]
        assert points_drawn(figure, "common-cause") == 9
        assert points_drawn(figure, "improvement") == 1
        assert points_drawn(figure, "concern") == 8
        assert len({mark.shape for mark in theme.SPC.values()}) == len(theme.SPC)
        assert len({mark.colour for mark in theme.SPC.values()}) == len(theme.SPC)

    def test_points_of_a_single_kind_are_drawn_too(self) -> None:
        """They once vanished: a scale of one size has no size."""
        assert points_drawn(spc_chart(worked(), **AROUND), "common-cause") == 16

    def test_labels_name_the_periods(self) -> None:
        names = [f"Period {i}" for i in range(16)]
        figure = spc_chart(worked(), labels=names, **AROUND)
        assert [row[0] for row in figure.twin.rows] == names
        assert figure.last_period == "Period 15"

    def test_labels_must_match(self) -> None:
        with pytest.raises(Refusal) as refusal:
            spc_chart(worked(), labels=["one"], **AROUND)
        assert refusal.value.code == "PAP-103"

    def test_figures_without_dates_are_refused(self) -> None:
        with pytest.raises(Refusal) as refusal:
            spc_chart(xmr([1.0, 2.0]), **AROUND)
        assert refusal.value.code == "PAP-102"

    def test_a_single_point_is_a_chart_without_limits(self) -> None:
        figure = spc_chart(xmr([3.0], periods=quarters(1)), **AROUND)
        assert "The latest mean is 3.0. 0 of 1 points" in figure.alt
        assert figure.twin.rows == [["31 March 2015", "3.0", "3.0", "", "", "Usual variation"]]
        assert "Upper limit" not in texts(figure)

    def test_a_comparison_outside_the_chart_is_not_drawn(self) -> None:
        far = Comparison("Median of peers", [(dt.date(1999, 3, 31), 0.8)])
        figure = spc_chart(worked(), comparison=far, **AROUND)
        assert "Median of peers" not in texts(figure)
        assert figure.twin.rows[0][5] == ""

    def test_icons_with_words_stand_above(self) -> None:
        assert "Target met or missed by chance" in texts(FIGURES["spc"])
        assert "Target" not in texts(spc_chart(worked(), **AROUND))


class TestLines:
    """Chapter 3: lines over time."""

    def test_the_alt_text_gives_ends_and_extremes(self) -> None:
        assert (
            "Delivered: £0.0m at first, £3.5m at last; lowest £0.0m (31 March 2015), "
            "highest £3.5m (31 December 2016)."
        ) in FIGURES["line"].alt
        assert FIGURES["line"].alt.endswith("Upright lines mark: Merger, 1 May 2016.")

    def test_a_missing_figure_breaks_the_line_and_shows_in_the_table(self) -> None:
        assert FIGURES["line"].twin.rows[3] == ["31 December 2015", "£3.0m", "no figure"]

    def test_lines_of_different_days_leave_cells_empty(self) -> None:
        a, b = quarters(2)
        figure = line_chart([Line("A", [(a, 1)]), Line("B", [(b, 2)])], labels={a: "Q4"}, **AROUND)
        assert figure.twin.rows == [["Q4", "1.0", ""], ["30 June 2015", "", "2.0"]]
        assert figure.last_period == "30 June 2015"

    def test_each_line_has_its_own_colour_dash_and_shape(self) -> None:
        lines = [
            Line(n, [(d, i + j) for j, d in enumerate(quarters(3))]) for i, n in enumerate("ABCD")
        ]
        figure = line_chart(lines, **AROUND)
        dashes = set(re.findall(r'stroke-dasharray="([\d,]+)"', figure.svg))
        assert len(dashes) == 3  # the first line is whole
        for colour in theme.PALETTE[:4]:
            assert f'stroke="{colour}"' in figure.svg

    @pytest.mark.parametrize(
        "lines",
        [
            [],
            [Line("A", [(dt.date(2020, 1, 1), None)])],
            [Line(name, [(dt.date(2020, 1, 1), 1)]) for name in "ABCDE"],
        ],
    )
    def test_no_line_an_empty_line_or_five_are_refused(self, lines: list[Line]) -> None:
        with pytest.raises(Refusal) as refusal:
            line_chart(lines, **AROUND)
        assert refusal.value.code == "PAP-104"


class TestRanges:
    """Chapter 4: ranges."""

    def test_figures_stand_beside_each_range(self) -> None:
        assert "estimate −0.8 (−3.2 to 1.4)" in texts(FIGURES["interval"])
        assert "−4.0 to 4.0" in texts(FIGURES["interval"])
        assert "likely 4.0 (1.0 to 9.0)" in texts(FIGURES["range"])

    def test_the_reference_is_named(self) -> None:
        assert "No effect" in texts(FIGURES["interval"])
        assert FIGURES["interval"].alt.endswith("An upright line marks no effect, 0.0.")

    def test_the_table_has_a_middle_only_if_one_is_known(self) -> None:
        assert list(FIGURES["interval"].twin.columns) == ["Row", "Low", "Estimate", "High"]
        assert FIGURES["interval"].twin.rows[1] == ["Mutual", "−4.0", "no figure", "4.0"]
        plain = interval_chart([Range("A", 1, 2)], last_period="2024", **AROUND)
        assert list(plain.twin.columns) == ["Row", "Low", "High"]

    @pytest.mark.parametrize(
        "ladder", [(2, 1, None), (1, 2, 3), (float("nan"), 1, None), (0, float("inf"), 1)]
    )
    def test_figures_out_of_order_are_refused(
        self, ladder: tuple[float, float, float | None]
    ) -> None:
        with pytest.raises(Refusal) as refusal:
            Range("Merger", *ladder)
        assert (refusal.value.code, refusal.value.where) == ("PAP-105", "Merger")

    def test_nothing_to_draw_is_refused(self) -> None:
        for chart in (interval_chart, range_chart):
            with pytest.raises(Refusal) as refusal:
                chart([], last_period="", **AROUND)
            assert refusal.value.code == "PAP-106"


class TestRanks:
    """Chapter 5: how often each option comes where."""

    def test_options_keep_the_papers_order(self) -> None:
        assert [row[0] for row in FIGURES["rank"].twin.rows] == ["Stay", "Merge"]
        assert "Stay comes 1st most often, in 70% of draws." in FIGURES["rank"].alt

    def test_every_cell_has_its_figure(self) -> None:
        assert texts(FIGURES["rank"]).count("70%") == texts(FIGURES["rank"]).count("30%") == 2

    @pytest.mark.parametrize(
        ("share", "said"),
        [(0, "0%"), (0.001, "under 1%"), (0.456, "46%"), (0.999, "over 99%"), (1, "100%")],
    )
    def test_small_shares_are_not_nothing_and_large_ones_not_all(
        self, share: float, said: str
    ) -> None:
        assert percent(share) == said

    @pytest.mark.parametrize(
        ("place", "said"),
        [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (21, "21st")],
    )
    def test_places_in_words(self, place: int, said: str) -> None:
        assert ordinal(place) == said

    @pytest.mark.parametrize(
        "shares", [{"A": [1.0], "B": [0.5, 0.5]}, {"A": [1.2]}, {"A": [float("nan")]}]
    )
    def test_shares_that_are_none_are_refused(self, shares: dict[str, list[float]]) -> None:
        with pytest.raises(Refusal) as refusal:
            rank_chart(shares, last_period="", **AROUND)
        assert refusal.value.code == "PAP-107"

    def test_no_options_are_refused(self) -> None:
        with pytest.raises(Refusal) as refusal:
            rank_chart({}, last_period="", **AROUND)
        assert refusal.value.code == "PAP-106"


class TestLineage:
    """Chapter 6: who became whom."""

    def test_successions_are_told_in_date_order(self) -> None:
        assert FIGURES["lineage"].twin.rows[0] == [
            "1 October 2017",
            "Old Trust (RM2)",
            "New Trust (R0A)",
        ]
        assert "Other Trust (RW3) became part of New Trust (R0A) on 1 October 2017." in (
            FIGURES["lineage"].alt
        )

    def test_predecessors_stand_above_what_they_became(self) -> None:
        names = [e.text or "" for e in ET.fromstring(FIGURES["lineage"].svg).iter() if e.text]
        codes = [name[:3] for name in names if ":" in name]
        assert codes == ["RM2", "RW3", "R0A"]

    def test_two_that_took_each_other_over_are_drawn_once(self) -> None:
        day = dt.date(2019, 1, 1)
        figure = lineage_chart(
            [Life("A", "A"), Life("B", "B")],
            [("A", "B", day), ("B", "A", day)],
            at=dt.date(2020, 1, 1),
            **AROUND,
        )
        assert texts(figure).count("A: A") == 1

    def test_a_link_to_an_unknown_code_is_refused(self) -> None:
        with pytest.raises(Refusal) as refusal:
            lineage_chart(
                [Life("A", "A")],
                [("A", "B", dt.date(2019, 1, 1))],
                at=dt.date(2020, 1, 1),
                **AROUND,
            )
        assert refusal.value.code == "PAP-108"

    def test_nothing_to_draw_is_refused(self) -> None:
        with pytest.raises(Refusal) as refusal:
            lineage_chart([], [], at=dt.date(2020, 1, 1), **AROUND)
        assert refusal.value.code == "PAP-106"


class TestDrawing:
    """Chapter 7: from a specification to a picture."""

    def test_no_address_is_ever_fetched(self) -> None:
        import altair as alt

        outside = alt.Chart(alt.Data(url="http://127.0.0.1:9/data.csv"))
        with pytest.raises(ValueError, match="External data url not allowed"):
            drawing.draw(outside.mark_point().encode(x="a:Q"), alt="A chart.")

    def test_identifiers_of_two_pictures_never_meet(self) -> None:
        def picture(colour: str) -> str:
            return (
                f'<svg xmlns="{drawing.SVG}" width="9" height="9"><defs><clipPath id="a">'
                f'<path d="M0,0"/></clipPath></defs><g clip-path="url(#a)" fill="{colour}" '
                'style="x" class="y" aria-label="z" role="w"/></svg>'
            )

        red, blue = (drawing.clean(picture(c), label="A") for c in ("#f00", "#00f"))
        names = [re.findall(r'id="([^"]+)"', svg)[0] for svg in (red, blue)]
        assert names[0] != names[1]
        assert f"url(#{names[0]})" in red
        assert not re.search("style|class|role=.w|label=.z", red)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


class TestColours:
    """Chapter 8: contrast by WCAG 2.2 (3 to 1 for marks, 4.5 to 1 for text)."""

    def test_text_on_every_ground_we_use(self) -> None:
        for ground in (theme.WHITE, theme.BAND, theme.DEEPEST):
            assert contrast(theme.INK, ground) >= 4.5

    def test_lines_on_white_and_on_the_band(self) -> None:
        for colour in (theme.LINE, theme.BLUE, theme.PINK):
            assert contrast(colour, theme.WHITE) >= 3
            assert contrast(colour, theme.BAND) >= 3

    def test_the_outline_carries_points_whose_own_colour_is_too_pale(self) -> None:
        pale = [m.colour for m in theme.SPC.values() if contrast(m.colour, theme.WHITE) < 3]
        assert pale == ["#a6a6a6", "#00b0f0"]
        assert contrast(theme.INK, theme.WHITE) >= 3


class TestAxes:
    """Chapter 9: numbers, ticks and labels."""

    @pytest.mark.parametrize(
        ("numbers", "value", "said"),
        [
            (PERCENT, 0.9131, "91.3%"),
            (Numbers(0), 12345.0, "12,345"),
            (Numbers(1, prefix="£", suffix="m"), -2.5, "−£2.5m"),
            (Numbers(1), -0.01, "0.0"),
            (Numbers(), None, "no figure"),
        ],
    )
    def test_figures_for_print(self, numbers: Numbers, value: float | None, said: str) -> None:
        assert numbers.text(value) == said

    def test_a_unit_that_is_a_word_is_said_once(self) -> None:
        assert Numbers(0, suffix=" points").span(1, 2) == "1 to 2 points"
        assert Numbers(0, suffix="%").span(1, 2) == "1% to 2%"

    @given(st.floats(1e-6, 1e9))
    def test_steps_are_round_and_close(self, about: float) -> None:
        step, places = round_step(about)
        assert f"{step:e}"[0] in "125"
        assert 0.4 < step / about < 2.5
        assert round(step, places) == pytest.approx(step)

    def test_yearly_points_are_named_by_year_or_financial_year(self) -> None:
        calendar = [dt.date(year, 12, 31) for year in range(2012, 2020)]
        financial = [dt.date(year, 3, 31) for year in range(2012, 2020)]
        assert [name for _, name in time_ticks(calendar)][:2] == ["2012", "2013"]
        assert [name for _, name in time_ticks(financial)][:2] == ["2011/12", "2012/13"]

    def test_short_stretches_are_named_by_month(self) -> None:
        ends = [dt.date(2024, month, 28) for month in range(4, 13)]
        assert time_ticks(ends)[0][1] == "May 2024"

    @given(st.lists(st.dates(dt.date(1990, 1, 1), dt.date(2040, 1, 1)), min_size=1, max_size=60))
    def test_there_are_never_more_than_nine_ticks_and_all_are_inside(
        self, ends: list[dt.date]
    ) -> None:
        ticks = time_ticks(ends)
        assert len(ticks) <= 9
        assert all(min(ends) <= day <= max(ends) for day, _ in ticks)

    @given(
        st.lists(st.floats(0, 250), min_size=1, max_size=8),
        st.floats(1, 30),
    )
    def test_labels_that_fit_are_set_apart_in_their_order(
        self, places: list[float], gap: float
    ) -> None:
        moved = apart(places, gap=gap, lowest=0, highest=250)
        order = sorted(range(len(places)), key=places.__getitem__)
        for a, b in itertools.pairwise(order):
            assert moved[b] - moved[a] >= gap - 1e-9
        assert all(-1e-9 <= place <= 250 + 1e-9 for place in moved)

    def test_labels_already_apart_stay(self) -> None:
        assert apart([10, 60, 30], gap=15, lowest=0, highest=100) == [10, 60, 30]

    @given(st.lists(st.tuples(st.integers(0, 600), st.integers(10, 180)), max_size=8))
    def test_marker_words_never_meet_each_other_or_a_later_line(
        self, moments: list[tuple[int, int]]
    ) -> None:
        moments.sort()
        starts, widths = [m[0] for m in moments], [m[1] for m in moments]
        rows = levels(starts, widths)
        for i, (start, width) in enumerate(moments):
            for j in range(i + 1, len(moments)):
                if starts[j] < start + width:
                    assert rows[i] > rows[j]

    def test_long_words_are_wrapped_and_at_last_shortened(self) -> None:
        assert wrapped("one two three", width=8) == ["one two", "three"]
        assert wrapped("one two three four five six", width=9, lines=2)[-1].endswith("…")
        assert centred("Short", 2) == {"name": "Short", "at": 2.5}

    @pytest.mark.parametrize("values", [[1.0, 3.0], [5.0, 5.0], [0.0]])
    def test_a_domain_always_has_room(self, values: list[float]) -> None:
        low, high = domain(values)
        assert low < min(values) <= max(values) < high
