"""Every address of the workbench: who may open it, and who is told that it does not exist."""

from web.addresses import addresses

MAP = list(addresses())


def test_every_address_has_a_name_and_values(world):
    for one in MAP:
        assert not one.name.endswith("None"), one.route
        missing = world.missing(one)
        assert not missing, f"{one.name}: tests/web/world gives no {', '.join(missing)}"


def test_a_visitor_is_sent_to_sign_in_everywhere_but_on_public_pages(world, client):
    opened = set()
    for one in MAP:
        response = client.get(one.filled(world.of(one)))
        if response.status_code == 302 and response["Location"].startswith("/account/login/"):
            continue
        if response.status_code in (401, 405):
            continue
        opened.add(one.name)
    own = {name for name in opened if not name.startswith(("account_", "mfa_", "socialaccount_"))}
    assert own == world.public


def test_nobody_of_another_team_learns_that_anything_exists(world, signed_in):
    bob = signed_in(world.bob)
    checked = 0
    for one in MAP:
        if "team" not in one.arguments:
            continue
        for team in (world.north, world.south):
            values = world.of(one) | {"team": team.slug}
            if team == world.south and not set(one.arguments) - {"team", "file_format"}:
                continue  # a page of Bob's own team, about nothing of Ann's
            for method in (bob.get, bob.post):
                status = method(one.filled(values)).status_code
                if team == world.south and status == 405:
                    continue  # the method is not offered at all, whoever asks
                assert status == 404, f"{one.name} of {team}: {status}"
            checked += 1
    assert checked > 20


def test_what_belongs_to_a_team_is_addressed_by_its_team(world):
    """An appraisal without its team in the address would not be guarded by tenancy."""
    of_teams = {
        "appraisal",
        "member",
        "invitation",
        "link",
        "scenario",
        "opinion",
        "option",
        "group",
    }
    for one in MAP:
        if of_teams & set(one.arguments):
            assert "team" in one.arguments, one.name


def test_every_page_opens_for_a_member_of_its_team(world, signed_in):
    ann = signed_in(world.ann)
    for one in MAP:
        response = ann.get(one.filled(world.of(one)))
        assert response.status_code in (200, 302, 405), f"{one.name}: {response.status_code}"


def test_a_page_says_which_page_it_is(world, signed_in):
    """One level-one heading, and a title that begins with it."""
    ann = signed_in(world.ann)
    for one in MAP:
        response = ann.get(one.filled(world.of(one)))
        if response.status_code != 200 or "text/html" not in response.get("Content-Type", ""):
            continue
        text = response.content.decode()
        assert text.count("<h1") == 1, one.name
        assert " – Mutuality</title>" in text, one.name
