"""Addresses of published data."""

from django.urls import path

from mutuality.web.data import views

app_name = "data"
urlpatterns = [
    path("data/", views.overview, name="overview"),
    path("data/measures/<str:measure>/", views.measure, name="measure"),
    path("data/upload", views.upload, name="new-upload"),
    path("data/uploads/<uuid:upload>/", views.one_upload, name="upload"),
    path("data/uploads/<uuid:upload>/discard", views.discard, name="discard"),
    path("data/history", views.history, name="history"),
    path("data/history/<str:load>/undo", views.undo, name="undo"),
    path("data/history/<str:load>/redo", views.redo, name="redo"),
]
