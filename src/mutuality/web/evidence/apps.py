"""The application's name for Django."""

from django.apps import AppConfig


class Evidence(AppConfig):
    """Models, findings and what they say."""

    name = "mutuality.web.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"
