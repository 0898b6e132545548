"""The application's name for Django."""

from django.apps import AppConfig


class Jobs(AppConfig):
    """Work that outlives a request. What a job of each kind does stands in its app's `work`."""

    name = "mutuality.web.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the acts and the kinds of work be known to whoever starts or runs a job."""
        from mutuality.web.appraisals import work as _appraisals  # noqa: F401, PLC0415
        from mutuality.web.data import work as _data  # noqa: F401, PLC0415
        from mutuality.web.jobs import acts  # noqa: F401, PLC0415
        from mutuality.web.organisations import work as _organisations  # noqa: F401, PLC0415
