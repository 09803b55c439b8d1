"""Essays: the topic drawn, the text written and saved, handed in or ended by time (ST-3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlmodel import Session

from service.competitions.acting import act
from service.competitions.actions import TOPICS
from service.competitions.course import Course, course_of
from service.competitions.queries import candidacies, competition_for_update
from service.competitions.queries import candidacy as candidacy_of
from service.core.i18n import Message, say
from service.journal.actions import record
from service.law.calendar import WorkingCalendar, local_day
from service.law.dated import on
from service.law.essay import ESSAY, EssayFault, ends_at, essay_faults
from service.law.machine import Actor, Illegal
from service.law.proctoring import breach_kind
from service.law.words import count_words
from service.lots.actions import Fixed, draw_promised, promise_lot
from service.lots.queries import draw_of
from service.people.queries import accommodation_in_force
from service.scoring import queries
from service.scoring.essay_telling import WAITS, tell_scorers
from service.scoring.models import Essay, EssayTask, EssayVersion
from service.scoring.topics import Topic

LONGEST: Final = 10_000  # characters that are kept of a text
MOST_VERSIONS: Final = 6_000  # more than the page can save in the longest time that is granted
GRACE: Final = timedelta(seconds=30)  # for what was sent in time and was long on its way; DEFAULT


@dataclass(frozen=True)
class Desk:
    """Where essays are written: working days, and the topics by their ids."""

    calendar: WorkingCalendar
    topics: Mapping[str, Topic]


@dataclass(frozen=True)
class Breach:
    """A breach of the rules while an essay was written: its kind in the law, and what was seen."""

    code: str
    seen: str


@dataclass(frozen=True)
class Saved:
    """The text is kept as this version; `at` is when."""

    ordinal: int
    words: int
    at: datetime


@dataclass(frozen=True)
class Newer:
    """Another window has saved meanwhile: its text, and the number to save after."""

    ordinal: int
    text: str


def task_of(db: Session, course: Course, desk: Desk, *, now: datetime) -> EssayTask:
    """Who writes about what: drawn once, by a lot that anyone can repeat.

    The commitment is public since the competition began. The topics in the order drawn go round
    the candidates in the order of their codes.
    """
    round_id = course.row.announcement_id
    there = queries.essay_task(db, round_id)
    if there is not None:
        return there
    promised = promise_lot(db, TOPICS, subject=("announcement", round_id), now=now)
    topics = sorted(desk.topics)
    drawn = draw_of(db, promised.id) or draw_promised(
        db, promised.id, Fixed(topics, len(topics), now), now=now
    )
    order = drawn.record["order"]
    chosen = next(one.facts["chosen"] for one in course.steps if one.what == "essay-opened")
    codes = {str(one.application_id): one.code for one in candidacies(db, round_id)}
    writers = sorted(chosen, key=codes.__getitem__)
    made = EssayTask(
        announcement_id=round_id,
        lot_id=promised.id,
        topics={key: order[place % len(order)] for place, key in enumerate(writers)},
        drawn_at=now,
    )
    db.add(made)
    db.flush()
    return made


def begin_essay(
    db: Session, application_id: UUID, language: str, *, desk: Desk, now: datetime
) -> Essay | Message:
    """Begin to write: the clock starts, the topic is shown; begun already, it is the same one.

    After a failure of the service (TT-5) the whole time starts anew; topic and text are there.
    """
    if language not in on(ESSAY, local_day(now)).languages:
        return say("Choose the language in which you will write: Kazakh or Russian.")
    candidacy = candidacy_of(db, application_id)
    if candidacy is None:
        return say("The essay cannot be begun now.")
    course = course_of(db, candidacy.announcement_id, desk.calendar, lock=True)
    assert course is not None
    there = queries.essay(db, application_id)  # two windows at once: the second one waited
    if there is not None and not is_reopened(course, application_id):
        return there
    task = task_of(db, course, desk, now=now)
    after = _act(db, candidacy.announcement_id, "started", application_id, desk, now,
                 actor_id=candidacy.account_id)  # fmt: skip
    if isinstance(after, Illegal):
        return refusal(after, say("The essay cannot be begun now."))
    extra = accommodation_in_force(db, candidacy.account_id)
    made = there or Essay(
        application_id=application_id,
        announcement_id=candidacy.announcement_id,
        topic=task.topics[str(application_id)],
        language=language,
        began_at=now,
        deadline_at=now,
    )
    made.language, made.began_at = language, now
    made.deadline_at = ends_at(now, extra_percent=extra.extra_percent if extra else 0)
    made.finished_at, made.finished_by_time = None, False
    db.add(made)
    db.flush()
    return made


def is_reopened(course: Course, application_id: UUID) -> bool:
    """Tell whether an essay is to be begun, once more where a failure has ended it."""
    one = course.state.candidacy(str(application_id))
    return one.state == "essay" and one.started_at is None


def save_text(
    db: Session, application_id: UUID, text: str, *, after: int, now: datetime
) -> Saved | Newer | Message:
    """Keep the text as it stands; every version stays.

    Args:
        db: the open write transaction.
        application_id: whose essay.
        text: the whole text; too many words are kept, but cannot be handed in.
        after: the number of the version that it was written on.
        now: the moment.
    """
    # no database keeps half of a sign (a pair cut in two by the browser), PostgreSQL no "\0" either
    text = text.encode(errors="ignore").decode().replace("\0", "")
    essay = queries.essay_for_update(db, application_id)
    if essay is None or essay.finished_at is not None:
        return say("This essay is handed in.")
    refused = _against_saving(essay, text, now)
    if refused is not None:
        return refused
    newest = queries.newest_version(db, application_id)
    if newest is not None and newest.text == text:
        return Saved(newest.ordinal, newest.words, newest.at)
    if newest is not None and newest.ordinal != after:
        return Newer(newest.ordinal, newest.text)
    essay.versions += 1
    essay.words = count_words(text)
    db.add(essay)
    db.add(
        EssayVersion(
            application_id=application_id,
            ordinal=essay.versions,
            text=text,
            words=essay.words,
            at=now,
        )
    )
    db.flush()
    return Saved(essay.versions, essay.words, now)


def _against_saving(essay: Essay, text: str, now: datetime) -> Message | None:
    if now > essay.deadline_at + GRACE:
        return say("The time is over. What was saved in time counts.")
    if len(text) > LONGEST:
        return say("The text is longer than %(n)s characters.", n=LONGEST)
    if essay.versions >= MOST_VERSIONS:
        return say("The text was saved too often. What was saved last counts: hand it in.")
    return None


def finish_essay(
    db: Session, application_id: UUID, *, desk: Desk, now: datetime, seen: int | None = None
) -> Essay | list[EssayFault] | Message:
    """Hand the essay in as it was saved last; return what stands against it.

    `seen` is the number of the version that the candidate has read before saying yes.
    """
    essay = _locked(db, application_id)
    if essay is None:
        return say("The essay has not been begun.")
    if essay.finished_at is not None:
        return essay
    newest = queries.newest_version(db, application_id)
    if seen is not None and newest is not None and newest.ordinal != seen:
        return say("Another window has saved a newer text. Read it before you hand it in.")
    faults = essay_faults(newest.text if newest else "", essay.language, local_day(now))
    if faults:
        return faults
    return _end(db, essay, "candidate", desk=desk, now=now)


def end_by_time(
    db: Session, application_id: UUID, *, desk: Desk, now: datetime
) -> Essay | Message | None:
    """End an essay whose time is over; the last text that is short enough counts (DEFAULT).

    None where somebody has ended it meanwhile.
    """
    essay = _locked(db, application_id)
    if essay is None or essay.finished_at is not None or now <= essay.deadline_at + GRACE:
        return None
    course = course_of(db, essay.announcement_id, desk.calendar, lock=True)
    if course is None or is_reopened(course, application_id):
        return None
    most = on(ESSAY, local_day(now)).most_words
    fitting = queries.newest_fitting(db, application_id, most)
    newest = queries.newest_version(db, application_id)
    if newest is not None and newest.words > most:
        text, words = (fitting.text, fitting.words) if fitting else ("", 0)
        essay.versions += 1
        db.add(EssayVersion(application_id=application_id, ordinal=essay.versions, text=text,
                            words=words, at=now))  # fmt: skip
        essay.words = words
    essay.finished_by_time = True
    return _end(db, essay, "system", desk=desk, now=now)


def publish_review(
    db: Session, application_id: UUID, *, by: UUID, desk: Desk, now: datetime
) -> Essay | Message:
    """Publish the proctor's review: no breach was found, the essay can be scored (PR-3)."""
    essay = _locked(db, application_id)
    if essay is None or essay.finished_at is None:
        return say("The essay has not been handed in.")
    if essay.reviewed_at is not None:
        return essay if essay.due_at else say("This essay is not under review.")
    after = _act(db, essay.announcement_id, "review-published", application_id, desk, now,
                 by="proctor", actor_id=by)  # fmt: skip
    if isinstance(after, Illegal):
        return refusal(after, say("This essay is not under review."))
    essay.reviewed_at, essay.reviewed_by = now, by
    essay.due_at = scores_due_at(after, application_id)
    db.add(essay)
    tell_scorers(db, after, essay, WAITS, now=now)
    record(db, "essay review published", subject=("essay", application_id), now=now, actor_id=by,
           rule="PR-3")  # fmt: skip
    return essay


def refusal(found: Illegal, otherwise: Message) -> Message:
    """Why something cannot be done with an essay: a suspension is said by its name (ST-9)."""
    if found.why == "suspended":
        return say("The competition is suspended until a complaint is decided.")
    return otherwise


def scores_due_at(course: Course, application_id: UUID) -> datetime | None:
    """By when the members' scores of an essay are due."""
    key = str(application_id)
    owed = (one for one in course.todos if one.candidate == key and one.event == "essay-scored")
    return next(owed).due_at


def find_breach(
    db: Session, application_id: UUID, found: Breach, *, by: UUID, desk: Desk, now: datetime
) -> Essay | Message:
    """End the review with a breach of the rules: the candidate's part is over (PR-1)."""
    essay = _locked(db, application_id)
    if essay is None or essay.finished_at is None:
        return say("The essay has not been handed in.")
    if essay.reviewed_at is not None:
        return say("This essay is not under review.")
    after = _act(db, essay.announcement_id, "breach-found", application_id, desk, now,
                 by="proctor", actor_id=by,
                 facts={"kind": breach_kind(found.code).code, "reason": found.seen})  # fmt: skip
    if isinstance(after, Illegal):
        return refusal(after, say("This essay is not under review."))
    essay.reviewed_at, essay.reviewed_by = now, by
    db.add(essay)
    record(db, "essay breach found", subject=("essay", application_id), now=now, actor_id=by,
           rule="PR-1", facts={"kind": found.code})  # fmt: skip
    return essay


def _locked(db: Session, application_id: UUID) -> Essay | None:
    """Return the essay, locked after its competition: in the order that all others take."""
    there = queries.essay(db, application_id)
    if there is not None:
        competition_for_update(db, there.announcement_id)
    return queries.essay_for_update(db, application_id)


def _end(db: Session, essay: Essay, by: Actor, *, desk: Desk, now: datetime) -> Essay | Message:
    candidacy = candidacy_of(db, essay.application_id) if by == "candidate" else None
    after = _act(db, essay.announcement_id, "finished", essay.application_id, desk, now, by=by,
                 actor_id=candidacy.account_id if candidacy else None)  # fmt: skip
    if isinstance(after, Illegal):
        return refusal(after, say("The essay cannot be handed in now."))
    essay.finished_at = now
    db.add(essay)
    db.flush()
    return essay


def _act(
    db: Session,
    announcement_id: UUID,
    what: str,
    application_id: UUID,
    desk: Desk,
    now: datetime,
    *,
    by: Actor = "candidate",
    actor_id: UUID | None = None,
    facts: Mapping[str, object] | None = None,
) -> Course | Illegal:
    return act(
        db,
        announcement_id,
        what,
        by=by,
        now=now,
        calendar=desk.calendar,
        application_id=application_id,
        facts=facts,
        actor_id=actor_id,
    )
