"""The application's name for Django."""

from django.apps import AppConfig


class Organisations(AppConfig):
    """Organisations, the register of changes, and corrections to it."""

    name = "mutuality.web.organisations"
    label = "organisations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the acts be known, so that a permission can be asked for by name."""
        from mutuality.web.organisations import acts  # noqa: F401, PLC0415
