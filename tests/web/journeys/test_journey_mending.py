"""What goes wrong is said where it can be mended, and the keyboard is enough for all of it."""

import pytest

from web.journeys.people import PASSWORD

pytestmark = pytest.mark.browser


def test_a_form_with_mistakes(visitor):
    """Given mistakes in a form, when it is sent, then the summary has the focus, the words stay."""
    ann = visitor("ann").open("/t/north/appraisals/start/")
    ann.fill(organisation="Nowhere at all", problem="A&E is slow.").go("Make the draft")
    focused = "document.activeElement.className"
    assert "nhsuk-error-summary" in ann.page.evaluate(focused)
    ann.sees("There is a problem")
    assert ann.page.title().startswith("Error: ")
    assert ann.page.locator("[name=organisation]").input_value() == "Nowhere at all"
    assert ann.page.locator("[name=problem]").input_value() == "A&E is slow."

    ann.page.keyboard.press("Tab")  # to the first of its links, which leads to the field
    ann.page.keyboard.press("Enter")
    name = ann.page.evaluate("document.activeElement.name")
    assert name in ("organisation", "kinds"), name


def test_keyboard_only(visitor):
    """Given no mouse, when an analyst signs in, then they can finish a first pass."""
    ann = visitor().open("/account/login/")
    reach(ann, "[name=login]").keyboard.type("ann@example.org")
    reach(ann, "[name=password]").keyboard.type(PASSWORD)
    press(ann, "main form button[type=submit]:not([type=button])", "Sign in").at("North")

    press(ann, "header a", "Appraisals").at("Appraisals")
    press(ann, "main a", "Start with a quick first pass").at("Quick first pass")
    reach(ann, "[name=organisation]").keyboard.type("RMP")
    reach(ann, "[name=problem]").keyboard.type("Deaths are above what was expected.")
    reach(ann, "[name=kinds]").keyboard.press("Space")
    for part, typed in (("day", "22"), ("month", "11"), ("year", "2026")):
        field = reach(ann, f"[name=at_{part}]").keyboard
        field.press("Control+a")
        field.type(typed)
    press(ann, "main button", "Make the draft").at("First pass")
    press(ann, "main a", "Go on to the task list").sees("0 of 12 sections")


def reach(visitor, selector, words=""):
    """Press Tab until something has the focus, as whoever has no mouse does."""
    for _ in range(60):
        visitor.page.keyboard.press("Tab")
        is_there = visitor.page.evaluate(
            "([one, words]) => document.activeElement.matches(one)"
            " && document.activeElement.textContent.includes(words)",
            [selector, words],
        )
        if is_there:
            return visitor.page
    raise AssertionError(f"the keyboard does not reach {selector} on {visitor.page.url}")


def press(visitor, selector, words):
    """Reach a link or a button, and press Enter."""
    reach(visitor, selector, words)
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    return visitor.check()
