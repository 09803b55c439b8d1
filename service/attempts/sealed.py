"""The last resort: a sealed answer file that the player wrote and an administrator loads."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel, Field, ValidationError
from sqlmodel import Session

from service.attempts import queries
from service.attempts.actions import held
from service.attempts.models import Answer, Attempt
from service.attempts.outcome import remake_result
from service.attempts.steps import append
from service.attempts.tokens import Head, queue_key
from service.attempts.view import head_of
from service.core.columns import milliseconds
from service.core.errors import Malformed, NotFound, Refused
from service.core.i18n import say
from service.core.security import Keys
from service.items.bank import Bank
from service.journal.actions import record
from service.law.attempt import Step, What
from service.law.receipt import Saved, next_hash

FORMAT: Final = "synaq-sealed-1"
LARGEST: Final = 1024 * 1024


class _Sealed(BaseModel):
    format: str
    attempt: UUID
    iv: str
    data: str


class _GivenAnswer(BaseModel):
    section: int = Field(ge=0, le=20)
    position: int = Field(ge=1, le=1000)
    choice: str | None = Field(default=None, pattern="^[abcd]$")
    flagged: bool = False
    answered_ms: int = Field(ge=0)


class _Content(BaseModel):
    answers: list[_GivenAnswer] = Field(max_length=5000)
    made_ms: int


@dataclass(frozen=True)
class Opened:
    """A sealed file as read: whose it is, when it was made, which answers are new and in time."""

    attempt: Attempt
    made_ms: int
    usable: Sequence[Any]
    too_late: int


def open_sealed(db: Session, keys: Keys, content: bytes) -> Opened:
    """Read a sealed answer file and say what of it could count.

    Raises:
        Malformed: it is no sealed file, or it was changed, or it is another service's.
        NotFound: its attempt does not exist.
    """
    if len(content) > LARGEST:
        raise Malformed(say("The file is larger than 1 MB: a sealed answer file never is."))
    try:
        sealed = _Sealed.model_validate_json(content)
    except ValidationError as fault:
        raise Malformed(say("This is not a sealed answer file of Synaq.")) from fault
    if sealed.format != FORMAT:
        raise Malformed(say("This is not a sealed answer file of Synaq."))
    row = queries.attempt(db, sealed.attempt)
    if row is None:
        raise NotFound(say("The attempt of this file does not exist."))
    try:
        plain = AESGCM(queue_key(keys, row.id)).decrypt(
            base64.b64decode(sealed.iv), base64.b64decode(sealed.data), None
        )
        inside = _Content.model_validate(json.loads(plain))
    except (InvalidTag, ValueError, ValidationError) as fault:
        raise Malformed(say("The seal is broken: the file was changed or cut short.")) from fault
    usable = [given for given in inside.answers if _is_in_time(db, row.id, given)]
    return Opened(row, inside.made_ms, usable, len(inside.answers) - len(usable))


def _is_in_time(db: Session, attempt_id: UUID, given: _GivenAnswer) -> bool:
    for window in queries.windows_of(db, attempt_id):
        if window.section == given.section:
            in_time = window.opened_ms <= given.answered_ms <= window.deadline_ms
            return in_time and given.position <= window.positions
    return False


def load_sealed(
    db: Session,
    keys: Keys,
    content: bytes,
    *,
    reason: str,
    actor_id: UUID,
    bank: Bank,
    now: datetime,
) -> int:
    """Append the file's answers to the attempt, marked as recovered; return how many.

    A file whose answers are all known already leaves no trace.

    A person decides this, with a reason, before the result is final; a provisional result is made
    anew. The answers' times are the candidate's own and are kept as such.

    Raises:
        Refused: the result stands already, or nothing in the file can count.
    """
    opened = open_sealed(db, keys, content)
    running = held(db, opened.attempt.id, now=now)
    result = queries.result_of(db, opened.attempt.id)
    if result is not None and result.is_final:
        raise Refused(say("The result is final: this file belongs to an appeal now."))
    if not opened.usable:
        raise Refused(say("No answer in this file was given in time."))
    head = head_of(db, running.row)
    known = queries.current_answers(db, running.row.id)
    taken = 0
    for given in sorted(opened.usable, key=lambda one: one.answered_ms):
        current = known.get((given.section, given.position))
        if current is not None and current.answered_ms >= given.answered_ms:
            continue
        head = _append_answer(db, running.row, head, given, now)
        taken += 1
    if not taken:
        return 0
    facts = {"answers": taken, "too_late": opened.too_late, "reason": reason}
    append(db, running, Step(What.ANSWERS_RECOVERED, now, facts), actor_id=actor_id)
    record(
        db,
        "sealed answers loaded",
        subject=("attempt", running.row.id),
        now=now,
        actor_id=actor_id,
        facts=facts,
    )
    db.flush()
    if result is not None:
        remake_result(db, opened.attempt.id, bank=bank, now=now)
    return taken


def _append_answer(
    db: Session, row: Attempt, head: Head, given: _GivenAnswer, now: datetime
) -> Head:
    saved = Saved(
        head.seq + 1, given.section, given.position, given.choice, given.flagged,
        given.answered_ms, milliseconds(now),
    )  # fmt: skip
    own = next_hash(head.hash, str(row.id), saved)
    db.add(
        Answer(
            attempt_id=row.id,
            seq=saved.seq,
            section=saved.section,
            position=saved.position,
            choice=saved.choice,
            flagged=saved.flagged,
            generation=row.generation,
            answered_ms=saved.answered_ms,
            received_ms=saved.received_ms,
            prev_hash=head.hash,
            hash=own,
            recovered=True,
        )
    )
    db.flush()
    return Head(saved.seq, own)
