"""The act of technical failure: registered by an administrator, issued as a paper (TT-5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from service.attempts import queries
from service.attempts.actions import end_by_technical_failure, held, seen
from service.attempts.models import Attempt, TechnicalFailure
from service.attempts.result_paper import DEMO, ISSUER, REMOTE
from service.attempts.work import press_of
from service.booking import queries as bookings
from service.booking.models import Application
from service.core.due_work import Doing, enqueue
from service.core.errors import NotFound
from service.core.i18n import Message, say
from service.documents.actions import Order, Press, issue_document
from service.documents.facts import (
    Holder,
    ProgrammeTitle,
    TechnicalActFacts,
    Words,
    masked_iin,
)
from service.documents.models import Document
from service.journal.actions import record
from service.law.attempt import Phase
from service.law.calendar import local_time
from service.law.document import DocumentKind, series
from service.law.programme import Programme
from service.law.technical_failure import rebook_until
from service.notices.actions import tell
from service.people import queries as people
from service.programmes import queries as programmes

KIND: Final = "issue-technical-act"
SUPPORT: Final = Words(
    kk="Қайта жазылу үшін жеке кабинетті ашыңыз немесе қолдау қызметіне жүгініңіз.",
    ru="Чтобы записаться снова, откройте личный кабинет или обратитесь в службу поддержки.",
)
NOT_BEGUN: Final = Words(kk="Тест басталғанға дейін", ru="До начала теста")
BETWEEN: Final = Words(kk="Тест бөлімдері арасындағы үзіліс", ru="Перерыв между частями теста")


@dataclass(frozen=True)
class Failure:
    """What happened, as the administrator says: when, until when, and in words {kk, ru}.

    `ended_at` None: it still lasts.
    """

    began_at: datetime
    ended_at: datetime | None
    description: Mapping[str, str]


def register_failure(
    db: Session, attempt_id: UUID, failure: Failure, *, actor_id: UUID, now: datetime
) -> TechnicalFailure:
    """Register the act of a technical failure, once for an attempt; the candidate is told.

    A test that runs, or has not begun, is ended by it; one that an outage has ended gets the act
    alone. No ground of refusal arises, and the candidate has 24 hours to be booked again.

    Raises:
        NotFound: there is no such attempt.
        TooLate: the test has ended in another way: its result stands or can be appealed.
    """
    running = held(db, attempt_id, now=now)  # its lock lets two registrations in one by one
    made = queries.technical_failure(db, attempt_id)
    if made is not None:
        return made
    if running.state.phase is not Phase.TECHNICAL_FAILURE:
        reason = failure.description["kk"]
        end_by_technical_failure(db, attempt_id, reason=reason, actor_id=actor_id, now=now)
    act = TechnicalFailure(
        attempt_id=attempt_id,
        began_at=failure.began_at,
        ended_at=failure.ended_at,
        description=dict(failure.description),
        registered_at=now,
        registered_by=actor_id,
        rebook_until=rebook_until(now),
    )
    db.add(act)
    db.flush()
    _tell_registered(db, running.row, act)
    payload = {"attempt": str(attempt_id)}
    enqueue(db, KIND, key=f"{KIND}:{attempt_id}", due_at=now, payload=payload)
    _record(db, act)
    return act


def _tell_registered(db: Session, row: Attempt, act: TechnicalFailure) -> None:
    text = say(
        "A technical failure of the service ended your test. It does not count against you: ask "
        "for another booking until %(at)s.",
        at=act.rebook_until,
    )
    _tell(db, row, text, now=act.registered_at, sms=True)


def _tell(db: Session, row: Attempt, text: Message, *, now: datetime, sms: bool) -> None:
    url = f"/cabinet/applications/{row.application_id}"
    tell(db, row.account_id, text, url=url, now=now, sms=sms)


def _record(db: Session, act: TechnicalFailure) -> None:
    facts = {
        "began_at": act.began_at.isoformat(),
        "ended_at": act.ended_at.isoformat() if act.ended_at else None,
        "description": act.description,
        "rebook_until": act.rebook_until.isoformat(),
    }
    record(
        db,
        "technical failure registered",
        subject=("attempt", act.attempt_id),
        now=act.registered_at,
        actor_id=act.registered_by,
        rule="TT-5",
        facts=facts,
    )


def issue_act(doing: Doing, payload: Mapping[str, Any]) -> None:
    """Issue the act that was registered (due work)."""
    house = doing.wiring
    is_demo = house.environment == "demo"
    attempt_id, press = UUID(payload["attempt"]), press_of(house)
    issue_technical_act(doing.db, attempt_id, press=press, is_demo=is_demo, now=doing.now)


def issue_technical_act(
    db: Session, attempt_id: UUID, *, press: Press, is_demo: bool, now: datetime
) -> Document:
    """Issue the act as a paper, once, and tell the candidate.

    Raises:
        NotFound: no technical failure was registered for this attempt.
    """
    act, row = queries.technical_failure(db, attempt_id), queries.attempt(db, attempt_id)
    if act is None or row is None:
        raise NotFound
    programme = programmes.programme(db, row.programme_code, row.programme_version)
    order = Order(
        kind=DocumentKind.TECHNICAL_ACT,
        series=series(DocumentKind.TECHNICAL_ACT, programme.kind),
        account_id=row.account_id,
        subject=("attempt", row.id),
        facts=lambda number: _facts(db, number, row, act, programme, is_demo=is_demo, now=now),
        programme_code=programme.code,
    )
    document = issue_document(db, order, press, now=now)
    ready = say("The act of technical failure %(number)s is ready.", number=document.number)
    _tell(db, row, ready, now=now, sms=False)
    return document


def _facts(
    db: Session,
    number: str,
    row: Attempt,
    act: TechnicalFailure,
    programme: Programme,
    *,
    is_demo: bool,
    now: datetime,
) -> TechnicalActFacts:
    holder, registrar = people.account(db, row.account_id), people.account(db, act.registered_by)
    application = bookings.application(db, row.application_id)
    assert holder is not None
    assert registrar is not None
    assert application is not None
    return TechnicalActFacts(
        number=number,
        issued_at=now,
        issuer=ISSUER,
        holder=Holder(name=holder.name, iin=masked_iin(holder.iin)),
        programme=ProgrammeTitle(code=programme.code, title=_words(programme.title)),
        notice=DEMO if is_demo else None,
        application=application.number,
        stage=_stage(db, row.id, programme),
        place=_place(db, application),
        began_at=act.began_at,
        ended_at=act.ended_at,
        description=_words(act.description),
        evidence=evidence(queries.outages_between(db, act.began_at, act.ended_at or now)),
        registered_by=registrar.name,
        rebook_until=act.rebook_until,
        support=SUPPORT,
    )


def _stage(db: Session, attempt_id: UUID, programme: Programme) -> Words:
    """Return the section that the failure ended, the break, or that the test had not begun."""
    state = seen(db, attempt_id).state
    if state.window is None:
        return NOT_BEGUN
    # the failure ends an open section at its own moment
    if state.window.ended_at != state.ended_at:
        return BETWEEN
    return _words(programme.sections[state.window.section].title)


def _place(db: Session, application: Application) -> Words:
    centre = bookings.centre_of(db, bookings.slot_of(db, application))
    return REMOTE if centre.is_remote else _words(centre.name)


def evidence(outages: Sequence[tuple[datetime, datetime]]) -> Words:
    """Return what the service's own heartbeat journal shows for the time of the failure."""
    if not outages:
        return Words(
            kk="Қызметтің жұмысқа қабілеттілік журналында бұл уақытта үзіліс тіркелмеген: ақау "
            "қызметтің серверлерінен тыс болған.",
            ru="В журнале работоспособности службы перерывов за это время нет: сбой произошёл вне "
            "серверов службы.",
        )
    times = "; ".join(f"{_clock(began)}\u2013{_clock(ended)}" for began, ended in outages)
    lost = sum((ended - began for began, ended in outages), timedelta())
    seconds = round(lost.total_seconds())
    return Words(
        kk="Қызметтің жұмысқа қабілеттілік журналы бойынша қызмет мына уақытта жұмыс істемеген: "
        f"{times} (барлығы {seconds} секунд).",
        ru=f"По журналу работоспособности служба не работала: {times} (всего {seconds} секунд).",
    )


def _clock(moment: datetime) -> str:
    return local_time(moment).strftime("%d.%m.%Y %H:%M:%S")


def _words(texts: Mapping[str, str]) -> Words:
    return Words(kk=texts["kk"], ru=texts["ru"])
