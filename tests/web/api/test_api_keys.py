"""Who may ask: a key, a browser that is signed in, and nobody else; and how often."""

import datetime as dt
import subprocess
import sys
import time

import pytest
from django.core.cache import caches
from django.utils import timezone

from mutuality.web.accounts import acts
from mutuality.web.accounts.models import ApiKey
from mutuality.web.api.limits import A_MINUTE, TooMany, name_of, spend

MODELS = "/api/models?limit=1"


def test_without_a_key_the_answer_says_how_to_get_one(db, ask):
    status, body = ask(MODELS)
    assert (status, body["code"]) == (401, "WEB-162")
    assert ask.headers["WWW-Authenticate"].startswith("Bearer")
    assert "private" in ask.headers["Cache-Control"]


def test_a_key_opens_what_its_owner_may_read(person, key, ask):
    assert ask(MODELS, key(person()))[0] == 200


@pytest.mark.parametrize("sent", ["Bearer", "Bearer ", "Bearer nonsense", "Basic abc", "nonsense"])
def test_what_is_no_key_opens_nothing(db, ask, sent):
    assert ask(MODELS, Authorization=sent)[0] == 401


def test_a_revoked_key_opens_nothing(person, ask):
    ann = person()
    made, secret = acts.create_key(by=ann, team=None, label="A program")
    acts.revoke_key(by=ann, team=None, key=made)
    assert ask(MODELS, secret)[0] == 401


def test_a_key_ends_by_itself(person, key, ask):
    secret = key(person())
    ApiKey.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert ask(MODELS, secret)[0] == 401


def test_the_key_of_somebody_who_left_opens_nothing(person, key, ask):
    ann = person()
    secret = key(ann)
    ann.is_active = False
    ann.save()
    assert ask(MODELS, secret)[0] == 401


def test_a_person_who_is_signed_in_may_look(person, signed_in, ask):
    assert ask(MODELS, client=signed_in(person()))[0] == 200


def test_a_key_that_opens_nothing_is_not_helped_by_signing_in(person, signed_in, ask):
    assert ask(MODELS, "nonsense", client=signed_in(person()))[0] == 401


def test_the_last_use_is_written_at_most_once_a_minute(person, key, ask):
    secret = key(person())
    ask(MODELS, secret)
    first = ApiKey.objects.get().last_used_at
    assert first is not None
    ask(MODELS, secret)
    assert ApiKey.objects.get().last_used_at == first
    ApiKey.objects.update(last_used_at=first - dt.timedelta(seconds=61))
    ask(MODELS, secret)
    assert ApiKey.objects.get().last_used_at >= first


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(person, signed_in, method):
    response = getattr(signed_in(person()), method)("/api/changes")
    assert (response.status_code, response["Allow"]) == (405, "GET")
    assert response.json()["code"] == "WEB-165"


def test_a_key_that_asks_too_often_is_told_when_to_come_back(person, key, ask):
    secret = key(person())
    caches["default"].set(name_of(ApiKey.objects.get()), (int(time.time() // 60), A_MINUTE))
    # The minute may end between these lines; the next one then has its own count.
    status, body = ask(MODELS, secret)
    assert (status, body["code"]) == (429, "WEB-163")
    assert 1 <= int(ask.headers["Retry-After"]) <= 60


def test_each_key_has_its_own_count_and_each_minute_a_new_one(person, key):
    for name in ("ann", "bob"):
        key(person(name))
    first, second = ApiKey.objects.order_by("pk")
    for _ in range(3):
        spend(first, now=600.0, allowed=3)
    with pytest.raises(TooMany) as told:
        spend(first, now=630.0, allowed=3)
    assert told.value.wait == 30
    spend(second, now=630.0, allowed=3)
    spend(first, now=660.0, allowed=3)


MAKE = """
from django.core.management import call_command
from mutuality.web.accounts.models import Person
call_command("migrate", verbosity=0)
call_command("createcachetable")
Person.objects.create_user("ann@example.org")
"""
SPEND = """
from mutuality.web.accounts.models import Person
from mutuality.web.api.limits import TooMany, spend
ann, through = Person.objects.get(), 0
for _ in range(60):
    try:
        spend(ann, now=600.0, allowed=80)
        through += 1
    except TooMany:
        pass
print("through", through)
"""


def test_two_processes_share_one_count(tmp_path):
    """Each of two workers asks 60 times; 80 are allowed, and exactly 80 get through."""
    import os

    environment = os.environ | {
        "MUTUALITY_HOME": str(tmp_path),
        "MUTUALITY_LOCAL": "1",
        "SECRET_KEY": "only-for-tests-and-longer-than-fifty-characters-0123456789",
        "DJANGO_SETTINGS_MODULE": "mutuality.web.settings",
    }
    environment.pop("DATABASE_URL", None)

    def start(code: str) -> subprocess.Popen[str]:
        whole = f"import django\ndjango.setup()\n{code}"
        return subprocess.Popen(
            [sys.executable, "-c", whole], env=environment, stdout=subprocess.PIPE, text=True
        )

    assert start(MAKE).wait(120) == 0
    both = [start(SPEND), start(SPEND)]
    said = [worker.communicate(timeout=120)[0] for worker in both]
    assert sum(int(line.split()[1]) for line in said) == 80
