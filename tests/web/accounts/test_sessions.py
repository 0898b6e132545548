"""A session is marked as used now and then, not with every page."""

from allauth.usersessions.models import UserSession

from mutuality.web.accounts import middleware


def test_a_session_is_marked_once_in_five_minutes(person, signed_in, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(middleware.time, "monotonic", lambda: clock[0])
    marks = []
    create = UserSession.objects.create_from_request
    monkeypatch.setattr(
        type(UserSession.objects), "create_from_request",
        lambda manager, request: marks.append(1) or create(request),
    )  # fmt: skip
    client = signed_in(person("ann"))
    for _ in range(3):
        client.get("/help/")
    assert len(marks) == 1
    clock[0] += middleware.EVERY
    client.get("/help/")
    assert len(marks) == 2
    assert UserSession.objects.count() == 1
