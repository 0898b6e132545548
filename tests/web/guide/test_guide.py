"""Help is the project's own documents, and every link in it leads somewhere."""

import html
import re

import pytest

from mutuality.web.guide import topics

ALL = [one for _, held in topics.shelves() for one in held]


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.address)
def test_a_topic_opens_and_its_links_lead_somewhere(db, client, one):
    response = client.get(f"/help/{one.address}")
    assert response.status_code == 200
    title = re.escape(one.title)
    assert re.search(rf"{title}\s*</h1>", html.unescape(response.content.decode()))
    for href in re.findall(r'href="(/help/[^"#]*)', str(one.html)):
        assert client.get(href).status_code == 200, href


@pytest.mark.parametrize("name", ["glossary", "accessibility", "privacy", "licence", ""])
def test_a_visitor_may_read_the_statements(db, client, name):
    assert client.get(f"/help/{name}").status_code == 200


@pytest.mark.parametrize("name", ["methods/nothing", "../LICENSE", "methods/../../LICENSE", "spc"])
def test_nothing_but_topics_is_read(db, client, name):
    assert topics.topic(name) is None
    assert client.get(f"/help/{name}").status_code == 404


def test_the_licence_is_printed_whole(db, client):
    assert "MIT License" in client.get("/help/licence").content.decode()
