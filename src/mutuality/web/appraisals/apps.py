"""The application's name for Django."""

from django.apps import AppConfig


class Appraisals(AppConfig):
    """Choosing between ways of working together, with the people concerned."""

    name = "mutuality.web.appraisals"
    label = "appraisals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the acts be known, so that a permission can be asked for by name."""
        from mutuality.web.appraisals import acts  # noqa: F401, PLC0415
