"""What studies offer to a case is asked apart from what the case makes of it."""

import tomllib

from mutuality.appraisal import Baseline, parse_case, studied
from mutuality.stores import shipped

CASE = parse_case(tomllib.loads(shipped.example("tameside").read_text(encoding="utf-8")))


def _offered(case):
    return studied(
        case,
        findings=shipped.findings(),
        baselines={"sickness": Baseline(0.06, "Q3 2024/25", "a source")},
        defaults=shipped.defaults(),
    )


def test_a_judgement_does_not_hide_what_studies_offer():
    judged = CASE.option("network").score("absence")
    assert judged.basis == "judgement"
    assert _offered(CASE)["network", "absence"].basis == "evidence"


def test_where_no_study_can_be_a_number_every_reason_is_told():
    cell = _offered(CASE)["buddy", "mortality"]
    assert (cell.basis, cell.low) == ("unscored", None)
    assert set(dict(cell.unused)) == set(cell.context.findings)


def test_the_case_itself_is_left_as_it_was():
    before = CASE.seal
    _offered(CASE)
    assert CASE.seal == before
