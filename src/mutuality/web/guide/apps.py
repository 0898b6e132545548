"""The application's name for Django."""

from django.apps import AppConfig


class Guide(AppConfig):
    """Help, glossary and the statements that every service owes."""

    name = "mutuality.web.guide"
    label = "guide"
    default_auto_field = "django.db.models.BigAutoField"
