"""What a competition says to the hiring of whoever it has named: stand still, too late."""

from typing import Final
from uuid import UUID

from sqlmodel import Session

from service.admissions.queries import application
from service.competitions import queries
from service.competitions.models import Competition
from service.core.i18n import Message, say
from service.hirings.models import Hiring, What
from service.law.competition_state import OUT

NAMED_BY_COMPETITION: Final = say(
    "The competition says who is invited to be hired: the winner by the signed protocol, then the "
    "next one on the list."
)
SUSPENDED: Final = say(
    "The competition is suspended by a complaint. Nothing is entered until it is decided; all "
    "terms stand still."
)
LAPSES_BY_ITSELF: Final = say(
    "This term is ended by the competition itself when it is over. You need not enter it."
)
FOLLOWED: Final = say(
    "The competition has gone on with this entry: it cannot be taken back any more."
)


def competition_behind(db: Session, application_id: UUID) -> Competition | None:
    """Return the competition of the round that this is an application to; None where none began."""
    filed = application(db, application_id)
    return None if filed is None else queries.competition(db, filed.announcement_id)


def why_not_entered(db: Session, hiring: Hiring, what: What) -> Message | None:
    """Return why the competition lets nobody enter this step now; None where it does."""
    row = competition_behind(db, hiring.application_id)
    if row is None:
        return None
    if row.is_suspended:
        return SUSPENDED
    return LAPSES_BY_ITSELF if what is What.LAPSED else None


def why_not_taken_back(db: Session, hiring: Hiring, ordinal: int) -> Message | None:
    """Return why this step of a hiring cannot be taken back; None where it can.

    What has ended the candidate's part in the competition stands: the next one can be invited.
    """
    row = competition_behind(db, hiring.application_id)
    if row is None:
        return None
    if row.is_suspended:
        return SUSPENDED
    followed = any(
        one.application_id == hiring.application_id and one.facts.get("hiring_step") == str(ordinal)
        for one in queries.steps_of(db, row.announcement_id)
    )
    one = queries.candidacy(db, hiring.application_id)
    return FOLLOWED if followed and one is not None and one.state in OUT else None
