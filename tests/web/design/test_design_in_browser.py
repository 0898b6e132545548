"""Every part of the design, every page of faults and every page of an account, in a real browser.

These protect a person with a screen reader, a keyboard only, a phone at 320 px, or no JavaScript.
"""

from __future__ import annotations

import pytest
from django.test import Client
from guide_browser import HOST, Shown, opened
from guide_forms import WRONG

pytest.importorskip("playwright", reason="Playwright is not installed: no page is opened")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SIDEWAYS = "document.documentElement.scrollWidth > window.innerWidth"
SMALL = """() => [...document.querySelectorAll('main a, main button, header a, header button')]
  .filter(one => one.offsetParent && getComputedStyle(one).position !== 'absolute')
  .filter(one => !one.closest('p, td, th, dd, label, .nhsuk-error-summary, .nhsuk-task-list'))
  .map(one => [one.textContent.trim(), one.getBoundingClientRect().height])
  .filter(([, height]) => height < 24)"""
"""Controls that stand alone and are lower than 24 px; links in running text may be."""
FOCUS = """() => { const one = document.activeElement, box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  const drawn = one.closest('.nhsuk-radios, .nhsuk-checkboxes'); // their label draws the control
  return [one.id || one.textContent.trim(), box.top >= 0 && box.bottom <= innerHeight,
    !!drawn || style.outlineStyle !== 'none' || style.boxShadow !== 'none',
    !!drawn || !top || one.contains(top) || top.contains(one)]; }"""
"""What has focus: its name, whether it is in view, whether it shows, whether nothing covers it."""


def faults(page) -> list[str]:
    """What axe finds, in words."""
    found = axe.Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


@pytest.fixture
def styleguide(ann) -> Shown:
    return Shown({"/guide/": ann.get("/guide/?sort=name"), "/wrong/": ann.post("/guide/", WRONG)})


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("width", [1200, 320])
def test_the_styleguide_is_accessible_and_fits(styleguide, chromium, width, script) -> None:
    for path in ("/guide/", "/wrong/"):
        with opened(styleguide, chromium, width=width, script=script) as page:
            page.goto(HOST + path)
            if not script:
                assert page.locator(".nhsuk-header__navigation-link:visible").count() == 9
                assert page.locator(".js-enabled").count() == 0
            page.wait_for_timeout(300)
            assert faults(page) == []
            assert not page.evaluate(SIDEWAYS)
            assert page.evaluate(SMALL) == []
    assert styleguide.strays == []
    assert styleguide.said == [] or not script


def test_the_error_summary_takes_focus_and_leads_to_each_field(styleguide, chromium) -> None:
    with opened(styleguide, chromium) as page:
        page.goto(HOST + "/wrong/")
        page.wait_for_function("document.activeElement.id === 'error-summary'")
        assert page.title().startswith("Error: ")
        links = page.locator(".nhsuk-error-summary__list a")
        for number in range(links.count()):
            target = links.nth(number).get_attribute("href")
            links.nth(number).click()
            assert page.evaluate("'#' + document.activeElement.id") == target


def test_what_was_typed_is_kept(styleguide, chromium) -> None:
    with opened(styleguide, chromium) as page:
        page.goto(HOST + "/wrong/")
        for name in ("title", "beds", "problem", "meeting_day", "meeting_month", "meeting_year"):
            assert page.locator(f"[name={name}]").input_value() == WRONG[name]
        assert page.locator("[name=nature][value=mandated]").is_checked()
        assert page.locator("[name=groups][value=staff]").is_checked()
        assert page.locator("[name=secret]").input_value() == ""


def test_by_keyboard_focus_is_seen_and_never_under_something(styleguide, chromium) -> None:
    with opened(styleguide, chromium) as page:
        page.goto(HOST + "/guide/")
        page.wait_for_timeout(300)
        for _ in range(40):
            page.keyboard.press("Tab")
            name, inside, marked, clear = page.evaluate(FOCUS)
            assert (inside, marked, clear) == (True, True, True), name


ANONYMOUS = ("login", "signup", "password/reset", "login/code", "inactive")
OWN = (
    "email", "password/change", "logout", "2fa", "2fa/totp/activate", "2fa/webauthn/add",
    "2fa/webauthn", "sessions", "3rdparty", "reauthenticate",
)  # fmt: skip
PROTECTED = (
    "2fa", "2fa/totp/deactivate", "2fa/recovery-codes", "2fa/recovery-codes/generate",
    "2fa/webauthn", "2fa/webauthn/keys/1/remove", "2fa/webauthn/keys/1/edit", "2fa/reauthenticate",
    "2fa/webauthn/reauthenticate",
)  # fmt: skip


def credential() -> dict[str, object]:
    """A passkey, as a browser registers it."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from fido2.cose import ES256
    from fido2.utils import websafe_encode
    from fido2.webauthn import (
        Aaguid,
        AttestationObject,
        AttestedCredentialData,
        AuthenticatorData,
        CollectedClientData,
    )

    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    attested = AttestedCredentialData.create(Aaguid.NONE, b"0" * 32, public)
    flags = AuthenticatorData.FLAG.AT | AuthenticatorData.FLAG.UP
    data = AuthenticatorData.create(b"0" * 32, flags, 0, attested)
    said = CollectedClientData.create(
        CollectedClientData.TYPE.CREATE, b"challenge", "https://guide.test"
    )
    return {
        "id": websafe_encode(b"0" * 32),
        "rawId": websafe_encode(b"0" * 32),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(said),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    }


def protect(who) -> None:
    """Give somebody an authenticator app, recovery codes and a passkey."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    key = {"name": "Work phone", "credential": credential()}
    Authenticator.objects.create(id=1, user=who, type=Authenticator.Type.WEBAUTHN, data=key)
    TOTP.activate(who, generate_totp_secret())
    RecoveryCodes.activate(who)


def test_pages_of_an_account_are_accessible_and_fit(ann, chromium, django_user_model) -> None:
    visitor, pages = Client(), {}
    for client, names in ((visitor, ANONYMOUS), (ann, OWN)):
        pages |= {f"/account/{name}/": client.get(f"/account/{name}/") for name in names}
    pages["/wrong/"] = visitor.post("/account/login/", {"login": "nobody", "password": "wrong"})
    protect(django_user_model.objects.get())
    visitor.post(
        "/account/login/", {"login": "ann@example.org", "password": "correct horse battery"}
    )
    pages["/code/"] = visitor.get("/account/2fa/authenticate/")
    pages |= {f"/later/{name}/": ann.get(f"/account/{name}/") for name in PROTECTED}
    assert {path: one.status_code for path, one in pages.items() if one.status_code != 200} == {}
    shown = Shown(pages)
    with opened(shown, chromium) as page:
        for path in shown.pages:
            page.goto(HOST + path)
            page.wait_for_timeout(150)
            assert faults(page) == [], path
            assert page.locator("h1").count() == 1, path
            assert page.locator("header .app-brand").count() == 1, path
            page.set_viewport_size({"width": 320, "height": 900})
            page.wait_for_timeout(150)  # the header folds its menu when the window has changed
            assert not page.evaluate(SIDEWAYS), path
            assert faults(page) == [], path
            page.set_viewport_size({"width": 1200, "height": 900})
    assert shown.strays == []
    assert [said for said in shown.said if "Content Security Policy" in said] == []


def test_pages_of_faults_are_accessible(ann, chromium) -> None:
    ann.raise_request_exception = False
    shown = Shown({f"/{what}/": ann.get(f"/refuse/{what}/") for what in ("403", "404", "500")})
    for path in shown.pages:
        with opened(shown, chromium, width=320) as page:
            page.goto(HOST + path)
            assert faults(page) == [], path
            assert not page.evaluate(SIDEWAYS)
    assert shown.strays == []
