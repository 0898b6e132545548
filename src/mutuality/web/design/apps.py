"""The design system as a Django app, so that its templates and static files are found.

In:    nothing.
Out:   the app's name and label.
Never: a model. What is shown holds no data of its own.
"""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Templates, static files and form fields."""

    name = "mutuality.web.design"
    label = "design"
    verbose_name = "Design system"
