"""A strategy team looks at ways of working together, and puts a few side by side."""

import csv
import io
import re

import pytest

from mutuality.stores import shipped

MODELS = shipped.register().models


@pytest.fixture
def reader(person, signed_in):
    return signed_in(person())


def shown(reader, address: str) -> str:
    response = reader.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_all_models_stand_side_by_side_with_degrees_and_evidence(reader):
    text = shown(reader, "/models/")
    for model in MODELS.values():
        assert f'<a href="/models/{model.id}/">{model.title}</a>' in text
    merger = MODELS["merger"].degree.scores
    row = text[text.index('href="/models/merger/"') :]
    cells = re.findall(r'ev-degree--\d">(\d)<', row)[:6]
    assert tuple(map(int, cells)) == merger
    assert 'aria-label="33 findings on merger"' in text
    assert "Nothing found" in text


def test_two_to_four_models_are_compared(reader):
    text = shown(reader, "/models/?with=merger&with=group&with=clinical-network")
    assert "<h1" in text
    assert "Models side by side" in text
    assert "ev-beside--3" in text
    assert text.count(" checked>") == 3
    for name in ("merger", "group", "clinical-network"):
        assert MODELS[name].definition.stated in text
    assert MODELS["mutual"].definition.stated not in text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("with=merger", "Tick at least one more model"),
        (
            "with=merger&with=group&with=mutual&with=franchise&with=buddying",
            "Tick 4 models at most",
        ),
        ("with=merger&with=nothing", "Choose from the answers below"),
    ],
)
def test_what_cannot_be_compared_is_told_and_keeps_the_ticks(reader, query, said):
    text = shown(reader, f"/models/?{query}")
    assert "There is a problem" in text
    assert said in text
    assert re.search(r'value="merger"[^>]* checked', text)
    assert 'id="id_with"' in text  # where the summary leads


@pytest.mark.parametrize("name", MODELS)
def test_every_model_has_its_page(reader, name):
    text = shown(reader, f"/models/{name}/")
    assert MODELS[name].title in text
    assert text.count('<h3 class="nhsuk-heading-s"><a') == 5
    assert f"?with={name}&amp;with=" in text


@pytest.mark.parametrize("name", ["nothing", "general", "Merger"])
def test_there_is_no_page_of_another_model(reader, name):
    assert reader.get(f"/models/{name}/").status_code == 404


def test_the_degrees_can_be_saved_with_whose_judgement_they_are(reader):
    text = shown(reader, "/models/?with=merger&with=group")
    name = re.findall(r"file=(how-much-each-model-changes[a-z0-9-]*\.csv)", text)[0]
    response = reader.get(f"/models/?with=merger&with=group&file={name}")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["Model"] for row in rows] == [MODELS["merger"].title, MODELS["group"].title]
    assert rows[0]["Total of 24"] == str(MODELS["merger"].degree.total)
    assert "Judgement, open for editing" in rows[0]["data_source"]


def test_tables_of_a_model_can_be_saved(reader):
    name = re.findall(r"file=([a-z0-9-]+what-it-takes\.ods)", shown(reader, "/models/merger/"))[0]
    response = reader.get(f"/models/merger/?file={name}")
    assert response["Content-Type"] == "application/vnd.oasis.opendocument.spreadsheet"
    assert reader.get("/models/merger/?file=nothing.ods").status_code == 404
