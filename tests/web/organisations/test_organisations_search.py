"""Whoever looks for an organisation finds it by the name they know, or learns what would work."""

import pytest

URL = "/organisations/"


@pytest.fixture
def ann(person, signed_in):
    return signed_in(person("ann"))


def test_frimley_is_found_under_the_code_of_its_former_partner(ann, text):
    said = text(ann.get(URL, {"q": "RD7"}))
    assert "RD7 became RDU on 1 October 2014." in said
    assert said.index("/organisations/RDU/") < said.index("/organisations/RD7/")


def test_the_code_of_an_open_body_leads_straight_to_its_page(ann):
    response = ann.get(URL, {"q": "rdu"})
    assert (response.status_code, response["Location"]) == (302, "/organisations/RDU/")


@pytest.mark.parametrize("typed", ["Frimly", "frimley helth"])
def test_a_slip_of_the_key_is_forgiven(ann, text, typed):
    assert "/organisations/RDU/" in text(ann.get(URL, {"q": typed}))


def test_what_fits_nothing_says_what_would(ann, text):
    said = text(ann.get(URL, {"q": "zzzzqqqq"}))
    assert "No organisation fits" in said
    assert "an ODS code, such as RMP" in said


def test_too_few_letters_are_answered_with_what_to_give(ann, text):
    response = ann.get(URL, {"q": "x"})
    assert response.status_code == 200
    assert "too short to search for" in text(response)


def test_an_empty_search_shows_how_and_lists_by_type_and_region(ann, text):
    said = text(ann.get(URL))
    assert "Ambulance service" in said
    assert "?region=London" in said


def test_a_list_is_of_the_type_and_region_that_were_asked_for_and_paged(ann, text):
    wanted = {"type": "Ambulance service", "region": "London"}
    assert "1 organisation<" in text(ann.get(URL, wanted))
    everything = text(ann.get(URL, {"standing": "all", "page": "2"}))
    assert everything.count('<th scope="row"') == 25


def test_an_empty_list_offers_wider_ones(ann, text):
    wanted = {"type": "Ambulance service", "region": "Region not held"}
    said = text(ann.get(URL, wanted))
    assert "No organisation is of this type in this region" in said
    assert "Any region" in said


def test_a_filter_that_there_is_not_is_said_at_its_field(ann, text):
    assert "Choose one from the list" in text(ann.get(URL, {"type": "Bakery"}))


def test_only_a_steward_may_have_all_pages_drawn(person, signed_in):
    assert signed_in(person("bob")).post("/organisations/draw").status_code == 403
    response = signed_in(person("sue", steward=True)).post("/organisations/draw")
    assert response["Location"].startswith("/jobs/")
