"""A body is reorganised or liquidated: its announced competitions are cancelled (VC-2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlmodel import Session

from service.bodies import queries as bodies
from service.core.i18n import Message, say
from service.journal.actions import record
from service.law.announcement import VC_2, Reorganisation, Running, cancelled_by
from service.law.calendar import local_day
from service.vacancies import queries
from service.vacancies.models import (
    Announcement,
    AnnouncementState,
    BodyChange,
    RoundOutcome,
    Vacancy,
    VacancyState,
)

ChangeKind = Literal["reorganised", "liquidated"]
Pair = tuple[Announcement, Vacancy]


@dataclass(frozen=True, slots=True)
class ChangeSaid:
    """The act that reorganises or liquidates a body.

    Args:
        unchanged: units whose functions, powers and staff do not change: departments as the
            register prints them, and codes of bodies below this one.
    """

    body_code: str
    kind: ChangeKind
    act: str
    happened_on: date
    unchanged: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class BodyChanged:
    """The change as it is kept, and every announcement that it has cancelled."""

    change: BodyChange
    cancelled: Sequence[Announcement]


def units_of(db: Session, code: str) -> tuple[list[str], list[str]]:
    """Return the departments with open or filled vacancies of a body, and the bodies below it.

    Filled ones too: a round that has ended after the act's day is undone, unless its unit stays.
    """
    below = [one.code for one in bodies.tree_of(db, code) if one.code != code]
    own = [
        one
        for state in (VacancyState.OPEN, VacancyState.FILLED)
        for one in queries.vacancies_of(db, [code], state)
    ]
    return sorted({one.department for one in own if one.department}), below


def would_cancel(db: Session, said: ChangeSaid) -> list[Pair]:
    """Return the announced rounds that the change cancels, at whatever stage they are."""
    codes = [one.code for one in bodies.tree_of(db, said.body_code)]
    pairs = queries.announced_in(db, codes, over_after=said.happened_on)
    change = Reorganisation(said.body_code, said.happened_on, said.unchanged)
    meant = cancelled_by(change, [_running(said, one, row) for one, row in pairs])
    numbers = {each.key for each in meant}
    return [(one, row) for one, row in pairs if one.number in numbers]


def _running(said: ChangeSaid, one: Announcement, row: Vacancy) -> Running:
    """The round as one of the changed body; of a body below it the whole body is the unit."""
    assert one.published_on is not None
    unit = row.department if row.body_code == said.body_code else row.body_code
    return Running(one.number, said.body_code, unit, one.published_on, one.ended_on)


def change_body(
    db: Session, said: ChangeSaid, *, seen: Sequence[str], by: UUID, now: datetime
) -> BodyChanged | Message:
    """Keep the change and cancel what it cancels (O26 IS 12).

    `seen` are the numbers of the announcements that were shown before it was confirmed; where it
    would now cancel others, nothing is done.

    Returns:
        What was cancelled: whoever has applied is to be told; or why nothing was done.
    """
    if said.happened_on > local_day(now):
        return say("Enter the act when its day has come.")
    for code in sorted(one.code for one in bodies.tree_of(db, said.body_code)):
        bodies.body_for_update(db, code)  # nothing of it is published meanwhile
    pairs = would_cancel(db, said)
    if sorted(seen) != sorted(one.number for one, _ in pairs):
        return say("Meanwhile other competitions have come or gone. Look at the list again.")
    for one, row in pairs:
        _cancel(db, one, row, said, by=by, now=now)
    change = BodyChange(
        body_code=said.body_code,
        kind=said.kind,
        act=said.act,
        happened_on=said.happened_on,
        unchanged=sorted(said.unchanged),
        told_at=now,
        told_by=by,
        cancelled=[one.number for one, _ in pairs],
    )
    db.add(change)
    db.flush()
    facts = {"kind": said.kind, "act": said.act, "on": said.happened_on.isoformat()}
    facts_of_change = {**facts, "unchanged": change.unchanged, "cancelled": change.cancelled}
    record(db, "body reorganised", subject=("body", said.body_code), now=now, actor_id=by,
           rule=VC_2.id, facts=facts_of_change)  # fmt: skip
    return BodyChanged(change, [one for one, _ in pairs])


def _cancel(
    db: Session, one: Announcement, row: Vacancy, said: ChangeSaid, *, by: UUID, now: datetime
) -> None:
    row = queries.vacancy_for_update(db, row.id)
    db.refresh(one)
    was = str(one.outcome) if one.outcome else None
    if one.outcome is RoundOutcome.WINNER and row.state is VacancyState.FILLED:
        # what ended after the act's day is undone: the vacancy has no winner any more
        row.state, row.closed_on, row.version = VacancyState.OPEN, None, row.version + 1
        db.add(row)
    one.state, one.outcome, one.ended_on = AnnouncementState.CANCELLED, None, local_day(now)
    one.end_rule, one.end_reason = VC_2.id, said.act
    one.version += 1
    one.changed_at, one.changed_by = now, by
    db.add(one)
    db.flush()
    record(db, "announcement cancelled", subject=("announcement", one.number), now=now, actor_id=by,
           rule=VC_2.id, facts={"act": said.act, "outcome_before": was})  # fmt: skip
