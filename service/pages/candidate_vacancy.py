"""For candidates: an announced vacancy checked against the own file, and applied to."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from service.admissions import queries
from service.admissions.actions import Against, Applied, Caller, apply, door
from service.admissions.judging import Answer, judge
from service.admissions.models import CompetitionApplication, Standing
from service.admissions.telling import title_of
from service.bodies import queries as bodies
from service.core.db import Db
from service.core.errors import NotFound
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.core.wiring import Wiring
from service.law.calendar import local_day
from service.pages.admission_lines import lines_of
from service.pages.confirm import Asking, ask
from service.pages.doors import House, Now
from service.pages.gates import Candidate, behind, candidate_gate
from service.people.person import Person
from service.vacancies import queries as vacancies
from service.vacancies.models import Announcement, Vacancy

router = APIRouter(prefix="/me/vacancies/{number}/{ordinal}", dependencies=behind(candidate_gate))

AGAINST: Final = {
    Against.NOT_ANNOUNCED: say("This vacancy is not announced."),
    Against.CLOSED: say("The reception of documents is over."),
    Against.CANCELLED: say("This competition is cancelled."),
    Against.NO_CONSENT: say(
        "Without your consent to the processing of personal data your file cannot be looked at."
    ),
    Against.TWICE: say("You have applied to this competition."),
}
OUTCOMES: Final = {
    "admitted": ("done", say("You have applied, and you are admitted.")),
    "look": ("info", say("You have applied. A person of the HR service must look at it first.")),
    "refused": (
        "warning",
        say("You have applied. Some requirements are not met yet: see what can be added."),
    ),
}
EXPECTED: Final = {
    "admitted": say("You meet all requirements: you will be admitted at once."),
    "look": say("A person of the HR service must look before you are admitted."),
    "refused": say("Some requirements are not met: you will not be admitted unless you add them."),
}


@dataclass(frozen=True)
class Wanted:
    """The announced round that the address names, with its vacancy and body."""

    announcement: Announcement
    vacancy: Vacancy
    body: dict[str, str]

    @property
    def url(self) -> str:
        """Return the address under which the candidate looks at it."""
        return f"/me/vacancies/{self.announcement.number}"


def wanted_for(db: Session, number: str, ordinal: int) -> Wanted:
    """Return the published round of this number; 404 for a draft too."""
    one = vacancies.announcement_numbered(db, f"{number[:20]}/{ordinal}")
    if one is None or one.published_on is None:
        raise NotFound
    vacancy = vacancies.vacancy(db, one.vacancy_id)
    body = bodies.body(db, vacancy.body_code)
    assert body is not None
    return Wanted(one, vacancy, body.name)


@router.get("/check")
def check(
    request: Request, db: Db, house: House, person: Candidate, now: Now, number: str, ordinal: int
) -> Response:
    """Show line by line what an application would come to now; nothing is kept of it."""
    wanted = wanted_for(db, number, ordinal)
    against = door(db, wanted.announcement, caller_of(house, person, now), now=now)
    answer = None
    if against in {None, Against.TWICE}:
        machine = judge(db, wanted.announcement, person.account_id, at=now)
        answer = Answer(machine, ())
    return page(
        request,
        "candidate_vacancy/check.html",
        wanted=wanted,
        title=title_of(wanted.vacancy),
        against=against,
        why_not=None if against is None else AGAINST[against],
        answer=answer,
        lines=None if answer is None else lines_of(db, wanted.announcement, answer),
        application=_own(db, wanted, person),
    )


@router.get("/apply")
def ask_to_apply(
    request: Request, db: Db, house: House, person: Candidate, now: Now, number: str, ordinal: int
) -> Response:
    wanted = wanted_for(db, number, ordinal)
    if door(db, wanted.announcement, caller_of(house, person, now), now=now) is not None:
        return RedirectResponse(f"{wanted.url}/check", 303)
    decision = judge(db, wanted.announcement, person.account_id, at=now)
    return ask(request, _asking(wanted, EXPECTED[decision.outcome]))


@router.post("/apply")
def send(
    request: Request, db: Db, house: House, person: Candidate, now: Now, number: str, ordinal: int
) -> Response:
    wanted = wanted_for(db, number, ordinal)
    caller = caller_of(house, person, now)
    calendar = house.parts["calendar"]
    answer = apply(db, wanted.announcement.id, caller, calendar=calendar, now=now)
    if not isinstance(answer, Applied):
        return redirect(request, f"{wanted.url}/check", said=AGAINST[answer], kind="refused")
    kind, said = OUTCOMES[str(answer.decision.outcome)]
    if not answer.is_new:
        kind, said = "info", AGAINST[Against.TWICE]
    return redirect(request, f"/me/applications/{answer.application.id}", said=said, kind=kind)


def caller_of(house: Wiring, person: Person, now: Now) -> Caller:
    """Return who applies, with the consent that is asked for today."""
    version = house.parts["consent"].version_on(local_day(now))
    return Caller(person.account_id, str(version))


def application_for(db: Session, person: Person, application_id: UUID) -> queries.Filed:
    """Return the person's own competition application of this id; 404 for another's."""
    found = queries.filed(db, application_id)
    if found is None or found.application.account_id != person.account_id:
        raise NotFound
    return found


def _own(db: Session, wanted: Wanted, person: Person) -> CompetitionApplication | None:
    found = queries.application_of(db, wanted.announcement.id, person.account_id)
    return None if found is None or found.standing is Standing.WITHDRAWN else found


def _asking(wanted: Wanted, expected: Message) -> Asking:
    closes_on = wanted.announcement.closes_on
    return Asking(
        title=say("Apply to this competition?"),
        facts=(
            (say("Post"), title_of(wanted.vacancy)),
            (say("State body"), wanted.body),
            (say("Number"), wanted.announcement.number),
            (say("By the check now"), expected),
        ),
        happens=(
            say(
                "The HR service of the body sees your name, your contact data and your electronic "
                "personal file with its documents."
            ),
            say(
                "It sees nothing of your origin, sex, nationality, religion, property or place of "
                "residence, and none of that decides anything."
            ),
            say("The requirements are checked at once; you get the answer line by line."),
            say(
                "What is missing can be added until %(day)s. After each change of your file the "
                "check is repeated by itself.",
                day=closes_on,
            ),
            say("You can take the application back."),
        ),
        yes=say("Apply"),
        url=f"{wanted.url}/apply",
        back=f"{wanted.url}/check",
        kind="primary",
    )
