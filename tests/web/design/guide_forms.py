"""A form with every kind of question, and one that narrows a list."""

from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy

from mutuality.web.design import (
    CheckboxesField,
    DateField,
    EmailField,
    Form,
    HiddenField,
    NumberField,
    PasswordField,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
    TickField,
    UploadField,
)

WRONG = {
    "title": "x" * 70,
    "beds": "12.5",
    "problem": "y" * 300,
    "nature": "mandated",
    "groups": ["staff"],
    "meeting_day": "31",
    "meeting_month": "feb",
    "meeting_year": "2026",
}
"""What somebody might type."""


class Everything(Form):
    version = HiddenField(initial="7")
    title = TextField("Title", hint="Up to 65 characters", max_length=65)
    code = TextField("ODS code", width=5, missing="Enter the ODS code, such as R0A")
    email = EmailField()
    secret = PasswordField(new=True)
    problem = TextAreaField("The problem", hint="In plain words", most=200)
    note = TextAreaField("Note", required=False, rows=2)
    beds = NumberField("Beds", whole=True, least=0, most=3000)
    saving = NumberField("Yearly saving", prefix="£", suffix="million", width=5)
    nature = RadiosField(
        "Nature",
        [
            ("voluntary", "Voluntary", "The parties chose it"),
            ("mandated", "Mandated", "A regulator required it"),
        ],
    )
    agree = RadiosField("Agreed", [("yes", "Yes"), ("no", "No")], inline=True)
    groups = CheckboxesField("Who is asked", [("staff", "Staff"), ("board", "Board", "All of it")])
    region = SelectField("Region", [("", "Choose a region"), ("nw", "North West")])
    meeting = DateField("Date of the board meeting")
    paper = UploadField("Earlier paper", accept=".docx,.pdf", required=False)
    sure = TickField("I have checked the figures")
    translated = TextField("x", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["translated"].label = lazystr("A label that is lazy")
        self.fields["translated"].help_text = gettext_lazy("A hint that is lazy")


class Narrow(Form):
    q = TextField("Name or code", required=False)
    kind = SelectField("Type", [("", "Any"), ("acute", "Acute")], required=False)
