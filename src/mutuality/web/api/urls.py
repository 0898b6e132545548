"""Addresses of this app."""

from django.urls import path

from mutuality.web.api.interface import opened
from mutuality.web.api.pages import reference

app_name = "api"
urlpatterns = [path("docs", reference, name="reference"), *opened()]
