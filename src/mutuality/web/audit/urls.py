"""Addresses of the audit record: a team's, and the installation's."""

from django.urls import path

from mutuality.web.audit import views

app_name = "audit"
urlpatterns = [
    path("audit/", views.record, name="installation"),
    path("audit/check", views.check, name="installation-check"),
    path("audit/download.<str:file_format>", views.download, name="installation-download"),
    path("t/<slug:team>/audit/", views.record, name="team"),
    path("t/<slug:team>/audit/check", views.check, name="team-check"),
    path("t/<slug:team>/audit/download.<str:file_format>", views.download, name="team-download"),
]
