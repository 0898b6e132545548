"""Addresses of organisations, the register of changes, and corrections to it."""

from django.urls import path

from mutuality.web.organisations.views import change, changes, corrections, peers, profile, search

app_name = "organisations"
urlpatterns = [
    path("organisations/", search.search, name="search"),
    path("organisations/draw", search.warm, name="warm"),
    path("organisations/<str:code>/", profile.profile, name="profile"),
    path("t/<slug:team>/peers/", peers.peers, name="my-peers"),
    path("changes/", changes.changes, name="changes"),
    path("changes/<str:change>/", change.change, name="change"),
    path("changes/<str:change>/evaluate", change.evaluate, name="evaluate"),
    path("changes/<str:change>/propose", corrections.propose, name="propose"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/corrections.json", corrections.accepted, name="accepted-corrections"),
    path("corrections/<int:correction>/", corrections.correction, name="correction"),
    path("corrections/<int:correction>/withdraw", corrections.withdraw, name="withdraw"),
]
