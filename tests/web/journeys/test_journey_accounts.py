"""Coming in: an account with a password and an authenticator app, or with a passkey."""

import os
import signal
from contextlib import contextmanager

import pytest

from web.journeys.people import PASSWORD
from web.journeys.visitor import CODE, code_of

pytestmark = pytest.mark.browser
LONG = "a long and winding road"


def open_account(visitor, email):
    """From the first page to an account whose address is proved by a code from the mail."""
    visitor.open("/").go("Sign in", within="main").go("sign up", within="main")
    visitor.fill(email=email, password1=LONG, password2=LONG).go("Sign up", within="main form")
    visitor.at("Enter email verification code").fill(code=visitor.mail(email, CODE)).go("Confirm")
    return visitor.at("Welcome").sees(email, within="header")


def set_up_app(visitor):
    """From the account to an authenticator app that works: its secret, and the recovery codes."""
    visitor.go("Your account", within="header").go("passkeys, authenticator app")
    visitor.go("Activate").at("Activate authenticator app")
    secret = visitor.page.locator("#authenticator_secret").input_value()
    visitor.fill(code=code_of(secret)).go("Activate", within="main form").at("Recovery codes")
    return secret, visitor.page.locator("#recovery_codes").input_value().split()


def attempt(visitor, email, password):
    """Type into the form that is open, and send it."""
    visitor.fill(login=email, password=password)
    return visitor.go("Sign in", within="main form", exact=True)


def sign_in(visitor, email, password=LONG):
    """The first step of signing in."""
    return attempt(visitor.open("/account/login/"), email, password)


@pytest.mark.parametrize("script", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_password_and_an_app(visitor, script):
    """Given a stranger, when they open an account and set up an app, then they sign in by both."""
    email = f"tom-{script}@example.org".lower()
    tom = visitor(java_script_enabled=script)
    open_account(tom, email)
    secret, recovery = set_up_app(tom)  # right after the sign-up nobody asks for the password again
    assert len(recovery) == 10
    tom.go("Sign out", within="header").sees("You have signed out")

    sign_in(tom, email).at("Two-factor authentication")
    tom.fill(code="000000").go("Sign in", within="main form").sees("Incorrect code")
    tom.fill(code=code_of(secret)).go("Sign in", within="main form").at("Welcome")
    tom.go("Sign out", within="header")

    sign_in(tom, email).fill(code=recovery[0]).go("Sign in", within="main form").at("Welcome")
    tom.go("Sign out", within="header")

    sign_in(tom, email).fill(code=recovery[0]).go("Sign in", within="main form")
    tom.at("Two-factor authentication").sees("Incorrect code")
    tom.open("/me/").at("Two-factor authentication")


def test_a_passkey(visitor):
    """Given a stranger with a device, when they sign up with a passkey, then it opens the door."""
    pat = visitor(host="localhost")
    give_device(pat)
    pat.open("/account/signup/").go("Sign up using a passkey").fill(email="pat@example.org")
    pat.go("Sign up", within="main form").fill(code=pat.mail("pat@example.org", CODE))
    pat.go("Confirm").at("Create passkey").fill(name="My laptop").go("Create", within="main")
    pat.at("Welcome").go("Sign out", within="header")

    pat.open("/account/login/").go("Sign in with a passkey").at("Welcome")
    pat.open("/account/2fa/webauthn/").sees("My laptop")


def test_a_passkey_where_there_can_be_none(visitor):
    """Given an address that is a number, when somebody adds a passkey, then they are told why."""
    mia = visitor()
    give_device(mia)
    sign_in(mia, "mia@example.org", PASSWORD).open("/account/2fa/webauthn/add/").fill(name="Mine")
    mia.page.get_by_role("button", name="Add", exact=True).click()
    mia.page.wait_for_selector(".nhsuk-error-summary:focus")
    mia.check().sees("There is a problem").sees("such as localhost")


def give_device(visitor):
    """A device that knows its owner, as most laptops and telephones do."""
    device = visitor.context.new_cdp_session(visitor.page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True,
    }  # fmt: skip
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_forgotten_password(visitor):
    """Given a person who forgot it, when they read their mail, then they set another."""
    rob = visitor()
    rob.open("/account/login/").go("Forgot your password?").fill(email="rob@example.org")
    rob.go("Reset my password", within="main")
    link = rob.mail("rob@example.org", r"^(http\S+/password/reset/key/\S+)$")
    rob.open(link).fill(password1=LONG, password2=LONG).go("Change password", within="main form")
    sign_in(rob, "rob@example.org", PASSWORD).sees("not correct")
    sign_in(rob, "rob@example.org").at("Welcome")


def test_a_browser_left_somewhere(visitor):
    """Given two browsers, when one signs the other out, then the other is out."""
    here, there = visitor(), visitor()
    for one in (here, there):
        sign_in(one, "bob@example.org", PASSWORD).at("South")
    here.go("Your account", within="header").go("Sessions", within="main")
    assert here.page.locator("main tbody tr").count() == 2
    here.go("Sign out other sessions", within="main")
    assert here.page.locator("main tbody tr").count() == 1
    there.open("/me/").at("Sign in")
    here.open("/me/").at("Your account")


def test_a_thief_who_tries_passwords(workbench, visitor):
    """Given two web processes that share no memory, when each is tried, then both count."""
    one, other = workbench.web_processes()
    with asleep(other):
        thief = visitor().open("/account/login/")
        for number in range(3):
            attempt(thief, "joe@example.org", f"a wrong guess {number}").sees("not correct")
    with asleep(one):
        thief = visitor().open("/account/login/")
        for number in range(3, 5):
            attempt(thief, "joe@example.org", f"a wrong guess {number}").sees("not correct")
        attempt(thief, "joe@example.org", "a sixth guess").sees("Too many failed")
    attempt(visitor().open("/account/login/"), "joe@example.org", PASSWORD).sees("Too many failed")


@contextmanager
def asleep(process):
    """A web process that hears nobody for a while, so that the other one answers."""
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)
