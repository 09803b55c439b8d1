"""Builders of competitions on their way: applied, closed, with a commission and points."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from service.admissions.actions import Applied, apply, close
from service.commissions.actions import form_commission
from service.competitions.acting import act
from service.competitions.course import Course
from service.competitions.work import bring_on
from service.law.calendar import ASTANA
from service.law.machine import Actor, Illegal
from service.people.models import Account
from tests import make_admissions as admissions
from tests import make_commissions as commissions
from tests import make_vacancies
from tests.clock import START

CALENDAR = make_vacancies.calendar()


class Play:
    """A competition of the tests, the people in it and the present moment."""

    def __init__(
        self, db: Session, candidates: int = 3, stages: Sequence[str] = ("interview",)
    ) -> None:
        make_vacancies.register(db)
        self.db, self.now = db, START
        self.hr = make_vacancies.hr(db)
        self.round = admissions.announced(db, self.hr)
        self.round.stages = list(stages)
        self.people: list[Account] = []
        self.applications: list[UUID] = []
        for number in range(candidates):
            self._apply(number)

    def _apply(self, number: int) -> None:
        person = admissions.candidate(self.db)
        self.db.flush()
        at = START + timedelta(minutes=number)
        who = admissions.caller(person)
        answer = apply(self.db, self.round.id, who, calendar=CALENDAR, now=at)
        assert isinstance(answer, Applied), answer
        self.people.append(person)
        self.applications.append(answer.application.id)

    def close(self) -> Course:
        """Go on to the morning after the last day of reception."""
        assert self.round.closes_on is not None
        day = self.round.closes_on + timedelta(days=1)
        self.now = datetime(day.year, day.month, day.day, 9, tzinfo=ASTANA)
        for one in self.applications:
            close(self.db, one, calendar=CALENDAR, now=self.now)
        return self.go_on()

    def go_on(self, **term: int) -> Course:
        """Let time pass, and happen what happens by itself."""
        self.now += timedelta(**term)
        return bring_on(self.db, self.round.id, calendar=CALENDAR, now=self.now)

    def until(self, moment: datetime) -> Course:
        """Go on to the first moment after the one given."""
        self.now = moment + timedelta(seconds=1)
        return self.go_on()

    def try_(
        self,
        what: str,
        by: Actor,
        application_id: UUID | None = None,
        *,
        actor: UUID | None = None,
        **facts: Any,
    ) -> Course | Illegal:
        return act(
            self.db,
            self.round.id,
            what,
            by=by,
            now=self.now,
            calendar=CALENDAR,
            application_id=application_id,
            facts=facts,
            actor_id=actor,
        )

    def do(self, what: str, by: Actor, application_id: UUID | None = None, **facts: Any) -> Course:
        after = self.try_(what, by, application_id, **facts)
        assert isinstance(after, Course), after
        return after

    def form(self) -> None:
        """A commission of six with drawn assessors."""
        commission = commissions.begun(self.db, self.round, self.hr)
        commissions.listed(self.db, 5)
        commissions.drawn(self.db, commission, self.hr)
        faults = form_commission(self.db, commission, candidates=(), by=self.hr.id, now=self.now)
        assert faults == []

    def take(self, stage: str, application_id: UUID, **review: Any) -> None:
        """Take a stage that is taken within days, up to the published review."""
        self.do("started", "candidate", application_id)
        self.do("finished", "candidate", application_id)
        self.do("review-published", "proctor", application_id, **review)
        assert stage

    def tests(self, correct: Mapping[UUID, int]) -> Course:
        """Take personal qualities and ability: so many right answers of 50 by application."""
        course = self.first_day()
        for one in correct:
            self.take("personal-qualities", one)
        course = self.first_day()
        assert course.state.state == "ability"
        for one, number in correct.items():
            self.take("ability", one, correct=number)
        return self.go_on()

    def first_day(self) -> Course:
        """Go on to the first day of the stage that is open."""
        course = self.go_on()
        return self.until(course.state.windows[course.state.state].opens_at)

    def interviews(self, scores: Mapping[UUID, str]) -> Course:
        """Confirm the files, set a time, interview and score: the mean by application."""
        course = self.go_on()
        for each in course.state.at("recheck"):
            course = self.do("file-confirmed", "hr", UUID(each.key))
        at = self.now + timedelta(days=1)
        course = self.do("interview-scheduled", "hr", starts_at=at.isoformat())
        self.until(at)
        for one, score in scores.items():
            seats = course.state.seats
            self.do("let-in", "secretary", one, present=list(seats))
            for seat in seats:
                self.do("interview-signed", "member", one, seat=seat)
            course = self.do("interview-rated", "system", one, score=score)
        return course
