"""Which step of a hiring may be made when, and what the steps come to."""

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law.calendar import WorkingCalendar
from service.law.hiring import LW_9, Absence, Entrant, Hiring, duties
from service.law.hiring_steps import (
    LOST,
    STEPS,
    Course,
    Made,
    StepCode,
    StepRefusal,
    StepWhy,
    course_of,
    next_answers_until,
    step_refusal,
    taking_back_refusal,
)

INVITED = date(2026, 2, 10)  # a Tuesday; the winner has until 20 February
TODAY = date(2026, 12, 31)
WON = Hiring("first-time", "b", INVITED)
APPLIED = Made("applied", date(2026, 2, 12))
DECLARED = Made("declared", date(2026, 2, 13))
SENT = Made("check-sent", date(2026, 2, 14))
ACTING = Made("acting", date(2026, 2, 16))
PASSED_CHECK = Made("check-passed", date(2026, 2, 27))
APPOINTED = Made("appointed", date(2026, 3, 1))  # on probation up to and with 31 May
RESTRICTIONS = Made("restrictions", date(2026, 3, 2))
MENTOR = Made("mentor", date(2026, 3, 3))
PASSED = Made("passed", date(2026, 5, 31))
WHOLE = (APPLIED, DECLARED, SENT, ACTING, PASSED_CHECK, APPOINTED, RESTRICTIONS, MENTOR, PASSED)


def upto(last: Made, *more: Made) -> tuple[Made, ...]:
    """The whole way up to and with that step, and what came then."""
    return (*WHOLE[: WHOLE.index(last) + 1], *more)


def refused(made: tuple[Made, ...], step: Made, **start: object) -> StepRefusal | None:
    case = replace(WON, **start)  # type: ignore[arg-type]  # a test's own keywords
    return step_refusal(course_of(case, made), step, TODAY)


def test_lw_9_the_whole_way_can_be_gone_step_by_step():
    made: tuple[Made, ...] = ()
    for step in WHOLE:
        assert course_of(WON, made).end is None
        assert refused(made, step) is None, step
        made = (*made, step)
    course = course_of(WON, made)
    assert (course.end, course.ended_on) == ("passed", PASSED.on)
    assert not course.invites_the_next
    assert [each.code for each in duties(course.case) if each.done_on is None] == []


REFUSED: list[object] = [
    pytest.param((), APPOINTED, "missing", id="appointed before anything"),
    pytest.param(upto(ACTING), APPOINTED, "missing", id="appointed before the check is passed"),
    pytest.param((APPLIED, SENT, PASSED_CHECK), APPOINTED, "missing", id="no declaration"),
    pytest.param(
        upto(PASSED_CHECK), Made("appointed", date(2026, 2, 26)), "before-its-cause", id="too early"
    ),
    pytest.param((), ACTING, "missing", id="acting before the application"),
    pytest.param((APPLIED, DECLARED), ACTING, "check-not-sent", id="acting before the check"),
    pytest.param(upto(APPOINTED), ACTING, "made-already", id="acting twice"),
    pytest.param((), DECLARED, "not-applied", id="declared before the application"),
    pytest.param((), SENT, "not-applied", id="check sent before the application"),
    pytest.param((APPLIED,), PASSED_CHECK, "check-not-sent", id="check passed and never sent"),
    pytest.param(
        upto(SENT), Made("check-passed", date(2026, 2, 13)), "before-its-cause", id="before sent"
    ),
    pytest.param(upto(PASSED_CHECK), Made("check-failed", TODAY), "made-already", id="both ways"),
    pytest.param((APPLIED,), APPLIED, "made-already", id="applied twice"),
    pytest.param(
        (),
        Made("applied", date(2026, 2, 21), by_winner=True),
        "term-over",
        id="the winner a day too late",
    ),
    pytest.param((), Made("lapsed", date(2026, 2, 20)), "term-runs", id="lapsed on the last day"),
    pytest.param((APPLIED,), Made("lapsed", TODAY), "applied-already", id="lapsed though applied"),
    pytest.param(upto(APPOINTED), Made("refused", TODAY), "appointed-already", id="refused late"),
    pytest.param(upto(SENT), RESTRICTIONS, "not-appointed", id="restrictions before the entry"),
    pytest.param(upto(SENT), MENTOR, "not-appointed", id="a mentor before the appointment"),
    pytest.param(upto(SENT), Made("left", TODAY), "not-appointed", id="left before the entry"),
    pytest.param(upto(SENT), PASSED, "not-appointed", id="passed before the appointment"),
    pytest.param(
        upto(APPOINTED), Made("passed", date(2026, 5, 30)), "term-runs", id="passed a day too early"
    ),
    pytest.param(
        upto(APPOINTED), Made("extended", date(2026, 6, 1)), "term-over", id="extended too late"
    ),
    pytest.param(
        upto(APPOINTED, Made("extended", date(2026, 5, 31))),
        Made("extended", date(2026, 8, 1)),
        "extended-already",
        id="extended twice",
    ),
    pytest.param(upto(PASSED), Made("left", TODAY), "over", id="left after the end"),
    pytest.param((Made("refused", INVITED),), APPLIED, "over", id="applied after a refusal"),
    pytest.param((), Made("applied", date(2026, 2, 9)), "before-invitation", id="before the call"),
    pytest.param((), Made("applied", date(2027, 1, 1)), "in-future", id="tomorrow"),
]


@pytest.mark.parametrize(("made", "step", "why"), REFUSED)
def test_lw_9_a_step_out_of_turn_is_refused_with_its_rule(
    made: tuple[Made, ...], step: Made, why: StepWhy
):
    found = refused(made, step)
    assert found is not None
    assert (found.rule, found.why) == (LW_9, why)
    assert found.source


def test_lw_9_a_refusal_says_what_is_missing_and_which_day_decides():
    found = refused((), APPOINTED)
    assert found is not None
    assert found.missing == ("hiring-application", "declaration-certificate", "special-check")
    late = refused((), Made("applied", date(2026, 2, 21), by_winner=True))
    assert late is not None
    assert late.day == date(2026, 2, 20)


ALLOWED: list[object] = [
    pytest.param((), Made("applied", date(2026, 2, 20), by_winner=True), id="on the last day"),
    pytest.param((), Made("applied", date(2026, 3, 1)), id="late, where HR takes it"),
    pytest.param((), Made("lapsed", date(2026, 2, 21)), id="lapsed on the first free day"),
    pytest.param(upto(SENT), Made("refused", TODAY), id="refused before the appointment"),
    pytest.param(upto(ACTING), RESTRICTIONS, id="restrictions of who acts"),
    pytest.param(upto(ACTING), Made("check-failed", TODAY), id="check failed while acting"),
    pytest.param(upto(APPOINTED), Made("extended", date(2026, 5, 31)), id="extended last day"),
    pytest.param(upto(APPOINTED), PASSED, id="passed on the last day"),
    pytest.param(upto(APPOINTED), Made("left", APPOINTED.on), id="left on the first day"),
]


@pytest.mark.parametrize(("made", "step"), ALLOWED)
def test_lw_9_a_step_in_its_turn_may_be_made(made: tuple[Made, ...], step: Made):
    assert refused(made, step) is None


NOT_NEEDED = [
    ("serving", ("declared", "check-sent", "check-passed", "acting", "restrictions", "mentor")),
    ("former-official", ("check-sent", "check-passed", "check-failed", "acting", "mentor")),
    ("returning", ("mentor",)),
]


@pytest.mark.parametrize(("entrant", "steps"), NOT_NEEDED)
def test_lw_9_what_an_entrant_does_not_need_is_refused(
    entrant: Entrant, steps: tuple[StepCode, ...]
):
    for what in steps:
        found = refused((APPLIED,), Made(what, TODAY), entrant=entrant)
        assert found is not None
        assert found.why == "not-needed", what


def test_lw_9_an_official_is_hired_with_the_appointment():
    course = course_of(replace(WON, entrant="serving"), (APPLIED, APPOINTED))
    assert (course.end, course.ended_on) == ("appointed", APPOINTED.on)
    for what in ("passed", "extended", "absent"):
        away = Absence(APPOINTED.on, APPOINTED.on) if what == "absent" else None
        # nothing runs any more: the hiring is over
        assert step_refusal(course, Made(what, TODAY, away), TODAY).why == "over"  # type: ignore[union-attr]


def test_lw_9_a_person_of_29_5_is_hired_once_the_restrictions_are_in_writing():
    start = replace(WON, entrant="former-official", declared_before=True)
    assert course_of(start, (APPLIED, APPOINTED)).end is None
    course = course_of(start, (APPLIED, APPOINTED, RESTRICTIONS))
    assert (course.end, course.ended_on) == ("appointed", RESTRICTIONS.on)
    away = Made("absent", TODAY, Absence(APPOINTED.on, APPOINTED.on))
    found = step_refusal(course_of(start, (APPLIED, APPOINTED)), away, TODAY)
    assert found is not None
    assert found.why == "no-probation"


ENDS = [
    pytest.param((Made("refused", INVITED),), "refused", id="refused"),
    pytest.param((Made("lapsed", date(2026, 2, 21)),), "lapsed", id="lapsed"),
    pytest.param(upto(SENT, Made("check-failed", TODAY)), "check-failed", id="check failed"),
    pytest.param(upto(ACTING, Made("left", ACTING.on)), "left-early", id="left while acting"),
    pytest.param(
        upto(APPOINTED, Made("left", date(2026, 5, 31))), "left-early", id="left on probation"
    ),
]


@pytest.mark.parametrize(("made", "end"), ENDS)
def test_lw_9_who_is_lost_makes_room_for_the_next(made: tuple[Made, ...], end: str):
    course = course_of(WON, made)
    assert (course.end, course.ended_on) == (end, made[-1].on)
    assert course.invites_the_next
    assert end in LOST


def test_lw_9_who_leaves_after_the_probation_makes_no_room():
    course = course_of(WON, upto(APPOINTED, Made("left", date(2026, 6, 1))))
    assert (course.end, course.invites_the_next) == ("left", False)


def test_lw_9_without_the_restrictions_in_writing_it_is_not_over():
    made = (*upto(APPOINTED), PASSED)
    assert course_of(WON, made).end is None
    done = course_of(WON, (*made, Made("restrictions", date(2026, 6, 3))))
    assert (done.end, done.ended_on) == ("passed", date(2026, 6, 3))


ABSENCES = [
    pytest.param(date(2026, 3, 1), date(2026, 3, 10), True, id="from the first day"),
    pytest.param(date(2026, 5, 31), date(2026, 7, 1), True, id="from the last day"),
    pytest.param(date(2026, 6, 1), date(2026, 6, 2), False, id="after the end"),
    pytest.param(date(2026, 2, 28), date(2026, 3, 2), False, id="from before the appointment"),
    pytest.param(date(2026, 3, 10), date(2026, 3, 9), False, id="ending before it begins"),
]


@pytest.mark.parametrize(("first", "last", "fits"), ABSENCES)
def test_lw_9_an_absence_lies_in_the_probation(first, last, fits):
    found = refused(upto(APPOINTED), Made("absent", TODAY, Absence(first, last)))
    assert (found is None) is fits
    assert fits or (found is not None and found.why == "absence-outside")


def test_lw_9_the_next_in_the_list_has_three_working_days():
    until = next_answers_until(date(2026, 2, 12), WorkingCalendar())  # a Thursday
    assert until == date(2026, 2, 17)
    start = replace(WON, answer_until=until)
    late = Made("applied", date(2026, 2, 18), by_winner=True)
    assert step_refusal(Course(start), late, TODAY).why == "term-over"  # type: ignore[union-attr]
    assert step_refusal(Course(start), Made("lapsed", date(2026, 2, 18)), TODAY) is None
    (duty, *_) = duties(start)
    assert (duty.due_on, duty.source) == (until, "O26 IS 143")


def test_what_nothing_stands_on_can_be_taken_back():
    made = upto(MENTOR)
    assert taking_back_refusal(WON, made, made.index(MENTOR), TODAY) is None
    assert taking_back_refusal(WON, made, made.index(ACTING), TODAY) is None
    found = taking_back_refusal(WON, made, made.index(PASSED_CHECK), TODAY)
    assert found is not None
    assert (found.why, found.step) == ("later-step-stands", "appointed")


DAYS = st.dates(date(2026, 2, 1), date(2027, 2, 1))
ANY_STEP = st.builds(
    Made,
    what=st.sampled_from(STEPS),
    on=DAYS,
    absence=st.none(),
    by_winner=st.booleans(),
)


@given(
    wishes=st.lists(ANY_STEP, max_size=30),
    entrant=st.sampled_from(get_args(Entrant)),
    place=st.integers(0, 30),
)
def test_whatever_is_wished_only_a_lawful_course_comes_of_it(
    wishes: list[Made], entrant: Entrant, place: int
):
    start = replace(WON, entrant=entrant)
    made: list[Made] = []
    today = date(2027, 3, 1)
    for step in sorted(wishes, key=lambda one: one.on):
        if step_refusal(course_of(start, made), step, today) is None:
            made.append(step)
    course = course_of(start, made)
    case = course.case
    if case.appointed_on is not None:
        assert case.applied_on is not None
        assert case.applied_on <= case.appointed_on
        if entrant in {"first-time", "returning"}:
            assert case.declared_on is not None
            assert case.check_passed_on is not None
    if made and place < len(made) and taking_back_refusal(start, made, place, today) is None:
        kept = [*made[:place], *made[place + 1 :]]
        again: list[Made] = []
        for step in kept:
            assert step_refusal(course_of(start, again), step, today) is None
            again.append(step)


@pytest.mark.parametrize(
    "made", [(), upto(APPLIED), upto(APPOINTED)], ids=["at once", "applied", "on probation"]
)
def test_lw_9_a_cancelled_competition_ends_a_hiring_and_nobody_follows(made: tuple[Made, ...]):
    end = Made("cancelled", TODAY)
    assert refused(made, end) is None
    course = course_of(WON, (*made, end))
    assert (course.end, course.ended_on, course.is_lost) == ("cancelled", TODAY, True)
    assert not course.invites_the_next
    again = step_refusal(course, end, TODAY)
    assert again is not None
    assert again.why == "over"
    back = taking_back_refusal(WON, (*made, end), len(made), TODAY)
    assert back is not None
    assert back.why == "over"
