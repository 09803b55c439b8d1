"""What happens to hirings by itself: reminders."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from service.core.due_work import Doing
from service.hirings import queries
from service.hirings.fold import case_of
from service.hirings.reminding import KIND, is_late, is_stale
from service.hirings.telling import remind_of_duty
from service.law.calendar import local_day

__all__ = ["KIND", "remind"]


def remind(doing: Doing, payload: Mapping[str, Any]) -> None:
    """Remind of a duty that is still open by the same day; of others it says nothing.

    After a pause of the worker only the newest of several reminders of a duty goes out.
    """
    row = queries.locked_hiring(doing.db, UUID(payload["hiring"]))
    assert row is not None
    case, today = case_of(doing.db, row), local_day(doing.now)
    due_on = date.fromisoformat(payload["due_on"])
    for duty in case.open_duties:
        if (duty.code, duty.due_on) != (payload["duty"], due_on):
            continue
        if not is_stale(duty, payload["days"], today):
            remind_of_duty(doing.db, case, duty, is_late=is_late(duty, today), now=doing.now)
