"""The API's own description: true of every answer, complete, and naming no other host."""

import json
import re
from pathlib import Path

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import positive_data_acceptance

from mutuality.web.api.interface import description
from mutuality.web.wsgi import application
from web.world import World
from web.world.api import build

ROOT = Path(__file__).parents[3]
OPERATIONS = {
    methods["get"]["operationId"]: path for path, methods in description()["paths"].items()
}
HANG_ON_FIGURES = ("panel", "observations")
"""Whether these can be answered hangs on what is held, not only on the form of the question."""


@pytest.fixture
def values(person, team):
    """Something behind every name that an address can hold, of one person's team."""
    ann = person("ann")
    north = team("North", ann)
    world = World(ann, ann, north, north, {"team": north.slug})
    build(world)
    return world


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_answer_is_as_described_whatever_is_asked(values, key, name):
    """What the description allows is answered, all else is refused, and nothing breaks."""
    load_all_checks()
    path = OPERATIONS[name]
    names = {**values.values, **values.special.get(f"api:{name}", {})}
    real = {one: str(names[one]) for one in re.findall(r"{(\w+)}", path)}
    # The client inside the test does not unpack what it accepts packed.
    sent = {"Authorization": f"Bearer {key(values.ann)}", "Accept-Encoding": "identity"}
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application, headers=sent)
    operation = schema[path]["GET"]
    for mode in schemathesis.GenerationMode:
        for fixed in (None, real) if real else (None,):
            if mode.is_negative and fixed and not operation.query:
                continue  # nothing is left that could be wrong
            found = _ask(operation, mode, sent, fixed, hangs=name in HANG_ON_FIGURES)
            if mode.is_positive and (fixed or not real):
                assert 200 in found


def _ask(operation, mode, sent, fixed, *, hangs):
    """Ask ten times, with all checks that apply; the statuses that came back."""
    found = set()

    @settings(
        max_examples=10,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode, path_parameters=fixed))
    def ask(case):
        excluded = [positive_data_acceptance] if hangs else []
        found.add(case.call_and_validate(headers=sent, excluded_checks=excluded).status_code)

    ask()
    return found


def test_the_description_names_no_host(person, key, ask):
    status, body = ask("/api/openapi.json", key(person()))
    assert status == 200
    assert body["servers"] == []
    assert "://" not in json.dumps(body)


def test_the_description_is_for_those_who_may_ask(db, ask):
    assert ask("/api/openapi.json")[0] == 401
    assert ask("/api/")[0] == 401


def test_the_way_in_lists_every_address(told):
    assert {row["address"] for row in told("/api/")["data"]} == set(OPERATIONS.values())


def test_the_reference_in_the_documents_has_every_address():
    page = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(/api/[^`]*)`", page, re.MULTILINE)) == set(OPERATIONS.values())


def test_the_page_shows_every_address_and_parameter(person, signed_in):
    page = signed_in(person()).get("/api/docs").content.decode()
    for path, methods in description()["paths"].items():
        assert f"<code>{path}</code>" in page
        for parameter in methods["get"]["parameters"]:
            assert f">{parameter['name']}<" in page


def test_a_visitor_signs_in_before_the_page(db):
    response = Client().get("/api/docs")
    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


def test_what_is_not_there_is_told_as_json_below_the_api_alone(person, signed_in):
    browser = signed_in(person())
    below = browser.get("/api/nothing")
    assert (below.status_code, below.json()["code"]) == (404, "WEB-164")
    beside = browser.get("/nothing-api/")
    assert (beside.status_code, beside["Content-Type"]) == (404, "text/html; charset=utf-8")


def test_a_fault_of_ours_is_told_as_json_without_its_words(rf):
    from mutuality.web.api.problems import server_error

    below = server_error(rf.get("/api/changes"))
    assert (below.status_code, json.loads(below.content)["code"]) == (500, "WEB-168")
    assert server_error(rf.get("/changes/"))["Content-Type"] == "text/html; charset=utf-8"
