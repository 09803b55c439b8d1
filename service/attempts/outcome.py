"""From answers to a result, and from a result to a paper (TT-6)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from service.attempts import queries
from service.attempts.actions import held
from service.attempts.models import Attempt, AttemptResult, Outcome
from service.attempts.paper import is_right, section_items
from service.attempts.profile import as_json as profile_json
from service.attempts.profile import profile_attempt
from service.booking.queries import locked_application
from service.booking.steps import advance
from service.core.due_work import enqueue
from service.core.i18n import say
from service.items.bank import Bank
from service.journal.actions import record
from service.law.application import ApplicationState
from service.law.attempt import Phase
from service.law.calendar import local_day
from service.law.programme import Programme
from service.law.result import Result, score
from service.notices.actions import tell
from service.programmes import queries as programmes

STATES: Final = {
    Outcome.PASSED: ApplicationState.PASSED,
    Outcome.BELOW_THRESHOLD: ApplicationState.BELOW_THRESHOLD,
    Outcome.ASSESSED: ApplicationState.ASSESSED,
    Outcome.NOT_PASSED: ApplicationState.NOT_PASSED,
    Outcome.VOID: ApplicationState.TECHNICAL_FAILURE,
}
WITH_PAPER: Final = frozenset({Outcome.PASSED, Outcome.BELOW_THRESHOLD, Outcome.ASSESSED})


def make_result(db: Session, attempt_id: UUID, *, bank: Bank, now: datetime) -> None:
    """Make the result of an attempt that is over; asked for again it changes nothing.

    In a hall it is final at once. A remote one is provisional and goes under review.
    """
    running = held(db, attempt_id, now=now)
    row, phase = running.row, running.state.phase
    if not phase.is_over or queries.result_of(db, attempt_id) is not None:
        return
    close_windows(db, attempt_id)
    stored = _add_result(db, row, phase, bank, now)
    if stored.is_final:
        publish_result(db, row, stored, now=now)
    else:
        _put_under_review(db, row, now)


def close_windows(db: Session, attempt_id: UUID) -> None:
    """Take no answer from now on, also none that came in time and waits to be written.

    What has a receipt counts: an answer is written before the score, or it is refused.
    """
    for window in queries.locked_windows(db, attempt_id):
        window.closes_ms = 0
        db.add(window)
    db.flush()


def remake_result(db: Session, attempt_id: UUID, *, bank: Bank, now: datetime) -> None:
    """Make a provisional result anew after answers were recovered; the earlier row stays."""
    running = held(db, attempt_id, now=now)
    _add_result(db, running.row, running.state.phase, bank, now)


def _add_result(
    db: Session, row: Attempt, phase: Phase, bank: Bank, now: datetime
) -> AttemptResult:
    programme = programmes.programme(db, row.programme_code, row.programme_version)
    scores, wanted = _scored(db, row, programme, bank)
    outcome, rule = judge(phase, wanted)
    is_final = outcome in {Outcome.NOT_PASSED, Outcome.VOID} or not row.is_remote
    stored = AttemptResult(
        attempt_id=row.id,
        outcome=outcome,
        rule=rule,
        scores=scores,
        decided_at=now,
        is_final=is_final,
    )
    db.add(stored)
    facts = {"outcome": outcome.value, "final": is_final}
    facts |= {name: scores[name] for name in ("correct", "answered") if name in scores}
    record(db, "result made", subject=("attempt", row.id), now=now, rule=rule, facts=facts)
    db.flush()
    return stored


def _scored(
    db: Session, row: Attempt, programme: Programme, bank: Bank
) -> tuple[dict[str, Any], Outcome]:
    """Return what the answers amount to, and the outcome of an attempt that was not broken off."""
    if programme.is_profile:
        found = profile_attempt(db, row, programme)
        return profile_json(found, programme, row), Outcome.ASSESSED
    result = score_attempt(db, row, programme, bank)
    return as_json(result), Outcome.PASSED if result.passed else Outcome.BELOW_THRESHOLD


def judge(phase: Phase, wanted: Outcome) -> tuple[Outcome, str | None]:
    """Return the outcome and the rule that made it; `wanted` where nothing came in between."""
    if phase is Phase.TECHNICAL_FAILURE:
        return Outcome.VOID, "TT-5"
    if phase is Phase.BROKEN_OFF:
        return Outcome.NOT_PASSED, "TT-4"
    return wanted, None


def score_attempt(db: Session, row: Attempt, programme: Programme, bank: Bank) -> Result:
    """Return what the newest answer of each position amounts to under the programme."""
    answers = queries.current_answers(db, row.id)
    given: dict[str, list[tuple[str, bool]]] = {}
    for index, section in enumerate(programme.sections):
        given[section.code] = [
            (drawn["part"], is_right(db, drawn, answers[index, position].choice, bank))
            for position, drawn in enumerate(section_items(row, index), start=1)
            if (index, position) in answers
        ]
    return score(programme, given)


def publish_result(db: Session, row: Attempt, result: AttemptResult, *, now: datetime) -> None:
    """Move the application on and have the paper made: this result is final."""
    application = locked_application(db, row.application_id)
    assert application is not None
    tested_at = row.started_at or row.ended_at or now
    advance(
        db,
        application,
        STATES[result.outcome],
        what="result",
        now=now,
        rule=result.rule,
        facts={
            "test_on": local_day(tested_at).isoformat(),
            "passed": result.outcome in {Outcome.PASSED, Outcome.ASSESSED},
            "broken_off": result.rule == "TT-4",
        },
    )
    programme = programmes.programme(db, row.programme_code, row.programme_version)
    if programme.is_ability:
        _tell_points(db, row, result, now)
    elif result.outcome in WITH_PAPER:
        enqueue(
            db,
            "issue-result-paper",
            key=f"issue-result-paper:{result.id}",
            due_at=now,
            payload={"attempt": str(row.id)},
        )


def _tell_points(db: Session, row: Attempt, result: AttemptResult, now: datetime) -> None:
    """The ability test gives points and no paper: they stand in the cabinet (ST-2)."""
    if result.outcome not in {Outcome.PASSED, Outcome.BELOW_THRESHOLD}:
        return
    said = say(
        "The result of your ability test is there: %(points)s points of %(questions)s.",
        points=result.scores["correct"],
        questions=result.scores["questions"],
    )
    url = f"/cabinet/applications/{row.application_id}"
    tell(db, row.account_id, said, url=url, now=now, sms=True)


def _put_under_review(db: Session, row: Attempt, now: datetime) -> None:
    application = locked_application(db, row.application_id)
    assert application is not None
    advance(
        db, application, ApplicationState.UNDER_REVIEW, what="under-review", now=now, rule="TT-6"
    )
    enqueue(
        db,
        "open-review",
        key=f"open-review:{row.id}",
        due_at=now,
        payload={"attempt": str(row.id)},
    )


def as_json(result: Result) -> dict[str, Any]:
    """Return the result as it is stored and shown."""
    return {
        "questions": result.questions,
        "correct": result.correct,
        "passed": result.passed,
        "threshold": result.threshold,
        "sections": [
            {
                "code": section.code,
                "questions": section.questions,
                "correct": section.correct,
                "threshold": section.threshold,
                "passed": section.passed,
                "parts": [
                    {
                        "code": part.code,
                        "questions": part.questions,
                        "correct": part.correct,
                        "threshold": part.threshold,
                        "passed": part.passed,
                    }
                    for part in section.parts
                ],
            }
            for section in result.sections
        ],
        "shortfalls": [
            {
                "section": missed.section,
                "part": missed.part,
                "correct": missed.correct,
                "threshold": missed.threshold,
            }
            for missed in result.shortfalls
        ],
    }


def seconds_to_result(row: Attempt, result: AttemptResult | None) -> float | None:
    """Return how long the candidate waited for the result (TT-6 promises 20 minutes)."""
    if row.ended_at is None or result is None:
        return None
    return max((result.decided_at - row.ended_at).total_seconds(), 0.0)


def titles_of(programme: Programme) -> Mapping[str, Mapping[str, str]]:
    """Return the titles of sections and parts by their codes."""
    titles: dict[str, Mapping[str, str]] = {}
    for section in programme.sections:
        titles[section.code] = section.title
        titles.update({part.code: part.title for part in section.parts})
    return titles
