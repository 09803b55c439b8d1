"""What a person says of a line: laid over the question, void once the question has changed."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law.admission import Decision, admission
from service.law.calendar import WorkingCalendar
from service.law.declarations import Declaration
from service.law.experience import Employment, ExperienceNeed
from service.law.line import Line
from service.law.look import Look, Verdict, look_at, look_due_on, standing, stands, with_looks
from service.law.personal_file import Clearance, File, LanguageSkill
from service.law.record import plain, rebuild
from service.law.requirements import (
    Alternative,
    EducationNeed,
    Experience,
    LanguageNeed,
    Level,
    SecretsNeed,
    Wording,
)
from tests.law.files import (
    CLEAN,
    DAY,
    EDUCATION,
    FILE,
    FILES,
    JOB,
    LAWYER,
    OPENING,
    OPENINGS,
    WORK,
    judged,
    line,
)

VERDICTS: tuple[Verdict, Verdict] = ("met", "not-met")
UNKNOWN_WORK = replace(JOB, fields=frozenset[str]())
ASKS_WORK = Experience((Alternative((ExperienceNeed(36, fields=frozenset({"law"})),)),))


def said(decision: Decision, code: str, verdict: Verdict = "met", on: date = DAY) -> Look:
    return look_at(decision, line(decision, code), verdict, "because", on)


def retraining(file: File = FILE) -> Decision:
    return judged(file, wordings=(Wording("retraining"),))


def test_vc_3_a_look_answers_the_question_and_the_outcome_follows():
    asked = retraining()
    assert asked.outcome == "look"
    met = with_looks(asked, [said(asked, "wording")])
    assert (met.outcome, line(met, "wording").outcome) == ("admitted", "met")
    not_met = with_looks(asked, [said(asked, "wording", "not-met")])
    assert (not_met.outcome, [each.code for each in not_met.unmet]) == ("refused", ["wording"])
    assert (not_met.file, not_met.opening, not_met.day) == (asked.file, asked.opening, asked.day)


def test_vc_3_the_newest_look_counts():
    asked = retraining()
    looks = [said(asked, "wording"), said(asked, "wording", "not-met")]
    assert with_looks(asked, looks).outcome == "refused"
    assert with_looks(asked, looks[::-1]).outcome == "admitted"
    assert standing(asked, looks) == (looks[1],)


def test_vc_3_a_look_that_was_taken_back_by_a_newer_one_never_speaks_again():
    asked = retraining()
    looks = [said(asked, "wording"), said(asked, "wording", "not-met")]
    changed = retraining(replace(FILE, scans=frozenset({"a-scan"})))
    assert standing(changed, looks) == ()
    assert with_looks(changed, looks).outcome == "look"


@pytest.mark.parametrize("verdict", VERDICTS)
def test_vc_3_a_look_never_outweighs_the_program(verdict: Verdict):
    """A question that the file has answered since is the program's again."""
    unknown = replace(FILE, work=(UNKNOWN_WORK,))
    asked = judged(unknown, experience=ASKS_WORK)
    look = said(asked, "experience", verdict)
    answered = judged(FILE, experience=ASKS_WORK)
    assert line(answered, "experience").outcome == "met"
    assert with_looks(answered, [look]) == answered
    short = replace(unknown, work=(replace(UNKNOWN_WORK, began_on=DAY - timedelta(days=5)),))
    too_short = judged(short, experience=ASKS_WORK)
    assert line(too_short, "experience").outcome == "not-met"
    assert with_looks(too_short, [look]) == too_short


ANOTHER_JOB = Employment("other", date(2019, 1, 1), date(2020, 1, 1))
CHANGES = [
    pytest.param(
        "experience",
        {"experience": ASKS_WORK},
        replace(FILE, work=(UNKNOWN_WORK,)),
        replace(FILE, work=(UNKNOWN_WORK, ANOTHER_JOB)),
        id="another entry of work",
    ),
    pytest.param(
        "education",
        {"education": (EducationNeed(Level.BACHELOR, frozenset({"law"})),)},
        replace(FILE, education=(replace(LAWYER, key="b", fields=frozenset()),)),
        replace(
            FILE,
            education=tuple(replace(LAWYER, key=key, fields=frozenset()) for key in "ab"),
        ),
        id="another education",
    ),
    pytest.param(
        "language",
        {"languages": (LanguageNeed("kk", "b2"),)},
        replace(FILE, languages=(LanguageSkill("kk"),)),
        replace(FILE, languages=(LanguageSkill("kk"), LanguageSkill("kk", "a1"))),
        id="another level of the language",
    ),
    pytest.param(
        "secrets",
        {"secrets": SecretsNeed(2)},
        replace(FILE, clearances=()),
        replace(FILE, clearances=(Clearance(3),)),
        id="an access of a lower form",
    ),
    pytest.param(
        "wording",
        {"wordings": (Wording("retraining"),)},
        FILE,
        replace(FILE, scans=frozenset({"a-scan"})),
        id="another scan",
    ),
]


@pytest.mark.parametrize(("code", "asked", "before", "after"), CHANGES)
def test_vc_3_what_is_added_voids_a_refusal_and_never_an_admission(
    code: str, asked: dict[str, Any], before: File, after: File
):
    first, second = judged(before, **asked), judged(after, **asked)
    for verdict in VERDICTS:
        look = said(first, code, verdict)
        assert stands(look, first)
        assert stands(look, second) is (verdict == "met")
        # what is taken out of the file may have been what the look stood on
        assert not stands(said(second, code, verdict), first)


def test_vc_3_the_calendar_alone_voids_no_look():
    """An entry that goes on is a day longer every day."""
    file = replace(FILE, work=(UNKNOWN_WORK, replace(JOB, key="b", began_on=DAY)))
    asked = judged(file, experience=ASKS_WORK)
    later = judged(file, DAY + timedelta(days=3), experience=ASKS_WORK)
    assert line(asked, "experience").facts != line(later, "experience").facts
    assert stands(said(asked, "experience", "not-met"), later)


def test_vc_3_a_scan_of_the_diploma_does_not_void_what_was_said_of_its_field():
    unknown = replace(LAWYER, fields=frozenset[str](), has_annex=False)
    need = (EducationNeed(Level.BACHELOR, frozenset({"law"})),)
    asked = judged(replace(FILE, education=(unknown,)), education=need)
    scanned = judged(replace(FILE, education=(replace(unknown, has_annex=True),)), education=need)
    assert stands(said(asked, "education"), scanned)


def test_lw_2_a_look_at_a_bar_is_void_when_something_else_is_declared_to_it():
    def of(*said: Declaration) -> Decision:
        declared = (*said, *(each for each in CLEAN if each.number != 9))
        return admission(
            replace(FILE, person=replace(FILE.person, declared=declared)), OPENING, DAY
        )

    def the_bar(decision: Decision) -> Line:
        (one,) = [each for each in decision.lines if each.subject == "lesser-crime"]
        return one

    asked = of(Declaration(9, applies=True))
    assert the_bar(asked).why == "no-date"
    look = look_at(asked, the_bar(asked), "met", "the court's paper is there", DAY)
    assert with_looks(asked, [look]).outcome == "admitted"
    released = Declaration(9, True, date(2020, 1, 1), released=True, gravity="minor")
    assert the_bar(of(released)).why == "two-readings"
    assert with_looks(of(released), [look]).outcome == "look"


def test_a_look_is_due_two_working_days_after_the_question():
    friday = date(2026, 3, 13)
    assert look_due_on(friday, WorkingCalendar()) == date(2026, 3, 17)


@given(file=FILES, opening=OPENINGS, verdict=st.sampled_from(VERDICTS))
def test_with_every_question_answered_nothing_is_left_to_look_at(file, opening, verdict):
    decision = admission(file, opening, DAY)
    looks = [look_at(decision, each, verdict, "", DAY) for each in decision.to_look_at]
    assert [rebuild(Look, json.loads(json.dumps(plain(each)))) for each in looks] == looks
    found = with_looks(decision, looks)
    assert found.to_look_at == ()
    changed = zip(decision.lines, found.lines, strict=True)
    assert all(new == old for old, new in changed if old.outcome != "look" or not old.decides)
    assert with_looks(decision, []) == decision


@given(file=FILES, opening=OPENINGS, more=WORK, studied=EDUCATION)
def test_adding_never_turns_a_look_that_admits_into_a_question(file, opening, more, studied):
    decision = admission(file, opening, DAY)
    looks = [look_at(decision, each, "met", "", DAY) for each in decision.to_look_at]
    before = with_looks(decision, looks)
    richer = replace(file, work=(*file.work, more), education=(*file.education, studied))
    after = with_looks(admission(richer, opening, DAY), looks)
    assert before.outcome != "admitted" or after.outcome == "admitted", after.lines
