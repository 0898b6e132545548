"""A link opens one thing, for a while, for whoever holds it, and nothing beside it."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from mutuality.web.accounts import acts as accounts
from mutuality.web.accounts.models import Link
from mutuality.web.appraisals import endings
from mutuality.web.appraisals.deciding import guarding
from mutuality.web.appraisals.models import Appraisal, Opinion
from mutuality.web.audit.models import Event
from web.world.deciding import adopted, appraised, disagree


@pytest.fixture(autouse=True)
def nobody_asked_before(db):
    cache.clear()


@pytest.fixture
def ann(person):
    return person("ann")


@pytest.fixture
def north(team, ann):
    return team("Trust of the North", ann)


@pytest.fixture
def held(ann, north):
    return adopted(ann, north)


@pytest.fixture
def give(ann, north, held):
    def make(purpose, **detail):
        return accounts.give_link(
            by=ann, team=north, purpose=purpose, subject=f"appraisal:{held.pk}", label="For Eve",
            detail=detail,
        )  # fmt: skip

    return make


def at(name, held, *more):
    return reverse(f"appraisals:{name}", args=[held.team.slug, held.pk, *more])


def text(response):
    """The page without the nonce, which is another each time."""
    return re.sub(r'nonce="[^"]+"', "", response.content.decode())


def open_to(name, *secrets):
    return reverse(f"appraisals:{name}", args=secrets)


SAID = {
    "version": "0", "name": "", "scores.buddy.mortality.low": "-0.05",
    "scores.buddy.mortality.likely": "0", "scores.buddy.mortality.high": "0.05",
    "why.buddy": "I was there", "swings.mortality": "100", "sure": "1",
}  # fmt: skip


class TestGiving:
    def test_the_address_is_shown_once_and_leaves_a_line(self, signed_in, ann, held):
        browser = signed_in(ann)
        assert "No link was given out" in text(browser.get(at("links", held)))
        given = text(browser.post(at("give-score", held), {
            "score-label": "Staff side", "score-group": "staff", "score-days": "30"}))  # fmt: skip
        address = re.search(r"<code>http://testserver(/scoring/[^<]+)</code>", given).group(1)
        listed = text(browser.get(at("links", held)))
        assert address not in listed
        assert "Staff side" in listed
        assert "to answer for Staff" in listed
        link = Link.objects.get()
        browser.post(at("revoke-link", held, link.public_id))
        assert "Ended on" in text(browser.get(at("links", held)))
        acts = list(Event.objects.values_list("act", flat=True))
        assert acts[-2:] == ["accounts.give_link", "accounts.revoke_link"]
        Link.objects.update(revoked_at=None, expires_at=timezone.now())
        assert "Ran out on" in text(browser.get(at("links", held)))

    def test_a_link_to_read_names_a_scenario_or_whatever_is_sealed(self, signed_in, ann, held):
        given = signed_in(ann).post(
            at("give-read", held),
            {"read-label": "Board", "read-scenario": "sealed", "read-days": "7"},
        )
        assert "/shared/" in text(given)
        assert "the sealed results" in text(signed_in(ann).get(at("links", held)))

    @pytest.mark.parametrize("days", ["0", "91", "", "soon"])
    def test_a_link_lasts_from_1_to_90_days(self, signed_in, ann, held, days):
        for form, more in (
            ("read", {"read-scenario": "sealed"}),
            ("score", {"score-group": "staff"}),
        ):
            sent = {f"{form}-label": "Kept", f"{form}-days": days, **more}
            page = text(signed_in(ann).post(at(f"give-{form}", held), sent))
            assert f'href="#id_{form}-days"' in page
            assert 'value="Kept"' in page
        assert not Link.objects.exists()

    def test_a_link_of_another_appraisal_cannot_be_ended_here(self, signed_in, ann, north, held):
        link, _ = accounts.give_link(
            by=ann, team=north, purpose="read", subject="appraisal:other", label="x"
        )
        address = at("revoke-link", held, link.public_id)
        assert signed_in(ann).post(address).status_code == 404

    def test_without_groups_nobody_can_be_asked(self, signed_in, ann, held):
        document = held.document | {"group": []}
        Appraisal.objects.everywhere().filter(pk=held.pk).update(document=document)
        assert "The case has no groups" in text(signed_in(ann).get(at("links", held)))


class TestScoring:
    def test_somebody_without_an_account_answers_changes_and_withdraws(self, client, give, held):
        _, secret = give("score", group="patients")
        page = text(client.get(open_to("scoring", secret)))
        assert "How should Tameside work with others?" in page
        assert "Patients and the public" in page
        checked = text(
            client.post(
                open_to("scoring", secret),
                {name: said for name, said in SAID.items() if name != "sure"},
            )
        )
        assert "Check your answer" in checked
        assert not Opinion.objects.exists()
        sent = client.post(open_to("scoring", secret), SAID)
        row = Opinion.objects.get()
        assert (row.group, row.name, row.person) == ("patients", "", None)
        own = sent["Location"]
        assert own.startswith(open_to("scoring", secret))
        mine = text(client.get(own))
        assert "Your answer is in" in mine
        assert re.search(r'name="scores.buddy.mortality.low"[^>]*value="-0.05"', mine)
        address = own.partition("?")[0]
        client.post(address, SAID | {"version": "1", "name": "Eve"})
        assert Opinion.objects.get().name == "Eve"
        late = text(client.post(address, SAID | {"version": "1", "name": "Late"}))
        assert "Your answer was changed meanwhile" in late
        assert Opinion.objects.get().name == "Eve"
        out = address + "withdraw"
        assert "count for nothing" in text(client.get(out))
        assert "You took your answer out" in text(client.post(out, follow=True))
        assert "out already" in text(client.get(out))
        assert Opinion.objects.get().withdrawn_at

    def test_the_page_says_nothing_of_the_team_or_of_others(self, client, ann, north, held, give):
        disagree(ann, north, held)
        _, secret = give("score", group="commissioner")
        page = text(client.get(open_to("scoring", secret)))
        for hidden in ("Trust of the North", "Ann", "Ours fell", "/t/", "trust-of-the-north"):
            assert hidden not in page

    def test_a_mistake_is_told_at_its_field(self, client, give):
        _, secret = give("score", group="patients")
        wrong = SAID | {"scores.buddy.mortality.low": "much"}
        page = text(client.post(open_to("scoring", secret), wrong))
        assert 'href="#id_scores.buddy.mortality.low"' in page
        assert 'value="much"' in page

    def test_whatever_ended_looks_as_if_it_had_never_been(
        self, client, ann, north, held, give, team
    ):
        never = client.get(open_to("scoring", "never-was"))
        live, secret = give("score", group="patients")
        client.post(open_to("scoring", secret), SAID)
        ended = []
        accounts.revoke_link(by=ann, team=north, link=live)
        ended.append(client.get(open_to("scoring", secret)))
        ended.append(client.post(open_to("scoring", secret), SAID))
        old, out = give("score", group="patients")
        Link.objects.filter(pk=old.pk).update(expires_at=timezone.now())
        ended.append(client.get(open_to("scoring", out)))
        _, reader = give("read", scenario="sealed")
        ended.append(client.get(open_to("scoring", reader)))
        _, scorer = give("score", group="patients")
        ended.append(client.get(open_to("shared", scorer)))
        _, lost = give("score", group="gone")
        ended.append(client.get(open_to("scoring", lost)))
        ended.append(client.get(open_to("scoring-answer", scorer, "guess")))
        _, nothing = accounts.give_link(
            by=ann, team=north, purpose="read", subject="none:0", label="x"
        )
        ended.append(client.get(open_to("shared", nothing)))
        assert never.status_code == 404
        for one in ended:
            assert one.status_code == 404
            assert text(one) == text(never)
        assert Opinion.objects.count() == 1

    def test_a_link_of_one_team_gives_nothing_of_another(self, client, ann, held, give, team):
        south = team("South", ann)
        foreign = adopted(ann, south)
        link, secret = give("score", group="patients")
        Link.objects.filter(pk=link.pk).update(subject=f"appraisal:{foreign.pk}")
        assert client.get(open_to("scoring", secret)).status_code == 404

    def test_no_answer_is_kept_indexed_or_passed_on(self, client, give):
        _, secret = give("score", group="patients")
        _, share = give("read", scenario="sealed")
        for address, policy in (
            (open_to("scoring", secret), "same-origin"),
            (open_to("shared", share), "no-referrer"),
            (open_to("shared", "never-was"), "no-referrer"),
        ):
            response = client.get(address)
            assert response["Cache-Control"] == "no-store, private"
            assert response["X-Robots-Tag"].startswith("noindex")
            assert response["Referrer-Policy"] == policy

    def test_guesses_and_floods_are_stopped(self, client, give, monkeypatch):
        _, secret = give("score", group="patients")
        monkeypatch.setattr(guarding, "SENDINGS", (2, 600))
        for _ in range(2):
            assert client.post(open_to("scoring", secret), {}).status_code == 200
        assert client.post(open_to("scoring", secret), {}).status_code == 429
        monkeypatch.setattr(guarding, "GUESSES", (2, 600))
        for _ in range(2):
            assert client.get(open_to("shared", "guess")).status_code == 404
        stopped = client.get(open_to("shared", "guess"))
        assert stopped.status_code == 429
        assert "WEB-091" in text(stopped)

    def test_sealed_and_unfinished_cases_take_no_answer(self, client, ann, north, held, give):
        _, secret = give("score", group="patients")
        sent = client.post(open_to("scoring", secret), SAID)
        document = held.document
        broken = document | {"criterion": []}
        everywhere = Appraisal.objects.everywhere().filter(pk=held.pk)
        everywhere.update(document=broken)
        assert "nothing can be answered at the moment" in text(
            client.get(open_to("scoring", secret))
        )
        everywhere.update(document=document)
        made = appraised(ann, north, held, "x")
        endings.seal(by=ann, team=north, appraisal=held, scenario=made)
        assert "Answers are closed" in text(client.get(open_to("scoring", secret)))
        out = sent["Location"].partition("?")[0] + "withdraw"
        assert "is sealed" in text(client.post(out))


class TestShared:
    def test_it_shows_the_results_and_no_other_page(self, client, ann, north, held, give):
        disagree(ann, north, held)
        made = appraised(ann, north, held, "Shown to the board")
        _, share = give("read", scenario=str(made.pk))
        page = text(client.get(open_to("shared", share)))
        assert "Too close to call" in page
        assert "/t/" not in page
        assert "Trust of the North" not in page
        for form in ("html", "docx"):
            answer = client.get(open_to("shared-paper", share, form))
            assert answer.content == endings.paper_file(made, form)
            assert answer["Cache-Control"] == "no-store, private"
        assert client.get(open_to("shared-shown", share, 2, "csv")).status_code == 200
        assert client.get(open_to("shared-shown", share, 999, "csv")).status_code == 404
        assert client.post(open_to("shared", share)).status_code == 200  # and changes nothing

    def test_before_the_seal_a_link_to_the_sealed_results_shows_the_case(
        self, client, ann, north, held, give
    ):
        _, share = give("read", scenario="sealed")
        page = text(client.get(open_to("shared", share)))
        assert "The results are not sealed yet." in page
        assert "Merge with a neighbouring trust" in page
        assert client.get(open_to("shared-paper", share, "docx")).status_code == 404
        made = appraised(ann, north, held, "Sealed")
        endings.seal(by=ann, team=north, appraisal=held, scenario=made)
        assert "Sealed appraisal" in text(client.get(open_to("shared", share)))
