from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from service.bodies.models import Place
from service.core.i18n import Message, say
from service.journal.actions import record
from service.law.announcement import Temporary
from service.law.calendar import local_day
from service.law.record import plain
from service.law.vacancy import Exclusion, NextRound, PostKind, exclusion
from service.posts import queries as posts
from service.posts.models import RegisterName, RegisterPost
from service.vacancies import queries
from service.vacancies.asked import is_post_of, settled_post
from service.vacancies.course import Course, course_of
from service.vacancies.models import Agreement, Announcement, AnnouncementState, Answer, Vacancy
from service.vacancies.models import VacancyState as State
from service.vacancies.post_kinds import kind_in_register

CHANGED_MEANWHILE: Final = say(
    "Meanwhile somebody else has changed this vacancy. Look at it again, then save."
)


@dataclass(frozen=True, slots=True)
class VacancyFacts:
    """What HR says of a vacancy; the rest is in the register.

    Args:
        title_ru: the post's title in Russian; the register has it in Kazakh.
        is_lowest: a lowest post by the body's staff table (LAW 1(19)).
        direct_case: under which case HR goes from the round in the body to the general one.
    """

    title_ru: str
    place: Place | None
    is_lowest: bool
    essay_needed: bool
    temporary: Temporary | None
    direct_case: str | None = None


@dataclass(frozen=True, slots=True)
class PostSaid:
    """The post that HR names, and what it says the post is (LW-6)."""

    register: RegisterName
    key: str
    kind: PostKind


def exclusion_of(db: Session, said: PostSaid) -> Exclusion | None:
    """Return why the post is never put to competition; the register outweighs what HR says."""
    post = posts.present_post(db, said.register, said.key)
    if post is None:
        return None
    act = posts.act(db, post.act_id)
    by_register = kind_in_register(said.register, settled_post(db, post).body, act.facts)
    return exclusion(by_register) or exclusion(said.kind)


def make_vacancy(
    db: Session, code: str, said: PostSaid, facts: VacancyFacts, *, by: UUID, now: datetime
) -> Vacancy | Exclusion | Message:
    """Make a vacancy of a body from a post of the register.

    Returns:
        The vacancy; or why its post is never put to competition and how it is filled instead
        (LW-6, kept in the journal); or why there is no such post.
    """
    post = posts.present_post(db, said.register, said.key)
    if post is None:
        return say("The register has no such post.")
    excluded = exclusion_of(db, said)
    if excluded is not None:
        _record_exclusion(db, code, said, excluded, by=by, now=now)
        return excluded
    if not is_post_of(db, post, code):
        return say("This post is of another body's register.")
    made = _vacancy(db, code, post, facts, by=by, now=now)
    db.add(made)
    db.flush()
    about = {"body": code, "post": said.key, "lowest": facts.is_lowest, "number": made.number}
    record(db, "vacancy made", subject=("vacancy", made.number), now=now, actor_id=by, facts=about)
    return made


def _vacancy(
    db: Session, code: str, post: RegisterPost, facts: VacancyFacts, *, by: UUID, now: datetime
) -> Vacancy:
    settled = settled_post(db, post)
    year = local_day(now).year
    return Vacancy(
        number=f"V-{year}-{queries.next_serial(db, year):06d}",
        body_code=code,
        post_key=post.key,
        title={"kk": post.title, "ru": facts.title_ru},
        department=settled.body["department"],
        category=settled.body["category_key"],
        **_columns(facts),
        made_at=now,
        made_by=by,
    )


def _columns(facts: VacancyFacts) -> dict[str, Any]:
    return {
        "place": facts.place,
        "essay_needed": facts.essay_needed,
        "is_lowest": facts.is_lowest,
        "direct_case": facts.direct_case or None,
        "temporary": None if facts.temporary is None else plain(facts.temporary),
    }


def _record_exclusion(
    db: Session, code: str, said: PostSaid, excluded: Exclusion, *, by: UUID, now: datetime
) -> None:
    facts = {
        "body": code,
        "register": str(said.register),
        "post": said.key,
        "kind": str(excluded.kind),
        "said": str(said.kind),
        "source": excluded.source,
        "filled_by": excluded.filled_by,
    }
    rule = excluded.rule.id
    record(db, "vacancy refused", subject=("body", code), now=now, actor_id=by, rule=rule,
           facts=facts)  # fmt: skip


def change_vacancy(
    db: Session, vacancy_id: UUID, facts: VacancyFacts, *, version: int, by: UUID, now: datetime
) -> Vacancy | Message:
    """Change what HR says of a vacancy, as long as no round of it is announced.

    A draft follows: its round is derived anew. `version` is the one that was on the screen.
    """
    row = queries.vacancy_for_update(db, vacancy_id)
    course = course_of(db, row)
    fault = _change_fault(course, facts, version)
    if fault is not None:
        return fault
    was = {**_said(row), "title_ru": row.title.get("ru", "")}
    row.title = {**row.title, "ru": facts.title_ru}
    for name, value in _columns(facts).items():
        setattr(row, name, value)
    row.version += 1
    db.add(row)
    db.flush()
    _follow(db, course_of(db, row), now)
    is_now = {**_said(row), "title_ru": facts.title_ru}
    changed = {name: value for name, value in is_now.items() if was[name] != value}
    record(db, "vacancy changed", subject=("vacancy", row.number), now=now, actor_id=by,
           facts=plain(changed))  # fmt: skip
    return row


def _said(row: Vacancy) -> dict[str, Any]:
    names = ("place", "essay_needed", "is_lowest", "direct_case", "temporary")
    return {name: getattr(row, name) for name in names}


def _change_fault(course: Course, facts: VacancyFacts, version: int) -> Message | None:
    if course.vacancy.version != version:
        return CHANGED_MEANWHILE
    if not course.is_open:
        return say("This vacancy is closed.")
    if course.running is not None:
        return say("A round is announced: what it says stays as it was published.")
    if course.answer == "agreed" and facts.direct_case != course.vacancy.direct_case:
        return say("The agreement was given for the case that stands here: it stays.")
    return None


def _follow(db: Session, course: Course, now: datetime) -> None:
    """Let the draft be of the round that is due now."""
    draft, due = course.draft, course.due
    if draft is None or not isinstance(due, NextRound):
        return
    draft.round, draft.exempt = due.round, due.exempt
    draft.round_why, draft.round_source = due.why, due.source
    draft.is_temporary = course.vacancy.temporary is not None
    draft.version += 1
    draft.changed_at = now
    db.add(draft)


def withdraw_vacancy(
    db: Session, vacancy_id: UUID, *, reason: str, by: UUID, now: datetime
) -> Vacancy | Message:
    """Close a vacancy that the body does not fill; not while a round is announced."""
    row = queries.vacancy_for_update(db, vacancy_id)
    course = course_of(db, row)
    if not course.is_open:
        return say("This vacancy is closed.")
    if course.running is not None:
        return say("A round is announced: the vacancy stays open until it ends.")
    close_vacancy(db, course, State.WITHDRAWN, on=local_day(now), reason=reason, now=now)
    record(db, "vacancy withdrawn", subject=("vacancy", row.number), now=now, actor_id=by,
           facts={"reason": reason})  # fmt: skip
    return row


def close_vacancy(
    db: Session, course: Course, state: State, *, on: date, reason: str = "", now: datetime
) -> None:
    """Close the vacancy: its draft goes, a question that waits is taken back."""
    row = course.vacancy
    row.state, row.closed_on, row.closed_reason = state, on, reason
    row.version += 1
    db.add(row)
    if course.draft is not None:
        drop_draft(db, course.draft, now=now)
    if course.agreement is not None and course.agreement.answer is Answer.ASKED:
        take_question_back(db, course.agreement, now=now)


def drop_draft(db: Session, draft: Announcement, *, now: datetime) -> None:
    """Let a draft be none any more; its number stays used."""
    draft.state, draft.ended_on = AnnouncementState.CANCELLED, local_day(now)
    draft.version += 1
    draft.changed_at = now
    db.add(draft)
    db.flush()


def take_question_back(db: Session, question: Agreement, *, now: datetime) -> None:
    """Let a question that waits for its answer wait no more."""
    question.answer, question.answered_at = Answer.TAKEN_BACK, now
    db.add(question)
    db.flush()
