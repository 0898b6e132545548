"""The styleguide as pages, under the workbench's own middleware and policy."""

from __future__ import annotations

import copy
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "papers")]  # the guide's own modules, and a paper


@pytest.fixture
def guide():
    """Settings under which the styleguide is the site; the frame around it is given by hand."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [str(HERE / "jinja2")]
    for engine in templates:
        processors = engine["OPTIONS"]["context_processors"]
        engine["OPTIONS"]["context_processors"] = [
            "guide_frame.frame" if name.endswith("frame.frame") else name for name in processors
        ]
    with override_settings(ROOT_URLCONF="guide_urls", TEMPLATES=templates):
        yield


@pytest.fixture
def ann(guide, person):
    """A client in which Ann has just signed in with her password, at a verified address."""
    from allauth.account.models import EmailAddress

    who = person("ann")
    EmailAddress.objects.update_or_create(
        user=who, email=who.email, defaults={"primary": True, "verified": True}
    )
    client = Client()
    given = {"login": who.email, "password": "correct horse battery"}
    assert client.post("/account/login/", given).status_code == 302
    # Signing in does not count as confirming: allauth asks again before it shows what protects.
    given = {"password": "correct horse battery"}
    assert client.post("/account/reauthenticate/", given).status_code == 302
    return client
