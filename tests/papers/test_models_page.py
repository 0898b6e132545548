"""Models side by side or whole: what a strategy lead compares before choosing any."""

from __future__ import annotations

import datetime as dt

import pytest
from some_findings import finding

from mutuality.base import Refusal
from mutuality.papers.catalogue import examples, rules, unchecked
from mutuality.papers.document import Bullets, Heading, Paragraph, Table
from mutuality.papers.evidence_page import NOBODY
from mutuality.papers.html import to_html
from mutuality.papers.model_page import model_page
from mutuality.papers.models_page import models_page
from mutuality.stores import shipped

AT = dt.date(2026, 11, 22)
REGISTER = shipped.register()
MODELS = REGISTER.models
ALL = {"at": AT, "findings": shipped.findings(), "gates": shipped.gates(),
       "changes": REGISTER.changes}  # fmt: skip


def tables(document):
    return [block for block in document.blocks if isinstance(block, Table)]


def text(document):
    said = [block.text for block in document.blocks if isinstance(block, Paragraph | Heading)]
    return " ".join(said + [i for b in document.blocks if isinstance(b, Bullets) for i in b.items])


def test_a_few_models_stand_in_columns_and_many_in_rows():
    few = models_page([MODELS["buddying"], MODELS["merger"]], **ALL)
    assert tables(few)[0].columns == ("Aspect", "Buddying", "Merger")
    assert few.title == "Side by side: buddying and merger"
    many = models_page(list(MODELS.values()), **ALL)
    assert [row[0] for row in tables(many)[0].rows] == [m.title for m in MODELS.values()]
    assert many.title == "Models side by side"


def test_what_nobody_checked_never_stands_as_fact():
    model = MODELS["learning-network"]
    page = models_page([model], **ALL)
    cells = dict(tables(page)[0].rows)
    assert cells["Who answers for it"].startswith("Not checked: ")
    assert dict(page.front)["Statements not checked"] == str(
        sum(fact.status != "found" for fact in model.facts)
    )
    assert unchecked([model]) > 0


def test_strength_is_by_domain_and_on_checked_findings():
    held = [finding(), finding(id="F2", verified="no"), finding(id="F3", domain="money")]
    page = models_page([MODELS["merger"]], at=AT, findings=held)
    assert tables(page)[1].rows == [
        ("Merger", "None", "None", "Low (1 finding)", "Low (1 finding)", "None")
    ]


def test_rules_are_those_in_force_at_the_date():
    gates = shipped.gates()
    mutual = MODELS["mutual"]
    told = rules(mutual, gates, AT)
    assert any("Loss of VAT recovery" in line and "rules it out" in line for line in told)
    assert any(line.startswith("Not checked: ") for line in told)
    dated = next(rule for rule in gates if rule.since and mutual.id in rule.models)
    before = rules(mutual, [dated], dated.since - dt.timedelta(days=1))
    assert before == ["No rule on file bears on it."]
    ended = dated.model_copy(update={"until": AT - dt.timedelta(days=1)})
    assert rules(mutual, [ended], AT) == ["No rule on file bears on it."]
    lasting = dated.model_copy(update={"until": AT})
    assert len(rules(mutual, [lasting], AT)) == 1


def test_examples_put_checked_changes_first_and_mark_the_others():
    buddying = examples(MODELS["buddying"], REGISTER.changes)
    assert buddying[0] == "13 changes on the register, 7 checked at a source."
    assert not any(line.startswith("Not checked") for line in buddying)
    background = [c for c in REGISTER.changes if c.form == "buddying" and c.status != "found"]
    assert all(
        line.startswith("Not checked: ") for line in examples(MODELS["buddying"], background)[1:]
    )
    undated = [c for c in REGISTER.changes if c.id == "merger-undated-rdz"]
    assert "date not known" in examples(MODELS["merger"], undated)[1]
    assert examples(MODELS["ft-plus"], REGISTER.changes) == [
        "No change of this form is on the register."
    ]


def test_one_model_whole_has_every_statement_with_its_source():
    model = MODELS["mutual"]
    page = model_page(model, **ALL)
    said = text(page) + " ".join(cell for table in tables(page) for r in table.rows for cell in r)
    for fact in model.facts:
        assert fact.stated in said
    for source in model.sources:
        assert f"{source.short}: " in said
    assert "claims that disagree" in " ".join(table.caption for table in tables(page))
    assert dict(page.front)["Degree of change"] == "20 of 24"


def test_a_model_that_nobody_studied_says_so():
    assert NOBODY in text(model_page(MODELS["ft-plus"], at=AT))


def test_pages_carry_the_notice_and_no_style_or_script():
    for page in (models_page([MODELS["group"], MODELS["mutual"]], **ALL),
                 model_page(MODELS["merger"], **ALL)):  # fmt: skip
        html = to_html(page)
        assert "Decision support, not legal, financial or HR advice." in html
        assert " style=" not in html
        assert "<script" not in html


def test_no_models_is_refused():
    with pytest.raises(Refusal) as no:
        models_page([], at=AT)
    assert no.value.code == "PAP-106"
