"""One attempt as the people who run the tests may see it: no item, no key, no seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from service.attempts import queries
from service.attempts.actions import seen
from service.attempts.models import Answer, Attempt
from service.attempts.step_words import Told, tell_steps
from service.law.attempt import State
from service.law.programme import Programme
from service.law.receipt import chain_faults
from service.programmes import queries as programmes


@dataclass(frozen=True)
class SectionView:
    """A section's window; `left` only while it is open, `answered` positions of `positions`."""

    title: Mapping[str, str]
    opened_at: datetime | None
    deadline_at: datetime | None
    ended_at: datetime | None
    left: timedelta | None
    answered: int
    positions: int


@dataclass(frozen=True)
class Overview:
    """What the steps and answers of an attempt amount to at a moment."""

    attempt: Attempt
    programme: Programme
    state: State
    due_at: datetime | None
    sections: Sequence[SectionView]
    steps: Sequence[Told]
    seen_at: datetime | None
    silent: timedelta | None
    receipts: int
    chain_faults: Sequence[str]
    commitment: str


def overview(db: Session, attempt: Attempt, *, now: datetime) -> Overview:
    """Return the attempt as it stands; changes nothing, also where something is due."""
    running = seen(db, attempt.id)
    programme = programmes.programme(db, attempt.programme_code, attempt.programme_version)
    answers = queries.answers_of(db, attempt.id)
    heard = queries.seen_at(db, attempt.id)
    is_running = running.state.section is not None
    commitment = str(attempt.paper["commitment"])
    return Overview(
        attempt=attempt,
        programme=programme,
        state=running.state,
        due_at=running.state.due_at(running.plan),
        sections=_sections(programme, running.state, answers, now),
        steps=tell_steps(running.steps, [section.title for section in programme.sections]),
        seen_at=heard,
        silent=now - heard if heard is not None and is_running else None,
        receipts=len(answers),
        chain_faults=chain_faults(str(attempt.id), commitment, map(_receipt, answers)),
        commitment=commitment,
    )


def _sections(
    programme: Programme, state: State, answers: Sequence[Answer], now: datetime
) -> list[SectionView]:
    newest = {(row.section, row.position): row.choice for row in answers}
    views = []
    for index, section in enumerate(programme.sections):
        window = state.windows[index] if index < len(state.windows) else None
        is_open = window is not None and index == state.section
        left = max(window.deadline_at - now, timedelta()) if window and is_open else None
        views.append(
            SectionView(
                title=section.title,
                opened_at=window.opened_at if window else None,
                deadline_at=window.deadline_at if window else None,
                ended_at=window.ended_at if window else None,
                left=left,
                answered=sum(
                    choice is not None
                    for (in_section, _), choice in newest.items()
                    if in_section == index
                ),
                positions=section.positions,
            )
        )
    return views


def _receipt(row: Answer) -> dict[str, object]:
    """Return an answer as its receipt says it, without the signature that is made on demand."""
    return {
        "seq": row.seq,
        "section": row.section,
        "position": row.position,
        "choice": row.choice,
        "flagged": row.flagged,
        "answered_ms": row.answered_ms,
        "received_ms": row.received_ms,
        "hash": row.hash.hex(),
    }
