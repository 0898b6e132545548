"""The lineage of one body as boxes and arrows: nothing lost, invented, or too small to read."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal
from xml.etree import ElementTree as ET

import pytest

from mutuality.base import OGL, Refusal
from mutuality.papers import Figure, lineage_figure
from mutuality.papers.family import UNKNOWN, family
from mutuality.papers.svg import inline
from mutuality.register import Organisation, Register, Succession, organisations_by_code
from mutuality.stores import shipped

D = dt.date
AT = D(2026, 11, 22)
Layout = Literal["wide", "narrow"]
LAYOUTS: tuple[Layout, ...] = ("wide", "narrow")
# A merger, a split, bodies without a successor on record, chains, and the longest lineage held.
CODES = ["RDU", "R0A", "RM3", "RYQ", "RJD", "RYK", "RYJ", "RRK", "RX3", "RW6", "RM2", "KE1", "Q36"]


@pytest.fixture(scope="module")
def register() -> Register:
    return shipped.register()


def texts(figure: Figure) -> list[str]:
    """The lines of text in a picture, from top to bottom of its source."""
    root = ET.fromstring(figure.svg)
    return ["".join(e.itertext()) for e in root.iter() if e.tag.endswith("}text")]


def frames(figure: Figure) -> list[dict[str, str]]:
    """The boxes without those of the key, which are 22 wide, and without the ground."""
    root = ET.fromstring(figure.svg)
    rects = [dict(e.attrib) for e in root.iter() if e.tag.endswith("}rect")]
    return [rect for rect in rects if "x" in rect and rect["width"] != "22"]


def sides(rect: dict[str, str]) -> tuple[float, float, float, float]:
    left, top = float(rect["x"]), float(rect["y"])
    return left, top, left + float(rect["width"]), top + float(rect["height"])


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("code", CODES)
class TestEveryLineage:
    def test_every_body_stands_in_it_once(self, register, code: str, layout: Layout) -> None:
        figure = lineage_figure(register, code, at=AT, layout=layout)
        line = register.lineage(code, at=AT)
        drawn = [
            found[1]
            for words in texts(figure)
            if (found := re.match(r"(\w+) (?:open|closed|not known)\b", words))
        ]
        assert len(drawn) == len(set(drawn))
        assert set(drawn) >= {code} | line.ancestors | line.heirs

    def test_no_box_lies_on_another_or_leaves_the_picture(
        self, register, code: str, layout: Layout
    ) -> None:
        figure = lineage_figure(register, code, at=AT, layout=layout)
        root = ET.fromstring(figure.svg)
        boxes = [sides(rect) for rect in frames(figure)]
        for place, one in enumerate(boxes):
            assert 0 <= one[0] < one[2] <= float(root.attrib["width"])
            assert 0 <= one[1] < one[3] <= float(root.attrib["height"])
            for other in boxes[place + 1 :]:
                beside = one[2] <= other[0] or other[2] <= one[0]
                assert beside or one[3] <= other[1] or other[3] <= one[1]

    def test_the_table_has_every_succession(self, register, code: str, layout: Layout) -> None:
        figure = lineage_figure(register, code, at=AT, layout=layout)
        codes = {code} | register.lineage(code, at=AT).ancestors
        wanted = [link for link in register.successions if {link.old, link.new} <= codes]
        rows = [" ".join(row) for row in figure.twin.rows]
        for link in wanted:
            assert any({link.old, link.new} <= set(re.findall(r"\w+", row)) for row in rows)

    def test_it_can_stand_on_any_page(self, register, code: str, layout: Layout) -> None:
        figure = lineage_figure(register, code, at=AT, layout=layout)
        assert inline(figure.svg, name="x", title="t", alt="a")
        assert figure.png.startswith(b"\x89PNG")
        assert (figure.last_period, OGL in figure.source) == ("22 November 2026", True)
        assert all(figure.twin.rows)


class TestShapes:
    def test_open_and_closed_differ_by_word_and_by_shape(self, register) -> None:
        figure = lineage_figure(register, "RM2", at=AT)
        named = {words for words in texts(figure) if re.match(r"(RM2|R0A|PM1|PM2) ", words)}
        assert named == {
            "RM2 closed 1 Oct 2017",
            "PM1 closed 1 Apr 1994",
            "PM2 closed 1 Apr 1994",
            "R0A open since 1 Oct 2017",
        }
        dashed = [rect for rect in frames(figure) if rect.get("stroke-dasharray") == "6 3"]
        whole = [rect for rect in frames(figure) if "stroke-dasharray" not in rect]
        assert (len(dashed), len(whole)) == (3, 1)
        assert all("rx" in rect for rect in whole)
        assert not any("rx" in rect for rect in dashed)

    def test_the_body_itself_has_the_thick_frame(self, register) -> None:
        (thick,) = [
            r for r in frames(lineage_figure(register, "RW6", at=AT)) if r["stroke-width"] == "4"
        ]
        assert thick["stroke-dasharray"] == "6 3"

    def test_a_split_has_an_arrow_to_each_part(self, register) -> None:
        figure = lineage_figure(register, "RW6", at=AT)
        after = [box.code for box in family(register, "RW6", at=AT).boxes if box.side == "after"]
        assert after == ["R0A", "RM3"]
        assert "also from RM2, RW3" in texts(figure)
        assert (
            "Pennine Acute Hospitals (RW6) became in part Northern Care Alliance (RM3)"
            in figure.alt
        )
        assert "also became RM3" in texts(lineage_figure(register, "R0A", at=AT))

    def test_earlier_is_left_and_in_the_narrow_one_above(self, register) -> None:
        place = {}
        for layout, side in (("wide", 0), ("narrow", 1)):
            figure = lineage_figure(register, "RDU", at=AT, layout=layout)  # type: ignore[arg-type]
            starts = [sides(rect)[side] for rect in frames(figure)]
            codes = [
                words[:3] for words in texts(figure) if re.match(r"\w{3} (open|closed)", words)
            ]
            place[layout] = dict(zip(codes, starts, strict=True))
        for found in place.values():
            assert found["KE1"] < found["RD7"] < found["RDU"]
            assert found["HFP"] < found["RDU"]

    def test_the_narrow_one_fits_a_phone_without_shrinking(self, register) -> None:
        root = ET.fromstring(lineage_figure(register, "RX3", at=AT, layout="narrow").svg)
        assert root.attrib["width"] == "280"
        assert root.attrib["font-size"] == "13"


class TestUnknown:
    @pytest.mark.parametrize("code", ["RYQ", "RJD", "RYK"])
    def test_a_successor_that_nobody_knows_is_drawn_so(self, register, code: str) -> None:
        figure = lineage_figure(register, code, at=AT)
        assert UNKNOWN in texts(figure)
        assert [rect for rect in frames(figure) if rect.get("stroke-dasharray") == "2 3"]
        assert figure.twin.rows[-1][2] == UNKNOWN
        assert "not known" in figure.alt
        assert figure.note == register.without_successor[code]

    def test_a_body_that_still_stood_has_none(self, register) -> None:
        figure = lineage_figure(register, "RYK", at=D(2024, 9, 1))
        assert UNKNOWN not in texts(figure)

    def test_a_body_that_no_list_holds_is_not_called_open(self, register) -> None:
        figure = lineage_figure(register, "Q36", at=AT)
        assert "Q36 not known whether open" in texts(figure)
        assert "name not held" in texts(figure)
        assert "Who Q36 (name not held) came from" in figure.title

    def test_links_after_the_day_are_not_drawn(self, register) -> None:
        before = lineage_figure(register, "RM2", at=D(2017, 9, 30))
        assert not any(words.startswith("R0A") for words in texts(before))
        early = lineage_figure(register, "R0A", at=D(2010, 1, 1))
        assert "R0A not open yet until 1" in " ".join(texts(early))
        assert early.twin.rows == [
            ["none", "Manchester University (R0A)", "no succession on record", ""]
        ]

    def test_an_unknown_code_is_refused(self, register) -> None:
        with pytest.raises(Refusal, match="REG-001"):
            lineage_figure(register, "ZZZZZ", at=AT)


class TestOddities:
    def small(self, *links: Succession, **closed: D) -> Register:
        codes = {code for link in links for code in (link.old, link.new)} | closed.keys()
        bodies = [
            Organisation(code, f"{code} NHS Trust", "trust", closed=closed.get(code))
            for code in sorted(codes)
        ]
        return Register(organisations_by_code(bodies), links)

    def test_a_second_way_to_the_same_body_is_told_in_its_box(self) -> None:
        register = self.small(
            Succession("RA1", "RB1", D(2001, 4, 1), "split"),
            Succession("RA1", "RC1", D(2001, 4, 1), "split"),
            Succession("RB1", "RC1", D(2010, 4, 1), "acquisition"),
        )
        figure = lineage_figure(register, "RC1", at=AT)
        assert "also became RB1" in texts(figure)
        assert len(frames(figure)) == 3
        assert len(figure.twin.rows) == 3

    def test_a_circle_of_transfers_is_drawn_once(self) -> None:
        register = self.small(
            Succession("RA1", "RB1", D(2011, 1, 1), "acquisition"),
            Succession("RB1", "RA1", D(2012, 1, 1), "acquisition"),
        )
        for layout in LAYOUTS:
            assert len(frames(lineage_figure(register, "RA1", at=AT, layout=layout))) == 2

    def test_closed_without_a_link_has_an_unknown_successor(self) -> None:
        figure = lineage_figure(self.small(RA1=D(2015, 3, 31)), "RA1", at=AT)
        assert "RA1 closed 31 Mar 2015" in texts(figure)
        assert UNKNOWN in texts(figure)
        assert figure.note == ""

    def test_a_date_that_two_publications_give_differently(self) -> None:
        link = Succession("RA1", "RB1", D(2018, 4, 2), "new-code", D(2018, 4, 1))
        figure = lineage_figure(self.small(link), "RB1", at=AT)
        assert figure.twin.rows == [
            ["2 April 2018 (also published as 1 April 2018)", "RA1 (RA1)", "RB1 (RB1)", "new code"]
        ]

    def test_a_tall_box_with_small_ones_beside_it(self) -> None:
        """A long list in the box itself must not push it above the picture."""
        links = [Succession("RA1", "RB1", D(2001, 4, 1), "split")]
        links += [Succession(f"RC{n}", "RB1", D(2002, 4, n), "acquisition") for n in range(1, 10)]
        links += [Succession(f"RD{n}", "RB1", D(2003, 4, n), "acquisition") for n in range(1, 10)]
        links += [Succession("RB1", "RE1", D(2020, 4, 1), "new-code")]
        figure = lineage_figure(self.small(*links), "RA1", at=AT)
        assert min(sides(rect)[1] for rect in frames(figure)) > 0
        joined = lineage_figure(self.small(*links), "RE1", at=AT)
        assert len(frames(joined)) == 21
