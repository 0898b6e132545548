"""Addresses of these pages."""

from __future__ import annotations

from typing import Any

from django.urls import path

from mutuality.web.appraisals.deciding import (
    comparing,
    links,
    overview,
    results,
    saying,
    scenarios,
    scoring,
    sealing,
    sharing,
)

ONE = "t/<slug:team>/appraisals/<uuid:appraisal>/"
SCENARIO = f"{ONE}scenarios/<uuid:scenario>/"

patterns: list[Any] = [
    path(f"{ONE}opinions/", overview.opinions, name="opinions"),
    path(f"{ONE}meeting/", overview.meeting, name="meeting"),
    path(f"{ONE}opinions/said.<str:file_format>", overview.said, name="said"),
    path(f"{ONE}opinions/differences.<str:file_format>", overview.differences, name="differences"),
    path(f"{ONE}opinions/<str:group>/", saying.say, name="say"),
    path(f"{ONE}opinions/<int:opinion>/withdraw", saying.withdraw, name="withdraw"),
    path(f"{ONE}scenarios/", scenarios.scenarios, name="scenarios"),
    path(SCENARIO, results.scenario, name="scenario"),
    path(f"{SCENARIO}paper.<str:file_format>", results.paper, name="paper"),
    path(f"{SCENARIO}shown/<int:shown>.<str:file_format>", results.shown, name="shown"),
    path(f"{SCENARIO}continue", scenarios.continue_from, name="continue"),
    path(f"{ONE}compare", comparing.compare, name="compare"),
    path(f"{ONE}seal/<uuid:scenario>/", sealing.seal, name="seal"),
    path(f"{ONE}sealed/", sealing.sealed, name="sealed"),
    path(f"{ONE}links/", links.links, name="links"),
    path(f"{ONE}links/read", links.give_read, name="give-read"),
    path(f"{ONE}links/score", links.give_score, name="give-score"),
    path(f"{ONE}links/<uuid:link>/revoke", links.revoke, name="revoke-link"),
    path("shared/<str:share>/", sharing.shared, name="shared"),
    path("shared/<str:share>/paper.<str:file_format>", sharing.paper, name="shared-paper"),
    path(
        "shared/<str:share>/shown/<int:shown>.<str:file_format>",
        sharing.shown,
        name="shared-shown",
    ),
    path("scoring/<str:scoring>/", scoring.scoring, name="scoring"),
    path("scoring/<str:scoring>/<str:answer>/", scoring.answer, name="scoring-answer"),
    path("scoring/<str:scoring>/<str:answer>/withdraw", scoring.withdraw, name="scoring-withdraw"),
]
