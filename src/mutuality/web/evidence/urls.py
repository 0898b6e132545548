"""Addresses of this app."""

from django.urls import path

from mutuality.web.evidence.views import finding, findings, models

app_name = "evidence"
urlpatterns = [
    path("evidence/", findings.findings, name="findings"),
    path("evidence/<str:finding>/", finding.finding, name="finding"),
    path("models/", models.models, name="models"),
    path("models/<str:model>/", models.model, name="model"),
]
