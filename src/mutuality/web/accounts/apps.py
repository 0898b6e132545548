"""The application's name for Django."""

from django.apps import AppConfig


class Accounts(AppConfig):
    """People and teams."""

    name = "mutuality.web.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the acts be known, so that a permission can be asked for by name."""
        from mutuality.web.accounts import acts  # noqa: F401, PLC0415
