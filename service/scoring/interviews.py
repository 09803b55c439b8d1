"""Interviews: the time, the waiting room, the clock, and points signed by e-signature (ST-5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from service.commissions.models import CommissionSeat, Part, SeatHolder
from service.commissions.queries import may_see, seat_of
from service.competitions.acting import act
from service.competitions.course import Course, course_of
from service.competitions.queries import candidacies
from service.core.db import insert_new
from service.core.i18n import Message, say
from service.gateways.video import VideoRooms
from service.journal.actions import record
from service.law.calendar import WorkingCalendar, local_day
from service.law.conflict import Closed
from service.law.defaults import DEFAULTS
from service.law.interview import METHOD, ends_at
from service.law.machine import Actor, Illegal
from service.law.marks import MarkFault, Waiting, mark_faults, stage_score
from service.scoring import queries
from service.scoring.interview_waiting import (
    empty_waiting_room,
    is_going_on,
    is_link,
    name_of,
    tell_schedule,
)
from service.scoring.models import Attendance, Interview, InterviewScore, InterviewTurn
from service.signatures.matter import Matter, facts_in
from service.signatures.models import Signature, SignatureRequest

PURPOSE: Final = "interview-points"
LONGEST_LINK: Final = 500


@dataclass(frozen=True)
class Hall:
    """Where and when interviews are led: the round, working days, the own video rooms."""

    announcement_id: UUID
    calendar: WorkingCalendar
    rooms: VideoRooms | None = None


def schedule_interviews(
    db: Session, hall: Hall, begins_at: datetime, link: str, *, by: UUID, now: datetime
) -> Interview | Message:
    """Set or change the time and the link to the video room; everybody is told (O26 IS 128)."""
    if link and not is_link(link, hall.rooms):
        return say("The link to the video room begins with https://.")
    before = course_of(db, hall.announcement_id, hall.calendar, lock=True)
    if any(is_going_on(one) for one in queries.fresh_turns(db, hall.announcement_id)):
        return say("First end the interview that is going on.")
    after = _act(db, hall, "interview-scheduled", None, "hr", now, actor_id=by,
                 facts={"starts_at": begins_at.isoformat()})  # fmt: skip
    if isinstance(after, Illegal):
        if after.why == "guard":
            return say("Choose a time that lies ahead.")
        return say("The time of the interviews cannot be set now.")
    there = queries.interview(db, hall.announcement_id)
    row = there or Interview(
        announcement_id=hall.announcement_id,
        held_on=local_day(begins_at),
        begins_at=begins_at,
        minutes=DEFAULTS.interview_minutes,
        set_by=by,
        set_at=now,
        version=0,
    )
    if row.begins_at != begins_at:
        empty_waiting_room(db, hall.announcement_id)
    row.held_on, row.begins_at, row.link = local_day(begins_at), begins_at, link
    row.set_by, row.set_at, row.version = by, now, row.version + 1
    db.add(row)
    db.flush()
    assert before is not None
    tell_schedule(db, before, row, is_change=there is not None, now=now)
    return row


def turns_of(db: Session, hall: Hall) -> list[InterviewTurn]:
    """The candidates' interviews in their order; who is invited newly comes last."""
    course = course_of(db, hall.announcement_id, hall.calendar, lock=True)
    assert course is not None
    there = {one.application_id: one for one in queries.fresh_turns(db, hall.announcement_id)}
    if queries.interview(db, hall.announcement_id) is None:
        return []
    for one in candidacies(db, hall.announcement_id, "interview"):
        if one.application_id not in there:
            made = InterviewTurn(
                application_id=one.application_id,
                announcement_id=hall.announcement_id,
                ordinal=queries.next_turn(db, hall.announcement_id),
            )
            db.add(made)
            db.flush()
            there[one.application_id] = made
    return sorted(there.values(), key=lambda each: each.ordinal)


def enter_waiting_room(
    db: Session, hall: Hall, application_id: UUID, *, now: datetime
) -> InterviewTurn | Message:
    """The candidate is there and waits to be let in; a second time changes nothing."""
    turn = next((one for one in turns_of(db, hall) if one.application_id == application_id), None)
    if turn is None or turn.absent_at is not None:
        return say("You are not invited to an interview of this competition now.")
    held = queries.fresh_interview(db, hall.announcement_id)
    if held is None or local_day(now) < held.held_on:
        return say("The waiting room opens on the day of the interview.")
    if turn.waiting_at is None:
        turn.waiting_at = now
        db.add(turn)
        record(db, "candidate waits for the interview", subject=("candidacy", application_id),
               now=now, rule="ST-5")  # fmt: skip
    return turn


def note_attendance(
    db: Session, hall: Hall, secretary: UUID, holder: SeatHolder, *, now: datetime
) -> Message | None:
    """The secretary notes that a member attends; a second time changes nothing (O26 IS 130-1)."""
    if not is_secretary(db, hall, secretary):
        return say("The secretary sees to the attendance.")
    held = queries.fresh_interview(db, hall.announcement_id)
    if held is None or local_day(now) < held.held_on:
        return say("The attendance is noted on the day of the interviews.")
    values = {"announcement_id": hall.announcement_id, "holder_id": holder.id,
              "held_on": held.held_on, "noted_by": secretary, "at": now}  # fmt: skip
    key = ("announcement_id", "holder_id", "held_on")
    if insert_new(db, Attendance, unique=key, values=values):
        record(db, "attendance noted", subject=("announcement", hall.announcement_id), now=now,
               actor_id=secretary, rule="ST-5", facts={"holder": str(holder.id)})  # fmt: skip
    return None


def let_in(
    db: Session, hall: Hall, secretary: UUID, application_id: UUID, *, now: datetime
) -> InterviewTurn | Message:
    """Let a candidate in from the waiting room: the clock starts by itself (O26 IS 131).

    One candidate at a time; two thirds of the members who may score must attend.
    """
    turns = {one.application_id: one for one in turns_of(db, hall)}
    turn = turns.get(application_id)
    refused = _against_letting_in(db, hall, secretary, turn, turns.values())
    if refused is not None or turn is None or turn.let_in_at is not None:
        return refused or turn or say("The candidate is not in the waiting room.")
    seats = sorted(str(seat) for seat in present_seats(db, hall))
    after = _act(db, hall, "let-in", application_id, "secretary", now, actor_id=secretary,
                 facts={"present": seats})  # fmt: skip
    if isinstance(after, Illegal):
        if after.why == "guard":
            return say("Too few members attend, or the day of the interview has not come.")
        return say("The candidate cannot be let in now.")
    turn.let_in_at, turn.ends_at = now, ends_at(now)
    db.add(turn)
    db.flush()
    return turn


def _against_letting_in(
    db: Session,
    hall: Hall,
    secretary: UUID,
    turn: InterviewTurn | None,
    turns: Iterable[InterviewTurn],
) -> Message | None:
    if not is_secretary(db, hall, secretary):
        return say("The secretary lets the candidates in.")
    if turn is None or turn.waiting_at is None:
        return say("The candidate is not in the waiting room.")
    others = [one for one in turns if one.application_id != turn.application_id]
    if any(is_going_on(one) for one in others):
        return say("First end the interview that is going on.")
    return None


def end_interview(
    db: Session, hall: Hall, secretary: UUID, application_id: UUID, *, now: datetime
) -> InterviewTurn | Message:
    """The talk is over; points can still be signed until the end of the day."""
    if not is_secretary(db, hall, secretary):
        return say("The secretary ends the interviews.")
    course_of(db, hall.announcement_id, hall.calendar, lock=True)
    turn = queries.turn_for_update(db, application_id)
    if turn is None or turn.let_in_at is None:
        return say("This interview has not begun.")
    if turn.ended_at is None:
        turn.ended_at = now
        db.add(turn)
        record(db, "interview ended", subject=("candidacy", application_id), now=now,
               actor_id=secretary, rule="ST-5")  # fmt: skip
    return turn


def mark_absent(
    db: Session, hall: Hall, secretary: UUID, application_id: UUID, *, now: datetime
) -> InterviewTurn | Message:
    """A candidate did not come."""
    if not is_secretary(db, hall, secretary):
        return say("The secretary sees to the attendance.")
    turn = next((one for one in turns_of(db, hall) if one.application_id == application_id), None)
    if turn is None or turn.let_in_at is not None:
        return say("This candidate has come.")
    if turn.absent_at is not None:
        return turn
    after = _act(db, hall, "absent", application_id, "secretary", now, actor_id=secretary)
    if isinstance(after, Illegal):
        return say("This cannot be noted before the day of the interview.")
    turn.absent_at = now
    db.add(turn)
    return turn


def is_secretary(db: Session, hall: Hall, account_id: UUID) -> bool:
    """Is it the secretary of the commission?"""
    seated = seat_of(db, hall.announcement_id, account_id)
    return seated is not None and seated[0].part is Part.SECRETARY


def present_seats(db: Session, hall: Hall) -> list[UUID]:
    """The seats whose members attend."""
    there = queries.present(db, hall.announcement_id)
    found = (db.get(SeatHolder, one) for one in there)
    return [one.seat_id for one in found if one is not None and one.ended_at is None]


def against_scoring(
    db: Session, hall: Hall, account_id: UUID, application_id: UUID
) -> Closed | Message | None:
    """Why a person neither sees nor scores a candidate; None where it may (CM-4)."""
    seated = seat_of(db, hall.announcement_id, account_id)
    if seated is None or seated[0].part is Part.SECRETARY:
        return say("You do not score in this competition.")
    everybody = [one.application_id for one, _ in queries.turns(db, hall.announcement_id)]
    return may_see(db, hall.announcement_id, account_id, application_id, everybody)


def points_to_sign(
    db: Session, hall: Hall, account_id: UUID, application_id: UUID, points: Mapping[str, object]
) -> Matter | list[MarkFault] | Closed | Message:
    """What a member signs: the marks of a candidate whose interview has begun."""
    refused = against_scoring(db, hall, account_id, application_id)
    if refused is not None:
        return refused
    turn = queries.turn(db, application_id)
    if turn is None or turn.let_in_at is None:
        return say("This interview has not begun.")
    seated = seat_of(db, hall.announcement_id, account_id)
    assert seated is not None
    if seated[0].id in queries.interview_scores(db, application_id):
        return say("You have signed your points of this candidate.")
    faults = mark_faults(METHOD, points)
    if faults:
        return faults
    code = next(
        one.code
        for one in candidacies(db, hall.announcement_id)
        if one.application_id == application_id
    )
    return Matter(
        purpose=PURPOSE,
        subject=("candidacy", application_id),
        title=say("Points of the interview, candidate %(code)s", code=code),
        lines=[
            (say("Candidate"), name_of(db, application_id)),
            *((CRITERIA[name], points[name]) for name in METHOD.criteria),
        ],
        facts={"seat": str(seated[0].id), "points": dict(points)},
        rule="ST-5",
    )


CRITERIA: Final[Mapping[str, Message]] = {
    "motivation": say("Motivation"),
    "knowledge": say("Professional knowledge for the functions of the post"),
    "openness": say("Openness and contact"),
    "expression": say("Clear and logical expression"),
    "competencies": say("Personal competencies"),
}


def keep_signed_points(
    db: Session, hall: Hall, signature: Signature, *, now: datetime
) -> InterviewScore | Message:
    """Keep the points that were signed; the candidate is rated when every member has signed.

    The points are read out of the signed bytes, and from nowhere else.
    """
    course_of(db, hall.announcement_id, hall.calendar, lock=True)
    request = db.get(SignatureRequest, signature.request_id)
    assert request is not None
    facts = facts_in(request.canonical)
    application_id = signature.subject_id
    refused = against_scoring(db, hall, signature.account_id, application_id)
    if refused is not None:
        return say("You do not score in this competition.")
    seated = seat_of(db, hall.announcement_id, signature.account_id)
    assert seated is not None
    place, holder = seated
    there = db.get(InterviewScore, (application_id, place.id))
    if there is not None:
        return there
    if facts["seat"] != str(place.id):
        return say("You do not score in this competition.")
    after = _act(db, hall, "interview-signed", application_id, _part(place), now,
                 actor_id=signature.account_id, facts={"seat": str(place.id)})  # fmt: skip
    if isinstance(after, Illegal):
        return say("This candidate is not scored now.")
    made = InterviewScore(
        application_id=application_id,
        seat_id=place.id,
        holder_id=holder.id,
        points=facts["points"],
        signature_id=signature.id,
        at=now,
    )
    db.add(made)
    db.flush()
    rate_interview(db, hall, application_id, now=now)
    return made


def rate_interview(db: Session, hall: Hall, application_id: UUID, *, now: datetime) -> bool:
    """Rate a candidate whom every member has scored; False while somebody is waited for."""
    course = course_of(db, hall.announcement_id, hall.calendar, lock=True)
    assert course is not None
    one = course.state.candidacy(str(application_id))
    if one.state != "in-interview":
        return False
    sheets = {str(k): marks for k, marks in queries.interview_scores(db, application_id).items()}
    found = stage_score(METHOD, sheets, course.state.seats, one.conflicted)
    if isinstance(found, Waiting):
        return False
    after = _act(db, hall, "interview-rated", application_id, "system", now,
                 facts={"score": str(found)})  # fmt: skip
    assert not isinstance(after, Illegal), after
    turn = queries.turn_for_update(db, application_id)
    if turn is not None and turn.ended_at is None:
        turn.ended_at = now
        db.add(turn)
    return True


def _part(place: CommissionSeat) -> Actor:
    return "chair" if place.part is Part.CHAIR else "member"


def _act(
    db: Session,
    hall: Hall,
    what: str,
    application_id: UUID | None,
    by: Actor,
    now: datetime,
    *,
    actor_id: UUID | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Course | Illegal:
    return act(
        db,
        hall.announcement_id,
        what,
        by=by,
        now=now,
        calendar=hall.calendar,
        application_id=application_id,
        facts=facts,
        actor_id=actor_id,
    )
