"""A board member asks what is known, narrows it down, and takes the figures away."""

import csv
import io
import re
import zipfile
from dataclasses import replace

import pytest
from django.urls import reverse

from mutuality.evidence import select, strength
from mutuality.papers import Paragraph, conflicts, is_strong
from mutuality.stores import shipped
from mutuality.web.evidence import drawing, held
from mutuality.web.evidence.choosing import Chosen

CELL = {"model": "merger", "domain": "money"}


@pytest.fixture
def reader(person, signed_in):
    return signed_in(person())


def shown(reader, **query) -> str:
    response = reader.get(reverse("evidence:findings"), query)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def listed(text: str) -> list[str]:
    """Identifiers of the findings in the table, in its order."""
    return re.findall(r'href="/evidence/(E\d+)/"', text)


def file(reader, name: str, **query):
    return reader.get(reverse("evidence:findings"), {**query, "file": name})


def rows_of(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_first_page_shows_the_strength_of_every_model_in_every_domain(reader):
    text = shown(reader)
    for title in (*held.titles().values(), *held.domains().values()):
        assert title in text
    studies = select(shipped.findings(), model="merger", domain="money", verified_only=False)
    label = strength(studies).label
    assert f'aria-label="{label}: Merger, money, {len(studies)} findings"' in text
    assert 'aria-label="Nothing found: FT plus, staff"' in text
    assert "All 80 findings" in text
    assert "<figure" not in text


def test_one_model_and_domain_has_its_charts_label_reasons_and_conflicts(reader):
    text = shown(reader, **CELL)
    about = select(shipped.findings(), model="merger", domain="money", verified_only=False)
    assert listed(text) == [one.id for one in about]
    for reason in strength(about).reasons:
        assert reason in text
    assert text.count("<figure") == 2
    assert "Merger, money: claims that disagree" in text
    assert "/help/methods/evidence-strength" in text


def test_strong_designs_only_really_leaves_out_the_rest(reader):
    strong = {one.id for one in shipped.findings() if is_strong(one)}
    found = set()
    for page in (1, 2, 3):
        found |= set(listed(shown(reader, strong="on", page=page)))
    assert found == strong
    weak = next(one for one in shipped.findings() if "merger" in one.models and not is_strong(one))
    query = {"model": "merger", "domain": weak.domain}
    assert weak.outcome in shown(reader, **query)
    assert weak.outcome not in shown(reader, **query, strong="on")


def test_findings_that_nobody_checked_can_be_left_out_and_carry_their_warning(reader):
    unchecked = [one for one in shipped.findings() if not one.verified]
    assert "Not checked at its source" in shown(reader, q=unchecked[0].id)
    text = shown(reader, checked="on")
    assert f"All {80 - len(unchecked)} findings" in text
    assert "Not checked at its source" not in text


def test_words_are_looked_for_in_outcome_note_and_study(reader):
    assert listed(shown(reader, q="beaulieu readmissions")) == []
    assert set(listed(shown(reader, q="BEAULIEU return"))) == {"E02"}
    assert "&lt;script&gt;" in shown(reader, q="<script>alert(1)</script>")


@pytest.mark.parametrize("domain", ["money", "delivery"])
def test_a_domain_shows_the_models_that_were_studied_in_it(reader, domain):
    about = [one.models or ("general",) for one in shipped.findings() if one.domain == domain]
    studied = {model for models in about for model in models}
    tiles = re.findall(
        r'<h3 class="nhsuk-heading-s"><a href="[^"]*model=([a-z-]+)&amp;domain',
        shown(reader, domain=domain),
    )
    assert set(tiles) == studied
    assert "merger" in studied


def test_a_model_shows_every_domain_and_says_where_nothing_was_found(reader):
    text = shown(reader, model="clinical-network")
    assert text.count('<h3 class="nhsuk-heading-s"><a') == len(held.domains())
    assert "Nothing found. See what would settle it." in text


def test_findings_on_no_model_have_a_page_too(reader):
    text = shown(reader, model="general")
    assert set(listed(text)) == {one.id for one in shipped.findings() if not one.models}
    assert "Whatever the model" in text


def test_where_nobody_looked_the_page_says_what_would_settle_it(reader):
    text = shown(reader, model="joint-venture", domain="money")
    assert "No finding is held for this." in text
    assert "A comparison of bodies that did this" in text
    assert "1 change of this form on the register" in text
    assert "such as" in shown(reader, model="ft-plus", domain="care-quality")
    assert "<table" not in text


def test_filters_that_leave_nothing_say_so_and_offer_a_way_back(reader):
    text = shown(reader, model="franchise", q="zebra", strong="on")
    assert "None of the 5 findings on file about this passes these filters." in text
    assert 'href="/evidence/?model=franchise"' in text
    assert 'href="/evidence/?q=zebra&amp;model=franchise"' in text


@pytest.mark.parametrize("query", [{"model": "nothing"}, {"domain": "weather"}])
def test_a_filter_that_makes_no_sense_is_told_at_its_field(reader, query):
    text = shown(reader, **query)
    assert "There is a problem" in text
    assert "Choose one from the list" in text


@pytest.mark.parametrize("key", ["finding", "domain", "result", "design", "strength", "year"])
def test_the_table_sorts_both_ways_and_keeps_the_filters(reader, key):
    up = listed(shown(reader, model="mutual", sort=key))
    down = listed(shown(reader, model="mutual", sort=f"-{key}"))
    assert sorted(up) == sorted(down)
    assert f'href="?model=mutual&amp;sort=-{key}"' in shown(reader, model="mutual", sort=key)


def test_the_table_sorts_by_the_last_year_of_data(reader):
    years = {one.id: one.year_to or 0 for one in shipped.findings()}
    found = [years[name] for name in listed(shown(reader, model="mutual", sort="-year"))]
    assert found == sorted(found, reverse=True)
    assert listed(shown(reader, model="mutual", sort="; drop table")) == listed(
        shown(reader, model="mutual")
    )


def test_a_page_beyond_the_last_is_the_last(reader):
    assert listed(shown(reader, page=99)) == listed(shown(reader, page=4))


def test_the_whole_choice_can_be_saved_as_a_table_with_its_source(reader):
    text = shown(reader, **CELL)
    [address] = set(re.findall(r'href="([^"]*findings-merger-money\.csv)"', text))
    rows = rows_of(reader.get(address.replace("&amp;", "&")))
    about = select(shipped.findings(), model="merger", domain="money", verified_only=False)
    assert [row["Finding"] for row in rows] == [one.id for one in about]
    assert {row["Last year of data"] for row in rows} == {str(one.year_to or "") for one in about}
    for row in rows:
        assert "published studies" in row["data_source"]
        assert row["data_version"].startswith("figures that ship with Mutuality")
        assert row["advice"] == "Decision support, not legal, financial or HR advice."
        for cell in row.values():  # a minus sign, not a hyphen, or a mark before it: no formula
            assert not cell.startswith(("=", "+", "-", "@"))


def test_a_spreadsheet_of_all_findings_opens_with_every_row(reader):
    response = file(reader, "findings-every-model-and-domain.xlsx")
    book = zipfile.ZipFile(io.BytesIO(response.content))
    assert response["Content-Disposition"].startswith("attachment")
    sheets = [book.read(name).decode() for name in book.namelist() if "worksheets/sheet" in name]
    assert max(sheet.count("<row ") for sheet in sheets) >= 80
    assert not any("<f>" in sheet for sheet in sheets)


def test_every_chart_offers_itself_and_its_table(reader):
    text = shown(reader, **CELL)
    names = re.findall(r"file=([a-z0-9-]+\.\w+)", text)
    charts = [name for name in names if name.endswith(".svg")]
    assert len(charts) == 2
    picture = file(reader, charts[0], **CELL)
    assert picture["Content-Type"] == "image/svg+xml"
    assert b"<svg" in picture.content
    twin = rows_of(file(reader, charts[0].replace(".svg", ".csv"), **CELL))
    about = select(shipped.findings(), model="merger", domain="money", verified_only=False)
    assert {row["Finding"].rpartition("[")[2].rstrip("]") for row in twin} <= {
        one.id for one in about
    }


@pytest.mark.parametrize("name", ["nothing.csv", "findings-merger-money.exe", "", "../x.csv"])
def test_there_is_no_other_file(reader, name):
    assert file(reader, name, **CELL).status_code == 404


def test_our_own_effect_stands_beside_studies_marked_as_ours(reader):
    query = {"model": "merger", "domain": "efficiency"}
    changes = held.own_changes("merger", "efficiency")
    change = next(name for name in changes if name.endswith("r0a"))
    assert "Our own evaluation, quasi-experimental" not in shown(reader, **query)
    text = shown(reader, **query, own=change)
    assert "Our own evaluation, quasi-experimental" in text
    assert "Open Government Licence" in text
    name = re.findall(r"file=([a-z0-9-]*percentage[a-z0-9-]*\.csv)", text)[0]
    ours = rows_of(file(reader, name, **query, own=change))
    assert any(change in row["Finding"] for row in ours)


def test_where_our_figures_cannot_tell_the_page_says_why(reader):
    change = next(
        name for name in held.own_changes("acquisition", "care-quality") if "2026" in name
    )
    text = shown(reader, model="acquisition", domain="care-quality", own=change)
    assert "Where our own figures cannot tell" in text
    assert "Not enough data to say" in text


def test_our_own_evaluation_is_offered_only_where_there_can_be_one():
    assert held.own_changes("merger", "money") == {}
    assert held.own_changes("ft-plus", "staff") == {}


def test_the_address_holds_the_whole_choice():
    chosen = Chosen(q="a b", model="merger", strong=True, checked=True)
    assert chosen.address == "/evidence/?q=a+b&model=merger&strong=on&checked=on"
    assert chosen.but(q="", strong=False, checked=False) == "/evidence/?model=merger"
    assert Chosen().address == "/evidence/"


def test_two_sides_that_differ_in_nothing_but_their_answer_are_shown_without_a_reason(db):
    better = next(one for one in shipped.findings() if one.measure and one.verified)
    better = replace(better, models=("merger",), direction="favourable", overlap="one")
    worse = replace(better, id="E900", direction="adverse", overlap="two")
    [found] = conflicts([better, worse])
    said = [block.text for block in drawing._faced(found) if isinstance(block, Paragraph)]
    assert said == ["What to bear in mind, and sources:"]


def test_what_one_reader_typed_stands_in_no_link_of_another(reader):
    shown(reader, model="mutual", domain="staff", strong="mine", note="secret")
    text = shown(reader, model="mutual", domain="staff", strong="on")
    assert "secret" not in text
    assert "mine" not in text.replace("determine", "")
    shown(reader, model="nothing")
    assert "model=nothing" not in shown(reader)


def test_it_asks_who_is_there(client, db):
    assert client.get(reverse("evidence:findings")).status_code == 302
