"""The kinds of question that a form may ask.

In:    a label, a hint, and what to say when nothing was given.
Out:   Django form fields that `controls` draws with the design system.
Never: a message that only says "invalid". Each says what to enter, with an example where it helps.

Every field takes `label`, then `hint`, `missing` (said when it is left empty) and Django's own
`required`, `initial` and `disabled`.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.core.exceptions import ValidationError

from mutuality.web.design.controls import DateWidget

if TYPE_CHECKING:
    from collections.abc import Iterable

    Choices: TypeAlias = Iterable[tuple[str, ...]]
    Look: TypeAlias = dict[str, object]

MONTHS = {
    name.lower(): number
    for number in range(1, 13)
    for name in (f"{dt.date(2000, number, 1):%B}", f"{dt.date(2000, number, 1):%b}")
}


class Question:
    """What every field shares. Mixed in before a field of Django.

    `look` is what the component that draws the field is told besides; `says` adds error messages.
    """

    verb = "Enter"
    says: dict[str, str] = {}

    def __init__(
        self,
        label: str,
        *,
        hint: str = "",
        missing: str = "",
        look: Look | None = None,
        **kwargs: Any,
    ) -> None:
        lowered = label[:1].lower() + label[1:] if label[1:2].islower() else label
        messages = {"required": missing or f"{self.verb} {lowered}"} | self.says
        # The next class in line is a field of Django.
        super().__init__(label=label, help_text=hint, error_messages=messages, **kwargs)  # type: ignore[call-arg]
        self.look: Look = look or {}


class TextField(Question, forms.CharField):
    """One line. `width` is a number of characters (2, 3, 4, 5, 10, 20, 30) if it is known."""

    def __init__(
        self, label: str, *, width: int | None = None, autocomplete: str = "", **kwargs: Any
    ) -> None:
        super().__init__(label, look={"width": width} if width else {}, **kwargs)
        if autocomplete:
            self.widget.attrs["autocomplete"] = autocomplete


class EmailField(Question, forms.EmailField):
    """An email address."""

    says = {"invalid": "Enter an email address in the form name@example.org"}

    def __init__(self, label: str = "Email address", **kwargs: Any) -> None:
        super().__init__(label, look={"width": 30}, **kwargs)
        self.widget.attrs |= {"autocomplete": "email", "spellcheck": "false"}


class PasswordField(Question, forms.CharField):
    """A password, which can be shown while it is typed, and pasted."""

    widget = forms.PasswordInput

    def __init__(self, label: str = "Password", *, new: bool = False, **kwargs: Any) -> None:
        super().__init__(label, strip=False, **kwargs)
        self.widget.attrs["autocomplete"] = "new-password" if new else "current-password"


class TextAreaField(Question, forms.CharField):
    """Several lines. With `most`, a count of characters left is shown and checked."""

    widget = forms.Textarea

    def __init__(
        self, label: str, *, rows: int = 5, most: int | None = None, **kwargs: Any
    ) -> None:
        look: Look = {} if most is None else {"maxlength": most}
        super().__init__(label, look=look, max_length=most, **kwargs)
        self.widget.attrs["rows"] = rows
        if most is not None:
            said = f"Shorten this to {most:,} characters or fewer (it has %(show_value)d)"
            self.error_messages["max_length"] = said
            self.validators[0].message = said


class NumberField(Question, forms.Field):
    """A number, with or without commas, a currency or a per cent sign. Gives a Decimal or an int.

    `prefix` and `suffix` are shown beside it and may be typed. `whole` wants no decimals.
    """

    def __init__(
        self,
        label: str,
        *,
        least: float | Decimal | None = None,
        most: float | Decimal | None = None,
        whole: bool = False,
        prefix: str = "",
        suffix: str = "",
        width: int = 10,
        **kwargs: Any,
    ) -> None:
        look: Look = {"width": width, "prefix": prefix, "suffix": suffix}
        super().__init__(label, look=look, **kwargs)
        self.least, self.most, self.whole = least, most, whole
        self.prefix, self.suffix = prefix, suffix
        self.widget.attrs["inputmode"] = "numeric" if whole else "decimal"

    def to_python(self, value: object) -> Decimal | int | None:
        """The number that was typed."""
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        bare = text.removeprefix(self.prefix).removesuffix(self.suffix)
        bare = bare.replace(",", "").replace("−", "-").strip()
        try:
            number = Decimal(bare)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise ValidationError(f"Enter a number, such as {self._example()} (not “{text}”)")
        if self.whole and number != number.to_integral_value():
            raise ValidationError(f"Enter a whole number, such as {self._example()} (not “{text}”)")
        return int(number) if self.whole else number

    def validate(self, value: Decimal | int | None) -> None:
        """Whether it is there, and neither too small nor too big."""
        super().validate(value)
        if value is None:
            return
        if self.least is not None and value < self.least:
            raise ValidationError(f"Enter {self.least:,} or more (not {value:,})")
        if self.most is not None and value > self.most:
            raise ValidationError(f"Enter {self.most:,} or less (not {value:,})")

    def _example(self) -> str:
        if self.least is not None and self.most is not None:
            middle = (float(self.least) + float(self.most)) / 2
            return f"{middle:,.0f}" if self.whole else f"{middle:,g}"
        return "1,200" if self.whole else "2.5"


class RadiosField(Question, forms.ChoiceField):
    """One of a few. A third item of a choice is its hint."""

    verb, widget = "Choose", forms.RadioSelect
    says = {"invalid_choice": "Choose one of the answers below"}

    def __init__(
        self, label: str, choices: Choices, *, inline: bool = False, **kwargs: Any
    ) -> None:
        pairs, hints = _parted(choices)
        super().__init__(label, choices=pairs, look={"inline": inline, "hints": hints}, **kwargs)


class SelectField(Question, forms.ChoiceField):
    """One of many, where radios would be too long. Prefer radios."""

    verb = "Choose"
    says = {"invalid_choice": "Choose one from the list"}

    def __init__(self, label: str, choices: Choices, **kwargs: Any) -> None:
        super().__init__(label, choices=_parted(choices)[0], **kwargs)


class CheckboxesField(Question, forms.MultipleChoiceField):
    """Any of a few. A third item of a choice is its hint."""

    verb, widget = "Choose", forms.CheckboxSelectMultiple
    says = {"invalid_choice": "Choose from the answers below"}

    def __init__(self, label: str, choices: Choices, **kwargs: Any) -> None:
        pairs, hints = _parted(choices)
        super().__init__(label, choices=pairs, look={"hints": hints}, **kwargs)


class TickField(Question, forms.BooleanField):
    """One box to tick."""

    def __init__(
        self, label: str, *, missing: str = "Tick the box to go on", **kwargs: Any
    ) -> None:
        super().__init__(label, missing=missing, **kwargs)


class UploadField(Question, forms.FileField):
    """A file. `accept` names endings or types that the browser offers first."""

    says = {"empty": "Choose a file that is not empty"}

    def __init__(
        self, label: str, *, missing: str = "Choose a file", accept: str = "", **kwargs: Any
    ) -> None:
        super().__init__(label, missing=missing, **kwargs)
        if accept:
            self.widget.attrs["accept"] = accept


class HiddenField(forms.CharField):
    """A value that goes with the form unseen, such as the version of the page that was read."""

    widget = forms.HiddenInput


class DateField(Question, forms.MultiValueField):
    """A day in three inputs. Months may be typed as a number or a name. Gives a date."""

    widget = DateWidget

    def __init__(self, label: str, *, hint: str = "For example, 31 3 2026", **kwargs: Any) -> None:
        parts = [forms.CharField(required=False) for _ in range(3)]
        super().__init__(label, hint=hint, fields=parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> dt.date | None:
        """The day that was typed."""
        typed = [text.strip() for text in data_list]
        if not any(typed):
            if self.required:  # three blanks are not nothing to Django
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        names = ("a day", "a month", "a year")
        if absent := [name for name, text in zip(names, typed, strict=True) if not text]:
            raise ValidationError(f"The date must include {' and '.join(absent)}")
        day, month, year = typed
        try:
            return dt.date(_year(year), MONTHS.get(month.lower()) or int(month), int(day))
        except ValueError:
            said = " ".join(typed)
            raise ValidationError(
                f"Enter a real date, such as 6 August 2018 (not “{said}”)"
            ) from None


def _year(text: str) -> int:
    if len(text) != 4:
        raise ValueError("a year has four digits")
    return int(text)


def _parted(choices: Choices) -> tuple[list[tuple[str, str]], dict[str, str]]:
    listed = list(choices)
    hints = {str(choice[0]): choice[2] for choice in listed if len(choice) > 2}
    return [(choice[0], choice[1]) for choice in listed], hints
