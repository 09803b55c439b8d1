"""A member gives points to one candidate and signs them; the others' come after the own (ST-5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel
from sqlmodel import Session

from service.admissions.models import CompetitionApplication
from service.commissions.models import CommissionSeat
from service.core.db import Db
from service.core.errors import NotFound, Refused
from service.core.forms import Form, empty_form
from service.core.i18n import Message, current, say
from service.core.live import live, screen
from service.core.render import page, redirect, render
from service.core.wiring import Wiring
from service.journal.actions import record
from service.law.conflict import Closed
from service.law.interview import METHOD, ST_5
from service.law.marks import may_see, member_score
from service.law.points import printed
from service.pages.commission_interviews import stamp_of
from service.pages.doors import House, Now, form_of
from service.pages.epf_for_hr import file_as_seen
from service.pages.gates import Anyone, anyone_gate, behind
from service.pages.interview_doors import Chair, chair_of, hall_of, place_in
from service.pages.interview_words import PARTS, fault_words
from service.pages.pace import at_most, no_larger_than
from service.pages.signature_form import SignatureSent, hand_in, sign_view
from service.people.person import Person
from service.personal_files.queries import file_rows
from service.scoring import queries
from service.scoring.interview_board import Place
from service.scoring.interviews import CRITERIA, PURPOSE, keep_signed_points, points_to_sign
from service.scoring.models import InterviewScore
from service.signatures.actions import Accepted, Asked, accept_signature, ask_signature
from service.signatures.matter import Matter, facts_in
from service.signatures.queries import newest_request, request_for, signature_of
from service.signatures.refusals import NotAccepted

PREFIX: Final = "/commission/{number}/{ordinal}/interviews/{application_id}"
SUBJECT: Final = "candidacy"
SIGNED: Final = say("Your points are signed.")

router = APIRouter(prefix=PREFIX, dependencies=behind(anyone_gate))
uploads = APIRouter(
    prefix=PREFIX,
    dependencies=[Depends(at_most(60, "sign")), Depends(no_larger_than(1)), *behind(anyone_gate)],
)


class PointsSent(BaseModel):
    """A mark for each criterion; what is missing or outside the scale the law says."""

    motivation: int | None = None
    knowledge: int | None = None
    openness: int | None = None
    expression: int | None = None
    competencies: int | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """The points of one member, as those see them who have signed their own."""

    seat: CommissionSeat
    name: str
    marks: Mapping[str, int]
    mean: str
    at: datetime
    is_own: bool


@router.get("")
def points(
    request: Request,
    db: Db,
    house: House,
    person: Anyone,
    now: Now,
    number: str,
    ordinal: int,
    application_id: UUID,
) -> Response:
    chair = member_of(db, house, person, number, ordinal)
    place = place_in(chair, application_id)
    if _sees_file(db, chair, application_id):
        with house.database.writing() as own:
            _note_reading(own, person, application_id, now)
    return _page(request, db, chair, place, empty_form(**_begun(db, chair, application_id)))


@router.get("/screen")
def show_screen(
    request: Request, house: House, person: Anyone, number: str, ordinal: int, application_id: UUID
) -> Response:
    return screen(
        house, lambda db: _screen(request, db, house, person, (number, ordinal), application_id)
    )


@router.get("/events")
def events(
    request: Request, house: House, person: Anyone, number: str, ordinal: int, application_id: UUID
) -> Response:
    return live(
        house,
        lambda db: _screen(request, db, house, person, (number, ordinal), application_id),
        lambda db: stamp_of(db, number, ordinal),
        person.account_id,
    )


@router.post("")
def give(
    request: Request,
    db: Db,
    house: House,
    person: Anyone,
    now: Now,
    number: str,
    ordinal: int,
    application_id: UUID,
    form: Annotated[Form[PointsSent], form_of(PointsSent)],
) -> Response:
    """Fix the points that are to be signed."""
    chair = member_of(db, house, person, number, ordinal)
    place = place_in(chair, application_id)
    given = form.data.model_dump(exclude_none=True) if form.data else {}
    hall = hall_of(house, chair.course)
    matter = points_to_sign(db, hall, person.account_id, application_id, given)
    if isinstance(matter, list):
        faulty = Form[PointsSent](None, form.values, fault_words(matter))
        if _sees_file(db, chair, application_id):
            _note_reading(db, person, application_id, now)
        return _page(request, db, chair, place, faulty)
    url = f"{chair.url}/{application_id}"
    if not isinstance(matter, Matter):
        why = None if isinstance(matter, Closed) else matter  # the page says why it is closed
        return redirect(request, url, said=why, kind="refused")
    asked = ask_signature(db, person.account_id, matter, translator=current.get(), now=now)
    return RedirectResponse(f"{url}/sign/{asked.id}", 303)


@router.get("/sign/{request_id}")
def show(
    request: Request,
    db: Db,
    house: House,
    person: Anyone,
    number: str,
    ordinal: int,
    application_id: UUID,
    request_id: UUID,
) -> Response:
    """Show what is signed."""
    chair = member_of(db, house, person, number, ordinal)
    if signature_of(db, request_id) is not None:
        return RedirectResponse(f"{chair.url}/{application_id}", 303)
    return _sign_page(request, db, chair, application_id, request_id)


@uploads.post("/sign/{request_id}")
def take_in(
    request: Request,
    house: House,
    person: Anyone,
    now: Now,
    form: SignatureSent,
    number: str,
    ordinal: int,
    application_id: UUID,
    request_id: UUID,
) -> Response:
    """Verify the signature; it is kept together with the points that it signs."""
    with house.database.reading() as db:
        chair = member_of(db, house, person, number, ordinal)
    asked = Asked(request_id, person.account_id, PURPOSE, (SUBJECT, application_id))
    checked = hand_in(house, form, asked, now=now)
    with house.database.writing() as db:
        outcome = accept_signature(db, checked, now=now, rule=ST_5.id)
        if isinstance(outcome, Accepted) and outcome.is_new:
            hall = hall_of(house, chair.course)
            _undo_unless_kept(keep_signed_points(db, hall, outcome.signature, now=now))
    if isinstance(outcome, NotAccepted):
        with house.database.reading() as db:
            return _sign_page(request, db, chair, application_id, request_id, outcome)
    return redirect(request, f"{chair.url}/{application_id}", said=SIGNED)


def member_of(db: Session, house: Wiring, person: Person, number: str, ordinal: int) -> Chair:
    """Return the seat of a member who scores; the secretary does not."""
    chair = chair_of(db, house, person, number, ordinal)
    if chair.is_secretary:
        raise NotFound
    return chair


def _undo_unless_kept(kept: InterviewScore | Message) -> None:
    """End the transaction with a sentence where points cannot be kept: no signature stays alone.

    Raises:
        Refused: this candidate is not scored by this person now.
    """
    if isinstance(kept, Message):
        raise Refused(kept)


def _page(request: Request, db: Session, chair: Chair, place: Place, form: Form[Any]) -> Response:
    why = chair.closed(db, place.application_id)
    context = {} if why else _opened(db, chair, place)
    return page(
        request,
        "interviews/points.html",
        422 if form.errors else 200,
        form=form,
        scale=range(METHOD.lowest, METHOD.highest + 1),
        criteria=CRITERIA,
        **_seen(chair, place, why),
        **context,
    )


def _screen(
    request: Request,
    db: Session,
    house: Wiring,
    person: Person,
    where: tuple[str, int],
    application_id: UUID,
) -> str:
    chair = member_of(db, house, person, *where)
    place = place_in(chair, application_id)
    why = chair.closed(db, application_id)
    return render(request, "interviews/points_screen.html", **_seen(chair, place, why))


def _seen(chair: Chair, place: Place, why: Closed | None) -> dict[str, Any]:
    state = chair.course.state.candidacy(str(place.application_id)).state
    return {
        "chair": chair,
        "course": chair.course,
        "place": place,
        "why": why,
        "has_signed": chair.seat.id in place.signed,
        "may_sign": state == "in-interview" and not chair.course.state.is_suspended,
        "url": f"{chair.url}/{place.application_id}",
    }


def _sees_file(db: Session, chair: Chair, application_id: UUID) -> bool:
    """Tell whether the member reads the file: not of a closed candidate, nor after the end."""
    is_over = chair.course.row.closed_at is not None
    return not is_over and chair.closed(db, application_id) is None


def _note_reading(db: Session, person: Person, application_id: UUID, now: datetime) -> None:
    record(db, "personal file read", subject=(SUBJECT, application_id), now=now,
           actor_id=person.account_id, rule="ST-5")  # fmt: skip


def _opened(db: Session, chair: Chair, place: Place) -> dict[str, Any]:
    """What a member sees of the candidate: points when the own are signed, and the file."""
    seen = {"given": _given(db, chair, place), "parts": PARTS, "has_file": False}
    if not _sees_file(db, chair, place.application_id):
        return seen
    filed = db.get_one(CompetitionApplication, place.application_id)
    at = filed.closed_at or filed.filed_at
    rows = file_rows(db, [filed.account_id], at=at)[filed.account_id]
    return {**seen, "has_file": True, **file_as_seen(rows, at)}


def _begun(db: Session, chair: Chair, application_id: UUID) -> dict[str, str]:
    """The marks that the member was about to sign, for who has come back from the signature."""
    account_id = chair.person.account_id
    asked = newest_request(db, account_id, PURPOSE, (SUBJECT, application_id))
    marks = facts_in(asked.canonical)["points"] if asked is not None else {}
    return {name: str(mark) for name, mark in marks.items()}


def _given(db: Session, chair: Chair, place: Place) -> list[Given]:
    """The signed points: everybody's to who has signed, nobody's before (O26 IS 135)."""
    signed = {str(seat) for seat in place.signed}
    if not may_see(str(chair.seat.id), signed):
        return []
    people = {one.seat.id: one for one in chair.board.members}
    found = []
    for score in queries.signed_points(db, place.application_id):
        who = people[score.seat_id]
        mean = printed(member_score(METHOD, score.points))
        is_own = who.seat.id == chair.seat.id
        found.append(Given(who.seat, who.account.name, score.points, mean, score.at, is_own))
    return found


def _sign_page(
    request: Request,
    db: Session,
    chair: Chair,
    application_id: UUID,
    request_id: UUID,
    refused: NotAccepted | None = None,
) -> Response:
    asked = request_for(db, chair.person.account_id, request_id)
    if asked is None or asked.purpose != PURPOSE:
        raise NotFound
    if (asked.subject_kind, asked.subject_id) != (SUBJECT, application_id):
        raise NotFound
    back = f"{chair.url}/{application_id}"
    sign = sign_view(request, asked, url=f"{back}/sign/{asked.id}", back=back, refused=refused)
    return page(request, "interviews/sign.html", 422 if refused else 200, sign=sign)
