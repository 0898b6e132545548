"""Whoever reads an organisation's page sees its figures whole, and who it came from and became."""

import pytest

from mutuality.base import Refusal
from mutuality.web.accounts.models import Team
from mutuality.web.appraisals.models import Appraisal
from mutuality.web.audit.models import Event
from mutuality.web.jobs.work import run
from mutuality.web.organisations import acts, figures
from mutuality.web.organisations.comparing import group_of
from mutuality.web.organisations.views import profile, search
from mutuality.web.published import register, today
from mutuality.web.roles import Role

RDU = "/organisations/RDU/"


@pytest.fixture
def ann(person, team, signed_in):
    who = person("ann")
    team("North", who)
    return signed_in(who)


def test_the_page_shows_figures_changes_and_lineage(ann, text):
    said = text(ann.get(RDU))
    assert "Frimley Health NHS Foundation Trust </h1>" in " ".join(said.split())
    assert 'id="at-a-glance"' in said
    assert "/changes/merger-2014-10-01-rdu/" in said
    assert "Who it came from and became" in said
    assert 'class="app-narrow"' in said
    assert "How was this calculated?" in said
    assert "The figures behind this chart, as a table" in said
    assert "Decision support, not legal, financial or HR advice." in said
    assert "&lt;" not in ann.get(RDU).content.decode()


def test_a_second_reader_gets_what_was_drawn_for_the_first(ann, monkeypatch):
    ann.get(RDU)

    def never(*_, **__):
        raise AssertionError("drawn again")

    monkeypatch.setattr(figures, "profile_of", never)
    monkeypatch.setattr(figures, "lineage_figure", never)
    assert ann.get(RDU).status_code == 200


def test_a_closed_code_says_who_it_became_and_shows_the_figures_of_the_whole(ann, text):
    said = text(ann.get("/organisations/RD7/"))
    assert "RD7 became RDU on 1 October 2014" in said
    assert 'href="/organisations/RDU/"' in said
    assert "The figures below are of RDU as a whole" in said
    assert "Frimley Health NHS Foundation Trust, " in said


def test_bodies_whose_figures_cannot_be_told_apart_are_named(ann, text):
    """Pennine Acute (RW6) was divided between R0A and RM3 on 1 October 2021."""
    said = text(ann.get("/organisations/R0A/"))
    assert "Counted together with others" in said
    assert "Counted together with others" not in text(ann.get(RDU))


def test_before_the_merger_a_code_stands_for_itself(ann, text):
    said = text(ann.get("/organisations/RD7/", {"at": "1 October 2013"}))
    assert "RD7: open, as at 1 October 2013" in said


def test_small_letters_lead_to_the_page(ann):
    assert ann.get("/organisations/rdu/")["Location"] == RDU


def test_an_unknown_code_is_not_found_and_says_what_may_be_meant(ann, text):
    response = ann.get("/organisations/RDUX/")
    assert response.status_code == 404
    assert "No organisation has this code" in text(response)
    assert ann.get("/organisations/!/").status_code == 404


def test_a_day_that_cannot_be_read_is_said_at_its_field_and_the_page_stays(ann, text):
    said = text(ann.get(RDU, {"at": "yesterday"}))
    assert "Enter a day such as 1 October 2013 (not “yesterday”)" in said
    assert "At a glance" in said
    assert "to today" in text(ann.get(RDU, {"at": "2999-01-01"}))


def test_peers_by_region_are_named_in_the_paper(ann, text):
    said = text(ann.get(RDU, {"peers": "region"}))
    assert "trusts in the same region (South East)" in said


def test_peers_that_a_body_has_none_of_are_refused_at_the_field(ann, text):
    said = text(ann.get("/organisations/RD7/", {"peers": "region", "at": "2013-10-01"}))
    assert "The region of RD7 is not held." in said
    assert "At a glance" in said


def test_the_teams_own_peers_can_be_kept_chosen_and_changed(ann, text):
    page = "/t/north/peers/"
    given = {"name": "Larger", "reason": "Two sites each", "codes": "rtg, RMP\nRW6 and rmp"}
    ann.post(page, given)
    (mine,) = Team.objects.get(slug="north").peers
    assert mine["codes"] == ["RTG", "RMP", "RW6"]
    assert "left out, because it became" in text(ann.get(page))
    said = text(ann.get(RDU, {"peers": "my:larger"}))
    assert "chosen by name, because: Two sites each" in said
    assert Event.objects.filter(act="organisations.save_peers").exists()


def test_a_list_needs_codes_that_exist(ann, text):
    given = {"name": "Odd", "reason": "Because", "codes": "XXXX9"}
    said = text(ann.post("/t/north/peers/", given))
    assert "No organisation with the code 'XXXX9' is in the register." in said
    assert "Because" in said


def test_two_people_saving_one_list_lose_nothing(ann, text):
    page = "/t/north/peers/"
    given = {"name": "Near", "reason": "Neighbours", "codes": "RMP"}
    ann.post(page, given)
    team = Team.objects.get(slug="north")
    read = acts.mark(team.peers[0])
    ann.post(f"{page}?list=near", given | {"codes": "RMP RTG", "was": read})
    said = text(ann.post(f"{page}?list=near", given | {"codes": "RMC", "was": read}))
    assert "Somebody else changed or removed this list" in said
    assert "RMC" in said
    assert Team.objects.get(slug="north").peers[0]["codes"] == ["RMP", "RTG"]
    said = text(ann.post(page, given))
    assert "The team has a list called 'Near' already." in said
    ann.post(page, {"remove": "near"})
    assert Team.objects.get(slug="north").peers == []


def test_a_team_keeps_no_more_lists_than_people_can_read(ann, text):
    team = Team.objects.get(slug="north")
    team.peers = [
        {"slug": f"l{n}", "name": f"L{n}", "reason": "r", "codes": ["RMP"]}
        for n in range(acts.MOST_LISTS)
    ]
    team.save()
    said = text(ann.post("/t/north/peers/", {"name": "New", "reason": "r", "codes": "RMP"}))
    assert "Remove one that is not used any more." in said


def test_another_teams_list_is_not_offered(ann, person, team, signed_in, text):
    bob = person("bob")
    team("South", bob)
    ann.post("/t/north/peers/", {"name": "Ours", "reason": "Secret", "codes": "RMP"})
    said = text(signed_in(bob).get(RDU, {"peers": "my:ours"}))
    assert "Choose one from the list" in said
    assert "Secret" not in said


def test_a_viewer_reads_the_lists_but_is_offered_no_button(person, team, signed_in, text):
    vic = person("vic")
    team("West", vic, roles=[Role.VIEWER])
    client = signed_in(vic)
    said = text(client.get("/t/west/peers/"))
    assert "An analyst of the team can make one." in said
    assert "Save the list" not in said
    given = {"name": "Near", "reason": "Neighbours", "codes": "RMP"}
    assert client.post("/t/west/peers/", given).status_code == 403


def test_the_teams_appraisals_and_a_first_pass_stand_on_the_page(ann, text):
    team = Team.objects.get(slug="north")
    Appraisal(team=team, title="Emergency care at Frimley", organisation="RDU").save()
    said = text(ann.get(RDU))
    assert "Emergency care at Frimley" in said
    assert "?code=RDU" in said


def test_without_a_team_the_page_is_whole(person, signed_in, text):
    said = text(signed_in(person("eve")).get(RDU))
    assert "Start a quick first pass" not in said
    assert "At a glance" in said


@pytest.mark.parametrize("form", ["svg", "csv"])
def test_every_chart_and_table_can_be_saved(ann, form):
    page = ann.get(RDU).content.decode()
    links = [part.split('"')[0] for part in page.split('href="')]
    links = [link for link in links if "file=" in link and link.endswith(f".{form}")]
    assert len(links) > 10
    lineage = next(link for link in links if "predecessors" in link)
    for link in (links[0], lineage):
        response = ann.get(link.replace("&amp;", "&"))
        assert response.status_code == 200
        assert response["Content-Disposition"].startswith("attachment")


def test_a_file_that_there_is_not_is_not_found(ann):
    assert ann.get(RDU, {"file": "nothing.csv"}).status_code == 404


def test_a_body_without_a_past_says_so(ann, text):
    said = text(ann.get("/organisations/RBK/"))
    line = register().lineage("RBK")
    assert not line.predecessors
    assert "No predecessor and no successor is on record." in said


def test_a_list_that_is_gone_is_refused():
    with pytest.raises(Refusal) as refused:
        group_of(register(), "RDU", "my:gone", at=today(), team=None)
    assert refused.value.code == "WEB-030"


def test_the_job_draws_every_open_organisation(person, monkeypatch):
    rows = [row for row in search.listed() if row.code in ("RDU", "RD7")]
    monkeypatch.setattr(search, "listed", lambda: rows)
    job = acts.warm(by=person("sue", steward=True), team=None)
    run.call(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.outcome) == ("done", {"organisations": 1})


def test_the_usual_page_can_be_drawn_beforehand(db, monkeypatch):
    rows = [row for row in search.listed() if row.code == "RDU"]
    assert rows[0].live
    profile.draw("RDU")
    monkeypatch.setattr(profile, "_drawn", lambda view: pytest.fail("drawn again"))
    profile.draw("RDU")
