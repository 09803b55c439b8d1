"""What happens to reviews by itself."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from service.attempts.work import press_of
from service.core.due_work import Doing
from service.proctoring.actions import open_review
from service.proctoring.breach_paper import issue_breach_list


def review(doing: Doing, payload: Mapping[str, Any]) -> None:
    """Open the review of a remote attempt."""
    calendar = doing.wiring.parts["calendar"]
    open_review(doing.db, UUID(payload["attempt"]), calendar=calendar, now=doing.now)


def breach_list(doing: Doing, payload: Mapping[str, Any]) -> None:
    """Issue the list of breaches of a published review."""
    issue_breach_list(
        doing.db,
        UUID(payload["review"]),
        press=press_of(doing.wiring),
        calendar=doing.wiring.parts["calendar"],
        is_demo=doing.wiring.environment == "demo",
        now=doing.now,
    )
