"""The application's name for Django."""

from django.apps import AppConfig


class Running(AppConfig):
    """Setting up, serving, backing up and restoring an installation. It has no model."""

    name = "mutuality.web.running"
    label = "running"

    def ready(self) -> None:
        """Let the acts and the checks be known."""
        from mutuality.web.running import acts, checks  # noqa: F401, PLC0415
