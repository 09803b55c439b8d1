"""The end: the protocol is signed, a complaint suspends, somebody is hired or nobody (ST-7 … 9)."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from service.admissions.telling import title_of
from service.competitions.complaints import (
    Against,
    Decision,
    answer_complaint,
    file_complaint,
    suspends,
)
from service.competitions.course import Course
from service.competitions.models import Complaint
from service.competitions.protocol import protocol_matter, protocol_of, record_signed
from service.competitions.queries import candidacy
from service.demo.simulate.invented import reason
from service.demo.simulate.run import Candidate, Run
from service.demo.simulate.talking import ask, signed
from service.hirings.actions import StepSaid, make_step
from service.hirings.models import HiringStep, What
from service.hirings.queries import hiring_of
from service.law.competition_guards import next_on_list
from service.law.competition_terms import may_complain_until
from service.people.models import Account
from service.vacancies.queries import vacancy


def sign_protocol(run: Run) -> None:
    """HR signs the protocol that the system has made; the results are published (ST-7)."""
    world, hr = run.world, run.cast.hr
    assert run.course().state.state == "protocol", run.course().state.state
    run.until(world.after(1, time(9, 45)))
    course = run.course()
    with run.scene() as db:
        made = protocol_of(db, run.round_id)
        assert made is not None
        post = title_of(vacancy(db, course.announcement.vacancy_id))
        asked, canonical = ask(run, hr, protocol_matter(course, made, post))
    run.until(world.now + timedelta(minutes=4))
    with signed(run, hr, asked, canonical) as signature, run.scene() as db:
        after = record_signed(db, run.round_id, signature, calendar=world.calendar, now=world.now)
        assert isinstance(after, Course), after
    run.reached("protocol signed by e-signature")


def complain(run: Run, one: Candidate, against: Against) -> Complaint:
    """A candidate complains (ST-9)."""
    with run.scene() as db:
        row = candidacy(db, one.application_id)
        assert row is not None
        now, calendar = run.world.now, run.world.calendar
        made = file_complaint(db, row, against, reason("complaint"), calendar=calendar, now=now)
        assert isinstance(made, Complaint), made
    is_suspending = suspends(run.course(), made)
    run.reached("complaint suspends" if is_suspending else "complaint too late to suspend")
    return made


def answer(run: Run, complaint: Complaint, decision: Decision) -> None:
    """The authorised body decides about a complaint (ST-9)."""
    with run.scene() as db:
        made = answer_complaint(
            db,
            complaint.id,
            decision,
            reason("answer"),
            by=run.cast.authority.id,
            calendar=run.world.calendar,
            now=run.world.now,
        )
        assert isinstance(made, Complaint), made
    run.tick()
    run.reached(f"complaint answered: {decision}")


def close_quietly(run: Run) -> None:
    """Let the days pass in which a complaint can come; then the round is over."""
    course = run.course()
    until = may_complain_until(course.plan, course.state)
    if until is not None and until >= run.world.now:
        run.until(until + timedelta(minutes=1))
    run.tick()


@dataclass
class Hire:
    """The hiring of one person of the list, in the competition and in HR's own follow-up."""

    run: Run
    one: Candidate

    def enter(self, what: What, by: Account) -> None:
        """Enter a step of the follow-up on its own day."""
        world = self.run.world
        with self.run.scene() as db:
            row = hiring_of(db, self.one.application_id)
            assert row is not None
            said = StepSaid(what, world.today)
            made = make_step(db, row.id, said, seen=row.steps, by=by.id, now=world.now)
            assert isinstance(made, HiringStep), made
        self.run.tick()

    def decline(self) -> None:
        """The person refuses the post; the next one can be invited (ST-8)."""
        self.enter(What.REFUSED, self.one.account)
        self.run.reached("refused the post")

    def fall_silent(self) -> None:
        """The three working days pass without an answer (ST-8)."""
        todos = self.run.course().todos
        due = next(each.due_at for each in todos if each.candidate == self.one.key)
        assert due is not None
        self.run.until(due + timedelta(minutes=1))
        assert self.run.course().state.candidacy(self.one.key).state == "lapsed"
        self.run.reached("did not answer in three working days")

    def apply(self) -> None:
        """Hand in the hiring application, with what belongs to it (LW-9)."""
        self.enter(What.APPLIED, self.one.account)
        self.enter(What.DECLARED, self.one.account)

    def appoint(self) -> date:
        """After the special check the person is appointed on probation; return its last day."""
        run, world = self.run, self.run.world
        self.enter(What.CHECK_SENT, run.cast.hr)
        run.until(world.after(15))
        self.enter(What.CHECK_PASSED, run.cast.hr)
        run.until(world.after(1))
        self.enter(What.APPOINTED, run.cast.hr)
        for what in (What.RESTRICTIONS, What.MENTOR):
            run.until(world.after(2))
            self.enter(what, run.cast.hr)
        ends_on = run.course().state.candidacy(self.one.key).probation_until
        assert ends_on is not None
        return ends_on

    def pass_probation(self, ends_on: date) -> None:
        """The probation is passed: the post is filled (LAW 20)."""
        run = self.run
        run.until(run.world.morning(ends_on, time(16)))
        self.enter(What.PASSED, run.cast.hr)
        run.reached("hired after probation")

    def leave(self) -> None:
        """The person leaves before the end of probation: the next one is invited (ST-8)."""
        run = self.run
        run.until(run.world.after(20))
        self.enter(What.LEFT, run.cast.hr)
        run.reached("left on probation")


def winner(run: Run) -> Hire:
    """Begin to hire the winner."""
    key = run.course().state.winner
    assert key is not None
    run.until(run.world.now + timedelta(hours=1))
    return Hire(run, run.of([key])[0])


def invite_next(run: Run) -> Hire:
    """HR invites the next one of the list (ST-8)."""
    run.until(run.world.after(1, time(11)))
    key = next_on_list(run.course().state)
    assert key is not None
    run.do("next-invited", "hr", None, actor=run.cast.hr, invited=key)
    run.reached("next one of the list invited")
    return Hire(run, run.of([key])[0])
