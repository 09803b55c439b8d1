"""The protocol of a competition: the system makes it, HR signs it, the results are out (ST-7)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlmodel import Session

from service.admissions.queries import application
from service.admissions.telling import title_of
from service.attempts.result_paper import DEMO, ISSUER
from service.attempts.work import press_of
from service.bodies import queries as bodies
from service.commissions import queries as commissions
from service.competitions import queries
from service.competitions.acting import act
from service.competitions.course import Course, course_of, read_step
from service.core.due_work import Doing
from service.core.i18n import Message, say
from service.documents.actions import Order, Press, issue_document
from service.documents.facts import Lot, Place, ProtocolFacts, Seat, StageCount, StagePoints, Words
from service.documents.models import Document
from service.documents.queries import document, document_about
from service.law.calendar import WorkingCalendar
from service.law.competition import retell
from service.law.competition_state import Competition as State
from service.law.document import DocumentKind, series
from service.law.machine import Illegal
from service.law.ranking import ST_7, Ranking, Summand, rank
from service.law.requirements import Level
from service.lots import queries as lots
from service.people import queries as people
from service.signatures.actions import Asked
from service.signatures.matter import Matter, facts_in
from service.signatures.models import Signature, SignatureRequest
from service.signatures.queries import signatures_about
from service.vacancies.queries import vacancy

EVERY: Final = timedelta(seconds=30)
PURPOSE: Final = "competition-protocol"
SUBJECT: Final = "competition"
APPLIED: Final = Words(kk="Өтініш берді", ru="Подали заявление")
ADMITTED: Final = Words(kk="Конкурсқа жіберілді", ru="Допущены к конкурсу")
STAGES: Final = {
    "personal-qualities": Words(
        kk="Жеке қасиеттерді бағалаудан өтті", ru="Прошли оценку личных качеств"
    ),
    "ability": Words(kk="Қабілет тестілеріне қатысты", ru="Прошли тесты способностей"),
    "essay": Words(kk="Эссе жазды", ru="Написали эссе"),
    "recheck": Words(kk="Қайта тексеруден өтті", ru="Прошли повторную проверку"),
    "interview": Words(kk="Әңгімелесуден өтті", ru="Прошли собеседование"),
}
PARTS: Final = {
    "ability": Words(kk="Мәтіндік және сандық қабілет", ru="Тесты способностей"),
    "essay": Words(kk="Эссе", ru="Эссе"),
    "interview": Words(kk="Әңгімелесу", ru="Собеседование"),
}
LEVELS: Final = {
    Level.SECONDARY: Words(kk="орта", ru="среднее"),
    Level.VOCATIONAL: Words(kk="техникалық және кәсіптік", ru="техническое и профессиональное"),
    Level.BACHELOR: Words(kk="жоғары (бакалавр)", ru="высшее (бакалавр)"),
    Level.SPECIALIST: Words(kk="жоғары (маман)", ru="высшее (специалитет)"),
    Level.MASTER: Words(kk="жоғары оқу орнынан кейінгі (магистр)", ru="послевузовское (магистр)"),
    Level.DOCTOR: Words(kk="жоғары оқу орнынан кейінгі (доктор)", ru="послевузовское (доктор)"),
}
CHANGED: Final = say("The protocol is another one than that which you were asked to sign.")

log = structlog.get_logger()


def make_due(doing: Doing) -> None:
    """Make the protocols of the competitions whose results are there, each once."""
    database = doing.wiring.database
    with database.reading() as db:
        due = queries.without_protocol(db)
    for announcement_id in due:
        try:
            with database.writing() as db:
                issue_protocol(
                    db,
                    announcement_id,
                    press=press_of(doing.wiring),
                    calendar=doing.wiring.parts["calendar"],
                    is_demo=doing.wiring.environment == "demo",
                    now=doing.now,
                )
        except Exception:
            log.exception("protocol_not_made", announcement=str(announcement_id))


def issue_protocol(
    db: Session,
    announcement_id: UUID,
    *,
    press: Press,
    calendar: WorkingCalendar,
    is_demo: bool,
    now: datetime,
) -> Document | None:
    """Make the protocol as soon as the results are there, once; None where they are not.

    Takes some 100 ms: called by the worker, never on a request's path.
    """
    course = course_of(db, announcement_id, calendar, lock=True)
    made = protocol_of(db, announcement_id)
    if made is not None or course is None or course.state.state != "protocol":
        return made
    kind = DocumentKind.PROTOCOL
    order = Order(
        kind=kind,
        series=series(kind, "IS"),
        account_id=None,
        subject=(SUBJECT, announcement_id),
        facts=lambda number: protocol_facts(db, course, number, is_demo=is_demo, now=now),
    )
    return issue_document(db, order, press, now=now)


def protocol_of(db: Session, announcement_id: UUID) -> Document | None:
    """Return the protocol of a competition, signed or not."""
    return document_about(db, DocumentKind.PROTOCOL, SUBJECT, announcement_id)


def signature_of_protocol(db: Session, announcement_id: UUID) -> Signature | None:
    """Return HR's signature of the protocol, once it is there."""
    found = signatures_about(db, (SUBJECT, announcement_id), PURPOSE)
    return found[0] if found else None


def protocol_matter(course: Course, made: Document, post: dict[str, str]) -> Matter:
    """Return what HR signs: the number of the protocol and the fingerprint of its file."""
    facts = made.facts
    nobody = say("There is none: one alone was interviewed, with less than a point.")
    return Matter(
        purpose=PURPOSE,
        subject=(SUBJECT, course.row.announcement_id),
        title=say("Protocol of a competition"),
        lines=(
            (say("Number of the document"), made.number),
            (say("Announcement"), course.announcement.number),
            (say("Post"), Message("%(post)s", {"post": post})),
            (say("Winner"), facts["winner"] or nobody),
            (say("Places on the list"), len(facts["places"])),
            (say("Fingerprint of the file (SHA-256)"), made.file_sha256),
        ),
        facts={
            "number": made.number,
            "document": str(made.id),
            "file_sha256": made.file_sha256,
            "announcement": course.announcement.number,
            "order": list(course.state.order),
            "winner": course.state.winner,
        },
        rule=ST_7.id,
    )


def asked_to_sign(request_id: UUID, account_id: UUID, announcement_id: UUID) -> Asked:
    """Return whose signature about what is waited for."""
    return Asked(request_id, account_id, PURPOSE, (SUBJECT, announcement_id))


def record_signed(
    db: Session,
    announcement_id: UUID,
    signature: Signature,
    *,
    calendar: WorkingCalendar,
    now: datetime,
) -> Course | Illegal | Message:
    """Publish the results: HR's signature was accepted in this very transaction.

    Anything but a course must undo the transaction, so that no signature stays without its step.
    """
    signed = facts_in(db.get_one(SignatureRequest, signature.request_id).canonical)
    made = document(db, UUID(signed["document"]))
    current = protocol_of(db, announcement_id)
    if made is None or current is None or current.id != made.id:
        return CHANGED
    if current.file_sha256 != signed["file_sha256"]:
        return CHANGED
    facts = {"protocol": made.number, "signature": str(signature.id)}
    return act(
        db,
        announcement_id,
        "protocol-signed",
        by="hr",
        now=now,
        calendar=calendar,
        facts=facts,
        actor_id=signature.account_id,
    )


def protocol_facts(
    db: Session, course: Course, number: str, *, is_demo: bool, now: datetime
) -> ProtocolFacts:
    """Return what the protocol says: the winner by name, everybody else by the code."""
    announced, state = course.announcement, course.state
    row = vacancy(db, announced.vacancy_id)
    body, post = bodies.body(db, course.row.body_code), title_of(row)
    assert body is not None
    assert announced.closes_on is not None
    assert state.since is not None
    return ProtocolFacts(
        number=number,
        issued_at=now,
        issuer=ISSUER,
        notice=DEMO if is_demo else None,
        announcement=announced.number,
        body=Words(kk=body.name["kk"], ru=body.name["ru"]),
        post=Words(kk=post["kk"], ru=post["ru"]),
        closes_on=announced.closes_on,
        results_at=state.since,
        commission=tuple(_seats(db, course)),
        commission_lot=_commission_lot(db, course),
        stages=tuple(_stages(course)),
        places=tuple(_places(db, course)),
        tie=_tie(db, course),
        winner=_name_of(db, state.winner) if state.winner else None,
    )


def final_ranking(course: Course) -> Ranking | None:
    """Return the list as it was determined; None before that."""
    state = course.state
    if not state.order:
        return None
    entries = [state.candidacy(key).entry() for key in state.order]
    took_part = state.interviewed()
    others = [each.points["interview"] for each in took_part if each.key not in state.order]
    found = rank(entries, course.plan.announced_on, state.lot, others)
    assert isinstance(found, Ranking), found
    return found


def _seats(db: Session, course: Course) -> Iterator[Seat]:
    commission = commissions.commission_of(db, course.row.announcement_id)
    if commission is not None:
        for place, _, account in commissions.holders(db, commission.id):
            yield Seat(name=account.name, part=place.part.value, is_assessor=place.is_assessor)


def _commission_lot(db: Session, course: Course) -> str | None:
    commission = commissions.commission_of(db, course.row.announcement_id)
    if commission is None or commission.lot_id is None:
        return None
    return lots.lot(db, commission.lot_id).number


def _stages(course: Course) -> Iterator[StageCount]:
    yield StageCount(title=APPLIED, people=len(course.state.candidacies))
    there = people_by_stage(course)
    yield StageCount(title=ADMITTED, people=len(there["admitted"]))
    for stage, title in STAGES.items():
        if stage == "recheck" or stage in course.plan.stages:
            yield StageCount(title=title, people=len(there[stage]))


def people_by_stage(course: Course) -> dict[str, set[str]]:
    """Return who was admitted, and who took part in each stage, by the applications' keys."""
    found: dict[str, set[str]] = {name: set() for name in ("admitted", *STAGES)}
    for step, state in retell(course.plan, map(read_step, course.steps)):
        assert isinstance(state, State), state
        if step.candidate is None:
            continue
        if step.what == "admitted":
            found["admitted"].add(step.candidate)
        elif step.what == "started":
            found[state.candidacy(step.candidate).state].add(step.candidate)
        elif step.what in {"file-confirmed", "file-refused"}:
            found["recheck"].add(step.candidate)
        elif step.what == "interview-rated":
            found["interview"].add(step.candidate)
    return found


def _places(db: Session, course: Course) -> Iterator[Place]:
    ranking = final_ranking(course)
    assert ranking is not None
    for one in ranking.placed:
        candidacy = course.state.candidacy(one.key)
        row = queries.candidacy(db, UUID(one.key))
        assert row is not None
        is_winner = one.key == ranking.winner
        yield Place(
            place=one.place,
            candidate=_name_of(db, one.key) if is_winner else row.code,
            stages=tuple(_points(each, ranking.digits) for each in one.sum.parts),
            formula=one.sum.formula(ranking.digits),
            decided=one.by,
            experience_days=candidacy.experience_days,
            education=LEVELS[candidacy.education] if candidacy.education else None,
        )


def _points(part: Summand, digits: int) -> StagePoints:
    return StagePoints(title=PARTS[part.stage], formula=part.formula(digits))


def _tie(db: Session, course: Course) -> Lot | None:
    lot_id = course.row.tie_lot_id
    drawn = lots.draw_of(db, lot_id) if lot_id is not None else None
    if lot_id is None or drawn is None:
        return None
    record = drawn.record
    number = lots.lot(db, lot_id).number
    return Lot(number=number, commitment=record["commitment"], seed=record["seed"])


def _name_of(db: Session, key: str) -> str:
    filed = application(db, UUID(key))
    assert filed is not None
    account = people.account(db, filed.account_id)
    assert account is not None
    return account.name
