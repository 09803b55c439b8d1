"""A member declares for each candidate whether interests conflict, before anything else (CM-4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, cast
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from service.admissions.telling import title_of
from service.commissions import queries
from service.commissions.models import CommissionState, Part, SeatHolder
from service.competitions.composition import declare, to_declare_about
from service.competitions.course import Course, course_of
from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect, translate
from service.core.wiring import Wiring
from service.law.conflict import TIES, Standing, Tie, standing
from service.pages import competition_links as links
from service.pages.commission_doors import check_not_competing
from service.pages.commission_words import TIES as TIE_WORDS
from service.pages.doors import House, Now, form_of
from service.pages.gates import Anyone, anyone_gate, behind
from service.people.person import Person
from service.vacancies.models import Announcement
from service.vacancies.queries import announcement_numbered, vacancy

router = APIRouter(
    prefix="/commission/{number}/{ordinal}/conflicts", dependencies=behind(anyone_gate)
)
CLEAR: Final = "clear"
CONFLICT: Final = "conflict"
LONGEST: Final = 1000
Said = Mapping[UUID, tuple[frozenset[Tie], str]]


class ConflictsSent(BaseModel):
    """One place in the lists a candidate asked about; `ties` are written as "place:tie"."""

    asked: list[UUID] = Field(default_factory=list)
    said: list[str] = Field(default_factory=list)
    words: list[str] = Field(default_factory=list)
    ties: list[str] = Field(default_factory=list)
    truth: bool = False


ConflictsForm = Annotated[Form[ConflictsSent], form_of(ConflictsSent)]


@dataclass(frozen=True, slots=True)
class Asked:
    """A candidate on the form: what was declared, and what is typed now."""

    application_id: UUID
    name: str
    standing: Standing
    said: str = ""
    words: str = ""
    ties: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Desk:
    """A member before the candidates of a competition."""

    announcement: Announcement
    course: Course | None
    holder: SeatHolder
    candidates: Sequence[Asked]


@dataclass(slots=True)
class Read:
    """What a form declares, and its faults by field."""

    said: dict[UUID, tuple[frozenset[Tie], str]] = field(default_factory=dict)
    faults: dict[str, Message] = field(default_factory=dict)


@router.get("")
def conflicts(
    request: Request, db: Db, house: House, person: Anyone, number: str, ordinal: int
) -> Response:
    return _show(request, db, desk_of(db, house, person, number, ordinal), empty_form())


@router.post("")
def send(
    request: Request,
    db: Db,
    house: House,
    person: Anyone,
    now: Now,
    number: str,
    ordinal: int,
    form: ConflictsForm,
) -> Response:
    """Keep what is declared; a conflict once declared stays."""
    desk = desk_of(db, house, person, number, ordinal)
    if form.data is None:
        return _show(request, db, desk, form)
    read = _read(form.data, desk)
    if read.faults:
        return _show(request, db, desk, Form(None, form.values, read.faults))
    done = declare(db, desk.holder, read.said, calendar=house.parts["calendar"], now=now)
    if isinstance(done, Message):
        return redirect(request, links.commission_home(), said=done, kind="refused")
    said = say("Your declaration is kept. Thank you.")
    return redirect(request, links.commission_home(), said=said)


def desk_of(db: Session, house: Wiring, person: Person, number: str, ordinal: int) -> Desk:
    """Return a member with a vote before the candidates of a round, or answer 404."""
    announced = announcement_numbered(db, f"{number}/{ordinal}")
    seated = None if announced is None else queries.seat_of(db, announced.id, person.account_id)
    found = None if announced is None else queries.commission_of(db, announced.id)
    if announced is None or seated is None or found is None or seated[0].part is Part.SECRETARY:
        raise NotFound
    if found.state is not CommissionState.FORMED:
        raise NotFound
    check_not_competing(db, announced.id, person)
    course = course_of(db, announced.id, house.parts["calendar"])
    said, me = queries.declared(db, found.id), str(person.account_id)
    people = to_declare_about(db, course) if course is not None else []
    asked = [Asked(key, name, standing(said, me, str(key))) for key, name in people]
    return Desk(announced, course, seated[1], asked)


def _read(sent: ConflictsSent, desk: Desk) -> Read:
    """Check what is said of each candidate; where nothing is changed there is nothing to keep."""
    read = Read()
    if not sent.truth:
        read.faults["truth"] = say("Confirm that what you declare is true and complete.")
    known = {one.application_id: one for one in desk.candidates}
    for place, key in enumerate(sent.asked):
        if key not in known or place >= min(len(sent.said), len(sent.words)):
            continue
        ties = frozenset(one for one in TIES if f"{key}:{one}" in sent.ties)
        fault = _fault(known[key], sent.said[place], ties, sent.words[place])
        if fault is not None:
            read.faults[f"said-{key}"] = fault
        elif sent.said[place]:
            read.said[key] = (ties, sent.words[place])
    return read


def _fault(one: Asked, said: str, ties: frozenset[Tie], words: str) -> Message | None:
    if said not in {"", CLEAR, CONFLICT} or len(words) > LONGEST:
        return say("%(name)s: write at most %(n)s characters.", name=one.name, n=LONGEST)
    if not said and (one.standing == "undeclared" or ties):
        return say("%(name)s: say whether there is a conflict of interest.", name=one.name)
    if said == CLEAR and ties:
        return say("%(name)s: you marked a tie, and yet no conflict.", name=one.name)
    if said == CONFLICT and not ties:
        return say("%(name)s: mark what ties you to this candidate.", name=one.name)
    if "other" in ties and not words:
        return say("%(name)s: write in words what the tie is.", name=one.name)
    return None


def _show(request: Request, db: Session, desk: Desk, form: Form[Any]) -> Response:
    asked = [_typed(one, form.values) for one in desk.candidates]
    return page(
        request,
        "commission/conflicts.html",
        422 if form.errors else 200,
        desk=desk,
        title=title_of(vacancy(db, desk.announcement.vacancy_id)),
        missing=[one for one in asked if one.standing == "undeclared"],
        clear=[one for one in asked if one.standing == "clear"],
        conflicted=[one for one in asked if one.standing == "conflicted"],
        form=form,
        answers=[
            (CLEAR, translate(say("There is no conflict of interest"))),
            (CONFLICT, translate(say("There is a conflict of interest"))),
        ],
        ties=TIE_WORDS,
        links=links,
    )


def _typed(one: Asked, values: Mapping[str, Any]) -> Asked:
    """Return the candidate with what was typed, where a form came back."""
    asked = cast("list[str]", values.get("asked", []))
    key = str(one.application_id)
    if key not in asked:
        return one
    place = asked.index(key)
    said, words = values.get("said", []), values.get("words", [])
    ties = frozenset(tie for tie in TIES if f"{key}:{tie}" in values.get("ties", []))
    return Asked(
        one.application_id,
        one.name,
        one.standing,
        said[place] if place < len(said) else "",
        words[place] if place < len(words) else "",
        ties,
    )
