"""A test application from filing to result: its states and the moves between them."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final

HOLD: Final = timedelta(minutes=15)  # a seat waits that long for the one-time password
OFFER: Final = timedelta(hours=2)  # a freed seat waits that long for the first in the line


class ApplicationState(StrEnum):
    """Where an application stands."""

    FILED = "filed"  # seat held, waits for the one-time password
    BOOKED = "booked"
    IN_TEST = "in-test"
    UNDER_REVIEW = "under-review"
    PASSED = "passed"
    BELOW_THRESHOLD = "below-threshold"
    ASSESSED = "assessed"  # a profile of personal qualities: neither passed nor not (PQ)
    NOT_PASSED = "not-passed"  # broken off (TT-4) or a list of breaches (PR-1)
    TECHNICAL_FAILURE = "technical-failure"
    NO_SHOW = "no-show"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"  # never confirmed

    @property
    def is_open(self) -> bool:
        """Whether the application still holds a seat or a test."""
        return self in OPEN

    @property
    def has_result(self) -> bool:
        """Whether a result stands that later applications are judged by."""
        return self in WITH_RESULT


_S = ApplicationState
OPEN: Final = frozenset({_S.FILED, _S.BOOKED, _S.IN_TEST, _S.UNDER_REVIEW})
WITH_RESULT: Final = frozenset({_S.PASSED, _S.BELOW_THRESHOLD, _S.ASSESSED, _S.NOT_PASSED})

# A technical failure may be found out after the door has closed on everybody (TT-5).
_NEXT: Final[Mapping[ApplicationState, frozenset[ApplicationState]]] = {
    _S.FILED: frozenset({_S.BOOKED, _S.CANCELLED, _S.LAPSED}),
    _S.BOOKED: frozenset({_S.IN_TEST, _S.CANCELLED, _S.NO_SHOW, _S.TECHNICAL_FAILURE}),
    _S.IN_TEST: frozenset({_S.UNDER_REVIEW, *WITH_RESULT, _S.TECHNICAL_FAILURE}),
    _S.UNDER_REVIEW: frozenset({*WITH_RESULT, _S.TECHNICAL_FAILURE}),
    _S.NO_SHOW: frozenset({_S.TECHNICAL_FAILURE}),
}


def may_become(present: ApplicationState, wanted: ApplicationState) -> bool:
    """May an application go from one state to the other?"""
    return wanted in _NEXT.get(present, frozenset())
