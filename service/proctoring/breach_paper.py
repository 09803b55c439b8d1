"""The list of breaches as a paper, and the act it brings (PR-1, PR-2)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from service.attempts import queries as attempts
from service.attempts.models import Attempt
from service.attempts.result_paper import (
    APPEAL_DAYS,
    DEMO,
    HOW_TO_APPEAL,
    ISSUER,
)
from service.booking import queries as bookings
from service.core.errors import NotFound
from service.core.i18n import say
from service.documents.actions import Order, Press, issue_document
from service.documents.facts import (
    Appeal,
    Breach,
    BreachListFacts,
    Holder,
    ProgrammeTitle,
    Words,
    masked_iin,
)
from service.documents.models import Document
from service.documents.queries import document_about
from service.law.calendar import WorkingCalendar, local_day
from service.law.document import DocumentKind, series
from service.law.proctoring import TT_2, act_for, barred_until, breach_kind
from service.law.rule_set import rule_set
from service.notices.actions import tell
from service.people import queries as people
from service.proctoring import queries
from service.proctoring.models import Review
from service.programmes import queries as programmes


def issue_breach_list(
    db: Session,
    review_id: UUID,
    *,
    press: Press,
    calendar: WorkingCalendar,
    is_demo: bool,
    now: datetime,
) -> Document:
    """Issue the list of breaches of a published review, once, and tell the candidate.

    Raises:
        NotFound: there is no such review, or it has not been published.
    """
    review = queries.review(db, review_id)
    if review is None or review.published_at is None:
        raise NotFound
    row = attempts.attempt(db, review.attempt_id)
    assert row is not None
    appeal_until = calendar.add_working_days(local_day(now), APPEAL_DAYS)
    order = _order(db, review, row, appeal_until, is_demo=is_demo, now=now)
    made = document_about(db, order.kind, *order.subject)
    if made is not None:
        return made
    document = issue_document(db, order, press, now=now)
    text = say("A list of breaches was drawn up. You can appeal until %(day)s.", day=appeal_until)
    url = f"/cabinet/applications/{row.application_id}"
    tell(db, row.account_id, text, url=url, now=now, sms=True)
    return document


def _order(
    db: Session, review: Review, row: Attempt, appeal_until: date, *, is_demo: bool, now: datetime
) -> Order:
    account = people.account(db, row.account_id)
    application = bookings.application(db, row.application_id)
    assert account is not None
    assert application is not None
    programme = programmes.programme(db, row.programme_code, row.programme_version)
    day = local_day(now)
    act = act_for([one["code"] for one in review.breaches])
    said: dict[str, Any] = {
        "issued_at": now,
        "issuer": ISSUER,
        "holder": Holder(name=account.name, iin=masked_iin(account.iin)),
        "programme": ProgrammeTitle(
            code=programme.code,
            title=Words(kk=programme.title["kk"], ru=programme.title["ru"]),
        ),
        "notice": DEMO if is_demo else None,
        "appeal": Appeal(how=HOW_TO_APPEAL, until_on=appeal_until),
        "application": application.number,
        "began_at": row.started_at or review.opened_at,
        "reviewed_at": review.published_at,
        "proctor": _proctor_name(db, review),
        "breaches": _breaches(review),
        "barred_until": barred_until(act, day, rule_set(programme.kind, day)) if act else None,
    }
    return Order(
        kind=DocumentKind.BREACH_LIST,
        series=series(DocumentKind.BREACH_LIST, programme.kind),
        account_id=account.id,
        subject=("attempt", row.id),
        facts=lambda number: BreachListFacts(number=number, **said),
        programme_code=programme.code,
        act=act,
    )


def _proctor_name(db: Session, review: Review) -> str:
    proctor = people.account(db, review.published_by) if review.published_by else None
    assert proctor is not None
    return proctor.name


def _breaches(review: Review) -> tuple[Breach, ...]:
    return tuple(
        Breach(
            second=one["second"],
            requirement=Words(
                kk=breach_kind(one["code"]).text["kk"], ru=breach_kind(one["code"]).text["ru"]
            ),
            source=Words(kk=TT_2.source, ru=TT_2.source),
            seen=Words(kk=one["seen"], ru=one["seen"]),
        )
        for one in review.breaches
    )
