"""One competition of a simulation: who is in it, and how its time goes on."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from service.admissions import queries as admissions
from service.admissions.actions import close
from service.competitions.acting import act
from service.competitions.course import Course, course_of
from service.competitions.protocol import issue_protocol
from service.competitions.queries import candidacy
from service.competitions.work import bring_on
from service.demo.simulate.invented import Invented
from service.demo.simulate.prologue import Cast
from service.demo.simulate.world import NONE, World
from service.law.calendar import ONE_DAY, local_day, start_of_day
from service.law.machine import Actor, Illegal
from service.people.models import Account
from service.scoring import queries as scoring
from service.scoring.essay_scores import rate_essay
from service.scoring.essays import end_by_time

SOON: Final = timedelta(seconds=20)  # how often the worker looks
# terms that the law counts in calendar days, or that HR and the candidate set
NOT_IN_WORKING_DAYS: Final = frozenset({"hiring-application-filed", "probation-passed"})
# states in which the worker has more to do than what follows from a step at once
WORKED_ON: Final = frozenset({"essay", "protocol", "filled", "ended", "cancelled"})


@dataclass
class Candidate:
    """Somebody who applies; `correct` is set where the play wants so many right answers."""

    who: Invented
    account: Account
    application_id: UUID = NONE
    lacks: str = ""

    @property
    def key(self) -> str:
        """The application as the law names it."""
        return str(self.application_id)


@dataclass
class Run:
    """A competition under way."""

    world: World
    round_id: UUID
    number: str
    cast: Cast
    closes_on: date
    people: list[Candidate] = field(default_factory=list)
    due_days: set[tuple[str, date]] = field(default_factory=set)
    branches: dict[str, int] = field(default_factory=dict)
    _known: tuple[int, Course | None] = (0, None)
    _ticked: int = 0

    @contextmanager
    def scene(self) -> Iterator[Session]:
        """The world's transaction."""
        with self.world.scene() as db:
            yield db

    def reached(self, branch: str, times: int = 1) -> None:
        """Count that a branch of the law was reached."""
        self.branches[branch] = self.branches.get(branch, 0) + times

    def course(self) -> Course:
        """The competition as it stands."""
        found = self.begun()
        assert found is not None, "the reception goes on"
        return found

    def begun(self) -> Course | None:
        """The competition as it stands; None while applications are received."""
        written, known = self._known
        if written != self.world.written:
            with self.scene() as db:
                known = course_of(db, self.round_id, self.world.calendar)
            self._known = self.world.written, known
        return known

    def at(self, *states: str) -> list[Candidate]:
        """The candidates in these states, in the order in which they applied."""
        keys = {one.key for one in self.course().state.at(*states)}
        return [one for one in self.people if one.key in keys]

    def of(self, keys: Sequence[str]) -> list[Candidate]:
        """The candidates of these keys, in their order."""
        known = {one.key: one for one in self.people}
        return [known[key] for key in keys]

    def code(self, one: Candidate) -> str:
        """The code under which scorers know a candidate."""
        with self.scene() as db:
            row = candidacy(db, one.application_id)
        assert row is not None
        return row.code

    def try_(
        self,
        what: str,
        by: Actor,
        one: Candidate | None = None,
        *,
        actor: Account | None = None,
        **facts: Any,
    ) -> Course | Illegal:
        """Do something, or be told why it cannot be."""
        if by == "candidate" and one is not None:
            actor = one.account
        with self.scene() as db:
            after = act(
                db,
                self.round_id,
                what,
                by=by,
                now=self.world.now,
                calendar=self.world.calendar,
                application_id=one.application_id if one else None,
                facts=facts,
                actor_id=actor.id if actor else None,
            )
        if isinstance(after, Course) and after.state.state not in WORKED_ON:
            self._note(after)  # what follows by itself is done with the step
        return after

    def do(
        self,
        what: str,
        by: Actor,
        one: Candidate | None = None,
        *,
        actor: Account | None = None,
        **facts: Any,
    ) -> Course:
        """Do something that can be."""
        after = self.try_(what, by, one, actor=actor, **facts)
        assert isinstance(after, Course), after
        return after

    def until(self, moment: datetime) -> Course | None:
        """Let time pass, and happen on the way what happens by itself when it is due."""
        last = max(moment, self.world.now)
        while (stop := self._next_stop(last)) is not None:
            self.world.go(stop)
            self.tick()
        self.world.go(last)
        return self.begun() if self._ticked == self.world.written else self.tick()

    def later(self, **term: int) -> None:
        """Let some minutes pass in which nothing is due."""
        self.world.go(self.world.now + timedelta(**term))

    def tick(self) -> Course | None:
        """Do what the worker does at this moment; nothing while applications are received."""
        if self.world.today <= self.closes_on:
            return None
        with self.scene() as db:
            for one in admissions.not_closed(db, self.round_id):
                close(db, one, calendar=self.world.calendar, now=self.world.now)
            course = bring_on(db, self.round_id, calendar=self.world.calendar, now=self.world.now)
            course = self._essays(db) or course
            if course.state.state == "protocol":
                self._protocol(db)
        self._note(course)
        return course

    def _note(self, course: Course) -> None:
        """Remember the terms that run now, and that nothing is due before something happens."""
        self._ticked = self.world.written
        self._known = self._ticked, course
        for todo in course.todos:
            if todo.due_at is not None and todo.event not in NOT_IN_WORKING_DAYS:
                self.due_days.add((todo.event, local_day(todo.due_at)))

    def _protocol(self, db: Session) -> None:
        issue_protocol(
            db,
            self.round_id,
            press=self.world.press,
            calendar=self.world.calendar,
            is_demo=True,
            now=self.world.now,
        )

    def _essays(self, db: Session) -> Course | None:
        now, calendar = self.world.now, self.world.calendar
        over = scoring.essays_over(db, now)
        for one in over:
            end_by_time(db, one, desk=self.world.desk, now=now)
        due = scoring.essays_scored_until(db, now)
        for one in due:
            essay = scoring.essay(db, one)
            assert essay is not None
            rate_essay(db, essay, calendar=calendar, now=now)
        return course_of(db, self.round_id, calendar) if over or due else None

    def _next_stop(self, last: datetime) -> datetime | None:
        """The next moment before the last one at which something happens by itself."""
        course = self.begun()
        if course is None:
            stops = [start_of_day(self.closes_on + ONE_DAY)]
        else:
            stops = [todo.due_at for todo in course.todos if todo.due_at is not None]
        ahead = [stop + SOON for stop in stops if self.world.now < stop + SOON <= last]
        return min(ahead, default=None)
