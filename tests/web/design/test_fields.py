"""Questions: what is taken, and what is said when it cannot be.

Protects whoever fills in a form from "This field is invalid".
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from guide_forms import WRONG, Everything

from mutuality.base import Refusal
from mutuality.web.design import (
    CheckboxesField,
    DateField,
    Form,
    NumberField,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
    UploadField,
)  # fmt: skip
from mutuality.web.design.controls import draw_field, draw_fields, mistakes
from mutuality.web.design.jinja import environment


def told(field, value: object) -> object:
    """The value, or what is said instead."""

    class One(Form):
        it = field

    form = One({"it": value} if not isinstance(value, dict) else value)
    return form.cleaned_data["it"] if form.is_valid() else form.errors["it"][0]


BEDS = NumberField("Beds", whole=True, least=0, most=3000)
MONEY = NumberField("Saving", prefix="£", suffix="million", missing="Enter the saving in £ million")
RATE = NumberField("Rate", least=0, most=1)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (BEDS, "1,200", 1200),
        (BEDS, "12.5", "Enter a whole number, such as 1,500 (not “12.5”)"),
        (BEDS, "-1", "Enter 0 or more (not -1)"),
        (BEDS, "4000", "Enter 3,000 or less (not 4,000)"),
        (BEDS, "", "Enter beds"),
        (MONEY, "£1.2 million", Decimal("1.2")),
        (MONEY, "−3", Decimal(-3)),
        (MONEY, "lots", "Enter a number, such as 2.5 (not “lots”)"),
        (MONEY, "NaN", "Enter a number, such as 2.5 (not “NaN”)"),
        (MONEY, "", "Enter the saving in £ million"),
        (RATE, "x", "Enter a number, such as 0.5 (not “x”)"),
        (NumberField("Year", whole=True), "x", "Enter a number, such as 1,200 (not “x”)"),
        (NumberField("Beds", required=False), " ", None),
    ],
)
def test_numbers(field, typed: str, said: object) -> None:
    assert told(field, typed) == said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("6", "8", "2018"), dt.date(2018, 8, 6)),
        (("6", "August", "2018"), dt.date(2018, 8, 6)),
        (("6", "aug", "2018"), dt.date(2018, 8, 6)),
        (("31", "2", "2026"), "Enter a real date, such as 6 August 2018 (not “31 2 2026”)"),
        (("1", "2", "26"), "Enter a real date, such as 6 August 2018 (not “1 2 26”)"),
        (("1", "", "2026"), "The date must include a month"),
        (("", "", "2026"), "The date must include a day and a month"),
        (("", "", ""), "Enter day"),
        ((" ", " ", ""), "Enter day"),
    ],
)
def test_dates(typed: tuple[str, ...], said: object) -> None:
    given = dict(zip(("it_day", "it_month", "it_year"), typed, strict=True))

    assert told(DateField("Day"), given) == said


def test_a_date_may_be_left_out_and_is_shown_when_known() -> None:
    class One(Form):
        it = DateField("Day", required=False)

    assert told(DateField("Day", required=False), {"it_day": " "}) is None
    assert told(DateField("Day", required=False), {}) is None
    drawn = draw_fields(One(initial={"it": dt.date(2026, 3, 31)}))
    assert [f'value="{part}"' in drawn for part in ("31", "3", "2026")] == [True] * 3


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (RadiosField("Nature", [("a", "A")]), "b", "Choose one of the answers below"),
        (SelectField("Region", [("a", "A")]), "b", "Choose one from the list"),
        (CheckboxesField("Groups", [("a", "A")]), ["b"], "Choose from the answers below"),
        (CheckboxesField("Groups", [("a", "A")]), [], "Choose groups"),
        (TextField("ODS code", autocomplete="off"), "", "Enter ODS code"),
        (TextAreaField("Problem", most=3), "abcd",
         "Shorten this to 3 characters or fewer (it has 4)"),
    ],
)  # fmt: skip
def test_what_is_said_of_choices_and_text(field, typed: object, said: str) -> None:
    assert told(field, typed) == said


def test_an_empty_file_is_named_as_such() -> None:
    class One(Form):
        it = UploadField("File")

    empty = One({}, {"it": SimpleUploadedFile("a.csv", b"")})

    assert empty.errors["it"] == ["Choose a file that is not empty"]
    assert told(UploadField("File"), {}) == "Choose a file"


def test_mistakes_link_to_the_control_that_mends_them() -> None:
    found = {one["text"]: one.get("href") for one in mistakes(Everything(WRONG))}

    assert found["Enter the ODS code, such as R0A"] == "#id_code"
    assert found["Enter a real date, such as 6 August 2018 (not “31 feb 2026”)"] == (
        "#id_meeting_day"
    )
    assert found["This field is required."] is None  # a hidden one: there is nowhere to go
    assert mistakes(Everything()) == []
    assert Everything(WRONG).mistakes == mistakes(Everything(WRONG))


def test_hint_and_error_are_part_of_the_description() -> None:
    drawn = draw_field(Everything(WRONG)["problem"])

    assert 'aria-describedby="id_problem-info id_problem-hint id_problem-error"' in drawn
    assert "required" not in drawn
    assert "maxlength=" not in drawn.replace("data-maxlength", "")


def test_a_label_can_be_the_heading_of_the_page() -> None:
    drawn = draw_field(Everything()["nature"], heading=True)

    assert '<h1 class="nhsuk-fieldset__heading">' in drawn
    assert "nhsuk-label--s" in draw_field(Everything()["title"], size="s")


def test_a_refusal_shows_at_its_field_or_above_the_form() -> None:
    class Case(Form):
        beds = TextField("Beds")

    form = Case({"beds": "12"})
    assert form.is_valid()
    form.refuse(Refusal("APP-001", "12 is odd.", "Give 14.", where="beds"))
    form.refuse(Refusal("APP-001", "Row 3 is empty.", "Fill it.", where="row"), at={"row": "beds"})
    form.refuse(Refusal("APP-002", "It fails.", "Mend it.", where="file.csv"))
    form.refuse(Refusal("APP-003", "No.", "Yes."), at="beds")

    assert form.errors["beds"] == ["12 is odd. Give 14.", "Row 3 is empty. Fill it.", "No. Yes."]
    assert form.non_field_errors() == ["file.csv: It fails. Mend it."]
    assert form.data["beds"] == "12"


def test_a_form_in_a_template_posts_what_django_checks() -> None:
    template = environment(autoescape=True).from_string("{{ fields(form) }}{{ field(form.title) }}")
    drawn = template.render(form=Everything(initial={"agree": "yes", "groups": ["staff"]}))

    assert 'type="hidden" name="version" value="7"' in drawn
    assert 'value="yes" checked' in drawn
    assert 'value="staff" checked' in drawn
    assert 'type="password"' in drawn
