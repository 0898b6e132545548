"""The application's name for Django."""

from django.apps import AppConfig


class Data(AppConfig):
    """What is loaded, uploads, history and undo."""

    name = "mutuality.web.data"
    label = "data"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the acts be known, so that a permission can be asked for by name."""
        from mutuality.web.data import acts  # noqa: F401, PLC0415
