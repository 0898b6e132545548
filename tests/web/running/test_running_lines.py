"""The log says what happened and where, and never what anybody typed or who they are."""

from __future__ import annotations

import json
import logging
import os

import pytest
from django.core.exceptions import ImproperlyConfigured
from gunicorn.config import Config

from mutuality.base import Refusal
from mutuality.web.logs import JsonLines
from mutuality.web.running.lines import WENT_WRONG, Lines

WHO = "ann@" + "example.org"  # a traceback quotes the source, which must not hold it whole


def line(error: BaseException | None = None, message: str = "bug", **extra: object) -> dict:
    record = logging.LogRecord("x", logging.ERROR, "", 0, message, None, None)
    if error is not None:
        try:
            raise error
        except type(error) as caught:
            record.exc_info = (type(caught), caught, caught.__traceback__)
    record.__dict__.update(extra)
    return json.loads(JsonLines().format(record))


def test_an_error_keeps_its_kind_and_place_without_its_words() -> None:
    told = line(ValueError(f"Key (email)=({WHO}) already exists"))
    assert WHO not in json.dumps(told)
    assert told["traceback"].endswith("builtins.ValueError")
    assert "test_running_lines.py" in told["traceback"]


def test_what_led_to_it_is_kept_in_the_same_way() -> None:
    try:
        try:
            raise KeyError(WHO)
        except KeyError as first:
            raise ValueError("b") from first
    except ValueError as error:
        told = line(error)["traceback"]
    try:
        try:
            raise KeyError(WHO)
        except KeyError:
            raise ValueError("b") from None
    except ValueError as error:
        hidden = line(error)["traceback"]
    try:
        try:
            raise KeyError(WHO)
        except KeyError:
            {}["b"]
    except KeyError as error:
        meanwhile = line(error)["traceback"]
    assert "after" in told
    assert "builtins.KeyError" in told
    assert "KeyError" not in hidden
    assert meanwhile.count("builtins.KeyError") == 2
    assert WHO not in told + hidden + meanwhile


def test_words_of_our_own_are_kept() -> None:
    assert line(ImproperlyConfigured("Set SECRET_KEY"))["traceback"].endswith(": Set SECRET_KEY")
    refused = line(Refusal("WEB-999", "Ann is wrong.", "Mend Ann."))["traceback"]
    assert refused.endswith("Refusal WEB-999")


def test_fields_that_are_known_stand_in_the_line() -> None:
    told = line(message="request", route="healthz", status=200, secret="x")
    assert (told["route"], told["status"]) == ("healthz", 200)
    assert "secret" not in told
    assert "traceback" not in told


def test_what_django_refuses_is_not_quoted() -> None:
    record = logging.LogRecord(
        "django.security.DisallowedHost", logging.ERROR, "", 0, f"Invalid header: {WHO}", None, None
    )
    record.request = object()
    told = json.loads(JsonLines().format(record))
    assert told["message"] == "a request was refused: DisallowedHost"
    assert "request" not in told


def said(capsys: pytest.CaptureFixture[str], *, sees_requests: bool) -> list[dict]:
    """What stands in the log when gunicorn's first process, or another, has things to say."""
    lines = Lines(Config())
    lines.first = os.getpid() + sees_requests
    lines.info("Booting")
    lines.warning("Invalid request from ip=%s: GET /sign-in/%s", "10.0.0.1", "secret")
    lines.error("Worker (pid:7) was sent SIGKILL! secret")
    try:
        raise OSError("secret")
    except OSError:
        lines.exception("Error handling request %s", "/sign-in/secret")
    lines.error_log.handlers.clear()
    return [json.loads(one) for one in capsys.readouterr().err.splitlines()]


def test_the_process_that_sees_no_request_speaks(capsys: pytest.CaptureFixture[str]) -> None:
    told = [one["message"] for one in said(capsys, sees_requests=False)]
    assert told[0] == "Booting"
    assert told[2] == "Worker (pid:7) was sent SIGKILL! secret"


def test_those_that_see_requests_say_what_kind_of_thing_went_wrong(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = said(capsys, sees_requests=True)
    assert [one["message"] for one in told] == ["Booting", *[WENT_WRONG] * 3]
    assert told[-1]["traceback"].endswith("builtins.OSError")
    assert not any("secret" in one["message"] or "10.0" in one["message"] for one in told)
