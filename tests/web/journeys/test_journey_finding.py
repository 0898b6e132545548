"""Finding an organisation by what it was once called."""

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_former_code(visitor, script):
    """Given a code that ended in 2014, when somebody looks for it, then Frimley is found."""
    vic = visitor("vic", java_script_enabled=script).open("/")
    vic.fill(q="RD7")
    vic.page.locator("header [name=q]").press("Enter")
    vic.page.wait_for_url("**/organisations/**RD7**")
    vic.check().sees("Heatherwood").sees("Frimley Health")
    vic.go("Frimley Health", within="main").at("Frimley Health").sees("RDU", within="body")
    vic.sees("Heatherwood")


def test_a_slip_of_the_keyboard(visitor):
    """Given a name with a letter too few, when somebody looks for it, then it is found."""
    vic = visitor("vic").open("/organisations/?q=Heatherwod").sees("Frimley Health")
    vic.open("/organisations/?q=Xyzzyx").misses("Frimley Health")
