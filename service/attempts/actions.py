"""What changes an attempt, outside of the hot path."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from service.attempts import queries
from service.attempts.door import enter
from service.attempts.models import Attempt, Presence, Remark, TestMessage
from service.attempts.steps import Running, append, hold, pending, plan_of, settle
from service.booking import queries as bookings
from service.core.columns import from_milliseconds, milliseconds
from service.core.due_work import enqueue
from service.core.errors import NotFound, Refused, TooLate
from service.core.i18n import say
from service.journal.actions import record
from service.law.attempt import Allowances, Phase, Plan, Step, What, fold, own_loss
from service.law.defaults import DEFAULTS
from service.programmes import queries as programmes

ALLOWANCES = Allowances(
    loss_in_a_row=timedelta(seconds=DEFAULTS.loss_in_a_row),
    loss_in_all=timedelta(seconds=DEFAULTS.loss_in_all),
    outage_given_back=timedelta(seconds=DEFAULTS.outage_given_back),
    break_between=timedelta(seconds=DEFAULTS.break_between_sections),
)
NOTICED_LOSS = timedelta(seconds=25)
LONGEST_GIFT = timedelta(hours=2)
MOST_STEPS = 2000  # a window that flickers must not fill the table


def plan_for(db: Session, row: Attempt) -> Plan:
    """Return the plan of an attempt under the programme version it is taken under."""
    programme = programmes.programme(db, row.programme_code, row.programme_version)
    return plan_of(programme, row.extra_percent, ALLOWANCES)


def held(db: Session, attempt_id: UUID, *, now: datetime) -> Running:
    """Lock the attempt, append what has come about by itself, and return it.

    Raises:
        NotFound: there is no such attempt.
    """
    running = hold(db, attempt_id, lambda row: plan_for(db, row))
    if running is None:
        raise NotFound
    came = settle(db, running, now)
    _after_steps(db, running, came, now)
    return running


def settle_attempt(db: Session, attempt_id: UUID, *, now: datetime) -> Running:
    """Bring an attempt to what the clock says; used by the worker and before every look."""
    return held(db, attempt_id, now=now)


def seen(db: Session, attempt_id: UUID) -> Running:
    """Return the attempt as its steps have it, for a look that changes nothing.

    Raises:
        NotFound: there is no such attempt.
    """
    row = queries.attempt(db, attempt_id)
    if row is None:
        raise NotFound
    plan = plan_for(db, row)
    steps = queries.steps_of(db, attempt_id)
    return Running(row, plan, steps, fold(plan, steps))


def is_due(db: Session, attempt_id: UUID, *, now: datetime) -> bool:
    """Whether something has come about by itself that is not yet a step."""
    running = seen(db, attempt_id)
    return pending(db, running, now) is not None


def accept_terms(db: Session, attempt_id: UUID, *, now: datetime) -> None:
    """Note that the candidate has accepted the terms of the stage (ID-5)."""
    running = held(db, attempt_id, now=now)
    if not _has(running, What.TERMS_ACCEPTED):
        append(db, running, Step(What.TERMS_ACCEPTED, now), actor_id=running.row.account_id)


def note_equipment(
    db: Session, attempt_id: UUID, findings: dict[str, str], *, now: datetime
) -> None:
    """Keep what the equipment check found (TT-1): for support and appeals, it bars nobody."""
    running = held(db, attempt_id, now=now)
    step = Step(What.EQUIPMENT_CHECKED, now, findings)
    append(db, running, step, actor_id=running.row.account_id)


def start_section(
    db: Session,
    attempt_id: UUID,
    section: int,
    *,
    device: str,
    now: datetime,
    language: str | None = None,
) -> Running:
    """Start a section's clock; asking twice starts it once.

    `language`: kk or ru, in which the questions stand on the screen.

    Raises:
        Refused: the terms are not accepted, or another section is due.
    """
    running = held(db, attempt_id, now=now)
    state = running.state
    if section < len(state.windows):
        return running  # it has started: the same answer, the same clock
    if not _has(running, What.TERMS_ACCEPTED):
        raise Refused(say("Please read and accept the terms of the test first."))
    if state.phase not in {Phase.PREPARED, Phase.BETWEEN} or section != len(state.windows):
        raise Refused(say("This part of the test cannot be started now."))
    if section == 0:
        application = bookings.locked_application(db, running.row.application_id)
        assert application is not None
        enter(db, application, now=now)
    running.row.device = running.row.device or device
    step = Step(What.SECTION_STARTED, now, _by_candidate(language))
    append(db, running, step, actor_id=running.row.account_id)
    return running


def finish_section(
    db: Session, attempt_id: UUID, section: int, *, now: datetime, language: str | None = None
) -> Running:
    """End the open section because the candidate says so; the last one ends the test (TT-3)."""
    running = held(db, attempt_id, now=now)
    if running.state.section == section:
        step = Step(What.SECTION_ENDED, now, _by_candidate(language))
        append(db, running, step, actor_id=running.row.account_id)
        _after_steps(db, running, [step], now)
    return running


def _by_candidate(language: str | None) -> dict[str, Any]:
    """What a step of the candidate's own says; the language is what item statistics compare by."""
    return {"how": "candidate"} | ({"language": language} if language else {})


@dataclass(frozen=True)
class Remarks:
    """TT-3: what the candidate says at the end: remark, suggestion or complaint."""

    kind: str
    text: str


def add_remarks(db: Session, attempt_id: UUID, remarks: Remarks, *, now: datetime) -> None:
    """Keep the candidate's remarks; the administrator must answer them (TT-3)."""
    if queries.remarks_of(db, attempt_id):
        return  # sent twice over a bad line
    db.add(Remark(attempt_id=attempt_id, at=now, kind=remarks.kind, text=remarks.text))
    facts = {"kind": remarks.kind}
    record(db, "remarks made", subject=("attempt", attempt_id), now=now, rule="TT-3", facts=facts)


def take_over(db: Session, attempt_id: UUID, *, device: str, now: datetime) -> Running:
    """Let another device go on, knowingly; the one before is refused from now on."""
    running = held(db, attempt_id, now=now)
    if running.state.phase.is_over:
        return running
    running.row.device = device
    append(db, running, Step(What.TAKEN_OVER, now), actor_id=running.row.account_id)
    record(
        db,
        "player taken over",
        subject=("attempt", attempt_id),
        now=now,
        actor_id=running.row.account_id,
    )
    return running


def note_window_left(db: Session, attempt_id: UUID, seconds: int, *, now: datetime) -> None:
    """Note that the test's window was left for so long: a place for a proctor to look at."""
    running = held(db, attempt_id, now=now)
    if not running.state.phase.is_over and len(running.steps) < MOST_STEPS:
        append(db, running, Step(What.WINDOW_LEFT, now, {"seconds": seconds}))


def note_return(db: Session, attempt_id: UUID, *, generation: int, now: datetime) -> None:
    """Before a player is heard again after a silence: was it breaking off, or a loss (TT-4)?

    A player of another generation than the attempt's is not the candidate's: it ends no silence.
    """
    if not _was_silent(queries.presence(db, attempt_id), now):
        return
    running = held(db, attempt_id, now=now)
    presence, window = queries.presence(db, attempt_id), running.state.window
    # under the lock: of two processes that hear the player at once, one notes the loss
    if presence is None or not _was_silent(presence, now):
        return
    if running.row.generation != generation:
        return
    lost_at = from_milliseconds(presence.seen_ms)
    presence.seen_ms = milliseconds(now)  # else the sweep would find the silence going on
    db.add(presence)
    if running.state.phase is not Phase.OPEN or window is None:
        return
    lost_at = max(lost_at, window.opened_at)
    loss = own_loss(lost_at, now, queries.outages_between(db, lost_at, now))
    if loss >= NOTICED_LOSS:
        facts = {"since": lost_at.isoformat(), "seconds": round(loss.total_seconds())}
        append(db, running, Step(What.CONNECTION_LOST, now, facts))


def _was_silent(presence: Presence | None, now: datetime) -> bool:
    return presence is not None and now - from_milliseconds(presence.seen_ms) >= NOTICED_LOSS


def give_time_back(
    db: Session,
    attempt_ids: Sequence[UUID],
    *,
    seconds: int,
    reason: str,
    actor_id: UUID | None,
    now: datetime,
) -> int:
    """Give time back to open sections, with a reason; return to how many (TT-5).

    Raises:
        Refused: the time is not within one second and two hours.
    """
    if not timedelta() < timedelta(seconds=seconds) <= LONGEST_GIFT:
        raise Refused(say("Time given back must be between one second and two hours."))
    given = 0
    for attempt_id in sorted(attempt_ids):
        running = held(db, attempt_id, now=now)
        if running.state.phase is not Phase.OPEN:
            continue
        step = Step(What.TIME_GIVEN_BACK, now, {"seconds": seconds, "reason": reason})
        append(db, running, step, actor_id=actor_id)
        given += 1
        record(
            db,
            "time given back",
            subject=("attempt", attempt_id),
            now=now,
            actor_id=actor_id,
            rule="TT-5",
            facts={"seconds": seconds, "reason": reason},
        )
    return given


def end_by_technical_failure(
    db: Session, attempt_id: UUID, *, reason: str, actor_id: UUID | None, now: datetime
) -> Running:
    """End the attempt because the service failed; no ground of refusal arises (TT-5)."""
    running = held(db, attempt_id, now=now)
    if running.state.phase.is_over and running.state.phase is not Phase.BROKEN_OFF:
        raise TooLate(say("This test is over: its result stands or can be appealed."))
    if running.state.phase is Phase.BROKEN_OFF:
        raise TooLate(say("This test was broken off: its result can be appealed."))
    step = Step(What.TECHNICAL_FAILURE, now, {"reason": reason})
    append(db, running, step, actor_id=actor_id)
    _after_steps(db, running, [step], now)
    return running


def send_message(
    db: Session,
    attempt_ids: Sequence[UUID],
    text: str,
    *,
    sender_id: UUID,
    now: datetime,
) -> int:
    """Send a message to candidates whose test is running; return to how many."""
    sent = 0
    for attempt_id in sorted(attempt_ids):
        row = queries.locked_attempt(db, attempt_id)
        if row is None or row.phase.is_over:
            continue
        db.add(TestMessage(attempt_id=attempt_id, at=now, text=text, sender_id=sender_id))
        row.told += 1
        db.add(row)
        sent += 1
    facts = {"text": text, "sent": sent}
    record(db, "message sent", subject=("test", "all"), now=now, actor_id=sender_id, facts=facts)
    return sent


def note_message_seen(db: Session, attempt_id: UUID, message_id: UUID, *, now: datetime) -> None:
    """Note that the candidate has closed a message."""
    for message in queries.messages_for(db, attempt_id):
        if message.id == message_id and message.seen_at is None:
            message.seen_at = now
            db.add(message)


def answer_remark(
    db: Session, remark_id: UUID, answer: str, *, actor_id: UUID, now: datetime
) -> Remark:
    """Answer a candidate's remark; the answer goes to the cabinet (TT-3).

    Raises:
        NotFound: there is no such remark.
        Refused: it has been answered.
    """
    remark = db.get(Remark, remark_id, with_for_update=True)
    if remark is None:
        raise NotFound
    if remark.answered_at is not None:
        raise Refused(say("This remark has been answered already."))
    remark.answer, remark.answered_at, remark.answered_by = answer, now, actor_id
    db.add(remark)
    record(db, "remark answered", subject=("remark", remark_id), now=now, actor_id=actor_id)
    return remark


def _has(running: Running, what: What) -> bool:
    return any(step.what is what for step in running.steps)


def _after_steps(db: Session, running: Running, came: Sequence[Step], now: datetime) -> None:
    """Have the result made when the attempt is over: after late answers can have come in."""
    if not came or not running.state.phase.is_over:
        return
    due = max([now, *(window.closes_at for window in running.state.windows)])
    enqueue(
        db,
        "make-result",
        key=f"make-result:{running.row.id}",
        due_at=due,
        payload={"attempt": str(running.row.id)},
    )
    for step in came:
        if step.what in {What.BROKEN_OFF, What.TECHNICAL_FAILURE, What.FINISHED} or (
            step.what is What.SECTION_ENDED and running.state.phase is Phase.FINISHED
        ):
            record(
                db,
                f"test over: {running.state.phase}",
                subject=("attempt", running.row.id),
                now=now,
                rule="TT-4" if step.what is What.BROKEN_OFF else None,
                facts=dict(step.facts),
            )
