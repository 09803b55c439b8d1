"""What a technical failure of the system gives the candidate (TT-5, O26 IS 11)."""

from datetime import datetime, timedelta
from typing import Final

REBOOK_WITHIN: Final = timedelta(hours=24)


def rebook_until(registered_at: datetime) -> datetime:
    """The last moment to ask support for another booking: 24 hours from the act.

    The source counts from the failure that ended the stage; until the act is registered nobody
    has told the candidate, so the term runs from the registration.
    """
    return registered_at + REBOOK_WITHIN
