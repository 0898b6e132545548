"""Addresses of appraisals."""

from mutuality.web.appraisals.deciding.urls import patterns as deciding
from mutuality.web.appraisals.writing.urls import patterns as writing

app_name = "appraisals"
urlpatterns = [*writing, *deciding]
