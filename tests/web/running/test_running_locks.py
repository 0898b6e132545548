"""Who holds what, and who is told to wait."""

from __future__ import annotations

import json
import os
import socket
from contextlib import ExitStack
from pathlib import Path

import pytest

from mutuality.base import Refusal
from mutuality.web.running import own_home
from mutuality.web.running.listening import address, listen, loopback
from mutuality.web.running.locks import SERVING, held, is_held, where_served

BUSY = Refusal("WEB-183", "It is held.", "Wait.")


def test_many_may_use_it_and_then_none_may_have_it_alone(tmp_path: Path) -> None:
    lock = tmp_path / "deep" / "a.lock"
    assert not is_held(lock)
    with held(lock, alone=False, otherwise=BUSY), held(lock, alone=False, otherwise=BUSY):
        assert is_held(lock)
        with pytest.raises(Refusal, match="WEB-183"), held(lock, alone=True, otherwise=BUSY):
            pytest.fail("it was held twice")
    with held(lock, alone=True, otherwise=BUSY):
        pass
    assert not is_held(lock)


def test_a_child_that_was_given_it_holds_it_on(tmp_path: Path) -> None:
    lock = tmp_path / "a.lock"
    with held(lock, alone=False, otherwise=BUSY) as descriptor:
        given = os.dup(descriptor)
    assert is_held(lock)
    os.close(given)
    assert not is_held(lock)


def test_where_it_is_served_is_said_while_it_is(tmp_path: Path) -> None:
    home = own_home(tmp_path)
    path = home.lock(SERVING)
    with held(path, alone=True, otherwise=BUSY):
        assert where_served(home) == ""
        path.write_text(json.dumps({"address": "http://localhost:8000", "process": 7}))
        assert where_served(home) == " at http://localhost:8000 (process 7)"
    assert where_served(home) == ""


def test_both_addresses_of_this_machine_are_taken_for_its_name() -> None:
    assert loopback("localhost") == loopback("127.0.0.1") == ("127.0.0.1", "::1")
    assert loopback("::1") == ("::1",)
    assert address(("127.0.0.1", "::1"), 8000) == "http://localhost:8000"
    assert address(("::1",), 8000) == "http://[::1]:8000"


def test_any_free_port_is_the_same_for_all() -> None:
    with ExitStack() as until:
        found = listen(("127.0.0.1", "::1"), 0, until=until)
        assert len({one.getsockname()[1] for one in found}) == 1
    assert all(one.fileno() == -1 for one in found)


def test_a_machine_without_the_newer_addresses_does_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = socket.socket

    def old_machine(family: int, kind: int) -> socket.socket:
        if family == socket.AF_INET6:
            raise OSError(97, "Address family not supported")
        return real(family, kind)

    monkeypatch.setattr("mutuality.web.running.listening.socket.socket", old_machine)
    with ExitStack() as until:
        assert len(listen(("127.0.0.1", "::1"), 0, until=until)) == 1


def test_a_port_that_needs_more_rights_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(self: socket.socket, where: tuple[str, int]) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("mutuality.web.running.listening.socket.socket.bind", denied)
    with ExitStack() as until, pytest.raises(Refusal, match="Permission denied") as refused:
        listen(("127.0.0.1",), 80, until=until)
    assert refused.value.code == "WEB-181"
