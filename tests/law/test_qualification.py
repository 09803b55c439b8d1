from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from service.law.experience import ExperienceNeed
from service.law.personal_file import (
    LanguageSkill,
)
from service.law.requirements import (
    ActsNeed,
    Alternative,
    ComputerNeed,
    EducationNeed,
    Experience,
    LanguageNeed,
    Level,
    SecretsNeed,
    Wording,
)
from tests.law.files import (
    DAY,
    FILE,
    JOB,
    LAWYER,
    judged,
    line,
)

LAW, FINANCE = frozenset({"law"}), frozenset({"finance"})
BACHELOR_OF_LAW = (EducationNeed(Level.BACHELOR, LAW),)
STUDIES = [
    pytest.param(LAWYER, BACHELOR_OF_LAW, "met", "", id="level and field"),
    pytest.param(
        replace(LAWYER, level=Level.MASTER), BACHELOR_OF_LAW, "met", "", id="a higher level"
    ),
    pytest.param(
        replace(LAWYER, level=Level.VOCATIONAL),
        BACHELOR_OF_LAW,
        "not-met",
        "other-level-or-field",
        id="a lower level",
    ),
    pytest.param(
        replace(LAWYER, fields=FINANCE),
        BACHELOR_OF_LAW,
        "not-met",
        "other-level-or-field",
        id="another field",
    ),
    pytest.param(
        replace(LAWYER, fields=FINANCE),
        (*BACHELOR_OF_LAW, EducationNeed(Level.BACHELOR, FINANCE)),
        "met",
        "",
        id="the second field of the list",
    ),
    pytest.param(
        replace(LAWYER, fields=FINANCE), (EducationNeed(Level.BACHELOR),), "met", "", id="any field"
    ),
    pytest.param(
        replace(LAWYER, fields=frozenset()),
        BACHELOR_OF_LAW,
        "look",
        "field-not-known",
        id="a field nobody has named",
    ),
    pytest.param(
        replace(LAWYER, foreign=True),
        BACHELOR_OF_LAW,
        "look",
        "not-recognised",
        id="from abroad, not recognised",
    ),
    pytest.param(
        replace(LAWYER, foreign=True, recognised=True),
        BACHELOR_OF_LAW,
        "met",
        "",
        id="from abroad, recognised",
    ),
    pytest.param(
        replace(LAWYER, completed_on=DAY), BACHELOR_OF_LAW, "met", "", id="completed on the day"
    ),
    pytest.param(
        replace(LAWYER, completed_on=DAY + timedelta(days=1)),
        BACHELOR_OF_LAW,
        "not-met",
        "not-completed",
        id="completed a day later",
    ),
]


@pytest.mark.parametrize(("held", "asked", "outcome", "why"), STUDIES)
def test_vc_3_education(held, asked, outcome, why):
    one = line(judged(replace(FILE, education=(held,)), education=asked), "education")
    assert (one.outcome, one.why) == (outcome, why)
    assert one.first_on == (held.completed_on if why == "not-completed" else None)


@pytest.mark.parametrize(
    ("document", "annex", "why", "remedy"),
    [
        pytest.param(True, True, "", None, id="diploma and annex"),
        pytest.param(True, False, "no-annex", "upload-annex", id="no annex"),
        pytest.param(False, True, "no-document", "upload-education", id="no diploma"),
    ],
)
def test_vc_3_scans_of_education(document, annex, why, remedy):
    held = replace(LAWYER, has_document=document, has_annex=annex)
    decision = judged(replace(FILE, education=(held,)), education=BACHELOR_OF_LAW)
    one = line(decision, "education-document")
    assert (one.why, one.remedy, one.source) == (why, remedy, "O26 IS 76(2)")


def test_vc_3_scans_of_another_education_do_not_count():
    other = replace(LAWYER, key="other", fields=FINANCE)
    mine = replace(LAWYER, has_document=False, has_annex=False)
    decision = judged(replace(FILE, education=(other, mine)), education=BACHELOR_OF_LAW)
    assert line(decision, "education-document").why == "no-document"


def years(number: int, **more: str) -> ExperienceNeed:
    return ExperienceNeed(12 * number, **{key: frozenset({each}) for key, each in more.items()})


def ways(*alternatives: Alternative) -> Experience:
    return Experience(alternatives)


WAYS = [
    pytest.param(ways(Alternative((years(3),))), "met", "", id="three years to the day"),
    pytest.param(ways(Alternative((years(4),))), "not-met", "too-short", id="four years"),
    pytest.param(
        ways(Alternative((years(4),)), Alternative((years(2, sectors="civil"),))),
        "met",
        "",
        id="the second alternative",
    ),
    pytest.param(
        ways(Alternative((years(3, fields="law"), years(1, levels="unit-head")))),
        "not-met",
        "too-short",
        id="one of two needs",
    ),
    pytest.param(
        ways(Alternative((years(2),), frozenset({"studied-by-state-order"}))),
        "look",
        "condition",
        id="a condition that nobody has proved",
    ),
    pytest.param(
        Experience(typical="C-4"),
        "look",
        "typical-not-known",
        id="typical requirements that are not known",
    ),
]


@pytest.mark.parametrize(("asked", "outcome", "why"), WAYS)
def test_vc_3_experience(asked, outcome, why):
    one = line(judged(experience=asked), "experience")
    assert (one.outcome, one.why) == (outcome, why)


def test_vc_3_a_proved_condition_counts():
    asked = ways(Alternative((years(2),), frozenset({"studied-by-state-order"})))
    proved = replace(FILE, conditions=frozenset({"studied-by-state-order"}))
    assert line(judged(proved, experience=asked), "experience").outcome == "met"


def test_vc_3_experience_last_unmet_and_first_met_day():
    asked = ways(Alternative((years(3),)))
    eve = line(judged(day=DAY - timedelta(days=1), experience=asked), "experience")
    assert (eve.outcome, eve.first_on, eve.remedy) == ("not-met", DAY, "add-employment")
    assert line(judged(experience=asked), "experience").outcome == "met"


def test_vc_3_work_whose_field_nobody_has_named_is_for_a_person():
    vague = replace(JOB, fields=frozenset())
    asked = ways(Alternative((years(3, fields="law"),)))
    one = line(judged(replace(FILE, work=(vague,)), experience=asked), "experience")
    assert (one.outcome, one.why) == ("look", "work-not-classified")


def test_vc_3_the_line_of_experience_shows_what_was_counted():
    one = line(judged(experience=ways(Alternative((years(4),)))), "experience")
    assert one.facts["day"] == "2026-03-10"
    facts: Any = one.facts
    ((measured,),) = facts["alternatives"]
    assert measured["counted"] == ["job"]
    assert measured["parts"] == [3, 0, 0]
    assert measured["met_on"] == "2027-03-10"


def test_vc_3_no_document_on_employment_where_no_experience_is_asked():
    found = judged(replace(FILE, has_employment_document=False)).lines
    assert "employment-document" not in {each.code for each in found}


def test_vc_3_acts_that_no_test_asked_about_are_left_to_the_interview():
    decision = judged(acts=(ActsNeed(frozenset({"constitution", "justice"})),))
    one = line(decision, "acts")
    assert (one.outcome, one.why, one.decides) == ("look", "left-to-interview", False)
    assert one.facts == {
        "proved": ["constitution"],
        "left": ["justice"],
        "by": ["IS-2026-000001-1"],
    }
    assert decision.outcome == "admitted"


LANGUAGES = [
    pytest.param(LanguageNeed("kk", "c1"), "met", "", id="the level asked"),
    pytest.param(LanguageNeed("kk", "c2"), "not-met", "level-too-low", id="a higher level"),
    pytest.param(LanguageNeed("kk"), "met", "", id="any level"),
    pytest.param(LanguageNeed("en", "a1"), "not-met", "none", id="another language"),
    pytest.param(LanguageNeed("tr", "a1"), "look", "level-not-stated", id="no level stated"),
]


@pytest.mark.parametrize(("asked", "outcome", "why"), LANGUAGES)
def test_vc_3_languages(asked, outcome, why):
    file = replace(FILE, languages=(*FILE.languages, LanguageSkill("tr")))
    one = line(judged(file, languages=(asked,)), "language")
    assert (one.outcome, one.why, one.subject) == (outcome, why, asked.code)


@pytest.mark.parametrize(
    ("programs", "outcome"), [(frozenset(), "met"), (frozenset({"excel"}), "not-met")]
)
def test_vc_3_work_with_a_computer(programs, outcome):
    assert line(judged(computer=ComputerNeed(programs)), "computer").outcome == outcome


@pytest.mark.parametrize(("form", "outcome"), [(3, "met"), (2, "met"), (1, "look")])
def test_vc_3_access_to_state_secrets_by_form(form, outcome):
    assert line(judged(secrets=SecretsNeed(form)), "secrets").outcome == outcome


def test_vc_3_what_is_only_desirable_decides_nothing():
    decision = judged(
        languages=(LanguageNeed("en", "c1", decides=False),),
        computer=ComputerNeed(frozenset({"excel"}), decides=False),
        wordings=(Wording("retraining", decides=False),),
    )
    assert decision.outcome == "admitted"
    assert {each.code for each in decision.lines if each.outcome != "met"} == {
        "language",
        "computer",
        "wording",
    }


def test_vc_3_a_wording_that_decides_is_for_a_person():
    decision = judged(wordings=(Wording("clean-hands"),))
    assert decision.outcome == "look"
    assert [each.subject for each in decision.to_look_at] == ["clean-hands"]
