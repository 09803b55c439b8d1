from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from service.core.db import insert_missing
from service.vacancies.models import (
    Agreement,
    Announcement,
    AnnouncementFacet,
    AnnouncementState,
    Answer,
    BodyChange,
    FacetKind,
    OutsideAct,
    Vacancy,
    VacancySerial,
    VacancyState,
)


class Stand(StrEnum):
    """Where a public announcement stands for who looks for one."""

    OPEN = "open"  # applications are received
    RUNNING = "running"  # the reception is over, the competition goes on
    OVER = "over"  # ended or cancelled
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for among the public announcements.

    Args:
        today: the local day.
        closes_by: closing on that day at the latest.
    """

    today: date
    stand: Stand = Stand.OPEN
    text: str = ""
    facets: Mapping[FacetKind, str] = field(default_factory=dict)
    closes_by: date | None = None


def vacancy(db: Session, vacancy_id: UUID) -> Vacancy:
    """Return the vacancy of this id."""
    found = db.get(Vacancy, vacancy_id)
    assert found is not None
    return found


def vacancy_numbered(db: Session, number: str) -> Vacancy | None:
    """Return the vacancy of this number."""
    if "\0" in number:  # PostgreSQL takes no text with it
        return None
    return db.exec(select(Vacancy).where(Vacancy.number == number)).first()


def vacancy_for_update(db: Session, vacancy_id: UUID) -> Vacancy:
    """Return the vacancy, locked until the end of the transaction: its deeds go one by one."""
    found = select(Vacancy).where(Vacancy.id == vacancy_id).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).one()


def next_serial(db: Session, year: int) -> int:
    """Return the next number of a year; two at once get two, and a rollback leaves no gap."""
    db.execute(insert_missing(db, VacancySerial).values(year=year, last=0))
    found = select(VacancySerial).where(VacancySerial.year == year).with_for_update()
    serial = db.exec(found.execution_options(populate_existing=True)).one()
    serial.last += 1
    db.add(serial)
    db.flush()
    return serial.last


def rounds_of(db: Session, vacancy_id: UUID) -> Sequence[Announcement]:
    """Return every announcement of a vacancy, drafts and withdrawn ones too, in their order."""
    found = select(Announcement).where(Announcement.vacancy_id == vacancy_id)
    ordered = found.order_by(col(Announcement.ordinal))
    return db.exec(ordered.execution_options(populate_existing=True)).all()


def announcement(db: Session, announcement_id: UUID) -> Announcement:
    """Return the announcement of this id."""
    found = db.get(Announcement, announcement_id)
    assert found is not None
    return found


def announcement_numbered(db: Session, number: str) -> Announcement | None:
    """Return the announcement of this number."""
    if "\0" in number:
        return None
    return db.exec(select(Announcement).where(Announcement.number == number)).first()


def vacancies_of(
    db: Session, codes: Iterable[str], state: VacancyState | None = None
) -> Sequence[Vacancy]:
    """Return the vacancies of these bodies, the newest first."""
    found = select(Vacancy).where(col(Vacancy.body_code).in_(list(codes)))
    if state is not None:
        found = found.where(Vacancy.state == state)
    return db.exec(found.order_by(col(Vacancy.number).desc())).all()


def open_vacancies_of_post(db: Session, code: str, post_key: str) -> int:
    """Return how many vacancies of this post the body has open."""
    found = select(func.count(col(Vacancy.id))).where(
        Vacancy.body_code == code,
        Vacancy.post_key == post_key,
        Vacancy.state == VacancyState.OPEN,
    )
    return int(db.exec(found).one())


def last_vacancy_of_post(db: Session, code: str, post_key: str) -> Vacancy | None:
    """Return the newest vacancy of this post in the body, whatever became of it."""
    found = select(Vacancy).where(Vacancy.body_code == code, Vacancy.post_key == post_key)
    return db.exec(found.order_by(col(Vacancy.number).desc()).limit(1)).first()


def rounds_of_all(
    db: Session, vacancy_ids: Iterable[UUID]
) -> Mapping[UUID, Sequence[Announcement]]:
    """Return the announcements of these vacancies by vacancy, each in order."""
    found = select(Announcement).where(col(Announcement.vacancy_id).in_(list(vacancy_ids)))
    rounds: dict[UUID, list[Announcement]] = {}
    for one in db.exec(found.order_by(col(Announcement.ordinal))):
        rounds.setdefault(one.vacancy_id, []).append(one)
    return rounds


def last_texts(db: Session, code: str, post_key: str) -> dict[str, Any]:
    """Return the texts of the announcement that a body last changed for a post; {} where none."""
    found = select(Announcement.texts).join(
        Vacancy, col(Vacancy.id) == col(Announcement.vacancy_id)
    )
    found = found.where(Vacancy.body_code == code, Vacancy.post_key == post_key)
    newest = found.order_by(col(Announcement.changed_at).desc(), col(Announcement.id).desc())
    return dict(db.exec(newest.limit(1)).first() or {})


def announced_in(
    db: Session, codes: Iterable[str], *, over_after: date
) -> Sequence[tuple[Announcement, Vacancy]]:
    """Return the announced rounds of these bodies that go on or ended after that day."""
    found = select(Announcement, Vacancy).join(
        Vacancy, col(Vacancy.id) == col(Announcement.vacancy_id)
    )
    found = found.where(
        col(Vacancy.body_code).in_(list(codes)),
        or_(
            col(Announcement.state) == AnnouncementState.ANNOUNCED,
            and_(
                col(Announcement.state) == AnnouncementState.ENDED,
                col(Announcement.ended_on) > over_after,
            ),
        ),
    )
    return db.exec(found.order_by(col(Announcement.number))).all()


def agreements_of(db: Session, vacancy_id: UUID) -> Sequence[Agreement]:
    """Return the questions for agreement of a vacancy, the oldest first."""
    found = select(Agreement).where(Agreement.vacancy_id == vacancy_id)
    ordered = found.order_by(col(Agreement.asked_at), col(Agreement.id))
    return db.exec(ordered.execution_options(populate_existing=True)).all()


def agreement(db: Session, agreement_id: UUID) -> Agreement | None:
    """Return the question of this id."""
    return db.get(Agreement, agreement_id)


def agreements_for(
    db: Session, codes: Iterable[str], *, is_open: bool, limit: int = 100
) -> Sequence[tuple[Agreement, Vacancy]]:
    """Return the questions to these bodies: open ones by their due day, else the newest first."""
    found = select(Agreement, Vacancy).join(Vacancy, col(Vacancy.id) == col(Agreement.vacancy_id))
    found = found.where(col(Agreement.asked_body).in_(list(codes)))
    if is_open:
        found = found.where(Agreement.answer == Answer.ASKED)
        found = found.order_by(col(Agreement.due_on), col(Agreement.asked_at))
    else:
        found = found.where(Agreement.answer != Answer.ASKED)
        found = found.order_by(col(Agreement.answered_at).desc())
    return db.exec(found.limit(limit)).all()


def outside_acts_of(db: Session, vacancy_id: UUID) -> Sequence[OutsideAct]:
    """Return the acts past a competition that were entered for a vacancy, the oldest first."""
    found = select(OutsideAct).where(OutsideAct.vacancy_id == vacancy_id)
    return db.exec(found.order_by(col(OutsideAct.at), col(OutsideAct.id))).all()


def changes_of(db: Session, code: str) -> Sequence[BodyChange]:
    """Return the reorganisations of a body that were entered, the newest first."""
    found = select(BodyChange).where(BodyChange.body_code == code)
    return db.exec(found.order_by(col(BodyChange.told_at).desc())).all()


def public_announcements(
    db: Session, wanted: Wanted, *, offset: int = 0, limit: int | None = None
) -> Sequence[tuple[Announcement, Vacancy]]:
    """Return published announcements that are wanted: open ones by their last day, else newest."""
    found = select(Announcement, Vacancy).join(
        Vacancy, col(Vacancy.id) == col(Announcement.vacancy_id)
    )
    found = _wanted(found, wanted)
    if wanted.stand is Stand.OPEN:
        found = found.order_by(col(Announcement.closes_on), col(Announcement.number))
    else:
        found = found.order_by(
            col(Announcement.published_at).desc(), col(Announcement.number).desc()
        )
    rows: Sequence[tuple[Announcement, Vacancy]] = db.exec(found.offset(offset).limit(limit)).all()
    return rows


def count_public(db: Session, wanted: Wanted) -> int:
    """Return how many announcements `public_announcements` has."""
    found = _wanted(select(func.count(col(Announcement.id))), wanted)
    return int(db.exec(found).one())


def newest_public_change(db: Session) -> Any:
    """Return when an announcement was last published, ended or cancelled; None where none was."""
    published = col(Announcement.published_on).is_not(None)
    return db.exec(select(func.max(col(Announcement.changed_at))).where(published)).one()


def facet_values(db: Session, wanted: Wanted, kind: FacetKind) -> list[tuple[str, int]]:
    """Return the values of a facet among the announcements wanted, with their numbers."""
    count = func.count(col(AnnouncementFacet.announcement_id))
    found = select(AnnouncementFacet.value, count).join(
        Announcement, col(Announcement.id) == col(AnnouncementFacet.announcement_id)
    )
    found = _wanted(found.where(AnnouncementFacet.kind == kind), wanted)
    found = found.group_by(col(AnnouncementFacet.value)).order_by(col(AnnouncementFacet.value))
    return [(value, int(number)) for value, number in db.exec(found).all()]


def _wanted(query: Any, wanted: Wanted) -> Any:
    state, closes = col(Announcement.state), col(Announcement.closes_on)
    query = query.where(col(Announcement.published_on).is_not(None))
    announced = state == AnnouncementState.ANNOUNCED
    if wanted.stand is Stand.OPEN:
        query = query.where(announced, closes >= wanted.today)
    elif wanted.stand is Stand.RUNNING:
        query = query.where(announced, closes < wanted.today)
    elif wanted.stand is Stand.OVER:
        query = query.where(state.in_([AnnouncementState.ENDED, AnnouncementState.CANCELLED]))
    if wanted.closes_by is not None:
        query = query.where(closes <= wanted.closes_by)
    for word in wanted.text.casefold().split():
        query = query.where(col(Announcement.search_text).contains(word, autoescape=True))
    for kind, value in wanted.facets.items():
        facet = aliased(AnnouncementFacet)  # the query may have the table itself
        has = exists().where(
            col(facet.announcement_id) == col(Announcement.id),
            col(facet.kind) == kind,
            col(facet.value) == value,
        )
        query = query.where(has)
    return query
