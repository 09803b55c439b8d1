"""A commission as HR sees it: who sits where, the arithmetic of the third, what is against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from service.admissions.queries import application
from service.commissions import queries
from service.commissions.actions import faults_of
from service.commissions.models import Assessor, Commission, CommissionState, Part, SeatHolder
from service.commissions.seating import fitting_now, number_to_draw, representatives
from service.competitions.composition import (
    against_changes,
    against_replacing,
    to_declare_about,
)
from service.competitions.course import Course
from service.core.i18n import Message, say
from service.law.commission import Commission as LawCommission
from service.law.commission import assessors_needed, least_present, must_replace
from service.law.conflict import conflicted, undeclared
from service.lots.models import LotCommitment, LotDraw
from service.lots.queries import draw_of, lot
from service.pages.commission_words import TIES, fault_words
from service.pages.source_words import source_words
from service.people.models import Account
from service.people.queries import account
from service.vacancies.models import Announcement


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat: who sits there, and how far the declarations are (None where none are asked)."""

    seat_id: UUID
    ordinal: int
    part: Part
    name: str
    assessor: Assessor | None
    is_representative: bool
    missing: int | None
    conflicts: int


@dataclass(frozen=True, slots=True)
class Third:
    """The rule of the third, worked out on who sits there now (CM-1)."""

    members: int
    drawn: int
    needed: int
    to_draw: int
    on_list: int
    present: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """A declared conflict of interest as HR reads it."""

    member: str
    candidate: str
    ties: list[Message]
    words: str
    at: Any


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody who left the commission."""

    name: str
    holder: SeatHolder
    successor: str | None


def names_of(db: Session, commission: Commission) -> dict[str, str]:
    """Return the names of everybody who has ever sat there, by account id."""
    found = (account(db, one.account_id) for one in queries.holders_ever(db, commission.id))
    return {str(one.id): one.name for one in found if one is not None}


def faults(db: Session, commission: Commission) -> list[tuple[Message, str]]:
    """Return all that stands against the commission: the sentence and its source."""
    if commission.state is CommissionState.DISSOLVED:
        return []
    names = names_of(db, commission)
    found = faults_of(db, commission, ())
    return [(fault_words(one, names), source_words(one.source)) for one in found]


def context_of(
    db: Session,
    announced: Announcement,
    commission: Commission,
    body_code: str,
    course: Course | None,
    now: datetime,
) -> dict[str, Any]:
    """Return what the page of a commission shows."""
    made = queries.law_commission(db, commission.id)
    promised, drawn = _lot(db, commission)
    about = to_declare_about(db, course) if course is not None else []
    formed = commission.state is CommissionState.FORMED
    return {
        "commission": commission,
        "rows": _rows(db, commission, [str(one) for one, _ in about] if formed else None),
        "third": _third(db, commission, made, drawn, body_code),
        "faults": faults(db, commission),
        "closed": against_changes(db, announced.id, course),
        "lot": promised,
        "drawn": drawn,
        "representatives": representatives(db) if commission.is_for_head_of_hr else [],
        "conflicts": conflicts(db, commission),
        "settled": _settled(db, course, made, now) if formed else None,
        "stuck": _stuck(db, commission, made, about),
        "changes": _changes(db, commission),
    }


def _settled(
    db: Session, course: Course | None, made: LawCommission, now: datetime
) -> Message | None:
    """Why no member is replaced any more; the secretary, who scores nothing, always can be."""
    return against_replacing(db, course, UUID(made.seats[0]), now)


def _lot(db: Session, commission: Commission) -> tuple[LotCommitment, LotDraw | None]:
    assert commission.lot_id is not None
    return lot(db, commission.lot_id), draw_of(db, commission.lot_id)


def _rows(db: Session, commission: Commission, about: Sequence[str] | None) -> list[SeatRow]:
    declared = queries.declared(db, commission.id)
    rows = []
    for place, holder, person in queries.holders(db, commission.id):
        key, scores = str(holder.account_id), place.part is not Part.SECRETARY
        asked = about is not None and scores
        own = {one.candidate for one in declared if one.person == key and one.ties}
        rows.append(
            SeatRow(
                seat_id=place.id,
                ordinal=place.ordinal,
                part=place.part,
                name=person.name,
                assessor=_assessor(db, holder),
                is_representative=holder.is_representative,
                missing=len(undeclared(declared, key, about or ())) if asked else None,
                conflicts=len(own),
            )
        )
    return rows


def _assessor(db: Session, holder: SeatHolder) -> Assessor | None:
    return None if holder.assessor_id is None else queries.assessor(db, holder.assessor_id)


def _third(
    db: Session, commission: Commission, made: LawCommission, drawn: LotDraw | None, body_code: str
) -> Third:
    held = queries.holders(db, commission.id)
    return Third(
        members=len(made.members),
        drawn=sum(holder.assessor_id is not None for _, holder, _ in held),
        needed=assessors_needed(len(made.members)),
        to_draw=0 if drawn else number_to_draw(made),
        on_list=0 if drawn else len(fitting_now(db, commission, body_code)),
        present=least_present(made.seats),
    )


def conflicts(db: Session, commission: Commission) -> list[Conflict]:
    """Return the declared conflicts, the newest first: HR decides who must be replaced (LAW 51)."""
    people = {one.id: one.account_id for one in queries.holders_ever(db, commission.id)}
    names = names_of(db, commission)
    found = []
    for one in reversed(queries.declarations(db, commission.id)):
        filed = application(db, one.application_id)
        who: Account | None = account(db, filed.account_id) if filed else None
        if one.ties and who is not None:
            ties = [words for tie, (words, _) in TIES.items() if tie in one.ties]
            member = names[str(people[one.holder_id])]
            found.append(Conflict(member, who.name, ties, one.words, one.at))
    return found


def _stuck(
    db: Session, commission: Commission, made: LawCommission, about: Sequence[tuple[UUID, str]]
) -> list[str]:
    """The candidates with whom so many have a conflict that others must come."""
    declared = queries.declared(db, commission.id)
    seats = {one.person: one.seat for one in made.members}
    found = []
    for key, name in about:
        out = {seats[person] for person in conflicted(declared, str(key)) if person in seats}
        if must_replace(made.seats, out):
            found.append(name)
    return found


def _changes(db: Session, commission: Commission) -> list[Change]:
    ever = queries.holders_ever(db, commission.id)
    names = names_of(db, commission)
    after = {one.replaces: names[str(one.account_id)] for one in ever if one.replaces is not None}
    return [
        Change(names[str(one.account_id)], one, after.get(one.id))
        for one in ever
        if one.ended_at is not None and one.end_words
    ]


def kind_words(row: SeatRow) -> Message:
    """Return as what somebody sits there."""
    if row.assessor is not None:
        return say("assessor %(number)s, drawn", number=row.assessor.number)
    if row.is_representative:
        return say("representative of the authorised body")
    if row.part is Part.SECRETARY:
        return say("does not score")
    return say("member of the body")
