"""The interviews as their screens show them: who comes when, who waits, who attends, who signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from sqlmodel import Session

from service.commissions import queries as commissions
from service.commissions.models import CommissionSeat, Part, SeatHolder
from service.competitions.course import Course
from service.competitions.queries import named_candidacies
from service.law.calendar import end_of_day, local_day
from service.law.commission import has_quorum, least_present
from service.law.conflict import Standing, standing
from service.people.models import Account
from service.scoring import queries
from service.scoring.models import Interview, InterviewTurn

# gone: no longer in the competition, by withdrawing for example
Step = Literal["expected", "waits", "inside", "over", "absent", "gone"]
COMING: Final = ("confirmed", "interview")  # states of who may still come


@dataclass(frozen=True, slots=True)
class Quorum:
    """Who attends of those who may score a candidate, and how many have to."""

    may: int
    present: int
    needed: int
    holds: bool


@dataclass(frozen=True, slots=True)
class Place:
    """One candidate of the interviews; `about_at` is when the turn comes if nobody is late."""

    application_id: UUID
    name: str
    ordinal: int
    about_at: datetime | None
    step: Step
    turn: InterviewTurn | None
    quorum: Quorum
    signed: frozenset[UUID]  # seats
    waited: frozenset[UUID]  # seats that have still to sign
    standings: Mapping[UUID, Standing]  # seat → how its member stands to the candidate

    @property
    def due_at(self) -> datetime | None:
        """Until when the points are signed: the end of the day (O26 IS 135; DEFAULT)."""
        begun = self.turn.let_in_at if self.turn else None
        return None if begun is None else end_of_day(local_day(begun))

    def is_overdue(self, now: datetime) -> bool:
        """Tell whether points are missing after that; they can still be signed."""
        return self.due_at is not None and bool(self.waited) and now > self.due_at


@dataclass(frozen=True, slots=True)
class Seated:
    """A member or the secretary, and whether the secretary has seen this person today."""

    seat: CommissionSeat
    holder: SeatHolder
    account: Account
    attends: bool


@dataclass(frozen=True, slots=True)
class Board:
    """The interviews of a competition at a moment."""

    interview: Interview | None
    places: Sequence[Place]
    members: Sequence[Seated]
    secretary: Seated | None

    @property
    def inside(self) -> Place | None:
        """The candidate who is interviewed now."""
        return next((one for one in self.places if one.step == "inside"), None)

    @property
    def waiting(self) -> Place | None:
        """The first one in the waiting room."""
        return next((one for one in self.places if one.step == "waits"), None)

    @property
    def following(self) -> Place | None:
        """The next one who is not over: who waits or is expected first."""
        return next((one for one in self.places if one.step in ("waits", "expected")), None)

    def place(self, application_id: UUID) -> Place | None:
        """The candidate's place; None for who does not come to an interview."""
        return next((one for one in self.places if one.application_id == application_id), None)

    def before(self, application_id: UUID) -> int:
        """How many are still before this candidate, who is inside now included."""
        count = 0
        for one in self.places:
            if one.application_id == application_id:
                break
            count += one.step in ("waits", "expected", "inside")
        return count


def board_of(db: Session, course: Course) -> Board:
    """Return the interviews as they stand; nothing is written."""
    announcement_id = course.row.announcement_id
    held = queries.interview(db, announcement_id)
    there = queries.present(db, announcement_id)
    commission = commissions.commission_of(db, announcement_id)
    seated = [
        Seated(place, holder, person, holder.id in there)
        for place, holder, person in (
            commissions.holders(db, commission.id) if commission is not None else ()
        )
    ]
    members = [one for one in seated if one.seat.part is not Part.SECRETARY]
    secretary = next((one for one in seated if one.seat.part is Part.SECRETARY), None)
    return Board(held, _places(db, course, held, members), members, secretary)


def _places(
    db: Session, course: Course, held: Interview | None, members: Sequence[Seated]
) -> list[Place]:
    announcement_id = course.row.announcement_id
    turns = {one.application_id: one for one, _ in queries.turns(db, announcement_id)}
    people = {one.application_id: (one, who) for one, who in named_candidacies(db, announcement_id)}
    coming = [key for key, (one, _) in people.items() if one.state in COMING and key not in turns]
    commission = commissions.commission_of(db, announcement_id)
    declared = commissions.declared(db, commission.id) if commission is not None else ()
    found = []
    for ordinal, key in enumerate((*turns, *coming), 1):
        candidacy, who = people[key]
        stand = {
            each.seat.id: standing(declared, str(each.account.id), str(key)) for each in members
        }
        signed = frozenset(queries.interview_scores(db, key))
        may = frozenset(seat for seat, each in stand.items() if each != "conflicted")
        place = Place(
            application_id=key,
            name=who.name,
            ordinal=ordinal,
            about_at=_about(held, ordinal),
            step=_step(turns.get(key), candidacy.state),
            turn=turns.get(key),
            quorum=_quorum(members, stand),
            signed=signed,
            waited=may - signed,
            standings=stand,
        )
        found.append(place)
    return found


def _about(held: Interview | None, ordinal: int) -> datetime | None:
    if held is None:
        return None
    return held.begins_at + timedelta(minutes=held.minutes * (ordinal - 1))


def _step(turn: InterviewTurn | None, state: str) -> Step:
    if turn is not None and turn.absent_at is not None:
        return "absent"
    if turn is not None and turn.let_in_at is not None:
        return "inside" if turn.ended_at is None else "over"
    if state not in COMING:
        return "gone"
    return "waits" if turn is not None and turn.waiting_at is not None else "expected"


def _quorum(members: Sequence[Seated], stand: Mapping[UUID, Standing]) -> Quorum:
    seats = {str(each.seat.id) for each in members}
    conflicted = {str(seat) for seat, each in stand.items() if each == "conflicted"}
    present = {str(each.seat.id) for each in members if each.attends}
    return Quorum(
        may=len(seats - conflicted),
        present=len(present - conflicted),
        needed=least_present(seats, conflicted),
        holds=has_quorum(seats, present, conflicted),
    )
