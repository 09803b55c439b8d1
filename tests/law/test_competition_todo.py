"""Who must act and by when, over New Year, Nauryz and moved days off."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from service.law.competition_state import Candidacy, Competition, Plan
from service.law.competition_terms import due_of, may_complain_until
from service.law.competition_todo import Todo, course_of, next_todo, todos
from service.law.complaint import Pause
from service.law.stages import Window
from tests.law.story import Story
from tests.law.working_days import CALENDAR, TERMS, almaty, end_of

DAYS = ("ability", "essay", "interview")


def plan_on(moment: datetime) -> Plan:
    day = moment.date()
    return Plan(day, day, ("personal-qualities", *DAYS), CALENDAR)  # type: ignore[arg-type]  # stages


@pytest.mark.parametrize(("event", "first", "third", "fifth"), TERMS.values(), ids=TERMS)
def test_terms_of_an_application_run_from_its_state(event, first, third, fifth):
    moment = almaty(event)
    candidacy = Candidacy("a", since=moment)
    terms = {"review": first, "scores": first, "recheck": first, "answer": third}
    for term, day in terms.items():
        assert due_of(term, plan_on(moment), Competition(), candidacy) == end_of(day), term


@pytest.mark.parametrize(("event", "first", "third", "fifth"), TERMS.values(), ids=TERMS)
def test_terms_of_a_competition_run_from_its_state(event, first, third, fifth):
    moment = almaty(event)
    competition = Competition(since=moment, free_at=moment, published_at=moment)
    for term in ("admission", "results", "protocol", "invitation"):
        assert due_of(term, plan_on(moment), competition) == end_of(first), term
    assert may_complain_until(plan_on(moment), competition) == end_of(fifth)


@pytest.mark.parametrize(
    ("stage", "opens", "closes", "due"),
    [
        pytest.param("ability", "2026-03-18", "2026-03-20", "2026-03-26", id="before Nauryz"),
        pytest.param("essay", "2026-03-19", "2026-03-20", "2026-03-27", id="with its scores"),
        pytest.param("essay", "2026-12-29", "2026-12-30", "2027-01-06", id="before New Year"),
        pytest.param("ability", "2026-12-23", "2026-12-25", "2026-12-27", id="a working Sunday"),
    ],
)
def test_st_1_st_2_st_3_a_stage_is_due_after_the_last_review(stage, opens, closes, due):
    days = Window(*(almaty(f"{day} 12:00").date() for day in (opens, closes)))
    competition = Competition(stage, windows={stage: days})
    assert due_of("stage", plan_on(almaty("2026-03-02 10:00")), competition) == end_of(due)


def test_st_9_terms_stand_still_and_go_on():
    moment = almaty("2026-12-28 12:00")
    day = moment.date()
    pause = Pause(day + timedelta(days=1), day + timedelta(days=10))  # 29 December to 7 January
    competition = Competition(since=moment, pauses=(pause,))
    assert due_of("protocol", plan_on(moment), Competition(since=moment)) == end_of("2026-12-29")
    assert due_of("protocol", plan_on(moment), competition) == end_of("2027-01-08")
    suspended = replace(competition, state="suspended", pauses=(Pause(day),))
    assert due_of("protocol", plan_on(moment), suspended) is None
    assert due_of("answer", plan_on(moment), suspended, Candidacy("a", since=moment)) is None


def test_st_9_a_window_is_put_off_by_the_days_of_the_pause():
    story = Story()
    story.apply("ab")
    story.close()
    due = story.owed("a")["finished"].due_at
    assert due == end_of("2026-02-17")  # Friday, Monday, Tuesday
    story.now = almaty("2026-02-16 10:00")
    story.do("complaint-filed", "candidate", complaint="k")
    story.now = almaty("2026-02-20 10:00")
    story.do("complaint-dismissed", "authorised-body", complaint="k")
    assert story.owed("a")["finished"].due_at == end_of("2026-02-24")  # from Monday to Friday
    assert story.owed()["ability-opened"].due_at == end_of("2026-02-25")
    assert story.by_itself() == []


def test_st_9_reception_that_is_put_off_ends_on_a_working_day():
    story = Story()
    story.now = almaty("2026-02-10 10:00")
    story.do("complaint-filed", "candidate", complaint="k")
    story.now = almaty("2026-02-12 10:00")
    story.do("complaint-dismissed", "authorised-body", complaint="k")
    # Wednesday 11 February, two days later a Saturday
    assert story.owed()["reception-closed"].due_at == end_of("2026-02-16")


def test_st_9_hr_sets_an_interview_anew_whose_day_fell_into_the_pause():
    story = Story()
    story.apply("abc")
    story.form()
    story.close()
    story.assess("abc")
    story.ability(a=40, b=35, c=30)
    story.essay(a=4, b=4, c=4)
    assert story.owed()["interview-scheduled"].due_at is None
    story.confirm("abc")
    story.schedule(days=2)
    assert "interview-scheduled" not in story.owed()
    assert story.competition.interview_at is not None
    due = story.owed()["interviews-finished"].due_at
    assert due is not None
    assert due.date() == story.competition.interview_at.date()
    story.do("complaint-filed", "candidate", complaint="k")
    story.wait(days=10)
    story.do("complaint-dismissed", "authorised-body", complaint="k")
    assert story.owed()["interviews-finished"].due_at is None
    seats = list(story.competition.seats)
    assert story.refused("let-in", "secretary", "a", present=seats).why == "guard"
    story.schedule(days=1)
    story.interview(a=3)


def test_who_must_act_in_each_state():
    story = Story()
    found: dict[str, set[tuple[str, str]]] = {}

    def look() -> None:
        for todo in todos(story.plan, story.competition):
            found.setdefault(story.state, set()).add((todo.actor, todo.event))

    look()
    story.do("applied", "candidate", "z")
    look()
    story.do("not-admitted", "hr", "z")
    story.apply("abc")
    story.close()
    look()
    story.assess("abc")
    look()
    story.form()
    story.take("abc")
    look()
    story.review("abc", correct=20)
    look()
    story.essay(a=4, b=4, c=4)
    look()
    story.confirm("abc")
    look()
    story.schedule()
    look()
    story.interview(a=4, b=4, c=3)
    look()
    story.do("lot-drawn", "system", order=["b", "a"])
    story.by_itself()
    look()
    story.do("protocol-signed", "hr")
    look()
    story.do("complaint-filed", "candidate", complaint="k")
    look()
    assert found == {
        "announced": {("system", "reception-closed"), ("hr", "admitted")},
        "personal-qualities": {
            ("system", "ability-opened"),
            ("candidate", "finished"),
            ("hr", "commission-formed"),
        },
        "ability": {
            ("system", "essay-opened"),
            ("candidate", "finished"),
            ("hr", "commission-formed"),
            ("proctor", "review-published"),
        },
        "essay": {("system", "recheck-opened"), ("candidate", "finished")},
        "recheck": {
            ("system", "interview-opened"),
            ("hr", "interview-scheduled"),
            ("hr", "file-confirmed"),
        },
        "interview": {("system", "interviews-finished"), ("secretary", "let-in")},
        "ranking": {("system", "results-determined")},
        "protocol": {("hr", "protocol-signed")},
        "hiring": {("candidate", "hiring-application-filed")},
        "suspended": {("authorised-body", "complaint-dismissed")},
    }


def test_what_is_next_is_the_earliest_that_has_a_term():
    story = Story()
    story.apply("ab")
    first = next_todo(story.plan, story.competition)
    assert first is not None
    assert (first.event, first.due_at) == ("reception-closed", end_of("2026-02-11"))
    story.close()
    mine = next_todo(story.plan, story.competition, "b")
    assert mine is not None
    assert (mine.event, mine.candidate, mine.due_at) == ("finished", "b", end_of("2026-02-17"))


def test_who_waits_is_told_what_the_competition_waits_for():
    story = Story()
    story.apply("ab")
    story.close()
    story.take("ab")
    story.do("review-published", "proctor", "a")
    mine = next_todo(story.plan, story.competition, "a")
    assert mine is not None
    assert (mine.event, mine.candidate, mine.actor) == ("ability-opened", None, "system")


def test_nothing_is_owed_when_all_is_over():
    story = Story()
    story.close()
    assert story.state == "ended"
    assert todos(story.plan, story.competition) == []
    assert next_todo(story.plan, story.competition) is None


def test_something_is_overdue_after_its_last_moment():
    story = Story()
    todo = story.owed()["reception-closed"]
    assert isinstance(todo, Todo)
    assert todo.due_at is not None
    assert not todo.overdue(todo.due_at)
    assert todo.overdue(todo.due_at + timedelta(microseconds=1))
    assert not replace(todo, due_at=None).overdue(todo.due_at)


def test_the_course_has_the_stages_that_were_announced():
    assert course_of(Story(announced=()).plan) == (
        "announced",
        "admission",
        "personal-qualities",
        "ability",
        "recheck",
        "interview",
        "ranking",
        "protocol",
        "hiring",
    )
