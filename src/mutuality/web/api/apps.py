"""The application's name for Django."""

from django.apps import AppConfig


class Api(AppConfig):
    """Read access for programs."""

    name = "mutuality.web.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
