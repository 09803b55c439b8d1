"""What a candidate is told of an application: the outcome with every reason, what to do, where."""

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from typing import Final
from uuid import UUID

from sqlmodel import Session

from service.admissions import queries
from service.admissions.judging import Answer
from service.admissions.line_words import told
from service.admissions.models import Cause, CompetitionApplication, Standing
from service.bodies import queries as bodies
from service.core.i18n import Message, say
from service.notices.actions import tell
from service.vacancies import queries as vacancies
from service.vacancies.models import Announcement, Vacancy

OPENINGS: Final = {
    "admitted": say("You are admitted to the competition %(number)s: %(post)s."),
    "look": say(
        "Your application to the competition %(number)s (%(post)s) is complete. A person of the HR "
        "service must look. %(lines)s"
    ),
    "refused": say(
        "You are not admitted to the competition %(number)s (%(post)s). What is not met: %(lines)s"
    ),
}
ADD_UNTIL: Final = say("%(text)s What is missing can be added until %(day)s.")
CLOSED: Final = say("%(text)s The reception of documents is over.")
LOOK_UNTIL: Final = say("%(text)s The answer comes by %(day)s at the latest.")
# nobody sits before the page when these come
BY_PHONE: Final = frozenset({Cause.LOOKED, Cause.CLOSED})


def tell_outcome(
    db: Session, row: CompetitionApplication, answer: Answer, cause: Cause, *, now: datetime
) -> None:
    """Tell the candidate how the application was answered."""
    announcement = vacancies.announcement(db, row.announcement_id)
    text = outcome_words(row, announcement, vacancies.vacancy(db, announcement.vacancy_id), answer)
    if answer.shown.outcome == "refused":
        assert announcement.closes_on is not None
        is_over = row.closed_at is not None
        values = {"text": text} if is_over else {"text": text, "day": announcement.closes_on}
        text = Message((CLOSED if is_over else ADD_UNTIL).msgid, values)
    tell(db, row.account_id, text, url=page_of(row), now=now, sms=cause in BY_PHONE)


def outcome_words(
    row: CompetitionApplication, announcement: Announcement, vacancy: Vacancy, answer: Answer
) -> Message:
    """Return the outcome with each line that decides it."""
    shown = answer.shown
    looks = {(each.code, each.subject): each for each in answer.looks}
    deciding = shown.to_look_at if shown.outcome == "look" else shown.unmet
    lines = [
        told(each, announcement.wordings, looks.get((each.code, each.subject))) for each in deciding
    ]
    values: dict[str, object] = {"number": announcement.number, "post": title_of(vacancy)}
    if lines:
        values["lines"] = joined(lines)
    text = Message(OPENINGS[shown.outcome].msgid, values)
    if shown.outcome == "look" and row.look_due_on is not None:
        return Message(LOOK_UNTIL.msgid, {"text": text, "day": row.look_due_on})
    return text


def title_of(vacancy: Vacancy) -> dict[str, str]:
    """Return the post's title in every language; the register has it in Kazakh."""
    kk = vacancy.title["kk"]
    ru = vacancy.title.get("ru") or kk
    return {"kk": kk, "ru": ru, "en": vacancy.title.get("en") or ru}


def tell_reception_closed(db: Session, announcement: Announcement, *, now: datetime) -> None:
    """Tell the HR service how many have applied and what they were answered."""
    vacancy = vacancies.vacancy(db, announcement.vacancy_id)
    found = queries.standings(db, announcement.id)
    counts = {str(one): found.get(one, 0) for one in Standing if one is not Standing.WITHDRAWN}
    text = say(
        "Documents for %(number)s (%(post)s) are received no more. Applications: %(all)s; "
        "admitted: %(admitted)s, not admitted: %(refused)s, to look at: %(look)s.",
        number=announcement.number,
        post=title_of(vacancy),
        all=sum(counts.values()),
        **counts,
    )
    for account_id in _hr_of(db, vacancy.body_code):
        tell(db, account_id, text, url=hr_page_of(announcement), now=now)


def remind_of_looks(db: Session, code: str, number: int, *, now: datetime) -> None:
    """Remind the HR service of a body of the questions that are due."""
    text = say("Applications that a person must look at by today: %(n)s.", n=number)
    for account_id in _hr_of(db, code):
        tell(db, account_id, text, url="/hr/applications", now=now)


def _hr_of(db: Session, code: str) -> Sequence[UUID]:
    body = bodies.body(db, code)
    assert body is not None
    return bodies.hr_of(db, body)


def hr_page_of(announcement: Announcement) -> str:
    """Return the page on which HR sees who has applied."""
    return f"/hr/announcements/{announcement.number}/applications"


def joined(messages: Sequence[Message]) -> Message:
    """Return several sentences as one message."""
    return reduce(lambda one, two: Message("%(a)s %(b)s", {"a": one, "b": two}), messages)


def page_of(row: CompetitionApplication) -> str:
    """Return the page of an application in the candidate's cabinet."""
    return f"/me/applications/{row.id}"
