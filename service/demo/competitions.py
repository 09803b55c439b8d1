"""What a demo holds of competitions: an essay now, interviews today, a protocol to be signed.

Each is played by the product's own actions at moments of the past, in the transaction of the stage.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import yaml
from sqlmodel import Session

from service.bodies import queries as bodies
from service.commissions.actions import Who, begin_commission, draw_assessors, form_commission
from service.commissions.actions import seat_person as seat
from service.commissions.assessors import (
    CallFacts,
    answer_application,
    apply_as_assessor,
    publish_call,
)
from service.commissions.models import AssessorApplication, AssessorCall, Part, SeatHolder
from service.competitions.course import course_of
from service.core.i18n import Message
from service.demo.admissions import WHOLE, apply_for, fill_file, look_at_all
from service.demo.authority import Authority
from service.demo.people import DemoPerson, demo_people
from service.demo.simulate.dice import Dice
from service.demo.simulate.invented import Invented, essay_text, words
from service.demo.simulate.prologue import Cast
from service.demo.simulate.run import Candidate, Run
from service.demo.simulate.sitting import declare
from service.demo.simulate.stages import take_stage
from service.demo.simulate.talking import LINK, Talks, hold_interviews, recheck
from service.demo.simulate.world import SIGNING, World
from service.demo.stage import Stage
from service.demo.vacancies import BODY, announce, make_vacancy_of
from service.gateways.esign import load_verifier
from service.gateways.esign_values import NotVerified
from service.law.calendar import ONE_DAY, WorkingCalendar, at, local_day, local_time
from service.people.models import Account
from service.people.queries import account_by_iin
from service.personal_files.queries import employment_of
from service.scoring.essays import Desk, begin_essay, finish_essay, publish_review, save_text
from service.scoring.interviews import Hall, schedule_interviews
from service.scoring.models import Essay, Interview
from service.scoring.queries import interview, turns
from service.signatures.actions import Asked, Checked, asked_request
from service.signatures.refusals import NotAccepted, refusal
from service.vacancies import queries as vacancies
from service.vacancies.models import Announcement

FILE: Final = Path(__file__).with_name("competitions.yaml")
FIELD: Final = "law"
CHAIR, MEMBER, SECRETARY = "saule", "nurlan", "zhanar"
LISTED: Final = ("marat", "bolat")  # assessors: the lot draws one of them
CALLED: Final = 72  # days ago
RECEIVED: Final = 14  # working days on which documents are received, more than the least
RIGHT: Final = {"meruert": 44, "alisher": 37, "gaukhar": 35}  # answers of 50
MARKS: Final = {"meruert": 5, "alisher": 4, "gaukhar": 4}
WRITTEN_FROM: Final = time(11)  # until then others have written today
WORDS: Final = 180
LONGER: Final = 7  # days that a failure of the service puts off the end of the essay
QUARTER: Final = timedelta(minutes=15)
LATEST: Final = time(23, 45)


class DemoWorld(World):
    """The world of a play in the demo's own open transaction, with the dice of real life."""

    _changes = 0

    @classmethod
    def of(cls, stage: Stage, authority: Authority) -> "DemoWorld":
        """Return the world of a stage; keys for signatures come from this authority."""
        parts = stage.house.parts
        made = cls(
            database=stage.house.database,
            folder=authority.root.parent,
            seed=0,
            hear=lambda *_: None,
            tell=lambda *_: None,
            calendar=parts["calendar"],
            consent=parts["consent"],
            languages=parts["translators"],
            desk=Desk(parts["calendar"], parts["essay_topics"]),
            authority=authority,
            verifier=load_verifier(authority.root, uses=[SIGNING]),
            press=parts["press"],
            now=stage.now,
            dice=Dice(0, 0),
        )
        made._db = stage.db
        return made

    @contextmanager
    def scene(self) -> Iterator[Session]:
        """Yield the stage's transaction; ids and secrets are as secret as anywhere."""
        assert self._db is not None
        self._changes += 1
        yield self._db
        self._db.flush()

    @property
    def written(self) -> int:
        """A number that changes with everything that is recorded."""
        return self._changes

    def check(self, asked: Asked, cms: bytes) -> Checked | NotAccepted:
        """Verify a signature; the request is not committed yet."""
        assert self._db is not None
        request = asked_request(self._db, asked)
        signer = self._db.get_one(Account, asked.account_id)
        found = self.verifier.verify(cms, request.canonical, iin=signer.iin, now=self.now)
        return refusal(request, found) if isinstance(found, NotVerified) else Checked(asked, found)


def set_competitions(stage: Stage, authority: Authority) -> None:
    """Play the demo's competitions up to where each is to be tried; what is there stays.

    Only interviews that nobody has begun on their day are set for today.

    The stage is set, with its vacancies; `authority` is the demo's own.
    """
    entries = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    last = partial(vacancies.last_vacancy_of_post, stage.db, BODY)
    missing = [one for one in entries if last(one["post"]) is None]
    play = _Play(stage, authority)
    for entry in entries:
        if entry["play"] == "interview" and entry not in missing:
            play.hold_today(entry["post"])
    if missing:
        play.list_assessors()
    until = {
        "essay": play.until_essay,
        "interview": play.until_interview,
        "protocol": play.until_protocol,
    }
    for entry in missing:
        until[entry["play"]](entry)


class _Play:
    """The people of the demo and what they do in its competitions."""

    def __init__(self, stage: Stage, authority: Authority) -> None:
        self.stage, self.authority, self.db = stage, authority, stage.db
        self.calendar: WorkingCalendar = stage.house.parts["calendar"]
        self.people = {one.key: one for one in demo_people()}
        self.today = local_day(stage.now)
        who = self.account
        self.cast = Cast(who("gulnara"), who("kuanysh"), who("asel"), who("raushan"))

    def account(self, key: str) -> Account:
        found = account_by_iin(self.db, self.people[key].iin)
        assert found is not None
        return found

    def list_assessors(self) -> None:
        """Call for assessors; HR takes in who says to be a specialist in personnel (CM-2)."""
        ministry = bodies.body(self.db, BODY)
        assert ministry is not None
        called, by = self.stage.at(days=CALLED).now, self.cast.hr.id
        closes_on = self.calendar.add_working_days(local_day(called), 5)
        facts = CallFacts(frozenset({FIELD}), words()["call"], closes_on)
        call = publish_call(self.db, ministry, facts, by=by, now=called)
        assert isinstance(call, AssessorCall), call
        for number, key in enumerate(LISTED, 1):
            then = called + timedelta(hours=number)
            one = apply_as_assessor(self.db, self.account(key), call, is_hr=True, now=then)
            assert isinstance(one, AssessorApplication), one
            reason = words()["reasons"]["specialist"]
            soon = then + timedelta(minutes=30)
            done = answer_application(self.db, one.id, accepts=True, reason=reason, by=by, now=soon)
            assert isinstance(done, AssessorApplication), done

    def until_protocol(self, entry: Mapping[str, Any]) -> None:
        """Everything is over but the protocol, which HR has not signed (ST-7)."""
        held_on = self.before(self.today, 1)
        run = self.after_tests(entry, self.before(held_on, 2))
        recheck(run)
        declare(run, run.at("confirmed"))
        names = entry["people"]
        marks = {one.key: MARKS[name] for name, one in zip(names, run.people, strict=True)}
        hold_interviews(run, Talks(marks=marks))
        run.tick()
        run.tick()  # the results are determined, the protocol is made
        assert run.course().state.state == "protocol", run.course().state.state

    def until_interview(self, entry: Mapping[str, Any]) -> None:
        """The interviews are today (ST-5)."""
        run = self.after_tests(entry, self.before(self.today, 1))
        recheck(run)
        declare(run, run.at("confirmed"))
        run.later(minutes=40)
        with run.scene():
            made = self._schedule(run.round_id, run.world.now)
        assert isinstance(made, Interview), made
        run.until(self.stage.now)
        assert run.at("interview") == run.people

    def until_essay(self, entry: Mapping[str, Any]) -> None:
        """One can write, another's waits for the proctor, the third one's for scores (ST-3)."""
        is_today = self.calendar.is_working(self.today)
        is_today &= local_time(self.stage.now).time() >= WRITTEN_FROM
        opens_on = self.today if is_today else self.before(self.today, 1)
        run = self.after_tests(entry, self.before(opens_on, 1))
        writer, *others = run.people
        for number, one in enumerate(others):
            run.until(at(opens_on, time(9)) + timedelta(minutes=50 * number))
            _write(run, one)
        declare(run, run.people)
        run.until(self.stage.now - timedelta(minutes=10))
        with run.scene() as db:
            desk, now = run.world.desk, run.world.now
            done = publish_review(
                db, others[-1].application_id, by=self.cast.proctor.id, desk=desk, now=now
            )
            assert isinstance(done, Essay), done
        later = self.calendar.next_working(self.today + timedelta(days=LONGER))
        run.do(
            "technical-failure",
            "administrator",
            writer,
            actor=self.cast.administrator,
            closes_on=later.isoformat(),
        )
        run.until(self.stage.now)

    def hold_today(self, post: str) -> None:
        """Set interviews for today whose day has passed before anybody was let in."""
        row = vacancies.last_vacancy_of_post(self.db, BODY, post)
        assert row is not None
        one = vacancies.rounds_of(self.db, row.id)[-1]
        course, held = course_of(self.db, one.id, self.calendar), interview(self.db, one.id)
        if course is None or course.state.state != "interview" or held is None:
            return
        is_begun = any(each.let_in_at or each.absent_at for each, _ in turns(self.db, one.id))
        if not is_begun and held.held_on < self.today and self._begins_at() > self.stage.now:
            made = self._schedule(one.id, self.stage.now)
            assert isinstance(made, Interview), made

    def _schedule(self, round_id: UUID, now: datetime) -> Interview | Message:
        rooms = self.stage.house.parts["video"]
        hall = Hall(round_id, self.calendar, rooms)
        link = rooms.new_link() if rooms is not None else LINK
        by = self.cast.hr.id
        return schedule_interviews(self.db, hall, self._begins_at(), link, by=by, now=now)

    def _begins_at(self) -> datetime:
        """Return the next quarter of an hour that leaves time to get ready, today."""
        soon = self.stage.now + QUARTER
        over = timedelta(seconds=soon.timestamp() % QUARTER.total_seconds())
        return min(soon - over + QUARTER, at(self.today, LATEST))

    def after_tests(self, entry: Mapping[str, Any], day: date) -> Run:
        """A competition of these people whose last test of ability is reviewed on this day."""
        each = min(len(entry["people"]), 3) + 1  # working days from the opening to the last review
        opened_on = self.before(day, 2 * each)
        run = self._received(entry, self.before(opened_on, 1), opened_on)
        take_stage(run, "personal-qualities")
        self._form(run)
        names = entry["people"]
        right = {one.key: RIGHT[name] for name, one in zip(names, run.people, strict=True)}
        take_stage(run, "ability", correct=right)
        return run

    def _received(self, entry: Mapping[str, Any], closes_on: date, opened_on: date) -> Run:
        """Announce, let the people apply and HR look; go on to the morning of the working day."""
        hr = self.cast.hr
        began = self._stage(self.before(closes_on, RECEIVED))
        row = make_vacancy_of(began, entry, hr.id)
        one = announce(began, row, {**entry, "closes_on": closes_on}, hr.id)
        world = DemoWorld.of(began, self.authority)
        run = Run(world, one.id, one.number, self.cast, closes_on)
        day = self.calendar.add_working_days(local_day(began.now), 2)
        for number, key in enumerate(entry["people"]):
            then = self._stage(day, minutes=47 * number)
            account = self.account(key)
            run.people.append(_candidate(then, one, self.people[key], account, hr))
        world.go(world.morning(opened_on))  # not on the days off before
        run.tick()
        return run

    def _form(self, run: Run) -> None:
        """Seat the body's own members, draw an assessor, declare the commission formed (CM-1)."""
        by, world = self.cast.hr.id, run.world
        parts = ((Part.CHAIR, CHAIR), (Part.MEMBER, MEMBER), (Part.SECRETARY, SECRETARY))
        competing = [one.account.id for one in run.people]
        with run.scene() as db:
            made = begin_commission(
                db, run.round_id, [FIELD], is_for_head_of_hr=False, by=by, now=world.now
            )
            for part, key in parts:
                seated = seat(db, made, part, Who(self.account(key).id), by=by, now=world.now)
                assert isinstance(seated, SeatHolder), seated
        run.later(minutes=30)
        with run.scene() as db:
            now = world.now
            drawn = draw_assessors(db, made, body_code=BODY, candidates=competing, by=by, now=now)
            assert isinstance(drawn, list), drawn
            faults = form_commission(db, made, candidates=competing, by=by, now=now)
            assert faults == [], faults
        run.tick()

    def before(self, day: date, number: int) -> date:
        """The working day so many working days before."""
        while number:
            day -= ONE_DAY
            number -= self.calendar.is_working(day)
        return day

    def _stage(self, day: date, **later: int) -> Stage:
        return Stage(self.stage.house, self.db, at(day, time(10)) + timedelta(**later))


def _candidate(
    then: Stage, announcement: Announcement, person: DemoPerson, account: Account, hr: Account
) -> Candidate:
    """Fill the personal file where it is empty, apply; HR looks where a program cannot judge."""
    if not employment_of(then.db, account.id):
        fill_file(then, person, account, WHOLE)
    row = apply_for(then, announcement, account)
    look_at_all(then.at(hours=-3), row, hr)
    who = Invented(person.iin, person.family_name, person.given_name, person.patronymic, skill=0.5)
    return Candidate(who, account, row.id)


def _write(run: Run, one: Candidate) -> None:
    """Write an essay in Kazakh and hand it in."""
    world = run.world
    with run.scene() as db:
        desk = world.desk
        begun = begin_essay(db, one.application_id, "kk", desk=desk, now=world.now)
        assert isinstance(begun, Essay), begun
        topic = desk.topics[begun.topic].text("kk")
        run.later(minutes=25)
        save_text(
            db, one.application_id, essay_text(world.dice, "kk", topic, WORDS), after=0,
            now=world.now,
        )  # fmt: skip
        run.later(minutes=1)
        done = finish_essay(db, one.application_id, desk=desk, now=world.now)
        assert isinstance(done, Essay), done
