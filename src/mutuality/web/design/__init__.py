"""The design system: how every page of the workbench looks, reads and asks.

In:    values, forms, papers.
Out:   pages in one layout, forms with their errors, tables and papers inside a page.
Never: the NHS logo, Frutiger, a remote address, an inline style, a page that needs JavaScript.
Read first: jinja2/layout.html, then jinja2/parts.html, then controls.py.
"""

from mutuality.web.design.fields import (
    CheckboxesField,
    DateField,
    EmailField,
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
from mutuality.web.design.forms import Form, ModelForm

__all__ = [
    "CheckboxesField",
    "DateField",
    "EmailField",
    "Form",
    "HiddenField",
    "ModelForm",
    "NumberField",
    "PasswordField",
    "RadiosField",
    "SelectField",
    "TextAreaField",
    "TextField",
    "TickField",
    "UploadField",
]
