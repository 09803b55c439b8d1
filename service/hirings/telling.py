"""What the winner and HR are told of a hiring."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session

from service.admissions.telling import title_of
from service.bodies import queries as bodies
from service.core.i18n import Message, say
from service.hirings import queries
from service.hirings.fold import Case
from service.hirings.hiring_words import CANCELLED_BY, DUTIES, STEPS
from service.hirings.models import HiringStep, What
from service.law.hiring import Duty, apply_until
from service.notices.actions import tell

# what a winner learns by a notice; the rest stands on the page
TOLD: Final = frozenset(
    {
        What.LAPSED,
        What.CHECK_SENT,
        What.CHECK_PASSED,
        What.CHECK_FAILED,
        What.ACTING,
        What.APPOINTED,
        What.MENTOR,
        What.EXTENDED,
        What.PASSED,
        What.LEFT,
    }
)
# of these duties the winner is reminded too
OF_THE_WINNER: Final = frozenset({"hiring-application"})


def tell_invited(db: Session, case: Case, *, now: datetime) -> None:
    """Tell the winner of the invitation, and by when to answer."""
    text = say(
        "You are invited to be hired: %(post)s. Hand in the hiring application in your cabinet, or "
        "decline, by %(day)s.",
        post=_post(db, case),
        day=apply_until(case.start),
    )
    tell(db, case.row.account_id, text, url=page_of(case), now=now, sms=True)


def tell_step(db: Session, case: Case, step: HiringStep, *, now: datetime) -> None:
    """Tell the winner of a step that HR has entered."""
    if step.what not in TOLD:
        return
    text = say(
        "Your hiring (%(post)s): %(step)s, %(day)s.",
        post=_post(db, case),
        step=STEPS[step.what],
        day=step.happened_on,
    )
    tell(db, case.row.account_id, text, url=page_of(case), now=now, sms=True)


def tell_cancelled(db: Session, case: Case, why: str, *, now: datetime) -> None:
    """Tell the winner and HR that a cancelled competition has ended the hiring, and by what."""
    values = {"post": _post(db, case), "why": CANCELLED_BY[why]}
    text = say("Your hiring (%(post)s) has ended: the competition is cancelled. %(why)s", **values)
    tell(db, case.row.account_id, text, url=page_of(case), now=now, sms=True)
    text = say("Hiring for %(post)s has ended: the competition is cancelled. %(why)s", **values)
    for account_id in _hr_of(db, case):
        tell(db, account_id, text, url=hr_page_of(case), now=now)


def tell_hr_of_step(db: Session, case: Case, step: HiringStep, *, now: datetime) -> None:
    """Tell HR of a step that the winner has made."""
    text = say(
        "Hiring for %(post)s: %(step)s, %(day)s.",
        post=_post(db, case),
        step=STEPS[step.what],
        day=step.happened_on,
    )
    for account_id in _hr_of(db, case):
        tell(db, account_id, text, url=hr_page_of(case), now=now)


def remind_of_duty(db: Session, case: Case, duty: Duty, *, is_late: bool, now: datetime) -> None:
    """Remind HR, and the winner where it is the winner's own, of what is due or late."""
    values = {"post": _post(db, case), "duty": DUTIES[duty.code], "day": duty.due_on}
    text = Message((_LATE if is_late else _DUE).msgid, values)
    for account_id in _hr_of(db, case):
        tell(db, account_id, text, url=hr_page_of(case), now=now)
    if duty.code in OF_THE_WINNER:
        tell(db, case.row.account_id, text, url=page_of(case), now=now, sms=True)
    if is_late and duty.code == "hiring-application":
        proposal = say(
            "No hiring application has come for %(post)s. You decide whether to wait on or to "
            "invite the next one.",
            post=_post(db, case),
        )
        for account_id in _hr_of(db, case):
            tell(db, account_id, proposal, url=hr_page_of(case), now=now)


_DUE: Final = say("Hiring for %(post)s: %(duty)s is due by %(day)s.")
_LATE: Final = say("Hiring for %(post)s: %(duty)s was due by %(day)s and is late.")


def page_of(case: Case) -> str:
    """Return the winner's page of a hiring."""
    return f"/me/hirings/{case.row.id}"


def hr_page_of(case: Case) -> str:
    """Return HR's page of a hiring."""
    return f"/hr/hirings/{case.row.id}"


def _post(db: Session, case: Case) -> dict[str, str]:
    vacancy, _ = queries.vacancy_of(db, case.row.id)
    return title_of(vacancy)


def _hr_of(db: Session, case: Case) -> Sequence[UUID]:
    body = bodies.body(db, case.row.body_code)
    assert body is not None
    return bodies.hr_of(db, body)
