"""What the player is told: the whole state, for the first look and after every change."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from service.attempts import queries
from service.attempts.models import Answer, Attempt
from service.attempts.paper import shown_section
from service.attempts.steps import Running
from service.attempts.tokens import Head, first_head, head_json, issue, queue_key_text
from service.core.columns import milliseconds
from service.core.security import Keys
from service.items.bank import Bank
from service.law.attempt import Phase
from service.law.programme import Programme
from service.people.queries import accommodation_in_force
from service.programmes import queries as programmes


def player_state(
    db: Session, running: Running, *, keys: Keys, bank: Bank, now: datetime
) -> dict[str, Any]:
    """Return the attempt as the player shows it; item texts of the open section only."""
    row, state = running.row, running.state
    programme = programmes.programme(db, row.programme_code, row.programme_version)
    due = state.due_at(running.plan)
    need = accommodation_in_force(db, row.account_id)
    between = state.phase is Phase.BETWEEN and due is not None
    saved = queries.answers_of(db, row.id)  # read once: the head is that of the answers shown
    return {
        "attempt": str(row.id),
        "generation": row.generation,
        "token": issue(keys, row, now=now),
        "practice": False,
        "now_ms": milliseconds(now),
        "phase": state.phase,
        "sections": _sections(programme, running),
        "section": state.section,
        "break_until_ms": milliseconds(due) if between and due is not None else None,
        "paper": _paper(db, row, programme, state.section, bank),
        "answers": _answers(saved, state.section),
        "head": head_json(keys, row.id, _head_after(saved, row)),
        "queue_key": queue_key_text(keys, row.id),
        "large_print": need is not None and need.large_print,
        "messages": [
            {
                "id": str(message.id),
                "at_ms": milliseconds(message.at),
                "text": message.text,
                "seen": message.seen_at is not None,
            }
            for message in queries.messages_for(db, row.id)
        ],
        "told": row.told,
    }


def head_of(db: Session, row: Attempt) -> Head:
    """Return the last receipt of the attempt's chain."""
    last = queries.last_answer(db, row.id)
    return _head_after([] if last is None else [last], row)


def _head_after(saved: Sequence[Answer], row: Attempt) -> Head:
    return Head(saved[-1].seq, saved[-1].hash) if saved else first_head(row)


def _sections(programme: Programme, running: Running) -> list[dict[str, Any]]:
    listed = []
    for index, section in enumerate(programme.sections):
        status, deadline = "waiting", None
        if index < len(running.state.windows):
            window = running.state.windows[index]
            status = "open" if index == running.state.section else "ended"
            deadline = milliseconds(window.deadline_at)
        minutes = running.plan.length(index).total_seconds() / 60
        listed.append(
            {
                "index": index,
                "title": dict(section.title),
                "kind": section.kind,
                "minutes": int(minutes) if minutes == int(minutes) else minutes,
                "questions": section.questions,
                "status": status,
                "deadline_ms": deadline,
            }
        )
    return listed


def _paper(
    db: Session, row: Attempt, programme: Programme, section: int | None, bank: Bank
) -> list[dict[str, Any]]:
    if section is None:
        return []
    return shown_section(db, row, section, programme.sections[section], bank)


def _answers(saved: Sequence[Answer], section: int | None) -> list[dict[str, Any]]:
    newest = {answer.position: answer for answer in saved if answer.section == section}
    return [
        {"position": position, "choice": answer.choice, "flagged": answer.flagged}
        for position, answer in sorted(newest.items())
    ]
