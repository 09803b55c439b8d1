"""The draft of an announcement: begun filled in, written by several, saved by versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from service.core.i18n import Language, Message, Translator, say
from service.journal.actions import record
from service.law.announcement import PARTS, Part, Stage, first_closing
from service.law.calendar import WorkingCalendar, local_day
from service.law.vacancy import NextRound, Round
from service.vacancies import queries
from service.vacancies.actions import drop_draft
from service.vacancies.asked import asked_of
from service.vacancies.course import Course, course_of
from service.vacancies.models import Announcement, AnnouncementState
from service.vacancies.prefill import prefilled, requirements_said

WRITTEN_IN: Final = ("kk", "ru")
DAYS_TO_INTERVIEW: Final = 10  # working days that a new draft proposes after the last day


@dataclass(frozen=True, slots=True)
class Edit:
    """What HR writes in a draft: every part in Kazakh and in Russian, the stages, the days."""

    texts: Mapping[Part, Mapping[str, str]]
    stages: frozenset[Stage]
    sites: frozenset[str]
    closes_on: date | None
    interview_on: date | None


@dataclass(frozen=True, slots=True)
class Stale:
    """Somebody else has saved the draft meanwhile: as it is now."""

    draft: Announcement


def begin_draft(
    db: Session,
    vacancy_id: UUID,
    *,
    calendar: WorkingCalendar,
    speak: Mapping[Language, Translator],
    by: UUID,
    now: datetime,
) -> Announcement | Message:
    """Begin the announcement of the round that is due, filled in as far as it is known.

    Who begins one that is begun already gets that one.
    """
    row = queries.vacancy_for_update(db, vacancy_id)
    course = course_of(db, row)
    if course.draft is not None:
        return course.draft
    if not course.may_draft or not isinstance(course.due, NextRound):
        return say("No round of this vacancy can be announced now.")
    asked = asked_of(db, row.body_code, row.post_key, local_day(now))
    draft = _draft(db, course, course.due, calendar, by=by, now=now)
    draft.texts = prefilled(db, course, asked, speak)
    draft.requirement_set_id = asked.set_id if asked else None
    db.add(draft)
    db.flush()
    due = course.due
    facts = {"round": str(due.round), "source": due.source, "why": due.why}
    record(db, "announcement drafted", subject=("announcement", draft.number), now=now,
           actor_id=by, rule=due.rule.id, facts=facts)  # fmt: skip
    return draft


def _draft(
    db: Session,
    course: Course,
    due: NextRound,
    calendar: WorkingCalendar,
    *,
    by: UUID,
    now: datetime,
) -> Announcement:
    row = course.vacancy
    ordinal = len(queries.rounds_of(db, row.id)) + 1
    closes_on = first_closing(due.round, local_day(now), calendar)
    return Announcement(
        vacancy_id=row.id,
        ordinal=ordinal,
        number=f"{row.number}/{ordinal}",
        round=due.round,
        round_why=due.why,
        round_source=due.source,
        exempt=due.exempt,
        is_temporary=row.temporary is not None,
        stages=stages_of(due.round, essay=row.essay_needed),
        closes_on=closes_on,
        interview_on=calendar.add_working_days(closes_on, DAYS_TO_INTERVIEW),
        made_at=now,
        made_by=by,
        changed_at=now,
        changed_by=by,
    )


def stages_of(round_: Round, *, essay: bool) -> list[str]:
    """Return the stages that a new draft proposes: officials are interviewed only."""
    tested = ["personal-qualities", "ability"] if round_ is Round.GENERAL else []
    return [*tested, *(["essay"] if essay else []), "interview"]


def save_draft(
    db: Session, announcement_id: UUID, edit: Edit, *, version: int, by: UUID, now: datetime
) -> Announcement | Stale | Message:
    """Save what is written over the version that was on the screen.

    Returns:
        The draft; or the one that somebody else has saved meanwhile, and nothing is changed; or
        why it is no draft any more.
    """
    _, draft = locked(db, announcement_id)
    if draft.state is not AnnouncementState.DRAFT:
        return say("This is no draft any more.")
    if draft.version != version:
        return Stale(draft)
    was = _written(draft)
    draft.texts = {part: dict(edit.texts.get(part, {})) for part in PARTS}
    draft.stages, draft.sites = sorted(edit.stages), sorted(edit.sites)
    draft.closes_on, draft.interview_on = edit.closes_on, edit.interview_on
    changed = [name for name, value in _written(draft).items() if was[name] != value]
    if not changed:
        return draft
    draft.version += 1
    draft.changed_at, draft.changed_by = now, by
    db.add(draft)
    db.flush()
    record(db, "announcement draft changed", subject=("announcement", draft.number), now=now,
           actor_id=by, facts={"version": draft.version, "changed": changed})  # fmt: skip
    return draft


def _written(draft: Announcement) -> dict[str, Any]:
    """What a draft says, by what the form calls it."""
    texts = {
        f"{part}_{language}": draft.texts.get(part, {}).get(language, "")
        for part in PARTS
        for language in WRITTEN_IN
    }
    days = {"closes_on": draft.closes_on, "interview_on": draft.interview_on}
    return {**texts, **days, "stages": sorted(draft.stages), "sites": sorted(draft.sites)}


def take_requirements_over(
    db: Session,
    announcement_id: UUID,
    *,
    speak: Mapping[Language, Translator],
    by: UUID,
    now: datetime,
) -> Announcement | Message:
    """Let a draft say what the post asks today; HR's words about requirements go."""
    course, draft = locked(db, announcement_id)
    asked = asked_of(db, course.vacancy.body_code, course.vacancy.post_key, local_day(now))
    if draft.state is not AnnouncementState.DRAFT or asked is None:
        return say("This is no draft any more.")
    said = requirements_said(asked, speak)
    draft.texts = {**draft.texts, "requirements": said}
    draft.requirement_set_id = asked.set_id
    draft.version += 1
    draft.changed_at, draft.changed_by = now, by
    db.add(draft)
    db.flush()
    facts = {"version": draft.version, "changed": ["requirements"]}
    record(db, "announcement draft changed", subject=("announcement", draft.number), now=now,
           actor_id=by, facts=facts)  # fmt: skip
    return draft


def withdraw_draft(
    db: Session, announcement_id: UUID, *, by: UUID, now: datetime
) -> Announcement | Message:
    """Withdraw a draft; it stays in the journal, its number stays used."""
    _, draft = locked(db, announcement_id)
    if draft.state is not AnnouncementState.DRAFT:
        return say("This is no draft any more.")
    drop_draft(db, draft, now=now)
    record(db, "announcement draft withdrawn", subject=("announcement", draft.number), now=now,
           actor_id=by)  # fmt: skip
    return draft


def locked(db: Session, announcement_id: UUID) -> tuple[Course, Announcement]:
    """The announcement with its vacancy locked: what is read here stays so."""
    row = queries.vacancy_for_update(db, queries.announcement(db, announcement_id).vacancy_id)
    course = course_of(db, row)  # reads the rounds anew
    return course, queries.announcement(db, announcement_id)
