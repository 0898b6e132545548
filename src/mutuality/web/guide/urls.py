"""Addresses of the help pages."""

from django.urls import path

from mutuality.web.guide import views

app_name = "guide"
urlpatterns = [
    path("help/", views.help_page, name="help"),
    path("help/glossary", views.glossary, name="glossary"),
    path("help/accessibility", views.accessibility, name="accessibility"),
    path("help/privacy", views.privacy, name="privacy"),
    path("help/licence", views.licence, name="licence"),
    path("help/<path:topic>", views.topic, name="topic"),
]
