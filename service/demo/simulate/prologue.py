"""Before the chapters: who works for the ministry, and a call that fills the list of assessors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from service.bodies.actions import add_member
from service.bodies.models import Work
from service.bodies.queries import body
from service.commissions.assessors import (
    CallFacts,
    answer_application,
    apply_as_assessor,
    publish_call,
)
from service.commissions.models import AssessorApplication, AssessorCall, Match
from service.demo.simulate.files import fill_file
from service.demo.simulate.invented import Past, reason, words
from service.demo.simulate.world import PROLOGUE, World
from service.people.models import Account, Role

BODY: Final = "ministry-of-justice"
AUTHORISED: Final = "civil-service-agency"
FIELD: Final = "law"
APPLICANTS: Final = 14
TOO_SHORT: Final = (4, 9)  # places of applicants without three years
SPECIALIST: Final = 6  # says to be a specialist in the management of personnel


@dataclass(frozen=True)
class Cast:
    """Who is there in every chapter."""

    administrator: Account
    hr: Account
    proctor: Account
    authority: Account


def play_prologue(world: World) -> Cast:
    """Give the ministry its people, publish a call, let assessors apply (CM-2)."""
    world.begin_chapter(0, PROLOGUE)
    cast = _cast(world)
    with world.scene() as db:
        ministry = body(db, BODY)
        assert ministry is not None
        closes_on = world.calendar.add_working_days(world.today, 5)
        facts = CallFacts(frozenset({FIELD}), words()["call"], closes_on)
        call = publish_call(db, ministry, facts, by=cast.hr.id, now=world.now)
        assert isinstance(call, AssessorCall), call
    matches = [_applicant(world, cast, call, place) for place in range(APPLICANTS)]
    assert matches.count(Match.MISMATCHED) == len(TOO_SHORT), matches
    return cast


def _cast(world: World) -> Cast:
    with world.scene() as db:
        people = [
            world.person(role)[1]
            for role in (Role.ADMINISTRATOR, Role.HR, Role.PROCTOR, Role.AUTHORITY)
        ]
        cast = Cast(*people)
        work = ((BODY, cast.hr, Work.HR), (AUTHORISED, cast.authority, Work.AGREEMENT))
        for code, account, kind in work:
            add_member(db, code, account.id, kind, by=cast.administrator.id, now=world.now)
    return cast


def _applicant(world: World, cast: Cast, call: AssessorCall, place: int) -> Match:
    world.go(world.after(1, time(10)) if place % 4 == 0 else world.now + timedelta(minutes=35))
    years = 1 if place in (*TOO_SHORT, SPECIALIST) else world.dice.among(4, 15)
    past = Past(works_since=world.today - timedelta(days=365 * years))
    with world.scene() as db:
        who, account = world.person(Role.CANDIDATE)
        fill_file(world, account, who, past)
        is_hr = place == SPECIALIST
        made = apply_as_assessor(db, account, call, is_hr=is_hr, now=world.now)
        assert isinstance(made, AssessorApplication), made
    if made.match is not Match.WAITING:
        return made.match
    return _answered(world, cast, made)


def _answered(world: World, cast: Cast, one: AssessorApplication) -> Match:
    """What a specialist in personnel says, a person of the ministry accepts."""
    world.go(world.now + timedelta(minutes=20))
    with world.scene() as db:
        answered = answer_application(
            db, one.id, accepts=True, reason=reason("specialist"), by=cast.hr.id, now=world.now
        )
        assert isinstance(answered, AssessorApplication), answered
    return answered.match


def officials(world: World, number: int) -> Sequence[Account]:
    """Make up people of the ministry who can sit on a commission."""
    return [world.person(Role.CANDIDATE)[1] for _ in range(number)]


def first_day(number: int) -> date:
    """The first day of a chapter: they begin a week apart."""
    return PROLOGUE + timedelta(days=13 + 7 * number)
