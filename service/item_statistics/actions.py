"""Keeping the answer sheets, and asking for a report."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col

from service.attempts.paper import DISPLAYED
from service.core.db import insert_missing
from service.core.due_work import enqueue
from service.item_statistics import queries
from service.item_statistics.models import AnswerSheet
from service.item_statistics.queries import KIND, Counted
from service.item_statistics.sheet import LANGUAGES, NO_ANSWER
from service.items.models import BankReport
from service.journal.actions import record

ATTEMPTS_AT_ONCE: Final = 250
LONGEST: Final = timedelta(hours=2)


def keep_sheets(db: Session, *, after: UUID | None = None, limit: int) -> tuple[int, UUID | None]:
    """Make the missing sheets of at most so many attempts; what was corrected is made anew.

    Returns how many attempts got theirs, and the last result (to go on after); None at the end.
    """
    corrected = queries.outdated(db)
    if corrected:
        db.execute(delete(AnswerSheet).where(col(AnswerSheet.attempt_id).in_(corrected)))
    kept, last = 0, after
    while kept < limit:
        many = min(ATTEMPTS_AT_ONCE, limit - kept)
        found = queries.results_without_sheet(db, after=last, limit=many)
        rows = list(_sheets_of(db, found))
        if rows:
            db.execute(insert_missing(db, AnswerSheet), rows)
        kept += len(found)
        if len(found) < many:
            return kept, None
        last = found[-1].result_id
    return kept, last


def _sheets_of(db: Session, found: Sequence[Counted]) -> Iterator[dict[str, Any]]:
    ids = [counted.attempt_id for counted in found]
    given = queries.choices_of(db, ids)
    said = queries.languages_said(db, ids)
    for counted in found:
        choices, languages = given[counted.attempt_id], said[counted.attempt_id]
        own = counted.language if counted.language in LANGUAGES else LANGUAGES[0]
        for index, section in enumerate(counted.paper):
            language = languages[index] if index < len(languages) else ""
            yield {
                "attempt_id": counted.attempt_id,
                "section": index,
                "result_id": counted.result_id,
                "programme_code": counted.programme_code,
                "section_code": section["section"],
                "language": language or own,
                "items": " ".join(drawn["item"] for drawn in section["items"]),
                "choices": "".join(
                    _own_letter(drawn, choices.get((index, position), NO_ANSWER))
                    for position, drawn in enumerate(section["items"], start=1)
                ),
            }


def _own_letter(drawn: Mapping[str, str], choice: str) -> str:
    """Return the choice as displayed in the letters of the item's own options."""
    return NO_ANSWER if choice == NO_ANSWER else drawn["order"][DISPLAYED.index(choice)]


def ask_for_report(db: Session, programme: str, *, by: UUID | None, now: datetime) -> BankReport:
    """Have the statistics of a programme, or ("") of all, computed; one at a time of each."""
    running = queries.running_report(db, programme)
    if running is not None and not is_lost(running, now=now):
        return running
    report = BankReport(kind=KIND, subject=programme, asked_by=by, asked_at=now)
    db.add(report)
    db.flush()
    facts = {"programme": programme}
    record(
        db,
        "item statistics asked for",
        subject=("bank-report", report.id),
        actor_id=by,
        now=now,
        facts=facts,
    )
    payload = {"report": str(report.id)}
    enqueue(db, KIND, key=f"{KIND}:{report.id}", due_at=now, payload=payload)
    return report


def is_lost(report: BankReport, *, now: datetime) -> bool:
    """Whether a report has taken so long that its work must have been given up."""
    return report.ended_at is None and now - report.asked_at > LONGEST
