"""Teams: who comes in, who sees what, and who must prove twice who they are."""

import pytest

from web.journeys.people import PASSWORD
from web.journeys.visitor import CODE, code_of

pytestmark = pytest.mark.browser


def test_an_invitation(visitor):
    """Given a team, when its administrator invites somebody, then they come in by the link."""
    ann, eve = visitor("ann"), visitor()
    ann.open("/t/north/").go("Invite somebody").fill(email="eve@example.org").choose("Viewer")
    ann.go("Invite", within="main form").at("Invitation sent")
    link = eve.mail("eve@example.org", r"(http\S+/join/\S+)")
    assert link == ann.page.locator("main code").inner_text()

    eve.open(link).at("Join North").go("Open an account")
    eve.fill(email="eve@example.org", password1=PASSWORD, password2=PASSWORD)
    eve.go("Sign up", within="main form").fill(code=eve.mail("eve@example.org", CODE))
    eve.go("Confirm", within="main")
    eve.open(link).go("Join the team").at("North").sees("You are now in the team North")
    eve.open("/t/north/appraisals/").misses("Start with a quick first pass")
    ann.open("/t/north/").sees("eve@example.org")
    visitor().open(link, status=404).sees("opens nothing", within="h1")


def test_a_viewer(visitor):
    """Given an appraisal, when a viewer reads it, then nothing offers a change or makes one."""
    ann, vic = visitor("ann"), visitor("vic")
    ann.open("/t/north/appraisals/upload/").choose("Six practices that share staff")
    ann.go("Start from this", within="main")
    case = ann.page.url.removeprefix(ann.address)
    for page in ("", "problem/", "options/", "weights/", "scenarios/", "opinions/", "history/"):
        vic.open(case + page)
        forms = vic.page.locator("main form[method=post]")
        assert forms.count() == 0, (page, forms.first.inner_text())
    vic.open("/t/north/").misses("Invite somebody").misses("Take back")
    token = vic.page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    sent = {"csrfmiddlewaretoken": token, "email": "zoe@example.org", "roles": "administrator"}
    refused = vic.context.request.post(f"{vic.address}/t/north/invite", form=sent)
    assert refused.status == 403
    assert "Invite somebody to the team" in refused.text(), "refused for what it is"


def test_another_team(visitor):
    """Given pages of the North, when Bob of the South tries them, then there is nothing."""
    ann, bob = visitor("ann"), visitor("bob")
    ann.open("/t/north/appraisals/upload/").choose("A community service owned by its staff")
    ann.go("Start from this", within="main")
    case = ann.page.url.removeprefix(ann.address)
    of_north = [f"/t/north/{page}" for page in ("", "appraisals/", "jobs/", "audit/")]
    under_south = case.replace("/north/", "/south/")
    for page in (*of_north, case, f"{case}scenarios/", f"{case}case.toml", under_south):
        bob.open(page, status=404).misses("North", within="body").misses("owned by its staff")
    bob.open("/t/south/appraisals/").misses("owned by its staff")
    bob.open("/").misses("owned by its staff").misses("North", within="body")


def test_a_team_that_asks_for_a_second_step(visitor):
    """Given a careful team, when a member has no second step, then they set one up first."""
    mia, kim = visitor("mia"), visitor()
    mia.open("/t/careful/").go("Change the team's settings").choose("Ask every member")
    mia.go("Save", within="main").at("Two-factor authentication")  # it holds for her too

    kim.open("/account/login/").fill(login="kim@example.org", password=PASSWORD)
    kim.go("Sign in", within="main form", exact=True)
    kim.open("/t/careful/appraisals/").at("Two-factor authentication").sees(
        "Careful asks every member for a second step"
    )
    kim.open("/organisations/").at("Organisations")  # what is public to people stays open
    kim.open("/t/careful/").go("Activate", within="main")
    secret = kim.page.locator("#authenticator_secret").input_value()
    kim.fill(code=code_of(secret)).go("Activate", within="main form").at("Recovery codes")
    kim.open("/t/careful/appraisals/").at("Appraisals")
