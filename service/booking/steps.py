"""An application moves only along law.application, and every move is written down."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from service.booking.models import Application, ApplicationState, ApplicationStep
from service.journal.actions import record
from service.law.application import may_become


class IllegalMove(ValueError):
    """An application cannot go from its state to that one: whoever asked has not looked."""


def advance(
    db: Session,
    application: Application,
    state: ApplicationState,
    *,
    what: str,
    now: datetime,
    rule: str | None = None,
    facts: Mapping[str, Any] | None = None,
    actor_id: UUID | None = None,
) -> ApplicationStep:
    """Move a locked application on and append the step that says why.

    Args:
        db: the open write transaction.
        application: as `queries.locked_application` returned it.
        state: the next state.
        what: what happened, past tense, e.g. "started", "result".
        now: the moment.
        rule: the rule's id where one decided.
        facts: JSON-able data the decision stood on.
        actor_id: who did it; None for the service itself.

    Raises:
        IllegalMove: law.application knows no such transition.
    """
    former = application.state
    if not may_become(former, state):
        raise IllegalMove(f"application {application.number}: {former} cannot become {state}")
    application.state = state
    db.add(application)
    return add_step(db, application, what, now=now, rule=rule, facts=facts, actor_id=actor_id)


def add_step(
    db: Session,
    application: Application,
    what: str,
    *,
    now: datetime,
    rule: str | None = None,
    facts: Mapping[str, Any] | None = None,
    actor_id: UUID | None = None,
) -> ApplicationStep:
    """Append what happened to an application, here and in the journal."""
    step = ApplicationStep(
        application_id=application.id,
        at=now,
        what=what,
        rule=rule,
        facts=dict(facts or {}),
        actor_id=actor_id,
    )
    db.add(step)
    db.flush()
    record(
        db,
        f"application {what}",
        subject=("application", application.id),
        now=now,
        actor_id=actor_id,
        rule=rule,
        facts={"state": application.state.value, **step.facts},
    )
    return step
