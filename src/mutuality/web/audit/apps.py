"""The application's name for Django."""

from django.apps import AppConfig


class Audit(AppConfig):
    """The audit record."""

    name = "mutuality.web.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
