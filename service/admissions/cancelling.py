"""A body is reorganised or liquidated: its competitions are cancelled and all candidates told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session

from service.admissions import queries
from service.admissions.telling import title_of
from service.core.i18n import Message, say
from service.notices.actions import tell
from service.vacancies import queries as vacancies
from service.vacancies.cancelling import BodyChanged, ChangeSaid, change_body
from service.vacancies.models import Announcement

CANCELLED: Final = {
    "reorganised": say(
        "The competition %(number)s (%(post)s) is cancelled: the body is reorganised (%(act)s). "
        "Nothing is needed from you, and nothing bars you from other competitions."
    ),
    "liquidated": say(
        "The competition %(number)s (%(post)s) is cancelled: the body is liquidated (%(act)s). "
        "Nothing is needed from you, and nothing bars you from other competitions."
    ),
}


def cancel_competitions(
    db: Session, said: ChangeSaid, *, seen: Sequence[str], by: UUID, now: datetime
) -> BodyChanged | Message:
    """Keep a change of a body, cancel what it cancels and tell whoever has applied (VC-2).

    Args and answers are those of `vacancies.cancelling.change_body`.
    """
    answer = change_body(db, said, seen=seen, by=by, now=now)
    if isinstance(answer, BodyChanged):
        for one in answer.cancelled:
            _tell_candidates(db, one, said, now)
    return answer


def _tell_candidates(db: Session, one: Announcement, said: ChangeSaid, now: datetime) -> None:
    values = {
        "number": one.number,
        "post": title_of(vacancies.vacancy(db, one.vacancy_id)),
        "act": said.act,
    }
    text = Message(CANCELLED[said.kind].msgid, values)
    for row in queries.running_applications(db, one.id):
        tell(db, row.account_id, text, url=f"/me/applications/{row.id}", now=now, sms=True)
