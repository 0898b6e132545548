"""What is asked about an objective, a criterion, an option and a group.

In:    what was typed.
Out:   forms.
Never: a partner that the register does not know, or a level without what it means.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError

from mutuality.web.appraisals.writing.known import DOMAINS, codes, measure_choices, model_choices
from mutuality.web.appraisals.writing.sheets.base import SheetForm
from mutuality.web.design import NumberField, RadiosField, SelectField, TextAreaField, TextField

DEGREES = {
    "accountability": "Accountability",
    "legal_entity": "Legal entity",
    "leadership": "Leadership",
    "employer": "Employer",
    "estate_it": "Estate and IT",
    "service": "Service",
}
"""What a change can change, and how it is called on pages."""


class ObjectiveForm(SheetForm):
    """An objective."""

    title = TextField(
        "What the change is for", hint="For example: “Safer care”.", missing="Enter the objective",
        max_length=200,
    )  # fmt: skip


class GroupForm(SheetForm):
    """A group of people who weigh."""

    title = TextField(
        "Who weighs", hint="For example: “Staff”, “Patients and the public”.",
        missing="Enter the name of the group", max_length=200,
    )  # fmt: skip
    share = NumberField(
        "How much its weights count",
        hint="Any number above 0. Only proportions matter, so 1 for each counts all alike.",
        missing="Enter how much its weights count, such as 1",
        width=4,
    )


class CriterionForm(SheetForm):
    """A criterion."""

    title = TextField(
        "Criterion", hint="For example: “A&E within four hours”.",
        missing="Enter the name of the criterion", max_length=200,
    )  # fmt: skip
    objective = RadiosField("Which objective does it serve", (), missing="Choose an objective")
    domain = RadiosField(
        "What is it about", DOMAINS, inline=True, missing="Choose what it is about"
    )
    measure = SelectField(
        "Published measure",
        (),
        hint="Where one fits, today's figure is taken from it. None: you describe the two ends.",
        required=False,
    )
    worst_value = NumberField(
        "Worst level", hint="Earns 0 points. A share as 0.62; on a described scale, 0.",
        missing="Enter the worst level, such as 0", width=5,
    )  # fmt: skip
    worst_means = TextField("What the worst level means", missing="Say what the worst level means")
    best_value = NumberField(
        "Best level", hint="Earns 100 points. On a described scale, 10.",
        missing="Enter the best level, such as 10", width=5,
    )  # fmt: skip
    best_means = TextField("What the best level means", missing="Say what the best level means")
    shape = RadiosField(
        "Between the two",
        [
            ("linear", "Each step counts alike"),
            ("concave", "The first steps count most"),
        ],
        initial="linear",
    )
    points = TextAreaField(
        "Or points of your own",
        hint="One level and its points on each line, from the worst (0) to the best (100), such "
        "as: 0.62 0",
        rows=3,
        required=False,
    )
    spread_value = NumberField(
        "Standard deviation between organisations", hint="Where somebody worked it out.",
        width=5, required=False,
    )  # fmt: skip
    spread_means = TextField("Among whom, and when", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = measure_choices()

    def clean_points(self) -> str:
        """Lines of two numbers."""
        levels(self.cleaned_data["points"])
        return str(self.cleaned_data["points"])


def levels(text: str) -> list[list[float]]:
    """Levels with their points. Raises ValidationError for a line that is not two numbers."""
    found = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        try:
            at, worth = (Decimal(part) for part in line.replace(",", " ").split())
        except (InvalidOperation, ValueError):
            said = f"Write two numbers on each line, such as “0.62 0” (not “{line}”)"
            raise ValidationError(said) from None
        found.append([float(at), float(worth)])
    return found


class OptionForm(SheetForm):
    """An option."""

    model = SelectField("Model", (), missing="Choose a model")
    title = TextField(
        "Name of the option",
        hint="For example: “Buddy with a trust that does well”. Left empty, the model's name.",
        required=False,
        max_length=200,
    )
    partners = TextField(
        "Partners", hint="ODS codes with commas between them. Leave it empty if nobody is named.",
        required=False, width=20,
    )  # fmt: skip
    nature = RadiosField(
        "Whose choice it is",
        [
            ("voluntary", "Ours", "Voluntary"),
            ("mandated", "Somebody else's", "Mandated"),
            ("", "Not settled"),
        ],
        required=False,
    )
    scope = RadiosField(
        "How much it takes in",
        [("whole-organisation", "The whole organisation"), ("service", "One service")],
        initial="whole-organisation",
    )
    planned_months = NumberField(
        "Months from the decision to full effect", hint="Left empty, what the model usually takes.",
        least=0, width=4, required=False,
    )  # fmt: skip
    degree_accountability = NumberField(
        DEGREES["accountability"], whole=True, least=0, most=4, width=2, required=False
    )
    degree_legal_entity = NumberField(
        DEGREES["legal_entity"], whole=True, least=0, most=4, width=2, required=False
    )
    degree_leadership = NumberField(
        DEGREES["leadership"], whole=True, least=0, most=4, width=2, required=False
    )
    degree_employer = NumberField(
        DEGREES["employer"], whole=True, least=0, most=4, width=2, required=False
    )
    degree_estate_it = NumberField(
        DEGREES["estate_it"], whole=True, least=0, most=4, width=2, required=False
    )
    degree_service = NumberField(
        DEGREES["service"], whole=True, least=0, most=4, width=2, required=False
    )
    degree_reason = TextField("Why it differs from its model", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["model"].choices = [("", "Choose a model"), *model_choices()]

    def clean_partners(self) -> list[str]:
        """Codes that the register knows."""
        return codes(self.cleaned_data["partners"])
