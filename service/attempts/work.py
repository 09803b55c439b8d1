"""What happens to attempts by itself: handlers of due work and the sweep of the clock."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog

from service.attempts import queries
from service.attempts.actions import ALLOWANCES, settle_attempt
from service.attempts.outage import is_away
from service.attempts.outcome import make_result
from service.attempts.paper import prepare_attempt
from service.attempts.result_paper import issue_result_paper
from service.core.due_work import Doing
from service.core.wiring import Wiring
from service.documents.actions import Press
from service.items.in_memory import bank_of

log = structlog.get_logger()


class NoSigningKey(Exception):
    """No key to sign papers with: the work waits until SYNAQ_SIGNING_KEY is set."""


def prepare(doing: Doing, payload: Mapping[str, Any]) -> None:
    """Draw the paper of a booked application before its start."""
    application_id = UUID(payload["application"])
    prepare_attempt(doing.db, application_id, now=doing.now)


def result(doing: Doing, payload: Mapping[str, Any]) -> None:
    """Make the result of an attempt that is over."""
    make_result(doing.db, UUID(payload["attempt"]), bank=bank_of(doing.wiring), now=doing.now)


def paper(doing: Doing, payload: Mapping[str, Any]) -> None:
    """Issue the certificate, the statement or the conclusion of a final result."""
    issue_result_paper(
        doing.db,
        UUID(payload["attempt"]),
        press=press_of(doing.wiring),
        calendar=doing.wiring.parts["calendar"],
        is_demo=doing.wiring.environment == "demo",
        now=doing.now,
    )


def press_of(house: Wiring) -> Press:
    """Return what makes papers.

    Raises:
        NoSigningKey: the service has no key; the job is tried again later.
    """
    press: Press | None = house.parts["press"]
    if press is None:
        raise NoSigningKey("set SYNAQ_SIGNING_KEY and SYNAQ_SIGNING_CHAIN")
    return press


def settle_due(doing: Doing) -> None:
    """Bring every attempt to what the clock says, though nobody looks (TT-4, TT-5).

    While no web process is there nobody can be heard: the silence is the service's own. The first
    one that is back settles its outage before anything is judged.
    """
    database = doing.wiring.database
    silent_since = doing.now - min(ALLOWANCES.loss_in_a_row, timedelta(minutes=1))
    with database.reading() as db:
        if is_away(db, now=doing.now):
            return
        due = {
            *queries.attempts_due(db, doing.now),
            *queries.attempts_silent(db, silent_since),
        }
    for attempt_id in sorted(due):
        try:
            # one transaction each: one that fails must not hold up its neighbours
            with database.writing() as db:
                settle_attempt(db, attempt_id, now=doing.now)
        except Exception:
            log.exception("attempt_not_settled", attempt=str(attempt_id))
