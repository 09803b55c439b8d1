"""HR leads a competition: where it stands, what is owed and by when, the candidates, the steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field
from sqlmodel import Session

from service.admissions.models import CompetitionApplication
from service.admissions.telling import title_of
from service.commissions.queries import seat_of
from service.competitions import queries
from service.competitions.acting import act
from service.competitions.course import Course, course_of
from service.competitions.models import Competition
from service.core.db import Db
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.core.tickets import use_ticket
from service.core.wiring import Wiring
from service.law.competition_guards import next_on_list
from service.law.competition_moves import COURSE
from service.law.competition_todo import Todo
from service.law.machine import Illegal
from service.law.ranking import answer_due
from service.pages import competition_links as links
from service.pages import competition_view as view
from service.pages import competition_words as words
from service.pages.competition_doors import candidate_in, competition_for
from service.pages.competition_refusals import illegal_words
from service.pages.confirm import Asking, Sure, ask
from service.pages.doors import House, Now, form_of
from service.pages.gates import Hr, behind, hr_gate
from service.pages.hr_doors import bodies_for
from service.people.person import Person
from service.people.queries import account
from service.vacancies.queries import vacancy

router = APIRouter(prefix="/hr/competitions", dependencies=behind(hr_gate))

SHORTEST: Final = 10  # characters of a reason
DONE: Final = say("The answer is recorded. The candidate is told.")


class Answer(Sure):
    answer: Literal["confirm", "refuse"]
    reason: str = Field(default="", max_length=2000)


@dataclass(frozen=True, slots=True)
class Card:
    """A competition in the list."""

    number: str
    title: dict[str, str]
    kind: str
    state: Message
    next: Todo | None
    url: str


@router.get("")
def competitions(
    request: Request, db: Db, house: House, person: Hr, now: Now, over: str = ""
) -> Response:
    codes = [one.code for one in bodies_for(db, person)]
    rows = {shown: queries.competitions_of(db, codes, over=shown) for shown in (False, True)}
    cards = [_card(db, house, one) for one in rows[bool(over)]]
    return page(
        request,
        "hr_competitions/all.html",
        cards=cards,
        over=bool(over),
        counts={shown: len(found) for shown, found in rows.items()},
        late=[one.number for one in cards if one.next is not None and one.next.overdue(now)],
        words=words,
    )


@router.get("/{number}/{ordinal}")
def competition(
    request: Request, db: Db, house: House, person: Hr, number: str, ordinal: int
) -> Response:
    course = competition_for(db, house, person, number, ordinal)
    key = next_on_list(course.state) if course.state.state == "hiring" else None
    names = view.names_by_key(db, course)
    return page(
        request,
        "hr_competitions/one.html",
        course=course,
        title=title_of(vacancy(db, course.announcement.vacancy_id)),
        state=view.state_words(course),
        todos=_todos(course),
        next_one=names[key][1].name if key else None,
        rows=view.candidate_rows(db, course, codes_shown=codes_shown(db, course, person)),
        moments=view.moments_of_competition(db, course),
        complaints=queries.complaints_of(db, course.row.announcement_id),
        words=words,
        links=links,
    )


@router.get("/{number}/{ordinal}/candidates/{application}")
def candidate(
    request: Request,
    db: Db,
    house: House,
    person: Hr,
    number: str,
    ordinal: int,
    application: str,
) -> Response:
    course = competition_for(db, house, person, number, ordinal)
    _, filed = candidate_in(db, course, application)
    return _candidate(request, db, person, course, filed, empty_form())


@router.post("/{number}/{ordinal}/candidates/{application}")
def recheck(
    request: Request,
    db: Db,
    house: House,
    person: Hr,
    now: Now,
    number: str,
    ordinal: int,
    application: str,
    form: Annotated[Form[Answer], form_of(Answer)],
) -> Response:
    """Confirm the file, or refuse it with the reason that the candidate reads (ST-4)."""
    course = competition_for(db, house, person, number, ordinal)
    _, filed = candidate_in(db, course, application)
    sent = form.data
    if sent is not None and sent.answer == "refuse" and len(sent.reason) < SHORTEST:
        form = form.with_error("reason", say("Write the reason in words: the candidate reads it."))
        sent = None
    if sent is None or sent.change:
        return _candidate(request, db, person, course, filed, form)
    if sent.answer == "refuse" and not sent.sure:
        return ask(request, _refusal_asked(db, course, filed, sent.reason))
    what = "file-confirmed" if sent.answer == "confirm" else "file-refused"
    facts = {"reason": sent.reason} if sent.answer == "refuse" else {}
    url = links.hr_competition(course.announcement.number)
    if sent.ticket is not None and not use_ticket(db, sent.ticket, now=now):
        return redirect(request, url)
    after = act(
        db,
        course.row.announcement_id,
        what,
        by="hr",
        now=now,
        calendar=house.parts["calendar"],
        application_id=filed.id,
        facts=facts,
        actor_id=person.account_id,
    )
    return _after(request, url, after, DONE)


@router.post("/{number}/{ordinal}/invite")
def invite(
    request: Request,
    db: Db,
    house: House,
    person: Hr,
    now: Now,
    number: str,
    ordinal: int,
    form: Annotated[Form[Sure], form_of(Sure)],
) -> Response:
    """Invite the next one on the list, after the one before fell out (ST-8)."""
    course = competition_for(db, house, person, number, ordinal)
    url = links.hr_competition(course.announcement.number)
    key = next_on_list(course.state)
    if key is None or form.data is None:
        return redirect(request, url, said=say("Nobody is to be invited now."), kind="refused")
    if not form.data.sure:
        until = answer_due(now, house.parts["calendar"])
        name = view.names_by_key(db, course)[key][1].name
        return ask(request, _invitation_asked(course, name, until))
    if form.data.ticket is not None and not use_ticket(db, form.data.ticket, now=now):
        return redirect(request, url)
    after = act(
        db,
        course.row.announcement_id,
        "next-invited",
        by="hr",
        now=now,
        calendar=house.parts["calendar"],
        facts={"invited": key},
        actor_id=person.account_id,
    )
    return _after(request, url, after, say("The next one on the list is invited."))


def codes_shown(db: Session, course: Course, person: Person) -> bool:
    """Tell whether HR may see who has which code.

    Who sits on the commission scores essays without names, so not before that is over.
    """
    seat = seat_of(db, course.row.announcement_id, person.account_id)
    scored = COURSE[COURSE.index("recheck") :]
    state = course.state.before if course.state.is_suspended else course.state.state
    return seat is None or state in scored or state not in COURSE


def _card(db: Session, house: Wiring, row: Competition) -> Card:
    course = course_of(db, row.announcement_id, house.parts["calendar"])
    assert course is not None
    kind, state = view.state_words(course)
    owed = view.grouped(course.todos)
    return Card(
        number=course.announcement.number,
        title=title_of(vacancy(db, course.announcement.vacancy_id)),
        kind=kind,
        state=state,
        next=owed[0][0] if owed else None,
        url=links.hr_competition(course.announcement.number),
    )


def _todos(course: Course) -> dict[str, list[tuple[Todo, int]]]:
    """What is owed: by HR, and by everybody else."""
    owed: Sequence[Todo] = course.todos
    return {
        "own": view.grouped([one for one in owed if one.actor == "hr"]),
        "others": view.grouped([one for one in owed if one.actor != "hr"]),
    }


def _candidate(
    request: Request,
    db: Session,
    person: Person,
    course: Course,
    filed: CompetitionApplication,
    form: Form[Any],
) -> Response:
    key = str(filed.id)
    one, who = course.state.candidacy(key), account(db, filed.account_id)
    row = queries.candidacy(db, filed.id)
    assert row is not None
    due = [each.due_at for each in course.todos if each.candidate == key and each.due_at]
    return page(
        request,
        "hr_competitions/candidate.html",
        422 if form.errors else 200,
        course=course,
        filed=filed,
        who=who,
        code=row.code if codes_shown(db, course, person) else None,
        one=one,
        standing=view.standing_words(one),
        points=view.points_of(course, one),
        due_at=min(due, default=None),
        moments=view.moments_of_candidate(db, course, key, is_own=False),
        form=form,
        links=links,
    )


def _after(request: Request, url: str, after: Course | Illegal, done: Message) -> Response:
    if isinstance(after, Illegal):
        return redirect(request, url, said=illegal_words(after), kind="refused")
    return redirect(request, url, said=done)


def _refusal_asked(
    db: Session, course: Course, filed: CompetitionApplication, reason: str
) -> Asking:
    who = account(db, filed.account_id)
    assert who is not None
    url = links.hr_candidate(course.announcement.number, filed.number)
    return Asking(
        title=say("Refuse this file?"),
        facts=[(say("Candidate"), who.name), (say("Reason"), reason)],
        happens=[
            say("The candidate is out of the competition and reads your reason."),
            say("The candidate with the next highest points is checked instead."),
            say("It stands in the journal with your name."),
        ],
        yes=say("Refuse the file"),
        url=url,
        back=url,
        fields={"answer": "refuse", "reason": reason},
    )


def _invitation_asked(course: Course, name: str, until: object) -> Asking:
    url = links.hr_competition(course.announcement.number)
    return Asking(
        title=say("Invite the next one on the list?"),
        facts=[(say("Candidate"), name), (say("To answer until"), until)],
        happens=[
            say("The candidate is told at once, by text message too."),
            say("Without an answer in three working days the invitation lapses."),
            say("It stands in the journal with your name."),
        ],
        yes=say("Send the invitation"),
        url=f"{url}/invite",
        back=url,
        kind="primary",
    )
