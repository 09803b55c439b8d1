"""A candidate's own competition: where it stands, what to do by when, results, complaints."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field
from sqlmodel import Session

from service.admissions.actions import withdraw
from service.admissions.models import CompetitionApplication
from service.admissions.telling import title_of
from service.competitions import queries
from service.competitions.acting import act
from service.competitions.complaints import (
    Against,
    complaints_suspend_until,
    file_complaint,
    suspends,
)
from service.competitions.course import Course
from service.competitions.models import Candidacy
from service.competitions.protocol import signature_of_protocol
from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.core.tickets import use_ticket
from service.law.candidacy_moves import BEFORE_LIST
from service.law.competition_todo import next_todo
from service.law.machine import Illegal
from service.pages import competition_links as links
from service.pages import competition_view as view
from service.pages import competition_words as words
from service.pages.competition_doors import own_candidacy, own_complaints
from service.pages.competition_refusals import illegal_words
from service.pages.confirm import Asking, Sure, ask
from service.pages.doors import House, Now, form_of
from service.pages.gates import Candidate, behind, candidate_gate
from service.vacancies.queries import vacancy

router = APIRouter(prefix="/me/competitions", dependencies=behind(candidate_gate))

UNDER_WAY: Final = frozenset({"invited", "named", "applied"})


class ComplaintSent(Sure):
    against: Literal["results", "hr"]
    text: str = Field(min_length=20, max_length=10_000)


@dataclass(frozen=True, slots=True)
class Deed:
    """What the candidate does to the own candidacy, after a page that asks once more."""

    event: str
    asked: Message
    happens: tuple[Message, ...]
    yes: Message
    done: Message
    kind: Literal["primary", "danger"] = "danger"


DEEDS: Final = {
    "accept": Deed(
        "accepted",
        say("Accept the invitation?"),
        (
            say("You take the winner's place on the list."),
            say("You then hand in the hiring application within ten calendar days."),
        ),
        say("Accept"),
        say("You have accepted the invitation."),
        "primary",
    ),
    "decline": Deed(
        "declined",
        say("Decline the post?"),
        (
            say("The next one on the list is invited instead."),
            say("This cannot be undone."),
        ),
        say("Decline the post"),
        say("You have declined the post."),
    ),
    "withdraw": Deed(
        "withdrew",
        say("Withdraw from the competition?"),
        (
            say("You take part in no further stage, and your application is taken back."),
            say("This cannot be undone."),
        ),
        say("Withdraw"),
        say("You have withdrawn from the competition."),
    ),
}
OWN_STAGES: Final[dict[str, tuple[Message, Callable[[UUID], str]]]] = {
    "personal-qualities": (say("Choose a time for the assessment"), links.times),
    "ability": (say("Choose a time for the tests"), links.times),
    "essay": (say("Write the essay"), links.essay),
    "interview": (say("To the waiting room"), links.interview),
    "in-interview": (say("To the interview"), links.interview),
}


@router.get("")
def competitions(request: Request, db: Db, house: House, person: Candidate) -> Response:
    cards = []
    for one in queries.candidacies_of(db, person.account_id):
        filed = db.get_one(CompetitionApplication, one.application_id)
        course, _, _ = own_candidacy(db, house, person, filed.number)
        title = title_of(vacancy(db, course.announcement.vacancy_id))
        standing = view.standing_words(course.state.candidacy(str(filed.id)))
        cards.append((links.candidate_competition(filed.number), title, course, standing))
    return page(request, "candidate_competition/all.html", cards=cards)


@router.get("/{number}")
def competition(request: Request, db: Db, house: House, person: Candidate, number: str) -> Response:
    course, row, filed = own_candidacy(db, house, person, number)
    key = str(filed.id)
    one = course.state.candidacy(key)
    is_told = course.state.published_at is not None or not one.is_running
    codes = {str(each.application_id): each.code for each in _all(db, row)}
    published = view.deciding_words(course) if is_published(db, course) else []
    return page(
        request,
        "candidate_competition/one.html",
        course=course,
        filed=filed,
        code=row.code,
        one=one,
        title=title_of(vacancy(db, course.announcement.vacancy_id)),
        state=view.state_words(course),
        standing=view.standing_words(one),
        todo=next_todo(course.plan, course.state, key) if one.is_running else None,
        stage=OWN_STAGES.get(one.state),
        may_withdraw=one.state in BEFORE_LIST,
        may_decline=one.state in UNDER_WAY and not course.state.is_suspended,
        points=view.points_of(course, one) if is_told else None,
        published=[(place, codes[whose], total) for place, whose, total, _ in published],
        has_protocol=is_published(db, course),
        complaints=[(each, suspends(course, each)) for each in own_complaints(db, row)],
        until=complaints_suspend_until(course),
        moments=view.moments_of_candidate(db, course, key, is_own=True),
        words=words,
        links=links,
    )


@router.post("/{number}/do/{deed}")
def do(
    request: Request,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    number: str,
    deed: str,
    form: Annotated[Form[Sure], form_of(Sure)],
) -> Response:
    """Accept, decline or withdraw, asked once more before."""
    course, row, filed = own_candidacy(db, house, person, number)
    wanted, url = DEEDS.get(deed), links.candidate_competition(number)
    if wanted is None or form.data is None:
        raise NotFound
    if not form.data.sure:
        return ask(request, _asking(db, course, wanted, f"{url}/do/{deed}", url))
    if form.data.ticket is not None and not use_ticket(db, form.data.ticket, now=now):
        return redirect(request, url)
    after = act(
        db,
        row.announcement_id,
        wanted.event,
        by="candidate",
        now=now,
        calendar=house.parts["calendar"],
        application_id=filed.id,
        actor_id=person.account_id,
    )
    if isinstance(after, Illegal):
        return redirect(request, url, said=illegal_words(after), kind="refused")
    if wanted.event == "withdrew":
        withdraw(db, filed.id, now=now)
    return redirect(request, url, said=wanted.done)


@router.get("/{number}/complaint")
def complaint(request: Request, db: Db, house: House, person: Candidate, number: str) -> Response:
    course, _, filed = own_candidacy(db, house, person, number)
    return _complaint(request, course, filed, empty_form())


@router.post("/{number}/complaint")
def complain(
    request: Request,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    number: str,
    form: Annotated[Form[ComplaintSent], form_of(ComplaintSent)],
) -> Response:
    """File a complaint: in time it suspends the competition, later it is kept and answered."""
    course, row, filed = own_candidacy(db, house, person, number)
    sent, url = form.data, links.candidate_competition(number)
    if sent is None or sent.change:
        return _complaint(request, course, filed, form)
    if not sent.sure:
        return ask(request, _complaint_asked(course, sent, url, is_late=_is_late(course, now)))
    if sent.ticket is not None and not use_ticket(db, sent.ticket, now=now):
        return redirect(request, url)
    calendar, against = house.parts["calendar"], Against(sent.against)
    kept = file_complaint(db, row, against, sent.text, calendar=calendar, now=now)
    if isinstance(kept, Message):
        return redirect(request, url, said=kept, kind="refused")
    return redirect(request, url, said=say("Your complaint is filed."))


def is_published(db: Session, course: Course) -> bool:
    """Tell whether HR has signed the protocol, so that the list is public."""
    signed = signature_of_protocol(db, course.row.announcement_id) is not None
    return signed and bool(course.state.order)


def _all(db: Session, row: Candidacy) -> list[Candidacy]:
    return list(queries.candidacies(db, row.announcement_id))


def _is_late(course: Course, now: datetime) -> bool:
    until = complaints_suspend_until(course)
    return until is not None and now > until


def _complaint(
    request: Request, course: Course, filed: CompetitionApplication, form: Form[Any]
) -> Response:
    return page(
        request,
        "candidate_competition/complaint.html",
        422 if form.errors else 200,
        course=course,
        filed=filed,
        until=complaints_suspend_until(course),
        form=form,
        words=words,
        links=links,
    )


def _asking(db: Session, course: Course, wanted: Deed, url: str, back: str) -> Asking:
    title = title_of(vacancy(db, course.announcement.vacancy_id))
    return Asking(
        title=wanted.asked,
        facts=[(say("Post"), title), (say("Announcement"), course.announcement.number)],
        happens=wanted.happens,
        yes=wanted.yes,
        url=url,
        back=back,
        kind=wanted.kind,
    )


def _complaint_asked(course: Course, sent: ComplaintSent, url: str, *, is_late: bool) -> Asking:
    what = (
        say("The term is over: the complaint is answered, but it does not suspend the competition.")
        if is_late
        else say("The competition is suspended for everybody until the authorised body decides.")
    )
    return Asking(
        title=say("File this complaint?"),
        facts=[
            (say("Announcement"), course.announcement.number),
            (say("About what"), words.AGAINST[sent.against]),
            (say("Your complaint"), sent.text),
        ],
        happens=[
            what,
            say("The authorised body reads your name and your text, and answers with a reason."),
        ],
        yes=say("File the complaint"),
        url=f"{url}/complaint",
        back=url,
        fields={"against": sent.against, "text": sent.text},
    )
