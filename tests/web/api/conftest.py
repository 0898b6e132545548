"""People with keys, and what their programs are told."""

import json

import pytest
from django.test import Client

from mutuality.web.accounts import acts


@pytest.fixture
def key():
    """Make a key: `key(ann)` is the secret that ann's program sends."""

    def make(owner, **asked) -> str:
        return acts.create_key(by=owner, team=None, label="A program", **asked)[1]

    return make


@pytest.fixture
def ask():
    """Ask the API with a key: status and body; `headers` of the last answer stand beside."""

    def of(address: str, key: str = "", client: Client | None = None, **headers: str):
        sent = {"Authorization": f"Bearer {key}"} if key else {}
        response = (client or Client()).get(address, headers=sent | headers)
        of.headers = response.headers
        assert response["Content-Type"] == "application/json", response.content[:300]
        return response.status_code, json.loads(response.content)

    return of


@pytest.fixture
def secret(person, key):
    """The key of somebody who belongs to no team."""
    return key(person("reader"))


@pytest.fixture
def told(secret, ask):
    """What a program with a good key is told; the status must be 200."""

    def of(address: str):
        status, body = ask(address, secret)
        assert status == 200, body
        assert set(body["provenance"]) == {
            "source", "licence", "data_version", "software_version", "advice",
        }  # fmt: skip
        return body

    return of


@pytest.fixture
def refused(secret, ask):
    """What a program with a good key is refused: status and code."""

    def of(address: str):
        status, body = ask(address, secret)
        assert set(body) == {"code", "problem", "remedy", "where"}
        assert body["remedy"]
        assert "mutuality " not in body["remedy"]
        assert "--" not in body["remedy"]
        return status, body["code"]

    return of
