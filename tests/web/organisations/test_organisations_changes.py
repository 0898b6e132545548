"""Whoever looks through the register finds the changes they mean, and takes them along."""

import csv
import io

import pytest

from mutuality.web.published import register

URL = "/changes/"
FILE = {"file": "changes-on-the-register.csv"}


@pytest.fixture
def ann(person, signed_in):
    return signed_in(person("ann"))


def saved(response):
    """The rows of the file, without the lines that say where it comes from."""
    said = response.content.decode("utf-8-sig")
    table = [row for row in csv.reader(io.StringIO(said)) if len(row) > 5]
    return table[1:]


@pytest.fixture
def shown(ann):
    """The changes that fit, in order, as the file of the page has them."""
    known = {change.id: change for change in register().changes}

    def ask(wanted=None):
        return [known[row[1]] for row in saved(ann.get(URL, {**(wanted or {}), **FILE}))]

    return ask


@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        ({"form": "merger"}, lambda one: one.form == "merger"),
        ({"nature": "mandated"}, lambda one: one.nature == "mandated"),
        ({"scale": "individual"}, lambda one: one.scale == "individual"),
        ({"standing": "background"}, lambda one: one.status != "found"),
        ({"standing": "checked"}, lambda one: one.status == "found"),
        ({"organisation": "rd7"}, lambda one: "RD7" in one.codes),
        ({"q": "frimley merger"}, lambda one: "merger" in one.id),
        (
            {"since": "2014", "until": "2014"},
            lambda one: one.dated.period.start.year <= 2014 <= one.dated.period.end.year,
        ),
    ],
)
def test_a_filter_keeps_what_fits_and_nothing_else(shown, wanted, holds):
    rows = shown(wanted)
    everything = shown()
    assert rows
    assert len(rows) < len(everything)
    assert all(map(holds, rows))


def test_the_newest_come_first_and_those_without_a_date_last(shown):
    rows = shown()
    assert rows[0].dated is not None
    assert rows[-1].dated is None
    backwards = shown({"sort": "date"})
    assert backwards[0].dated.period.start <= backwards[1].dated.period.start
    assert backwards[-1].dated is None


def test_a_sort_that_there_is_not_leaves_the_order_of_the_register(shown):
    assert shown({"sort": "colour"}) == list(register().changes)


def test_titles_sort(shown):
    titles = [one.title.casefold() for one in shown({"sort": "title"})]
    assert titles == sorted(titles)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"organisation": "XXXX9"}, "No organisation has the code “XXXX9”"),
        ({"since": "2020", "until": "2010"}, "Enter 2020 or later"),
        ({"since": "long ago"}, "not “long ago”"),
        ({"form": "marriage"}, "Choose one from the list"),
    ],
)
def test_a_filter_that_cannot_be_read_is_said_at_its_field(ann, text, wanted, said):
    response = ann.get(URL, wanted)
    assert response.status_code == 200
    assert said in text(response)


def test_where_nothing_fits_the_page_says_what_would(ann, text):
    said = text(ann.get(URL, {"q": "zzzz"}))
    assert "No change on the register fits these filters." in said
    assert "The same without the words" in said


def test_the_table_is_cut_into_pages_and_its_file_is_not(ann, text):
    wanted = {"form": "acquisition"}
    first, second = (text(ann.get(URL, wanted | {"page": page})) for page in ("1", "2"))
    rows = saved(ann.get(URL, wanted | FILE))
    assert len(rows) > 25
    assert f"{rows[0][0]}</a>" in first
    assert f"{rows[0][0]}</a>" not in second
    assert f"{rows[-1][0]}</a>" in second


def test_the_file_says_where_it_comes_from(ann):
    said = ann.get(URL, {"form": "merger"} | FILE).content.decode()
    assert "register of changes that ships with Mutuality" in said
    assert "Decision support, not legal, financial or HR advice." in said


def test_a_cell_of_the_grid_leads_to_as_many_changes_as_it_says(ann, shown, text):
    said = text(ann.get(URL))
    link = "/changes/?nature=unknown&scale=structural&form=acquisition"
    number = said.split(f'href="{link}">')[1].split("<")[0]
    wanted = {"nature": "unknown", "scale": "structural", "form": "acquisition"}
    assert len(shown(wanted)) == int(number)
