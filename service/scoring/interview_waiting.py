"""Around the interviews: who is told of the time, who waits, the links that are taken."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from sqlmodel import Session

from service.admissions.queries import application
from service.commissions import queries as commissions
from service.competitions.course import Course
from service.core.i18n import Message, say
from service.gateways.video import VideoRooms
from service.journal.actions import record
from service.notices.actions import tell
from service.people.queries import account
from service.scoring import queries
from service.scoring.models import Interview, InterviewTurn


def is_link(link: str, rooms: VideoRooms | None = None) -> bool:
    """Tell whether it is a link to a video room that a browser may be sent to."""
    if rooms is not None and rooms.is_own(link):
        return True
    if any(sign.isspace() for sign in link):
        return False
    try:
        parts = urlsplit(link)
    except ValueError:  # brackets that are no address of the sixth version, for example
        return False
    return parts.scheme == "https" and bool(parts.hostname) and link.startswith("https://")


def is_going_on(turn: InterviewTurn) -> bool:
    """Tell whether the candidate is inside."""
    return turn.let_in_at is not None and turn.ended_at is None


def leave_waiting_room(
    db: Session, application_id: UUID, *, now: datetime
) -> InterviewTurn | Message:
    """The candidate goes away before being let in, and may come again."""
    turn = queries.turn_for_update(db, application_id)
    if turn is None or turn.waiting_at is None:
        return say("You are not in the waiting room.")
    if turn.let_in_at is not None:
        return say("You have been let in already.")
    turn.waiting_at = None
    db.add(turn)
    record(db, "candidate left the waiting room", subject=("candidacy", application_id), now=now,
           rule="ST-5")  # fmt: skip
    return turn


def empty_waiting_room(db: Session, announcement_id: UUID) -> None:
    """The time has changed: who waits for the former one comes again."""
    for turn in queries.fresh_turns(db, announcement_id):
        if turn.let_in_at is None and turn.waiting_at is not None:
            turn.waiting_at = None
            db.add(turn)


def tell_schedule(
    db: Session, before: Course, row: Interview, *, is_change: bool, now: datetime
) -> None:
    """Tell everybody of the time: the invited only of a change, the invitation names the first.

    Args:
        db: the open write transaction.
        before: the competition before the time was set.
        row: the time and the link.
        is_change: there was another time or link.
        now: the moment.
    """
    number = before.announcement.number
    if is_change:
        text = say("%(number)s: the interview has another time or link: %(at)s.",
                   number=number, at=row.begins_at)  # fmt: skip
        for each in before.state.at("interview"):
            filed = application(db, UUID(each.key))
            assert filed is not None
            tell(db, filed.account_id, text, url=f"/me/interviews/{filed.id}", now=now, sms=True)
    text = say("%(number)s: the interviews begin on %(at)s.", number=number, at=row.begins_at)
    for account_id in _commission(db, row.announcement_id):
        tell(db, account_id, text, url=f"/commission/{number}/interviews", now=now, sms=True)


def name_of(db: Session, application_id: UUID) -> str:
    """Return the name of the candidate."""
    filed = application(db, application_id)
    assert filed is not None
    person = account(db, filed.account_id)
    assert person is not None
    return person.name


def _commission(db: Session, announcement_id: UUID) -> Iterator[UUID]:
    found = commissions.commission_of(db, announcement_id)
    if found is not None:
        for _, holder, _ in commissions.holders(db, found.id):
            yield holder.account_id
