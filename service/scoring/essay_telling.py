"""Who scores an essay is told that it waits: when it is released, looked at again, nearly late."""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from service.commissions import queries as commissions
from service.competitions.course import Course
from service.core.i18n import Message, say
from service.notices.actions import tell
from service.scoring.models import Essay

WAITS: Final = say("%(number)s: an essay waits for your score until %(until)s.")
ONCE_MORE: Final = say(
    "%(number)s: the chair asks you to look at an essay once more, until %(until)s."
)


def tell_scorers(
    db: Session, course: Course, essay: Essay, text: Message, *, now: datetime, sms: bool = False
) -> None:
    """Tell every member who may score the essay and has not."""
    one = course.state.candidacy(str(essay.application_id))
    waited = set(course.state.seats) - one.conflicted - one.scored
    commission = commissions.commission_of(db, essay.announcement_id)
    if commission is None:
        return
    number = course.announcement.number
    said = Message(text.msgid, {"number": number, "until": essay.due_at})
    for place, holder, _ in commissions.holders(db, commission.id):
        if str(place.id) in waited:
            url = f"/commission/{number}/essays"
            tell(db, holder.account_id, said, url=url, now=now, sms=sms)
