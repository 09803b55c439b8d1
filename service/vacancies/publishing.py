"""From a draft to a published announcement, which stands as it was published."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from uuid import UUID

from sqlmodel import Session

from service.bodies import queries as bodies
from service.core.i18n import Message, say
from service.journal.actions import record
from service.law.admission import Opening
from service.law.announcement import (
    PARTS,
    VC_1,
    AnnouncementFault,
    Stage,
    Temporary,
    announcement_faults,
    certificate_kinds,
)
from service.law.announcement import Announcement as Told
from service.law.calendar import WorkingCalendar, local_day
from service.law.record import plain, rebuild
from service.law.vacancy import Round, RoundRefusal, round_refusal
from service.vacancies import queries
from service.vacancies.announcing import WRITTEN_IN, Stale, locked
from service.vacancies.asked import Asked, asked_of
from service.vacancies.course import Course
from service.vacancies.models import Announcement, AnnouncementState
from service.vacancies.public_facts import facets_of, search_text_of


@dataclass(frozen=True, slots=True)
class NotPublished:
    """Everything that stands against publishing, at once.

    Attributes:
        faults: of the announcement (VC-1, LW-8).
        round: why the law does not allow this round now (LW-4).
        sentence: what else hinders.
    """

    faults: list[AnnouncementFault]
    round: RoundRefusal | None = None
    sentence: Message | None = None

    def __bool__(self) -> bool:
        return bool(self.faults or self.round or self.sentence)


def told_of(course: Course, draft: Announcement, day: date) -> Told:
    """Return the announcement as the law sees it if it is published on that day."""
    temporary = course.vacancy.temporary
    filled = {
        part
        for part in PARTS
        if all(draft.texts.get(part, {}).get(language, "").strip() for language in WRITTEN_IN)
    }
    return Told(
        round=draft.round,
        published_on=day,
        closes_on=draft.closes_on or day,
        interview_on=draft.interview_on,
        parts=frozenset(filled),
        stages=cast("frozenset[Stage]", frozenset(draft.stages)),
        sites=frozenset(draft.sites),
        single_service=course.body.served_by is not None,
        essay_needed=course.vacancy.essay_needed,
        is_temporary=draft.is_temporary,
        temporary=None if temporary is None else rebuild(Temporary, temporary),
    )


def against_publishing(
    db: Session, course: Course, draft: Announcement, calendar: WorkingCalendar, day: date
) -> NotPublished:
    """Return everything that stands against publishing the draft on that day (VC-1, LW-4, LW-8)."""
    asked = asked_of(db, course.vacancy.body_code, course.vacancy.post_key, day)
    sentence = None
    if asked is None:
        sentence = say("The register has no such post.")
    elif not course.is_open:
        sentence = say("This vacancy is closed.")
    elif asked.set_id != draft.requirement_set_id:
        sentence = say("The requirements of the post have changed since. Take them over anew.")
    return NotPublished(
        faults=announcement_faults(told_of(course, draft, day), calendar),
        round=round_refusal(draft.round, course.vacant, course.answer),
        sentence=sentence,
    )


def opening_of(
    db: Session, course: Course, draft: Announcement, asked: Asked, day: date
) -> Opening:
    """Return what admission depends on if the draft is published on that day (IS 34, LAW 29)."""
    code = course.vacancy.body_code
    wave = bodies.wave_of(db, code)
    in_body = draft.round is Round.INTERNAL_BODY
    return Opening(
        post=course.vacancy.post_key,
        round=draft.round,
        closes_on=draft.closes_on or day,
        requirements=asked.requirements,
        circle=bodies.circle_of(db, code) if in_body else frozenset(),
        direct=draft.exempt,
        kinds=certificate_kinds(None if wave is None else wave.value, day),
    )


def publish(
    db: Session,
    announcement_id: UUID,
    *,
    version: int,
    calendar: WorkingCalendar,
    by: UUID,
    now: datetime,
) -> Announcement | Stale | NotPublished:
    """Publish the version that was asked about; freeze it with what admission depends on (VC-1).

    Who publishes what is published already gets that; of two at once one publishes. From now on
    nobody is appointed past it (LW-7).
    """
    bodies.body_for_update(db, _body_of(db, announcement_id))  # nobody reorganises it meanwhile
    course, draft = locked(db, announcement_id)
    if draft.published_on is not None:
        return draft
    today = local_day(now)
    if draft.state is not AnnouncementState.DRAFT:
        return NotPublished([], sentence=say("This is no draft any more."))
    if draft.version != version:
        return Stale(draft)
    against = against_publishing(db, course, draft, calendar, today)
    if against:
        return against
    asked = asked_of(db, course.vacancy.body_code, course.vacancy.post_key, today)
    assert asked is not None
    opening = opening_of(db, course, draft, asked, today)
    _freeze(draft, asked, opening, today, by=by, now=now)
    draft.search_text = search_text_of(course, draft, opening)
    db.add(draft)
    db.flush()
    db.add_all(facets_of(course, draft, opening))
    facts = {
        "round": str(draft.round),
        "closes_on": plain(draft.closes_on),
        "interview_on": plain(draft.interview_on),
        "requirements": str(asked.set_id) if asked.set_id else asked.requirements.source,
        "version": draft.version,
    }
    record(db, "announcement published", subject=("announcement", draft.number), now=now,
           actor_id=by, rule=VC_1.id, facts=facts)  # fmt: skip
    return draft


def _freeze(
    draft: Announcement, asked: Asked, opening: Opening, today: date, *, by: UUID, now: datetime
) -> None:
    draft.opening = plain(opening)
    draft.requirement_set_id = asked.set_id
    draft.wordings = {code: dict(names) for code, names in asked.texts.items()}
    draft.state = AnnouncementState.ANNOUNCED
    draft.published_on, draft.published_at, draft.published_by = today, now, by
    draft.changed_at, draft.changed_by = now, by
    draft.version += 1


def _body_of(db: Session, announcement_id: UUID) -> str:
    one = queries.announcement(db, announcement_id)
    return queries.vacancy(db, one.vacancy_id).body_code
